// Reads appointments from responses and shapes them for the output.

import type { IDataObject } from 'n8n-workflow';

import type { Body } from '../../../shared/http';
import type { ItemContext } from '../../../shared/operation';
import { isRecord } from '../../../shared/values';
import { APPOINTMENT } from '../../expected';

export { normaliseAppointment as appointmentOutput } from '../../records/appointment';

/** Response keys that may contain the appointment, which may also be the response itself. */
export const APPOINTMENT_KEYS = ['appointment', 'event'];

export const appointmentPath = (id: string) =>
	`/calendars/events/appointments/${encodeURIComponent(id)}`;

/** @returns the appointment in a response, without the trace ID */
export function appointmentIn(response: Body): IDataObject {
	if (!isRecord(response)) return {};
	const { traceId: _, ...record } = response;
	return APPOINTMENT_KEYS.map((key) => record[key]).find(isRecord) ?? record;
}

export async function getAppointment(item: ItemContext, id: string): Promise<IDataObject> {
	return appointmentIn(
		await item.send(
			{ method: 'GET', path: appointmentPath(id), query: {} },
			{ label: 'Get appointment', scope: 'calendars/events.readonly', expects: APPOINTMENT },
		),
	);
}
