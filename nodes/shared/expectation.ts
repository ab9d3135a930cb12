import { isRecord } from './values';

/**
 * The least that an answer must hold to be taken for the service's. A 200 alone proves nothing: proxies, login pages and
 * services in trouble send it as well.
 */
export interface Expectation {
	/** In words, for the error: 'a list under "contacts"'. */
	readonly what: string;
	/** @param answer the parsed body */
	isMet(answer: unknown): boolean;
}

/** Keys under which records carry their ID. */
const ID_KEYS = ['id', '_id', 'bookingId'];

const quoted = (keys: readonly string[]) => keys.map((key) => `"${key}"`).join(' or ');

function hasId(record: unknown, idKeys: readonly string[]): boolean {
	if (!isRecord(record)) return false;
	return idKeys.some((key) => {
		const id = record[key];
		return (typeof id === 'string' && id.trim() !== '') || typeof id === 'number';
	});
}

/** A record with an ID: under the first of these keys that holds one, else the answer itself. */
export function recordUnder(keys: readonly string[] = [], idKeys = ID_KEYS): Expectation {
	return {
		what: keys.length > 0 ? `a record with an ID under ${quoted(keys)}` : 'a record with an ID',
		isMet: (answer) => {
			if (!isRecord(answer)) return false;
			const held = keys.map((key) => answer[key]).find(isRecord);
			return hasId(held ?? answer, idKeys);
		},
	};
}

/** A list of records under one of these keys. */
export function listUnder(...keys: string[]): Expectation {
	return {
		what: `a list under ${quoted(keys)}`,
		isMet: (answer) =>
			isRecord(answer) && keys.some((key) => isListOf(answer[key], (one) => isRecord(one))),
	};
}

/** A list of texts, such as tags or IDs, under one of these keys. */
export function textsUnder(...keys: string[]): Expectation {
	return {
		what: `a list under ${quoted(keys)}`,
		isMet: (answer) =>
			isRecord(answer) &&
			keys.some((key) => isListOf(answer[key], (one) => typeof one === 'string')),
	};
}

/** A list of records that is the whole answer. */
export const bareList: Expectation = {
	what: 'a list',
	isMet: (answer) => isListOf(answer, (one) => isRecord(one)),
};

/** True or false under one of these keys. */
export function flagUnder(...keys: string[]): Expectation {
	return {
		what: `true or false under ${quoted(keys)}`,
		isMet: (answer) => isRecord(answer) && keys.some((key) => typeof answer[key] === 'boolean'),
	};
}

/** How a service says that something was done. HighLevel misspells it in some places. */
export const DONE_KEYS = ['succeeded', 'succeded', 'success'] as const;

/** Whether something was done. */
export const DONE = flagUnder(...DONE_KEYS);

/** Text under a key. */
export function textUnder(key: string): Expectation {
	return {
		what: `text under "${key}"`,
		isMet: (answer) => isRecord(answer) && typeof answer[key] === 'string' && answer[key] !== '',
	};
}

/** Any one of several. */
export function either(...expectations: Expectation[]): Expectation {
	return {
		what: [...new Set(expectations.map(({ what }) => what))].join(' or '),
		isMet: (answer) => expectations.some((one) => one.isMet(answer)),
	};
}

function isListOf(value: unknown, isEntry: (entry: unknown) => boolean): boolean {
	return Array.isArray(value) && value.every(isEntry);
}
