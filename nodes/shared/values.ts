import { DateTime, IANAZone } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import type { Convert } from './operation';

/** What is wrong with a value, as the end of a sentence that starts with the field's name. */
export class ValueError extends Error {}

/** @returns whether a value counts as not given: undefined, null, empty text, an empty list or an empty object */
export function isAbsent(value: unknown): boolean {
	if (value === undefined || value === null || value === '') return true;
	if (Array.isArray(value)) return value.length === 0;
	return isRecord(value) && Object.keys(value).length === 0;
}

/** @returns whether a value is a plain object, as JSON knows it */
export function isRecord(value: unknown): value is IDataObject {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === null || Object.prototype.toString.call(value) === '[object Object]';
}

/** @returns a value of the API as text; '' for what is neither text nor a number */
export function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** @returns the records of a list of the API; none where it is no list */
export function recordsOf(value: unknown): IDataObject[] {
	const list: unknown[] = Array.isArray(value) ? value : [];
	return list.filter(isRecord);
}

/** Half of a surrogate pair has no encoding: neither a URL nor the service can hold it. */
function whole(text: string): string {
	if (/\p{Cs}/u.test(text)) throw new ValueError('holds characters that cannot be sent');
	return text;
}

/** The digits of a number. Whole ones beyond 2^53 have lost some before they came here. */
function digits(value: number): string {
	if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
		throw new ValueError('is a number with too many digits to be exact; give it as text');
	}
	return String(value);
}

/** Text; numbers and booleans count as their digits and words. */
export const toText: Convert = (value) => {
	if (typeof value === 'string') return whole(value);
	if (typeof value === 'number' && Number.isFinite(value)) return digits(value);
	if (typeof value === 'boolean') return String(value);
	throw new ValueError('is not text');
};

/** No ID is longer; a longer text would only make a URL that servers refuse. */
const LONGEST_ID = 200;

/** An ID: text without surrounding blanks. */
export const toId: Convert = (value) => {
	if (typeof value !== 'string' && !(Number.isInteger(value) && Number(value) >= 0)) {
		throw new ValueError('is not an ID');
	}
	const id = whole(typeof value === 'number' ? digits(value) : String(value).trim());
	if (id.length > LONGEST_ID) throw new ValueError('is too long for an ID');
	return id;
};

/** A finite number, also when it came as text. */
export const toNumber: Convert = (value) => {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof number !== 'number' || !Number.isFinite(number)) {
		throw new ValueError('is not a number');
	}
	return number;
};

/** A boolean, also when it came as the text "true" or "false". */
export const toBoolean: Convert = (value) => {
	if (typeof value === 'boolean') return value;
	if (value === 'true') return true;
	if (value === 'false') return false;
	throw new ValueError('is neither true nor false');
};

/** A list of texts, from an array or from text separated by commas; blanks and empty entries are dropped. */
export const toList: Convert = (value) => {
	const entries: unknown[] = Array.isArray(value)
		? value
		: typeof value === 'string'
			? value.split(',')
			: [value];
	return entries
		.map((entry) => {
			if (typeof entry !== 'string' && !(typeof entry === 'number' && Number.isFinite(entry))) {
				throw new ValueError('is neither a list nor text separated by commas');
			}
			return whole(typeof entry === 'number' ? digits(entry) : entry.trim());
		})
		.filter((entry) => entry !== '');
};

function parseJson(text: string): unknown {
	try {
		const parsed: unknown = JSON.parse(text);
		return parsed;
	} catch (error) {
		return new ValueError(
			`is not valid JSON (${error instanceof Error ? error.message : 'unreadable'})`,
		);
	}
}

/** @throws ValueError where a value holds what JSON would silently make null of */
export function refuseNoNumber(value: unknown): void {
	if (typeof value === 'number' && !Number.isFinite(value)) {
		throw new ValueError('holds the result of a calculation that gave no number');
	}
	const isPlain = isRecord(value) && Object.getPrototypeOf(value) === Object.prototype;
	if (Array.isArray(value) || isPlain) Object.values(value).forEach(refuseNoNumber);
}

