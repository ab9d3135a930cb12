import type { IDataObject } from 'n8n-workflow';

import { listUnder } from '../../shared/expectation';
import { isRecord, recordsOf } from '../../shared/values';
import type { Memory, Poll } from './event';
import type { Marks } from './memory';
import { idOf, millisecondsOf, MOST_REMEMBERED, readMarks, writeMarks } from './memory';

/** How long after a change the contact search may still not show it. HighLevel names no bound; it is seconds, longer after large imports. */
export const LAG_MS = 5 * 60_000;
/** Most records that one poll gives; the rest comes with the next. */
export const MOST_A_POLL = 10_000;
/** A stamp further ahead of n8n's clock does not move the cursor: it would hide everything until then. */
const SKEW_MS = 24 * 3_600_000;
const ORIGIN_MS = 0;

const PURPOSE = {
	label: 'Search contacts',
	scope: 'contacts.readonly',
	expects: listUnder('contacts'),
};

/** The stamp by which contacts are read. */
export type Stamp = 'dateAdded' | 'dateUpdated';

interface Cursor {
	/** Everything up to this stamp has come, late entries included. */
	from: number;
	/** The newest stamp that was known at `since`. */
	pending: number;
	/** The newest stamp that was ever seen. */
	newest: number;
	/** n8n's clock when `pending` was noted; only differences of it count. */
	since: number;
}

/** Contacts in HighLevel's search, page by page: the cursor of a page sits on its last contact. */
async function* search(
	poll: Poll,
	body: IDataObject,
	pageLimit = poll.pageSize,
): AsyncGenerator<IDataObject[]> {
	let searchAfter: unknown;
	for (;;) {
		const whole: IDataObject = { locationId: poll.location, pageLimit, ...body };
		if (Array.isArray(searchAfter)) whole.searchAfter = searchAfter;
		const answer = await poll.send(
			{ method: 'POST', path: '/contacts/search', query: {}, body: whole },
			PURPOSE,
		);
		const page = recordsOf(isRecord(answer) ? answer.contacts : undefined);
		if (page.length > 0) yield page;
		const behind = page.at(-1)?.searchAfter;
		if (page.length < pageLimit || !Array.isArray(behind)) return;
		if (JSON.stringify(behind) === JSON.stringify(searchAfter)) {
			throw new Error('HighLevel gave the same page of contacts twice');
		}
		searchAfter = behind;
	}
}

async function* eachOf(pages: AsyncGenerator<IDataObject[]>): AsyncGenerator<IDataObject> {
	for await (const page of pages) yield* page;
}

/** A contact as it goes out: without the place in the search, which is no part of it. */
export function contactOf({ searchAfter: _, ...contact }: IDataObject): IDataObject {
	return contact;
}

/** The newest contact by a stamp, of all or of those that match. */
export async function newestContact(
	poll: Poll,
	stamp: Stamp,
	filters: IDataObject[] = [],
): Promise<IDataObject | undefined> {
	const sort = [{ field: stamp, direction: 'desc' }];
	for await (const page of search(poll, { ...(filters.length > 0 ? { filters } : {}), sort }, 1)) {
		return page[0] && contactOf(page[0]);
	}
	return undefined;
}

/** Every contact that matches, in the order of their making, which does not change while it is read. */
export async function* everyContact(
	poll: Poll,
	filters: IDataObject[],
): AsyncGenerator<IDataObject> {
	const sort = [{ field: 'dateAdded', direction: 'asc' }];
	const body = { ...(filters.length > 0 ? { filters } : {}), sort };
	for await (const contact of eachOf(search(poll, body))) yield contactOf(contact);
}

/** How many contacts match; one call. */
export async function countContacts(poll: Poll, filters: IDataObject[]): Promise<number> {
	const body: IDataObject = { locationId: poll.location, pageLimit: 1, page: 1 };
	if (filters.length > 0) body.filters = filters;
	const answer = await poll.send(
		{ method: 'POST', path: '/contacts/search', query: {}, body },
		PURPOSE,
	);
	return Array.isArray(answer) ? 0 : Number(answer.total ?? 0);
}

const IDS_A_CALL = 100;

