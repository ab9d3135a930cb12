import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../shared/values';
import type { Memory, Poll } from './event';
import type { Marks } from './memory';
import { idOf, MOST_REMEMBERED, readMarks, refuseTooMany, writeMarks } from './memory';
import { beginStream, countContacts, everyContact, readStream } from './stream';

/** What a change of contacts is held against: one mark for each contact that has one. */
export interface Baseline {
	/** Narrows the search to the contacts that have a mark; may let others through. */
	filters: IDataObject[];
	/** '' for a contact of which nothing needs to be remembered. */
	markOf: (contact: IDataObject) => string;
	/** The contacts in the user's words, e.g. "contacts with one of these tags". */
	what: string;
	/** How the user can have fewer of them. */
	instead: string;
}

/** One contact whose mark is another one; '' stands for none. */
export interface Marked {
	contact: IDataObject;
	before: string;
	after: string;
}

/**
 * Reads the contacts that have a mark: a call for every 500.
 *
 * @throws NodeOperationError when there are more than can be remembered
 */
export async function takeBaseline(poll: Poll, baseline: Baseline): Promise<Memory> {
	const { filters, markOf, what, instead } = baseline;
	// The stream begins before the reading, so that what changes meanwhile is read again.
	const stream = await beginStream(poll, 'dateUpdated');
	if (filters.length > 0) {
		refuseTooMany(poll, await countContacts(poll, filters), what, instead);
	}
	const marks: Marks = new Map();
	for await (const contact of everyContact(poll, filters)) {
		const mark = markOf(contact);
		if (mark !== '') marks.set(idOf(contact), mark);
		refuseTooMany(poll, marks.size, what, instead);
	}
	return { stream, marks: writeMarks(marks) };
}

/**
 * Reads what changed since and holds it against the baseline.
 *
 * @throws NodeOperationError when more must be remembered than can be
 */
export async function readBaseline(
	poll: Poll,
	memory: Memory,
	{ filters, markOf, what, instead }: Baseline,
): Promise<{ changed: Marked[]; marks: Marks; stream: Memory }> {
	const read = await readStream(poll, isRecord(memory.stream) ? memory.stream : {}, 'dateUpdated');
	const marks = readMarks(memory.marks);
	const changed: Marked[] = [];
	for (const contact of read.contacts) {
		const id = idOf(contact);
		const before = marks.get(id) ?? '';
		const after = markOf(contact);
		if (after === before) continue;
		if (after === '') marks.delete(id);
		else marks.set(id, after);
		changed.push({ contact, before, after });
	}
	if (marks.size > MOST_REMEMBERED) await forgetDeleted(poll, filters, marks);
	refuseTooMany(poll, marks.size, what, instead);
	return { changed, marks, stream: read.memory };
}

/** Deleted contacts never change, so their marks go only here: when the search has room for those that are left. */
async function forgetDeleted(poll: Poll, filters: IDataObject[], marks: Marks): Promise<void> {
	if (filters.length === 0 || (await countContacts(poll, filters)) > MOST_REMEMBERED) return;
	const present = new Set<string>();
	for await (const contact of everyContact(poll, filters)) present.add(idOf(contact));
	for (const id of marks.keys()) if (!present.has(id)) marks.delete(id);
}
