// The shape of a calendar.

import type { IDataObject } from 'n8n-workflow';

import type { RecordShape } from './shape';

/** The keys of a calendar that 'Simplify' keeps. */
export const SIMPLE_CALENDAR = [
	'id',
	'name',
	'description',
	'calendarType',
	'isActive',
	'groupId',
	'widgetSlug',
	'slotDuration',
	'slotDurationUnit',
	'appointmentPerSlot',
	'appointmentPerDay',
	'teamMembers',
] as const;

/** Adds misspelt keys under their correct names, and makes open hours a list even if there are none. */
export function normaliseCalendar(record: IDataObject): IDataObject {
	const { appoinmentPerSlot, appoinmentPerDay, openHours: hours } = record;
	const shaped: IDataObject = { ...record };
	if (appoinmentPerSlot !== undefined) shaped.appointmentPerSlot ??= appoinmentPerSlot;
	if (appoinmentPerDay !== undefined) shaped.appointmentPerDay ??= appoinmentPerDay;
	if (hours !== undefined) shaped.openHours = Array.isArray(hours) ? hours : [];
	return shaped;
}

export const calendarShape: RecordShape = {
	simple: SIMPLE_CALENDAR,
	normalise: normaliseCalendar,
};
