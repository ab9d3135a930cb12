// Books the first free slot of a range.

import type { IDataObject } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { toWholeNumber } from '../../../shared/convert';
import { toNodeError } from '../../../shared/errors';
import type { Field, ItemContext } from '../../../shared/operation';
import { isRecord, textOf } from '../../../shared/values';
import { appointmentIn } from './appointmentRecord';
import { withReadBack } from './appointmentWrite';
import { endOfSlot, readFreeSlots } from './slotSearch';
import { continuesIfTaken, slotTakenAsResponse, slotTakenReason } from './slotTaken';

const DEFAULT_ATTEMPTS = 5;

/** Option: how many slots to try. */
export const attempts: Field = {
	displayName: 'Slots to Try',
	name: 'attempts',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 50 },
	default: DEFAULT_ATTEMPTS,
	description:
		'How many free slots to try in turn if others book them first. 1 tries only the first one.',
	send: { in: 'values', as: toWholeNumber(1, 50) },
};

const NEXT =
	'Nothing was booked. Call the tool again with a later or wider range, or look for free times with Free Slot > Get Next, which says when the next one is.';

/** The slot is booked by then, so a calendar that cannot be read must not fail the item. */
async function endIfReadable(item: ItemContext, calendarId: string, start: string) {
	try {
		return await endOfSlot(item, calendarId, start);
	} catch (error) {
		if (error instanceof NodeApiError) return null;
		throw toNodeError(item.node, error, item.itemIndex);
	}
}

/** Books the first free slot in a range. If another client takes it first, tries the next one. */
export async function bookFirstSlot(item: ItemContext): Promise<IDataObject> {
	const { values } = item;
	const { calendarId, contactId, assignedUserId } = values;
	const maxAttempts = Number(values.attempts ?? DEFAULT_ATTEMPTS);
	const search = {
		calendarId: textOf(calendarId),
		from: Number(values.startDate),
		to: Number(values.endDate),
		query: assignedUserId === undefined ? {} : { userId: assignedUserId },
	};
	let tried = 0;
	for await (const { start } of readFreeSlots(item, search)) {
		const body = { ...(isRecord(item.request.body) ? item.request.body : {}), startTime: start };
		const response = await item.send({ ...item.request, body }, { onRefusal: slotTakenAsResponse });
		tried += 1;
		if (slotTakenReason(response) === undefined) {
			const end = await endIfReadable(item, search.calendarId, start);
			const written = { booked: true, startTime: start, endTime: end, ...appointmentIn(response) };
			return await withReadBack(item, written);
		}
		if (tried >= maxAttempts) break;
	}
	const reason =
		tried === 0
			? 'There is no free slot in this range'
			: `Each of the ${tried} free slots that were tried was taken meanwhile`;
	if (!continuesIfTaken(item)) {
		throw item.refuse(
			reason,
			tried === 0
				? 'Choose a wider range, or check the hours, the minimum scheduling notice and the team of the calendar. Nothing was booked for this item.'
				: "Run the item again, or raise 'Slots to Try'. Nothing was booked for this item.",
		);
	}
	if (item.isTool) return { booked: false, reason, message: NEXT, calendarId, contactId };
	return { booked: false, reason, calendarId, contactId };
}
