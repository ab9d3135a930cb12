// Finds which records of a list are new, changed or missing since the last poll.

import type { IDataObject } from 'n8n-workflow';

import { idOf } from '../record';
import type { Found, Poll, State } from './event';
import type { Marks } from './marks';
import { readMarks, writeMarks } from './marks';

/** Most records that a trigger remembers: their marks take up about a megabyte of n8n's static data. */
export const MAX_REMEMBERED = 20_000;

/** @throws NodeOperationError with this advice if there are more records than can be remembered */
export function refuseTooMany(poll: Poll, count: number, what: string, advice: string): void {
	if (count <= MAX_REMEMBERED) return;
	const most = MAX_REMEMBERED.toLocaleString('en');
	throw poll.stop(
		`There are ${count.toLocaleString('en')} ${what}, and this event can watch at most ${most}`,
		advice,
	);
}

/** Advice for records that HighLevel also has webhooks for. */
export const orWebhooks = (advice: string): string =>
	`${advice}, or use the HighLevel Webhook Trigger, which has no such limit.`;

/** A record that is new or changed. */
export interface Difference {
	id: string;
	/** Its previous mark; undefined for a new record. */
	before: string | undefined;
	record: IDataObject;
}

/** How a list differs from its marks. */
export interface Comparison {
	differences: Difference[];
	/** IDs that have a mark but are not in the list. */
	missing: string[];
	/** IDs in the list. */
	present: Set<string>;
	/** The current marks: those of the list, and the old ones of missing records. */
	marks: Marks;
}

/** Compares a list with its marks. A record that is in the list twice counts once. */
export function compare(
	known: Marks,
	records: IDataObject[],
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

/**
 * The marks to remember, as text. Those of missing records are kept while there is room: a single incomplete response must
 * not make the records look new later.
 */
export function boundedMarks({ marks, present }: Pick<Comparison, 'marks' | 'present'>): string {
	for (const id of marks.keys()) {
		if (marks.size <= MAX_REMEMBERED) break;
		if (!present.has(id)) marks.delete(id);
	}
	return writeMarks(marks);
}

/** An event for each record that was not in the list before; its state is `{marks}`. */
export function findNew(state: State | undefined, records: IDataObject[]): Found {
	const comparison = compare(readMarks(state?.marks), records, () => '');
	return {
		items: state ? comparison.differences.map(({ record }) => record) : [],
		state: { marks: boundedMarks(comparison) },
	};
}
