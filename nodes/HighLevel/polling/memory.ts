import { createHash } from 'node:crypto';

import type { IDataObject } from 'n8n-workflow';

import { isRecord, textOf } from '../../shared/values';
import type { Poll } from './event';

/** Most records of which a trigger remembers something: their marks make about a megabyte of n8n's static data. */
export const MOST_REMEMBERED = 20_000;

/** What is remembered of each record, by its ID; in the order of their coming. */
export type Marks = Map<string, string>;

/** Characters as `%u0020`, which percent-encoding never writes. */
const asUnits = (text: string): string =>
	text.replace(/[^]/g, (unit) => `%u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
const fromUnits = (text: string): string =>
	text.replace(/%u([0-9a-f]{4})/g, (_, code: string) =>
		String.fromCharCode(Number.parseInt(code, 16)),
	);

/** Percent-encoding for any text: half of a surrogate pair, which has no encoding, becomes `%ud83d`. */
export function encodeText(text: string): string {
	return text
		.split(/(\p{Cs})/u)
		.map((part, index) => (index % 2 === 1 ? asUnits(part) : encodeURIComponent(part)))
		.join('');
}

/** Reads what `encodeText` wrote. */
export function decodeText(text: string): string {
	return text
		.split(/(%u[0-9a-f]{4})/)
		.map((part, index) => (index % 2 === 1 ? fromUnits(part) : decodeURIComponent(part)))
		.join('');
}

/** Blanks, which part the entries, and what would be read as a code or has no encoding. Marks of earlier versions hold none. */
const encodeMark = (mark: string): string => mark.replace(/\s|%(?=u)|\p{Cs}/gu, asUnits);

/** Marks as one text: n8n wraps every object of the static data in a proxy, and 20,000 entries would be slow. */
export function writeMarks(marks: Marks): string {
	return [...marks].map(([id, mark]) => `${encodeText(id)}=${encodeMark(mark)}`).join(' ');
}

/** Reads what `writeMarks` wrote. */
export function readMarks(text: unknown): Marks {
	const marks: Marks = new Map();
	if (typeof text !== 'string' || text === '') return marks;
	for (const entry of text.split(' ')) {
		const at = entry.indexOf('=');
		if (at > 0) marks.set(decodeText(entry.slice(0, at)), fromUnits(entry.slice(at + 1)));
	}
	return marks;
}

/** The same text for the same content: keys in order, and what is absent, null or empty left out. */
function canonical(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
	if (!isRecord(value)) return JSON.stringify(value) ?? '';
	const entries = Object.entries(value)
		.filter(([, entry]) => !isNothing(entry))
		.sort(([a], [b]) => (a < b ? -1 : 1));
	return `{${entries.map(([key, entry]) => `${key}:${canonical(entry)}`).join(',')}}`;
}

/** @returns whether a value says as much as its absence */
export function isNothing(value: unknown): boolean {
	if (value === undefined || value === null || value === '') return true;
	return Array.isArray(value) && value.length === 0;
}

/**
 * A short text that differs where the content differs.
 *
 * @param length characters of 6 bits each; 8 make one wrong match in 281 million million
 */
export function fingerprint(value: unknown, length = 8): string {
	return createHash('sha256').update(canonical(value)).digest('base64url').slice(0, length);
}

/** Refuses to remember more than `MOST_REMEMBERED`. */
export function refuseTooMany(poll: Poll, count: number, what: string, instead: string): void {
	if (count <= MOST_REMEMBERED) return;
	throw poll.stop(
		`There are ${count.toLocaleString('en')} ${what}, and this event can remember ${MOST_REMEMBERED.toLocaleString('en')}`,
		`${instead} Or use the HighLevel Webhook Trigger: HighLevel tells it of every change, so it needs no memory.`,
	);
}

/** Drops what was remembered longest and is no longer wanted, down to the bound. */
export function forgetOldest(marks: Marks, wanted: Set<string>): void {
	for (const id of marks.keys()) {
		if (marks.size <= MOST_REMEMBERED) return;
		if (!wanted.has(id)) marks.delete(id);
	}
}

/** One record that is not as it was remembered. */
export interface Difference {
	id: string;
	/** What was remembered; undefined for a record that was not known. */
	before: string | undefined;
	record: IDataObject;
}

/** How a list differs from what was remembered of it. */
export interface Comparison {
	differences: Difference[];
	/** Remembered, and not in the list. */
	missing: string[];
	/** The list's IDs. */
	present: Set<string>;
	/** The marks of now: those of the list, and those that are missing as they were. */
	marks: Marks;
}

/** Holds a list against what was remembered of it. A record that the list has twice counts once. */
export function compare(
	known: Marks,
	records: IDataObject[],
	idOf: (record: IDataObject) => string,
	markOf: (record: IDataObject) => string,
): Comparison {
	const marks: Marks = new Map(known);
	const present = new Set<string>();
	const differences: Difference[] = [];
	for (const record of records) {
		const id = idOf(record);
		if (id === '' || present.has(id)) continue;
		present.add(id);
		const before = known.get(id);
		const mark = markOf(record);
		if (mark !== before) differences.push({ id, before, record });
		marks.set(id, mark);
	}
	const missing = [...known.keys()].filter((id) => !present.has(id));
	return { differences, missing, present, marks };
}

/** A record's ID, under whichever key the endpoint has it. */
export function idOf(record: IDataObject): string {
	return textOf(record.id) || textOf(record._id) || textOf(record.bookingId);
}

/** Milliseconds of an ISO text or a number; undefined where it is neither. */
export function millisecondsOf(value: unknown): number | undefined {
	const time = typeof value === 'number' ? value : Date.parse(textOf(value));
	return Number.isFinite(time) ? time : undefined;
}
