// How appointments are booked at a given time, changed, cancelled and deleted.

import type { IDataObject } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { toNodeError } from '../../../shared/errors';
import type { RequestParts } from '../../../shared/http';
import type { ItemContext } from '../../../shared/operation';
import { refuseUndone } from '../../../shared/sendItem';
import { isRecord, textOf } from '../../../shared/values';
import { ONLY_IN_V3 } from '../../fields/appointment';
import { refuseBackwards } from '../../fields/times';
import { appointmentIn, appointmentPath, getAppointment } from './appointmentRecord';
import { continuesIfTaken, notBooked, slotTakenAsResponse, slotTakenReason } from './slotTaken';

/** Refuses a status that the item's API version does not have. */
export function refuseStatus(item: ItemContext): void {
	const { appointmentStatus: status } = item.values;
	if (item.version === '2021' && typeof status === 'string' && ONLY_IN_V3.includes(status)) {
		throw item.refuse(
			`'Appointment Status' cannot be "${status}" in this API version`,
			"Choose v3 as the credential's 'API Version', or another status. Nothing was sent for this item.",
		);
	}
}

/** Refuses combinations that HighLevel would refuse, or would silently book differently. */
export function checkAppointment(item: ItemContext): void {
	const { values } = item;
	refuseStatus(item);
	refuseBackwards(item, values.startTime, values.endTime, ['Start Time', 'End Time']);
	if (values.rrule !== undefined && values.ignoreFreeSlotValidation !== true) {
		throw item.refuse(
			"'Recurrence Rule' needs 'Ignore Free Slot Validation'",
			"Without it HighLevel would book a single appointment. Add 'Ignore Free Slot Validation' and switch it on. Nothing was sent for this item.",
		);
	}
}

/** Whether the written appointment is read back: by default only for a model, which needs its times. */
const readsBack = ({ values, isTool }: ItemContext): boolean =>
	values.readBack === undefined ? isTool === true : values.readBack === true;

/**
 * Reads the written appointment back if that option is on. Since the appointment has been written by then, a refused read
 * does not fail the item but is reported as `readBackError`.
 */
export async function withReadBack(item: ItemContext, written: IDataObject): Promise<IDataObject> {
	const { id } = written;
	if (!readsBack(item) || typeof id !== 'string' || id === '') return written;
	try {
		return { ...written, ...(await getAppointment(item, id)) };
	} catch (error) {
		if (!(error instanceof NodeApiError)) throw toNodeError(item.node, error, item.itemIndex);
		return { ...written, readBackError: error.message };
	}
}

/** Books an appointment. If 'If Slot Is Taken' is 'Continue', a taken slot does not fail the item. */
export async function createAppointment(item: ItemContext): Promise<IDataObject> {
	const { calendarId, contactId, startTime } = item.values;
	if (!continuesIfTaken(item)) {
		return await withReadBack(item, appointmentIn(await item.send(item.request)));
	}
	const response = await item.send(item.request, { onRefusal: slotTakenAsResponse });
	const reason = slotTakenReason(response);
	if (reason !== undefined) {
		return await notBooked(item, {
			reason,
			calendarId: textOf(calendarId),
			start: textOf(startTime),
			unchanged: 'Nothing was booked.',
			about: { calendarId, contactId },
		});
	}
	return { booked: true, ...(await withReadBack(item, appointmentIn(response))) };
}

export async function updateAppointment(item: ItemContext): Promise<IDataObject> {
	return await write(item, {});
}

export async function cancelAppointment(item: ItemContext): Promise<IDataObject> {
	return await write(item, { appointmentStatus: 'cancelled' });
}

async function write(item: ItemContext, values: IDataObject): Promise<IDataObject> {
	const body = { ...values, ...(isRecord(item.request.body) ? item.request.body : {}) };
	const path = appointmentPath(await targetId(item));
	return await withReadBack(item, appointmentIn(await item.send({ ...item.request, path, body })));
}

export async function deleteAppointment(item: ItemContext): Promise<IDataObject> {
	const id = await targetId(item);
	const parts: RequestParts = {
		...item.request,
		path: `/calendars/events/${encodeURIComponent(id)}`,
	};
	refuseUndone(item, await item.send(parts));
	return { deleted: true, id };
}

/** The target ID: the appointment's own, or its series' ID if 'Apply To' says so and it has one. */
export async function targetId(item: ItemContext): Promise<string> {
	const id = textOf(item.values.appointmentId);
	if (item.values.applyTo !== 'series') return id;
	const { masterEventId } = await getAppointment(item, id);
	return textOf(masterEventId) || id;
}
