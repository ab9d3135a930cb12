// The event 'Appointment Cancelled'.

import type { IDataObject } from 'n8n-workflow';

import { encodePart } from '../../../shared/url';
import { isRecord } from '../../../shared/values';
import { APPOINTMENT } from '../../expected';
import { idOf } from '../../record';
import type { Poll, PollEvent } from '../event';
import { isNotFoundResponse, notFoundAsResponse } from '../notFound';
import { watchedAppointments } from './appointmentChanges';
import { CANCELLED, nearestAppointment, readAppointments, statusOf } from './appointments';
import { byUpdated, compareEvents, contentIn, isDeleted, markOf, startIn } from './eventRange';
import { EXAMPLE_APPOINTMENT } from './example';

/** Mark content of an appointment that was moved out of the watched calendars. */
const ELSEWHERE = 'elsewhere';

/** An appointment that is no longer listed; undefined if HighLevel no longer has it, `{}` if the response does not say. */
async function readAppointment(poll: Poll, id: string): Promise<IDataObject | undefined> {
	const response = await poll.send(
		{ method: 'GET', path: `/calendars/events/appointments/${encodePart(id)}`, query: {} },
		{
			label: 'Get appointment',
			scope: 'calendars/events.readonly',
			expects: APPOINTMENT,
			onRefusal: notFoundAsResponse,
		},
	);
	if (isNotFoundResponse(response)) return undefined;
	const event = isRecord(response) ? (response.appointment ?? response.event) : undefined;
	return isRecord(event) ? event : {};
}

export const appointmentCancelled: PollEvent = {
	...watchedAppointments,
	name: 'Appointment Cancelled',
	value: 'appointmentCancelled',
	action: 'On appointment cancelled or deleted',
	description: "An appointment was cancelled or deleted. The key 'deleted' says which.",
	watch: async (poll, state) => {
		const changes = await compareEvents(
			poll,
			state,
			async (range) => await readAppointments(poll, range),
			statusOf,
		);
		const items = changes.differences
			.filter(({ record }) => !changes.isFirst && statusOf(record) === CANCELLED)
			.map(({ record }): IDataObject => ({ ...record, deleted: false }));
		for (const id of changes.missing) {
			const mark = changes.known.get(id) ?? '';
			if (contentIn(mark) === ELSEWHERE) continue;
			const event = await readAppointment(poll, id);
			if (event && idOf(event) === '') continue;
			if (event && !isDeleted(event)) {
				changes.marks.set(id, markOf(startIn(mark), ELSEWHERE));
				continue;
			}
			changes.marks.delete(id);
			// If it was cancelled before, it has already been emitted.
			if (contentIn(mark) !== CANCELLED) items.push({ ...event, id, deleted: true });
		}
		return { items: byUpdated(items), state: changes.state() };
	},
	sample: async (poll) => {
		const event =
			(await nearestAppointment(poll, (one) => statusOf(one) === CANCELLED)) ??
			(await nearestAppointment(poll));
		return event && { ...event, appointmentStatus: CANCELLED, deleted: false };
	},
	example: { ...EXAMPLE_APPOINTMENT, appointmentStatus: 'cancelled' },
	cursor: 'The status of each appointment; one that is no longer listed is read',
	calls:
		'1 for each watched calendar, plus 1 when all are watched and 1 for each appointment that was deleted or moved away',
	misses:
		'Appointments booked and deleted between two polls; cancellations undone before the next poll',
};
