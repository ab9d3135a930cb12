// The shape of an appointment.

import type { IDataObject } from 'n8n-workflow';

import type { RecordShape } from './shape';

/** The keys of an appointment that 'Simplify' keeps. */
export const SIMPLE_APPOINTMENT = [
	'id',
	'title',
	'calendarId',
	'contactId',
	'assignedUserId',
	'appointmentStatus',
	'startTime',
	'endTime',
	'address',
	'isRecurring',
	'masterEventId',
	'dateAdded',
	'dateUpdated',
	'deleted',
] as const;

/** Adds the status under the correct key where HighLevel sends only the misspelt one. */
export function normaliseAppointment(record: IDataObject): IDataObject {
	const { appoinmentStatus } = record;
	if (appoinmentStatus === undefined || record.appointmentStatus !== undefined) return record;
	return { ...record, appointmentStatus: appoinmentStatus };
}

export const appointmentShape: RecordShape = {
	simple: SIMPLE_APPOINTMENT,
	normalise: normaliseAppointment,
};
