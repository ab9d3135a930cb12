/** Recurring appointments. */
import { DateTime } from 'luxon';

import { unprocessable } from './refusal';

const STEP = { DAILY: 'days', WEEKLY: 'weeks', MONTHLY: 'months', YEARLY: 'years' } as const;
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
/** A rule without an end yields this many. */
const MAX_OCCURRENCES = 52;

function partsOf(rule: string): Map<string, string> {
	const parts = new Map<string, string>();
	for (const part of rule.replace(/^RRULE:/, '').split(';')) {
		const [key, value, ...more] = part.split('=');
		if (!key || !value || more.length > 0) throw unprocessable(['rrule is not valid']);
		parts.set(key, value);
	}
	return parts;
}

function positiveInteger(parts: Map<string, string>, key: string, fallback: number): number {
	const value = Number(parts.get(key) ?? fallback);
	if (!Number.isInteger(value) || value < 1) throw unprocessable(['rrule is not valid']);
	return value;
}

/**
 * The start times of a series in milliseconds. Accepts RFC 5545 rules without DTSTART: FREQ, INTERVAL, COUNT, UNTIL,
 * and BYDAY with weekly rules. The local time stays the same across clock changes.
 *
 * @throws {Refusal} for any other rule
 */
export function occurrences(rule: string, start: number, zone: string): number[] {
	const parts = partsOf(rule);
	const unit = STEP[(parts.get('FREQ') ?? '') as keyof typeof STEP] as string | undefined;
	const known = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'WKST'];
	if (unit === undefined || [...parts.keys()].some((key) => !known.includes(key))) {
		throw unprocessable(['rrule is not valid']);
	}
	const interval = positiveInteger(parts, 'INTERVAL', 1);
	const count = Math.min(positiveInteger(parts, 'COUNT', MAX_OCCURRENCES), MAX_OCCURRENCES);
	const end = parts.get('UNTIL');
	const until = end === undefined ? Number.POSITIVE_INFINITY : DateTime.fromISO(end).toMillis();
	if (Number.isNaN(until)) throw unprocessable(['rrule is not valid']);
	const first = DateTime.fromMillis(start, { zone });
	const byDay = parts
		.get('BYDAY')
		?.split(',')
		.map((day) => WEEKDAYS.indexOf(day) + 1);
	if (byDay?.some((day) => day === 0) === true) throw unprocessable(['rrule is not valid']);
	const days = unit === 'weeks' ? (byDay ?? [first.weekday]) : [0];

	const found: number[] = [];
	for (let round = 0; found.length < count && round < 400; round += 1) {
		const base = first.plus({ [unit]: round * interval });
		for (const day of [...days].sort((one, other) => one - other)) {
			const time = (day === 0 ? base : base.plus({ days: day - base.weekday })).toMillis();
			if (time > until) return found;
			if (time >= start && found.length < count) found.push(time);
		}
	}
	return found;
}
