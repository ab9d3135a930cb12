/** The webhook events, and made-up samples of what they deliver. */
import type { JsonObject } from '../shared/json';

import { hexIdFor } from './ids';

/** The eight events. There is none for a declined invitation, nor for a changed or deleted contact. */
export const EVENTS = [
	'new_meeting_request',
	'meeting_request_success',
	'meeting_request_expired',
	'meeting_request_cancelled',
	'meeting_rescheduled',
	'meeting_started',
	'meeting_completed',
	'new_contact_added',
] as const;
export type EventName = (typeof EVENTS)[number];

/** Whether the text names an event. */
export function isEvent(name: string): name is EventName {
	return EVENTS.some((event) => event === name);
}

const SAMPLE_STATUS: Record<EventName, string | undefined> = {
	new_meeting_request: 'pending',
	meeting_request_success: 'scheduled',
	meeting_request_expired: 'expired',
	meeting_request_cancelled: 'cancelled',
	meeting_rescheduled: 'rescheduled',
	meeting_started: 'scheduled',
	meeting_completed: 'completed',
	new_contact_added: undefined,
};

/** What `GET /webhook/{event}/sample` shows. */
export function sampleOf(event: EventName): JsonObject {
	const id = hexIdFor(`sample of ${event}`);
	const status = SAMPLE_STATUS[event];
	if (status === undefined) {
		return { id, name: 'Salla Virtanen', email: ['salla@lakeside.example'] };
	}
	const booked = status !== 'pending' && status !== 'expired';
	return {
		id,
		status,
		...(booked
			? {
					dateScheduledStart: '2026-03-03T09:30:00.000Z',
					dateScheduledEnd: '2026-03-03T10:15:00.000Z',
				}
			: {}),
	};
}
