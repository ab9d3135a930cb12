// How an appointment is moved to another time.

import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import type { ItemContext } from '../../../shared/operation';
import { isRecord, textOf } from '../../../shared/values';
import { endOf } from '../../freeSlots';
import { appointmentIn, appointmentPath, getAppointment } from './appointmentRecord';
import { targetId, withReadBack } from './appointmentWrite';
import { continuesIfTaken, notBooked, slotTakenAsResponse, slotTakenReason } from './slotTaken';

/**
 * Moves an appointment. It keeps its duration unless the item gives an end: HighLevel does not document what it does with an
 * end that is not sent. If 'If Slot Is Taken' is 'Continue', a taken slot does not fail the item.
 */
export async function rescheduleAppointment(item: ItemContext): Promise<IDataObject> {
	const { values } = item;
	const id = await targetId(item);
	const before = await getAppointment(item, id);
	const start = textOf(values.startTime);
	const endTime = values.endTime ?? sameDuration(before, start);
	const request = {
		...item.request,
		path: appointmentPath(id),
		body: {
			...(isRecord(item.request.body) ? item.request.body : {}),
			...(endTime === undefined ? {} : { endTime }),
		},
	};
	if (!continuesIfTaken(item)) {
		return await withReadBack(item, appointmentIn(await item.send(request)));
	}
	const response = await item.send(request, { onRefusal: slotTakenAsResponse });
	const reason = slotTakenReason(response);
	if (reason !== undefined) {
		const calendarId = textOf(values.calendarId) || textOf(before.calendarId);
		return await notBooked(item, {
			reason,
			calendarId,
			start,
			unchanged: `The appointment keeps its time, ${textOf(before.startTime)}.`,
			about: { appointmentId: id, calendarId },
		});
	}
	return { booked: true, ...(await withReadBack(item, appointmentIn(response))) };
}

/** The end that leaves an appointment as long as it is; undefined if its times are unreadable. */
function sameDuration({ startTime, endTime }: IDataObject, start: string): string | undefined {
	const [from, to] = [startTime, endTime].map((time) => DateTime.fromISO(textOf(time)).toMillis());
	const duration = Number(to) - Number(from);
	return duration > 0 ? (endOf(start, duration) ?? undefined) : undefined;
}