/** Contacts by their IDs, one call a hundred; those that are gone are left out. */
export async function contactsById(poll: Poll, ids: string[]): Promise<Map<string, IDataObject>> {
	const found = new Map<string, IDataObject>();
	for (let start = 0; start < ids.length; start += IDS_A_CALL) {
		const filters = ids
			.slice(start, start + IDS_A_CALL)
			.map((value) => ({ field: 'id', operator: 'eq', value }));
		for await (const page of search(poll, { filters: [{ group: 'OR', filters }] })) {
			for (const contact of page) found.set(idOf(contact), contactOf(contact));
		}
	}
	return found;
}

/**
 * Notes where the stream of changes stands now: at the newest stamp that HighLevel shows, so that its clock alone counts, and
 * at the contacts that carry it, since others may get the same stamp after this. One call, unless many share it.
 */
export async function beginStream(poll: Poll, stamp: Stamp): Promise<Memory> {
	const seen: Marks = new Map();
	let newest: number | undefined;
	for await (const page of search(poll, { sort: [{ field: stamp, direction: 'desc' }] })) {
		const stamps = page.map((contact) => millisecondsOf(contact[stamp]));
		newest ??= stamps[0];
		if (newest === undefined) break;
		for (const [at, contact] of page.entries()) {
			if (stamps[at] === newest) seen.set(idOf(contact), newest.toString(36));
		}
		if (stamps.at(-1) !== newest || seen.size > MOST_REMEMBERED) break;
	}
	const at = newest ?? ORIGIN_MS;
	const from = seen.size > 0 && seen.size <= MOST_REMEMBERED ? at - 1 : at;
	if (from === at) seen.clear();
	return writeCursor({ from, pending: at, newest: at, since: poll.now }, seen);
}

function writeCursor({ from, pending, newest, since }: Cursor, seen: Marks): Memory {
	return { from, pending, newest, since, seen: writeMarks(seen) };
}

function readCursor({ from, pending, newest, since }: Memory): Cursor {
	return {
		from: Number(from),
		pending: Number(pending),
		newest: Number(newest),
		since: Number(since),
	};
}

/**
 * The contacts whose stamp is new since the last poll, each version once, in the order of the stamps. Without a change one
 * call. What the search shows late is still found for `LAG_MS`: the window begins at what had been seen that long ago, and
 * the versions since then are remembered.
 *
 * @param filters narrows what is read; a version that does not match is not seen
 */
export async function readStream(
	poll: Poll,
	memory: Memory,
	stamp: Stamp,
	filters: IDataObject[] = [],
): Promise<{ contacts: IDataObject[]; memory: Memory }> {
	const cursor = readCursor(memory);
	const seen = readMarks(memory.seen);
	const contacts: IDataObject[] = [];
	const after = { field: stamp, operator: 'range', value: { gt: isoOf(cursor.from) } };
	let newest = cursor.newest;
	let readTo = Number.POSITIVE_INFINITY;
	const body = { filters: [after, ...filters], sort: [{ field: stamp, direction: 'asc' }] };
	let last = cursor.from;
	for await (const contact of eachOf(search(poll, body))) {
		if (contacts.length === MOST_A_POLL) {
			readTo = last;
			break;
		}
		const at = millisecondsOf(contact[stamp]);
		if (at === undefined) continue;
		last = at;
		if (at <= poll.now + SKEW_MS) newest = Math.max(newest, at);
		const before = seen.get(idOf(contact));
		// One part of HighLevel's index may lag behind another, and show an older version again.
		if (before !== undefined && Number.parseInt(before, 36) >= at) continue;
		seen.set(idOf(contact), at.toString(36));
		contacts.push(contactOf(contact));
	}
	const next = settle({ ...cursor, newest }, poll.now, readTo);
	for (const [id, version] of seen) {
		if (Number.parseInt(version, 36) <= next.from) seen.delete(id);
	}
	return { contacts, memory: writeCursor(next, seen) };
}

/**
 * Moves the window's begin to what was the newest stamp when it was last noted, once that is long enough ago: whatever
 * carries a stamp up to it had been written by then, so the search shows it by now, and this poll has read it.
 */
function settle(cursor: Cursor, now: number, readTo: number): Cursor {
	const { pending, newest, since } = cursor;
	// A clock that was put back cannot say how long it has been.
	if (now < since) return { ...cursor, since: now };
	if (now - since < LAG_MS || readTo <= pending) return cursor;
	return { from: pending, pending: newest, newest, since: now };
}

function isoOf(milliseconds: number): string {
	return new Date(milliseconds).toISOString();
}
