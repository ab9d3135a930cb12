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
	source: 'The appointments of each watched calendar that start after the past days',
	bound: 'One mark for each appointment in that range, at most 20,000',
	calls: '1 for each watched calendar; 1 more when all are watched',
} satisfies Partial<PollEvent>;

export const appointmentCreated: PollEvent = {
	...watchedAppointments,
	name: 'Appointment Created',
	value: 'appointmentCreated',
	action: 'On appointment created',
	description: 'An appointment was booked, by whatever way',
	watch: async (poll, state) =>
		await findAdded(poll, state, async (range) => await readAppointments(poll, range)),
	cursor: 'The IDs of the known appointments; `dateAdded` tells new ones from moved ones',
	misses:
		'Appointments that were deleted before the next poll, or were booked in the past beyond the past days; clocks more than an hour apart',
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
	description: 'Anything about an appointment changed: time, status, user, title, notes',
	watch: watchChanges(fingerprint),
	cursor: 'A mark of the content of each appointment',
	misses:
		'What changed; deleted appointments (see appointment cancelled); appointments that were moved to a calendar that is not watched, or to before the past days',
};

const timesOf = (event: IDataObject) =>
	`${startOf(event).toString(36)}-${(millisecondsOf(event.endTime) ?? 0).toString(36)}`;

export const appointmentRescheduled: PollEvent = {
	...watchedAppointments,
	name: 'Appointment Rescheduled',
	value: 'appointmentRescheduled',
	action: 'On appointment rescheduled',
	description: 'An appointment got another start or end',
	watch: watchChanges(timesOf),
	cursor: 'Start and end of each appointment',
	misses:
		'The times before; appointments that were moved back again between two polls, to a calendar that is not watched, or to before the past days',
};

export const appointmentStatusChanged: PollEvent = {
	...watchedAppointments,
	name: 'Appointment Status Changed',
	value: 'appointmentStatusChanged',
	action: 'On appointment status changed',
	description: 'An appointment was confirmed, cancelled, marked as showed or not shown, and so on',
	watch: watchChanges(statusOf, (before) => before !== undefined),
	cursor: 'The status of each appointment',
	misses:
		'The status before; statuses that lasted from no poll to the next; deleted appointments (see appointment cancelled)',
};
