// Converters for times, days and time zones.

import { DateTime, IANAZone } from 'luxon';

import type { ValueContext } from './convert';
import { ValueError } from './valueErrors';

const DATE_ALONE = /^\d{4}-\d{2}-\d{2}$/;
const OFFSET = /(Z|[+-]\d{2}:?\d{2})$/i;

/** @returns whether a text ends in "Z" or an offset from UTC, so that it names an instant without a zone */
export function hasOffset(text: string): boolean {
	return OFFSET.test(text);
}

/**
 * Reads a point in time: ISO 8601, a Luxon or JavaScript date, or milliseconds since 1970.
 *
 * @param zone IANA zone for a time without an offset
 * @throws ValueError
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
		const options = { zone, setZone: hasOffset(text) };
		time = DateTime.fromISO(text, options);
		if (!time.isValid) time = DateTime.fromSQL(text, options);
	} else throw notATime();
	if (!time.isValid) throw notATime();
	return time;
}

/** @returns the error for a value that names no point in time */
export function notATime(): ValueError {
	return new ValueError(
		'is not a date and time',
		'Use the date picker, or enter a time in ISO 8601 such as 2026-09-14T10:00:00-05:00.',
	);
}

/** Milliseconds since 1970, as a number. */
export const toMilliseconds = (value: unknown, { zone }: ValueContext): number =>
	toInstant(value, zone).toMillis();

/** Milliseconds since 1970, as text. */
export const toMillisecondsText = (value: unknown, context: ValueContext): string =>
	String(toMilliseconds(value, context));

/**
 * ISO 8601 with an offset. Text that already has one is passed on unchanged: HighLevel may refuse a free slot whose
 * text was rewritten.
 */
export function toDateTime(value: unknown, { zone }: ValueContext): string | null {
	const time = toInstant(value, zone);
	if (typeof value === 'string' && /T/.test(value) && hasOffset(value.trim())) {
		return value.trim();
	}
	return time.toISO({ suppressMilliseconds: true });
}

/** ISO 8601 in UTC. */
export const toUtc = (value: unknown, { zone }: ValueContext): string | null =>
	toInstant(value, zone).toUTC().toISO();

/** A calendar day, YYYY-MM-DD; of a time, the day in that time's own zone. */
export function toDay(value: unknown, { zone }: ValueContext): string | null {
	if (typeof value === 'string' && DATE_ALONE.test(value.trim())) {
		if (DateTime.fromISO(value.trim()).isValid) return value.trim();
		throw new ValueError(
			'is not a date',
			'Use the date picker, or enter a day such as 2026-09-14.',
		);
	}
	return toInstant(value, zone).toISODate();
}

/** @returns the end of a range: the last instant of the day if both ends are the same date alone, else what was given */
export function lastInstant(end: unknown, start: unknown, zone: string): unknown {
	const date = typeof end === 'string' ? end.trim() : '';
	if (!DATE_ALONE.test(date) || typeof start !== 'string' || start.trim() !== date) return end;
	const day = DateTime.fromISO(date, { zone });
	return day.isValid ? day.endOf('day') : end;
}

/** An IANA time zone such as America/New_York. */
export function toTimeZone(value: unknown): string {
	if (typeof value !== 'string' || !IANAZone.isValidZone(value.trim())) {
		throw new ValueError(
			'is not a known time zone',
			'Enter the IANA name of a time zone, such as America/New_York.',
		);
	}
	return value.trim();
}
