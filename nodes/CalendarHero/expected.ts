// What CalendarHero's responses must contain. Many shapes are not documented, so they are read generously: lists also in an
// envelope, changes also with an empty body. What is plainly not the service's is still refused.

import type { Expectation } from '../shared/expectation';
import { bareList, either, listUnder, recordUnder } from '../shared/expectation';
import { isRecord, trimmedText } from '../shared/values';

/** Keys under which a list of each kind may be, if it is not the whole body. */
export const UNWRAP = {
	contacts: ['contacts', 'data'],
	meetingRequests: ['tasks', 'requests', 'data'],
	meetings: ['meetings', 'events', 'data'],
	providers: ['providers', 'data'],
};

const isRefusal = (body: object): boolean =>
	'error' in body || 'errors' in body || 'statusCode' in body;

/** A list, by itself or under one of these keys. */
export const listOrUnder = (keys: string[]): Expectation => either(bareList, listUnder(...keys));

/** One contact or one user. */
export const CONTACT = recordUnder(['contact', 'data']);
export const USER = recordUnder(['user', 'data']);

/** The ID of what was created. */
export const CREATED = recordUnder(['data']);

/**
 * That a change was made. Its body is not documented: a deleted meeting request has none (seen in production), a changed
 * contact has one that is not a contact.
 */
export const CHANGED: Expectation = {
	what: 'an object or nothing',
	isMet: (body) => isRecord(body) && !isRefusal(body),
	readPlain: (body) =>
		body === undefined || body === true || /^ok$/i.test(trimmedText(body)) ? {} : undefined,
};

const recordsByKey = (isEntry: (one: unknown) => boolean): Expectation => ({
	what: 'a list, or records by name',
	isMet: (body) => {
		if (Array.isArray(body)) return body.every(isEntry);
		if (!isRecord(body) || isRefusal(body)) return false;
		return Object.values(body).every((one) => isRecord(one) || Array.isArray(one));
	},
});

/** Directories by name or ID, or a list of them. */
export const DIRECTORIES = recordsByKey(isRecord);

/** Meeting types by name or ID, or a list of them; one may be a bare name. */
export const MEETING_TYPES = recordsByKey((one) => isRecord(one) || typeof one === 'string');

/** One directory. Nothing is documented but the fields of a new one. */
export const DIRECTORY: Expectation = {
	what: 'a directory',
	isMet: (body) => {
		if (!isRecord(body) || isRefusal(body)) return false;
		const { directory, data } = body;
		const record = [directory, data].find(isRecord) ?? body;
		return ['directoryName', 'uuid', 'id', 'meetingTypes'].some((key) => key in record);
	},
};

const COUNT_KEYS = ['count', 'total'];

/** How many there are: a bare number, or one under `count` or `total`. */
export const COUNT: Expectation = {
	what: 'a number',
	isMet: (body) => isRecord(body) && countIn(body) !== undefined,
	readPlain: (body) => (typeof body === 'number' ? { count: body } : undefined),
};

/** @returns the number in a response to a count; undefined if it has none */
export function countIn(body: unknown): number | undefined {
	if (!isRecord(body)) return undefined;
	const counts = COUNT_KEYS.map((key) => body[key]).filter((one) => trimmedText(one) !== '');
	const count = Number(counts[0]);
	return counts.length > 0 && Number.isInteger(count) && count >= 0 ? count : undefined;
}
