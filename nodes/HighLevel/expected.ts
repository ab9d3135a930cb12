// What HighLevel's responses must contain, where more than one file expects it.

import type { Expectation } from '../shared/expectation';
import { listUnder, recordUnder, textsUnder } from '../shared/expectation';
import { isRecord } from '../shared/values';

/** The keys that free slots are listed under: days. */
export const DAY = /^\d{4}-\d{2}-\d{2}$/;

const isDay = (day: unknown): boolean =>
	isRecord(day) &&
	Array.isArray(day.slots) &&
	day.slots.every((slot: unknown) => typeof slot === 'string');

/**
 * Free slots by day. If there are none, the response has nothing but its trace ID, which is then required (API
 * reference, free slots).
 */
export const FREE_SLOTS: Expectation = {
	what: 'free slots by day',
	isMet: (body) => {
		if (!isRecord(body)) return false;
		if ('message' in body || 'error' in body || 'statusCode' in body) return false;
		const days = Object.entries(body).filter(([key]) => DAY.test(key));
		if (days.length === 0) return typeof body.traceId === 'string' && body.traceId !== '';
		return days.every(([, day]) => isDay(day));
	},
};

/** One contact, by itself or under its key. */
export const CONTACT = recordUnder(['contact']);

/** The contacts that a search found. */
export const CONTACTS = listUnder('contacts');

/** One calendar under its key. */
export const CALENDAR = recordUnder(['calendar']);

/** A room or a piece of equipment: in the official files it has no ID, only its type (OpenAPI: CalendarResourceResponseDTO). */
export const RESOURCE = recordUnder([], ['id', '_id', 'resourceType']);

/** One sub-account under its key. */
export const LOCATION = recordUnder(['location']);

/** An appointment: under `appointment` in the real API, under `event` in the official files, by itself after a write. */
export const APPOINTMENT = recordUnder(['appointment', 'event']);

/** The tags that a contact has after a change. */
export const TAGS = textsUnder('tags');

/**
 * The contact that a new one would duplicate. The official files declare no response; where there is no such contact,
 * `contact` is empty, or perhaps missing.
 */
export const DUPLICATE: Expectation = {
	what: 'a contact or none',
	isMet: (body) => {
		if (!isRecord(body) || 'statusCode' in body || 'error' in body) return false;
		const { contact, traceId } = body;
		if (isRecord(contact)) return Object.keys(contact).length === 0 || CONTACT.isMet(body);
		return contact === null || (contact === undefined && typeof traceId === 'string');
	},
};
