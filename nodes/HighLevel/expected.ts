import type { Expectation } from '../shared/expectation';
import { recordUnder, textsUnder } from '../shared/expectation';
import { isRecord } from '../shared/values';

/** Keys of free slots, as HighLevel writes days. */
export const DAY = /^\d{4}-\d{2}-\d{2}$/;

const isDay = (day: unknown): boolean =>
	isRecord(day) &&
	Array.isArray(day.slots) &&
	day.slots.every((slot: unknown) => typeof slot === 'string');

/**
 * Free slots by day. Where there are none the trace ID stands alone, so that has to be there
 * (HighLevel API reference, free slots).
 */
export const FREE_SLOTS: Expectation = {
	what: 'free slots by day',
	isMet: (answer) => {
		if (!isRecord(answer)) return false;
		if ('message' in answer || 'error' in answer || 'statusCode' in answer) return false;
		const days = Object.entries(answer).filter(([key]) => DAY.test(key));
		if (days.length === 0) return typeof answer.traceId === 'string' && answer.traceId !== '';
		return days.every(([, day]) => isDay(day));
	},
};

/** One contact, by itself or under its key. */
export const CONTACT = recordUnder(['contact']);

/** One calendar under its key. */
export const CALENDAR = recordUnder(['calendar']);

/** A room or equipment: the official files give it no ID, only its type (OpenAPI: CalendarResourceResponseDTO). */
export const RESOURCE = recordUnder([], ['id', '_id', 'resourceType']);

/** One sub-account under its key. */
export const LOCATION = recordUnder(['location']);

/** An appointment: under `appointment` live, under `event` in the official files, by itself after a write. */
export const APPOINTMENT = recordUnder(['appointment', 'event']);

/** The tags that a contact has after a change. */
export const TAGS = textsUnder('tags');

/**
 * The contact that a new one would duplicate. The official files declare no answer; where there is none the contact is
 * empty, or perhaps left out.
 */
export const DUPLICATE: Expectation = {
	what: 'a contact or none',
	isMet: (answer) => {
		if (!isRecord(answer) || 'statusCode' in answer || 'error' in answer) return false;
		const { contact, traceId } = answer;
		if (isRecord(contact)) return Object.keys(contact).length === 0 || CONTACT.isMet(answer);
		return contact === null || (contact === undefined && typeof traceId === 'string');
	},
};
