// The stream of contacts by the date on which they were added or changed.
//
//     ----- from ------------ pending ------------ newest ----> stamps
//            | read again by every poll,               |
//            | versions in `seen` are skipped          |
//
// The search shows changes with a delay. So the window that a poll reads begins at the newest stamp that was known some
// minutes ago (`from`): anything with an older stamp has appeared by now.

import type { IDataObject } from 'n8n-workflow';

import { idOf, millisecondsOf } from '../record';
import { MAX_REMEMBERED } from './compare';
import type { Stamp } from './contactSearch';
import { searchContacts, searchPages } from './contactSearch';
import type { Poll, State } from './event';
import type { Marks } from './marks';
import { readMarks, writeMarks } from './marks';

/** How long the search may take to show a change. HighLevel states no limit; it takes seconds, more after large imports. */
const LAG_MS = 5 * 60_000;
/** Most records that one poll emits; the rest come with the next. */
const MAX_PER_POLL = 10_000;
/** A stamp further ahead of n8n's clock does not move the window, since it would hide everything until then. */
const MAX_SKEW_MS = 24 * 3_600_000;

/** The window; stamps in milliseconds since 1970. */
interface Window {
	/** Everything up to this stamp has been read, late entries included. */
	from: number;
	/** The newest stamp that was known at `since`. */
	pending: number;
	/** The newest stamp ever seen. */
	newest: number;
	/** n8n's clock when `pending` was recorded; only differences matter. */
	since: number;
}

/**
 * Records the stream's current position: the newest stamp in the search, so that only HighLevel's clock matters, and the
 * contacts with that stamp, since more may get it later. One call, unless many contacts share the stamp.
 */
export async function beginStream(poll: Poll, stamp: Stamp): Promise<State> {
	const seen: Marks = new Map();
	let newest: number | undefined;
	for await (const page of searchPages(poll, { sort: [{ field: stamp, direction: 'desc' }] })) {
		const stamps = page.map((contact) => millisecondsOf(contact[stamp]));
		newest ??= stamps[0];
		if (newest === undefined) break;
		for (const [index, contact] of page.entries()) {
			if (stamps[index] === newest) seen.set(idOf(contact), newest.toString(36));
		}
		if (stamps.at(-1) !== newest || seen.size > MAX_REMEMBERED) break;
	}
	const at = newest ?? 0;
	const isRemembered = seen.size > 0 && seen.size <= MAX_REMEMBERED;
	if (!isRemembered) seen.clear();
	const from = isRemembered ? at - 1 : at;
	return writeStream({ from, pending: at, newest: at, since: poll.now }, seen);
}

/**
 * The contacts whose stamp is new since the last poll, each version once, in the order of the stamps. One call if nothing
 * changed.
 *
 * @param filters narrow what is read; a version that does not match is not seen
 */
export async function readStream(
	poll: Poll,
	state: State,
	stamp: Stamp,
	filters: IDataObject[] = [],
): Promise<{ contacts: IDataObject[]; state: State }> {
	const window = readWindow(state);
	const seen = readMarks(state.seen);
	const contacts: IDataObject[] = [];
	const from = new Date(window.from).toISOString();
	const after = { field: stamp, operator: 'range', value: { gt: from } };
	let newest = window.newest;
	let readTo = Number.POSITIVE_INFINITY;
	const body = { filters: [after, ...filters], sort: [{ field: stamp, direction: 'asc' }] };
	let last = window.from;
	for await (const contact of searchContacts(poll, body)) {
		if (contacts.length === MAX_PER_POLL) {
			readTo = last;
			break;
		}
		const at = millisecondsOf(contact[stamp]);
		if (at === undefined) continue;
		last = at;
		if (at <= poll.now + MAX_SKEW_MS) newest = Math.max(newest, at);
		const before = seen.get(idOf(contact));
		// One part of HighLevel's index may lag behind another and show an older version again.
		if (before !== undefined && Number.parseInt(before, 36) >= at) continue;
		seen.set(idOf(contact), at.toString(36));
		contacts.push(contact);
	}
	const next = advance({ ...window, newest }, poll.now, readTo);
	for (const [id, version] of seen) {
		if (Number.parseInt(version, 36) <= next.from) seen.delete(id);
	}
	return { contacts, state: writeStream(next, seen) };
}

/** Moves the window to `pending` once that was recorded long enough ago and this poll has read up to it. */
function advance(window: Window, now: number, readTo: number): Window {
	const { pending, newest, since } = window;
	// If the clock was set back, it cannot tell how much time has passed.
	if (now < since) return { ...window, since: now };
	if (now - since < LAG_MS || readTo <= pending) return window;
	return { from: pending, pending: newest, newest, since: now };
}

function writeStream({ from, pending, newest, since }: Window, seen: Marks): State {
	return { from, pending, newest, since, seen: writeMarks(seen) };
}

function readWindow({ from, pending, newest, since }: State): Window {
	return {
		from: Number(from),
		pending: Number(pending),
		newest: Number(newest),
		since: Number(since),
	};
}
