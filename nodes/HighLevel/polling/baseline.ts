// Changes to contacts: the stream shows which contacts changed, a baseline of marks shows what changed.

import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../shared/values';
import { idOf } from '../record';
import { MAX_REMEMBERED, orWebhooks, refuseTooMany } from './compare';
import { countContacts, everyContact } from './contactSearch';
import type { Poll, State } from './event';
import type { Marks } from './marks';
import { readMarks, writeMarks } from './marks';
import { beginStream, readStream } from './stream';

/** What contacts are compared with: one mark for each contact that needs one. */
export interface Baseline {
	/** Narrows the search to the contacts that have a mark; may include others. */
	filters: IDataObject[];
	/** '' for a contact about which nothing needs to be remembered. */
	markOf: (contact: IDataObject) => string;
	/** The contacts in the user's words, e.g. "contacts with one of these tags". */
	what: string;
	/** What the user can do to have fewer of them, without a full stop. */
	instead: string;
}

/** A contact whose mark changed; '' where it has none. */
export interface Marked {
	contact: IDataObject;
	before: string;
	after: string;
}

/**
 * Reads the contacts that have a mark; one call per 500.
 *
 * @throws NodeOperationError if there are more contacts than can be remembered
 */
export async function takeBaseline(poll: Poll, baseline: Baseline): Promise<State> {
	const { filters, markOf, what, instead } = baseline;
	// The stream begins first, so that contacts that change in the meantime are read again.
	const stream = await beginStream(poll, 'dateUpdated');
	if (filters.length > 0) {
		refuseTooMany(poll, await countContacts(poll, filters), what, orWebhooks(instead));
	}
	const marks: Marks = new Map();
	for await (const contact of everyContact(poll, filters)) {
		const mark = markOf(contact);
		if (mark !== '') marks.set(idOf(contact), mark);
		refuseTooMany(poll, marks.size, what, orWebhooks(instead));
	}
	return { stream, marks: writeMarks(marks) };
}

/**
 * Reads the contacts that changed since the last poll and compares them with the baseline.
 *
 * @throws NodeOperationError if there are more contacts than can be remembered
 */
export async function readBaseline(
	poll: Poll,
	state: State,
	{ filters, markOf, what, instead }: Baseline,
): Promise<{ changed: Marked[]; marks: Marks; stream: State }> {
	const stream = isRecord(state.stream) ? state.stream : {};
	const read = await readStream(poll, stream, 'dateUpdated');
	const marks = readMarks(state.marks);
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
	if (marks.size > MAX_REMEMBERED) await forgetDeleted(poll, filters, marks);
	refuseTooMany(poll, marks.size, what, orWebhooks(instead));
	return { changed, marks, stream: read.state };
}

/** Removes the marks of deleted contacts, which the stream does not show. Called only when there are too many marks. */
async function forgetDeleted(poll: Poll, filters: IDataObject[], marks: Marks): Promise<void> {
	if (filters.length === 0 || (await countContacts(poll, filters)) > MAX_REMEMBERED) return;
	const present = new Set<string>();
	for await (const contact of everyContact(poll, filters)) present.add(idOf(contact));
	for (const id of marks.keys()) if (!present.has(id)) marks.delete(id);
}
