// What a response must contain to be accepted.

import type { IDataObject } from 'n8n-workflow';

import { isRecord } from './values';

/**
 * The minimum that a response must contain to be accepted as the service's. A status of 200 alone proves nothing: proxies,
 * login pages and failing services send it as well.
 */
export interface Expectation {
	/** In words, for the error: 'a list under "contacts"'. */
	readonly what: string;
	/** @param body the parsed body */
	isMet(body: unknown): boolean;
	/**
	 * Reads a body that is neither an object nor a list, such as a bare number. Absent: there is none that counts.
	 *
	 * @param body parsed if it is JSON, else its text; undefined for an empty one
	 * @returns what it stands for; undefined if it is not the service's
	 */
	readPlain?(body: unknown): IDataObject | undefined;
}

/** Keys under which records have their ID. */
const ID_KEYS = ['id', '_id', 'bookingId'];

const quoted = (keys: readonly string[]) => keys.map((key) => `"${key}"`).join(' or ');

function hasId(record: unknown, idKeys: readonly string[]): boolean {
	if (!isRecord(record)) return false;
	return idKeys.some((key) => {
		const id = record[key];
		return (typeof id === 'string' && id.trim() !== '') || typeof id === 'number';
	});
}

/** A record with an ID: under the first of these keys that has one, else the body itself. */
export function recordUnder(keys: readonly string[] = [], idKeys = ID_KEYS): Expectation {
	return {
		what: keys.length > 0 ? `a record with an ID under ${quoted(keys)}` : 'a record with an ID',
		isMet: (body) => {
			if (!isRecord(body)) return false;
			const held = keys.map((key) => body[key]).find(isRecord);
			return hasId(held ?? body, idKeys);
		},
	};
}

function isListOf(value: unknown, isEntry: (entry: unknown) => boolean): boolean {
	return Array.isArray(value) && value.every(isEntry);
}

const isText = (entry: unknown): boolean => typeof entry === 'string';

/** A value under one of these keys that passes a test. */
const under = (keys: string[], what: string, passes: (value: unknown) => boolean): Expectation => ({
	what: `${what} under ${quoted(keys)}`,
	isMet: (body) => isRecord(body) && keys.some((key) => passes(body[key])),
});

/** A list of records under one of these keys. */
export const listUnder = (...keys: string[]): Expectation =>
	under(keys, 'a list', (value) => isListOf(value, isRecord));

/** A list of strings, such as tags or IDs, under one of these keys. */
export const textsUnder = (...keys: string[]): Expectation =>
	under(keys, 'a list', (value) => isListOf(value, isText));

/** True or false under one of these keys. */
export const flagUnder = (...keys: string[]): Expectation =>
	under(keys, 'true or false', (value) => typeof value === 'boolean');

/** Text under a key. */
export const textUnder = (key: string): Expectation =>
	under([key], 'text', (value) => typeof value === 'string' && value !== '');

/** A list of records that is the whole body. */
export const bareList: Expectation = {
	what: 'a list',
	isMet: (body) => isListOf(body, isRecord),
};

/** Keys that say whether something was done. HighLevel misspells one of them. */
export const DONE_KEYS = ['succeeded', 'succeded', 'success'] as const;

/** Whether something was done. */
export const DONE = flagUnder(...DONE_KEYS);

/** Any one of several. */
export function either(...expectations: Expectation[]): Expectation {
	return {
		what: [...new Set(expectations.map(({ what }) => what))].join(' or '),
		isMet: (body) => expectations.some((one) => one.isMet(body)),
	};
}
