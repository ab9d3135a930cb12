// How polls read appointments.

import type { IDataObject } from 'n8n-workflow';

import { textOf } from '../../../shared/values';
import { orWebhooks, refuseTooMany } from '../compare';
import type { Poll } from '../event';
import type { Range } from './eventRange';
import { isDeleted, readEvents, startOf, watchedRange } from './eventRange';
import { watchedCalendarIds } from './watchedCalendars';

const APPOINTMENTS = { path: '/calendars/events', label: 'List appointments' };

export const statusOf = (event: IDataObject): string =>
	textOf(event.appointmentStatus) || textOf(event.appoinmentStatus);

export const CANCELLED = 'cancelled';

/** The appointments of all watched calendars in a range, sorted by start, without deleted ones. */
export async function readAppointments(poll: Poll, range: Range): Promise<IDataObject[]> {
	const all: IDataObject[] = [];
	for (const calendarId of await watchedCalendarIds(poll)) {
		all.push(...(await readEvents(poll, APPOINTMENTS, { calendarId }, range)));
		refuseTooMany(
			poll,
			all.length,
			'appointments',
			orWebhooks("Select fewer calendars in 'Calendar Names or IDs' or fewer 'Past Days'"),
		);
	}
	return all.sort((a, b) => startOf(a) - startOf(b)).filter((event) => !isDeleted(event));
}

/** The next matching appointment, or else the last one. */
export async function nearestAppointment(
	poll: Poll,
	matches: (event: IDataObject) => boolean = () => true,
): Promise<IDataObject | undefined> {
	const events = (await readAppointments(poll, watchedRange(poll))).filter(matches);
	return events.find((event) => startOf(event) >= poll.now) ?? events.at(-1);
}
