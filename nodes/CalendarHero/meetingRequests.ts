// Reads meeting requests, which the API calls tasks. It has no call for a single one, so one is found in the lists.

import type { IDataObject } from 'n8n-workflow';

import type { Cached } from '../shared/cache';
import type { Body, RequestParts } from '../shared/http';
import type { Listing, Strategy } from '../shared/pagination';
import { shapePage } from '../shared/pagination';
import { recordsOf, textOf, trimmedText } from '../shared/values';
import type { Read } from './calls';
import { get } from './calls';
import { listOf, recordsIn } from './contacts';
import { listOrUnder, UNWRAP } from './expected';

export const MEETING_REQUESTS_PATH = '/meeting/tasks';

/** The states, those first in which a request is most often looked for. */
const STATES = ['upcoming', 'active', 'closed'] as const;
/** Stands for all states. */
export const ANY_STATE = 'any';

/** The keys that 'Simplify' keeps. */
export const SIMPLE_MEETING_REQUEST = [
	'id',
	'info',
	'state',
	'taskStatus',
	'meetingType',
	'meetingLength',
	'dateStart',
	'dateEnd',
	'contacts',
] as const;

/** The API's largest page is not documented. A smaller one than asked for is read on from where it ends. */
const PAGE_SIZE = 100;

/** @returns the request with `dateStart` and `dateEnd`, which the list has as `dates`, and the state it was listed in */
export function shapeMeetingRequest(task: IDataObject, state: string): IDataObject {
	const [start, end] = listOf(task.dates);
	const dates = {
		dateStart: task.dateStart ?? start ?? null,
		dateEnd: task.dateEnd ?? end ?? null,
	};
	return { ...task, ...dates, state };
}

/** The first address of each invitee. */
export function inviteesOf({ contacts }: IDataObject): string[] {
	const emails = recordsOf(contacts).map(({ contactEmails, email }) => [
		...listOf(contactEmails),
		...listOf(email),
	]);
	return emails.flatMap(([first]) => (first === undefined ? [] : [first]));
}

interface StateListing {
	query: IDataObject;
	state: string;
	limit?: number;
	read: (parts: RequestParts) => Promise<Body>;
}

/**
 * Reads the requests in one state, page by page. A page may be shorter than asked for, since the largest is unknown, so the
 * list ends with a page that has nothing new; that also ends a list whose server ignores `skip`.
 */
async function* pagesIn({
	query,
	state,
	limit,
	read,
}: StateListing): AsyncGenerator<IDataObject[]> {
	const seen = new Set<string>();
	let count = 0;
	for (let skip = 0; limit === undefined || count < limit; ) {
		const take = Math.min(PAGE_SIZE, limit === undefined ? PAGE_SIZE : limit - count);
		const body = await read(get(MEETING_REQUESTS_PATH, { ...query, state, skip, take }));
		const page = recordsIn(body, UNWRAP.meetingRequests);
		const fresh = page.filter((task) => {
			const id = textOf(task.id);
			if (id !== '' && seen.has(id)) return false;
			seen.add(id);
			return true;
		});
		if (fresh.length === 0) return;
		const kept = limit === undefined ? fresh : fresh.slice(0, limit - count);
		count += kept.length;
		skip += page.length;
		yield kept.map((task) => shapeMeetingRequest(task, state));
	}
}

/** `skip` and `take`, in one state or in all of them. */
export const byState: Strategy = {
	pageSize: PAGE_SIZE,
	page: (parts) => parts,
	more: () => false,
	read: async function* (list: Listing) {
		const { state, ...query } = list.parts.query;
		const states = state === ANY_STATE ? STATES : [trimmedText(state)];
		let left = list.limit;
		for (const one of states) {
			if (left !== undefined && left <= 0) return;
			const read = async (parts: RequestParts) => await list.send(parts);
			for await (const page of pagesIn({ query, state: one, limit: left, read })) {
				if (left !== undefined) left -= page.length;
				yield await shapePage(list, page);
			}
		}
	},
};

/** Reads pages, of which each is kept in the cache. */
function pageReader(read: Read, cached: Cached): StateListing['read'] {
	const purpose = { label: 'List meeting requests', expects: listOrUnder(UNWRAP.meetingRequests) };
	return async (parts) =>
		await cached(
			`meeting requests ${JSON.stringify(parts.query)}`,
			async () => await read(parts, purpose),
		);
}

/**
 * Finds a request in the lists of the three states.
 *
 * @param cached keeps the pages of a run, so that further items read them once
 * @returns undefined if no list has it
 */
export async function findMeetingRequest(
	read: Read,
	cached: Cached,
	id: string,
	states: readonly string[] = STATES,
): Promise<IDataObject | undefined> {
	for (const state of states) {
		for await (const page of pagesIn({ query: {}, state, read: pageReader(read, cached) })) {
			const found = page.find((task) => textOf(task.id) === id);
			if (found) return found;
		}
	}
	return undefined;
}

/** Reads all requests in all states. */
export async function allMeetingRequests(read: Read, cached: Cached): Promise<IDataObject[]> {
	const all: IDataObject[] = [];
	for (const state of STATES) {
		for await (const page of pagesIn({ query: {}, state, read: pageReader(read, cached) })) {
			all.push(...page);
		}
	}
	return all;
}
