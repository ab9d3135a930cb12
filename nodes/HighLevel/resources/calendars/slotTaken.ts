// Lets an operation go on after a slot turned out to be taken.

import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../../shared/failure';
import type { Body } from '../../../shared/http';
import type { ItemContext } from '../../../shared/operation';
import { isRecord, textOf } from '../../../shared/values';
import { isSlotTaken } from '../../freeSlots';
import { whyNotFree } from './notFree';

/** Key under which HighLevel's message is passed on as a response. */
const REASON = 'slotIsTaken';

/** Turns the refusal of a taken slot into a response; other refusals fail the call. */
export function slotTakenAsResponse(failure: Failure): IDataObject | undefined {
	return isSlotTaken(failure) ? { [REASON]: failure.message } : undefined;
}

/** @returns HighLevel's message if `slotTakenAsResponse` made this response */
export function slotTakenReason(response: Body): string | undefined {
	return isRecord(response) && REASON in response ? textOf(response[REASON]) : undefined;
}

/** @returns whether a taken slot does not fail the item: 'If Slot Is Taken' says so, or a model is to be told */
export function continuesIfTaken({ values, isTool }: ItemContext): boolean {
	return values.ifSlotTaken === undefined ? isTool === true : values.ifSlotTaken === 'continue';
}

/** An attempt at booking a time that was refused. */
interface Attempt {
	/** HighLevel's message. */
	reason: string;
	calendarId: string;
	/** ISO 8601. */
	start: string;
	/** What is left as it was, in a sentence for a model. */
	unchanged: string;
	/** What else the record contains. */
	about: IDataObject;
}

/**
 * The record of an attempt that was refused. A model is told whether the slot is taken or the time is off the calendar, which
 * starts are free, and what to call next.
 */
export async function notBooked(
	item: ItemContext,
	{ reason, calendarId, start, unchanged, about }: Attempt,
): Promise<IDataObject> {
	if (!item.isTool) return { booked: false, reason, ...about, startTime: start };
	const { assignedUserId } = item.values;
	const userId = typeof assignedUserId === 'string' ? assignedUserId : undefined;
	const why = await whyNotFree(item, { calendarId, start, userId });
	return {
		booked: false,
		...why,
		message: `${unchanged} ${NEXT} A time without an offset is read in ${item.zone}.`,
		...about,
		start,
	};
}

const NEXT =
	"Call the tool again with one of 'freeStarts' unchanged, or look for others with Free Slot > Get Next or Free Slot > Get Many.";
