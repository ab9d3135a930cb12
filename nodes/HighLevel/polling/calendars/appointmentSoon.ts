// The event 'Appointment Starting Soon'.

import { idOf } from '../../record';
import { appointmentShape } from '../../records/appointment';
import { dueFrom, findDue, leadTimeOf, minutesBefore, minutesTo } from '../dueWindow';
import type { PollEvent } from '../event';
import { CANCELLED, nearestAppointment, readAppointments, statusOf } from './appointments';
import { startOf } from './eventRange';
import { EXAMPLE_APPOINTMENT } from './example';
import { watchedCalendars } from './watchedCalendars';

export const appointmentStartingSoon: PollEvent = {
	name: 'Appointment Starting Soon',
	value: 'appointmentStartingSoon',
	action: 'On appointment starting soon',
	description: 'An appointment that is not cancelled starts soon',
	fields: [watchedCalendars, minutesBefore],
	keys: ['calendarIds'],
	watch: async (poll, state) => {
		const leadMs = leadTimeOf(poll.values);
		const range = { from: dueFrom(state, poll.now), to: poll.now + leadMs };
		const upcoming = (await readAppointments(poll, range))
			.filter((event) => statusOf(event) !== CANCELLED)
			.map((record) => ({ id: idOf(record), at: startOf(record), record }));
		const found = findDue(upcoming, state, poll.now, leadMs);
		return {
			items: found.due.map(({ at, record }) => ({
				...record,
				startsInMinutes: minutesTo(at, poll.now),
			})),
			state: found.state,
		};
	},
	sample: async (poll) => {
		const event = await nearestAppointment(poll);
		return event && { ...event, startsInMinutes: minutesTo(startOf(event), poll.now) };
	},
	example: { ...EXAMPLE_APPOINTMENT, startsInMinutes: 60 },
	shape: appointmentShape,
	adds: ['startsInMinutes'],
	source:
		'The appointments of each watched calendar that start between the last poll and the lead time',
	bound: 'The announced start of each appointment, until a day after it',
	cursor: "n8n's clock, and the announced start of each appointment",
	calls: '1 for each watched calendar, plus 1 when all are watched',
	misses: 'Appointments already within the lead time when the trigger was activated',
};
