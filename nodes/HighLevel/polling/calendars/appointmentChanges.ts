// The events for appointments that were booked or changed.

import type { IDataObject } from 'n8n-workflow';

import { millisecondsOf } from '../../record';
import { appointmentShape } from '../../records/appointment';
import type { Poll, PollEvent, State } from '../event';
import { fingerprint } from '../fingerprint';
import { nearestAppointment, readAppointments, statusOf } from './appointments';
import { byUpdated, compareEvents, contentIn, findAdded, pastDays, startOf } from './eventRange';
import { EXAMPLE_APPOINTMENT } from './example';
import { watchedCalendars } from './watchedCalendars';

/** Shared by all events for appointments in the watched range. */
export const watchedAppointments = {
	fields: [watchedCalendars, pastDays],
	keys: ['calendarIds', 'pastDays'],
	sample: async (poll) => await nearestAppointment(poll),
	example: EXAMPLE_APPOINTMENT,
	shape: appointmentShape,
	source: 'The appointments of each watched calendar, from the past days on',
	bound: 'A mark for each appointment in that range, at most 20,000',
	calls: '1 for each watched calendar, plus 1 when all are watched',
} satisfies Partial<PollEvent>;

export const appointmentCreated: PollEvent = {
	...watchedAppointments,
	name: 'Appointment Created',
	value: 'appointmentCreated',
	action: 'On appointment created',
	description: 'An appointment was booked',
	watch: async (poll, state) =>
		await findAdded(poll, state, async (range) => await readAppointments(poll, range)),
	cursor: 'The IDs of the known appointments; `dateAdded` distinguishes new ones from moved ones',
	misses:
		'Appointments deleted before the next poll, or booked for a time before the past days; anything if the clocks of n8n and HighLevel differ by more than an hour',
};

/**
 * Finds the appointments whose content changed, and those that were moved into the range.
 *
 * @param keep selects which of them count; `before` is undefined for one that was moved into the range
 */
function watchChanges(
	contentOf: (event: IDataObject) => string,
	keep: (before: string | undefined) => boolean = () => true,
) {
	return async (poll: Poll, state: State | undefined) => {
		const changes = await compareEvents(
			poll,
			state,
			async (range) => await readAppointments(poll, range),
			contentOf,
		);
		const items = changes.differences
			.filter(({ before, record }) => {
				if (changes.isFirst || (before === undefined && changes.isNew(record))) return false;
				return keep(before === undefined ? undefined : contentIn(before));
			})
			.map(({ record }) => record);
		return { items: byUpdated(items), state: changes.state() };
	};
}

export const appointmentUpdated: PollEvent = {
	...watchedAppointments,
	name: 'Appointment Updated',
	value: 'appointmentUpdated',
	action: 'On appointment updated',
	description:
		'Anything about an appointment changed, such as its time, status, user, title or notes',
	watch: watchChanges(fingerprint),
	cursor: 'A fingerprint of each appointment',
	misses:
		'What changed; deleted appointments (see Appointment Cancelled); appointments moved to a calendar that is not watched, or to before the past days',
};

const timesOf = (event: IDataObject) =>
	`${startOf(event).toString(36)}-${(millisecondsOf(event.endTime) ?? 0).toString(36)}`;

export const appointmentRescheduled: PollEvent = {
	...watchedAppointments,
	name: 'Appointment Rescheduled',
	value: 'appointmentRescheduled',
	action: 'On appointment rescheduled',
	description: 'The start or end of an appointment changed',
	watch: watchChanges(timesOf),
	cursor: 'Start and end of each appointment',
	misses:
		'The previous times; appointments moved back between two polls, to a calendar that is not watched, or to before the past days',
};

export const appointmentStatusChanged: PollEvent = {
	...watchedAppointments,
	name: 'Appointment Status Changed',
	value: 'appointmentStatusChanged',
	action: 'On appointment status changed',
	description: 'An appointment was confirmed, cancelled, marked as showed or no-show, and so on',
	watch: watchChanges(statusOf, (before) => before !== undefined),
	cursor: 'The status of each appointment',
	misses:
		'The previous status; a status that changed again before the next poll; deleted appointments (see Appointment Cancelled)',
};