/** An object or array, from itself or from JSON text. */
export const toJson: Convert = (value) => {
	if (typeof value !== 'string') {
		if (typeof value !== 'object' || value === null) throw new ValueError('is not JSON');
		refuseNoNumber(value);
		return value;
	}
	const parsed = parseJson(value);
	if (parsed instanceof ValueError) throw parsed;
	if (typeof parsed !== 'object' || parsed === null) {
		throw new ValueError('is not a JSON object or array');
	}
	return parsed;
};

const OFFSET = /(Z|[+-]\d{2}:?\d{2})$/i;

/**
 * Reads a point in time: ISO 8601, a Luxon or JavaScript date, or milliseconds since 1970.
 * A time without offset is taken in `zone`.
 */
export function toInstant(value: unknown, zone: string): DateTime {
	let time: DateTime;
	if (DateTime.isDateTime(value)) time = value;
	else if (value instanceof Date) time = DateTime.fromJSDate(value, { zone });
	else if (typeof value === 'number') time = DateTime.fromMillis(Math.round(value), { zone });
	else if (typeof value === 'string' && /^\d{11,14}$/.test(value.trim())) {
		time = DateTime.fromMillis(Number(value), { zone });
	} else if (typeof value === 'string') {
		const text = value.trim();
		const options = { zone, setZone: OFFSET.test(text) };
		time = DateTime.fromISO(text, options);
		if (!time.isValid) time = DateTime.fromSQL(text, options);
	} else throw new ValueError('is not a date and time');
	if (!time.isValid) {
		throw new ValueError(
			'is not a date and time; use the picker or ISO 8601 such as 2026-09-14T10:00:00-05:00',
		);
	}
	return time;
}

/** Milliseconds since 1970 as a number (free slots). */
export const toMilliseconds: Convert = (value, { zone }) => toInstant(value, zone).toMillis();

/** Milliseconds since 1970 as text (events, blocked slots, service bookings). */
export const toMillisecondsText: Convert = (value, { zone }) =>
	String(toInstant(value, zone).toMillis());

/**
 * ISO 8601 with offset. A text that has one already is passed on untouched: HighLevel may refuse a free slot whose
 * string was rewritten.
 */
export const toDateTime: Convert = (value, { zone }) => {
	const time = toInstant(value, zone);
	if (typeof value === 'string' && /T/.test(value) && OFFSET.test(value.trim())) {
		return value.trim();
	}
	return time.toISO({ suppressMilliseconds: true });
};

/** ISO 8601 in UTC (tasks, search filters). */
export const toUtc: Convert = (value, { zone }) => toInstant(value, zone).toUTC().toISO();

/** A calendar day, YYYY-MM-DD; the day that a given time has in its own zone. */
export const toDay: Convert = (value, { zone }) => {
	if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value.trim())) {
		if (DateTime.fromISO(value.trim()).isValid) return value.trim();
		throw new ValueError('is not a date');
	}
	return toInstant(value, zone).toISODate();
};

/** An IANA time zone such as America/New_York. */
export const toTimeZone: Convert = (value) => {
	if (typeof value !== 'string' || !IANAZone.isValidZone(value.trim())) {
		throw new ValueError('is not a known time zone; use an IANA name such as America/New_York');
	}
	return value.trim();
};

/** A whole number from `minimum` on. */
export const toWholeNumber =
	(minimum: number, maximum = Number.MAX_SAFE_INTEGER): Convert =>
	(value, context) => {
		const number = toNumber(value, context);
		if (typeof number !== 'number' || !Number.isInteger(number)) {
			throw new ValueError('is not a whole number');
		}
		if (number < minimum || number > maximum) {
			throw new ValueError(
				maximum === Number.MAX_SAFE_INTEGER
					? `must be at least ${minimum}`
					: `must be from ${minimum} to ${maximum}`,
			);
		}
		return number;
	};
