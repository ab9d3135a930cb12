// The operations of the resource 'Appointment' of contacts.

import type { IDataObject } from 'n8n-workflow';

import type { ItemContext, Resource } from '../../../shared/operation';
import { wholeList } from '../../../shared/pagination';
import { contactId } from '../../fields/locators';
import { locationTimeZone } from '../../fields/timeZone';
import { appointmentForModel } from '../../records/appointmentForModel';
import { fromLocalClock, locationZone } from '../../locationClock';

const SIMPLE = [
	'id',
	'title',
	'appointmentStatus',
	'startTime',
	'endTime',
	'calendarId',
	'assignedUserId',
	'contactId',
] as const;

/**
 * Adds the offset to times: HighLevel sends the sub-account's local time without one (API reference, contact
 * appointments). `startTimeLocal` and `endTimeLocal` keep the original values.
 */
async function output(record: IDataObject, item: ItemContext): Promise<IDataObject> {
	const { startTime, endTime, appoinmentStatus } = record;
	const chosen = item.values.locationTimeZone;
	const zone = typeof chosen === 'string' ? chosen : await locationZone(item);
	const start = typeof startTime === 'string' ? fromLocalClock(startTime, zone) : null;
	const end =
		typeof endTime === 'string' ? fromLocalClock(endTime, zone, start ?? undefined) : null;
	return {
		...record,
		startTime: start,
		endTime: end,
		appointmentStatus: record.appointmentStatus ?? appoinmentStatus ?? null,
		startTimeLocal: startTime ?? null,
		endTimeLocal: endTime ?? null,
	};
}

/** Appointments of a contact (OpenAPI: contacts-v3.json, appointments). */
export const contactAppointment: Resource = {
	name: 'Appointment',
	value: 'appointment',
	description: 'Appointments of a contact, in any calendar',
	operations: [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many appointments of a contact',
			description:
				"Retrieve many appointments of a contact, with the sub-account's UTC offset added to their times",
			request: 'GET /contacts/{contactId}/appointments',
			scope: 'contacts.readonly',
			fields: [contactId],
			options: [locationTimeZone],
			paginate: wholeList,
			ifNone: 'To book one for the contact, look for free slots with Free Slot > Get Next.',
			unwrap: ['events'],
			simple: SIMPLE,
			output,
			forModel: appointmentForModel,
		},
	],
};
