// How polls read contacts: through HighLevel's search.

import type { IDataObject } from 'n8n-workflow';

import { listUnder } from '../../shared/expectation';
import { recordsAt } from '../../shared/values';
import type { Purpose } from '../purpose';
import { idOf } from '../record';
import type { Poll } from './event';

const PURPOSE: Purpose = {
	label: 'Search contacts',
	scope: 'contacts.readonly',
	expects: listUnder('contacts'),
};
const IDS_PER_CALL = 100;

/** A contact's date that the search can filter and sort by. */
export type Stamp = 'dateAdded' | 'dateUpdated';

const withFilters = (filters: IDataObject[]): IDataObject =>
	filters.length > 0 ? { filters } : {};

/** The pages of a search; `searchAfter`, the cursor, is part of each page's last contact. */
export async function* searchPages(
	poll: Poll,
	body: IDataObject,
	pageLimit = poll.pageSize,
): AsyncGenerator<IDataObject[]> {
	let searchAfter: unknown;
	for (;;) {
		const wholeBody: IDataObject = { locationId: poll.location, pageLimit, ...body };
		if (Array.isArray(searchAfter)) wholeBody.searchAfter = searchAfter;
		const response = await poll.send(
			{ method: 'POST', path: '/contacts/search', query: {}, body: wholeBody },
			PURPOSE,
		);
		const page = recordsAt(response, 'contacts');
		if (page.length > 0) yield page;
		const next = page.at(-1)?.searchAfter;
		if (page.length < pageLimit || !Array.isArray(next)) return;
		if (JSON.stringify(next) === JSON.stringify(searchAfter)) {
			throw new Error('HighLevel returned the same page of contacts twice');
		}
		searchAfter = next;
	}
}

/** The contacts of a search, one by one, without the cursor. */
export async function* searchContacts(
	poll: Poll,
	body: IDataObject,
	pageLimit?: number,
): AsyncGenerator<IDataObject> {
	for await (const page of searchPages(poll, body, pageLimit)) {
		for (const { searchAfter: _, ...contact } of page) yield contact;
	}
}

/** The newest contact by a date, among all or among those that match. */
export async function newestContact(
	poll: Poll,
	stamp: Stamp,
	filters: IDataObject[] = [],
): Promise<IDataObject | undefined> {
	const sort = [{ field: stamp, direction: 'desc' }];
	for await (const contact of searchContacts(poll, { ...withFilters(filters), sort }, 1)) {
		return contact;
	}
	return undefined;
}

/** Every contact that matches, sorted by `dateAdded`, since that order does not change while the list is read. */
export async function* everyContact(
	poll: Poll,
	filters: IDataObject[],
): AsyncGenerator<IDataObject> {
	const sort = [{ field: 'dateAdded', direction: 'asc' }];
	yield* searchContacts(poll, { ...withFilters(filters), sort });
}

/** How many contacts match; one call. */
export async function countContacts(poll: Poll, filters: IDataObject[]): Promise<number> {
	const body = { locationId: poll.location, pageLimit: 1, page: 1, ...withFilters(filters) };
	const response = await poll.send(
		{ method: 'POST', path: '/contacts/search', query: {}, body },
		PURPOSE,
	);
	return Array.isArray(response) ? 0 : Number(response.total ?? 0);
}

/** Contacts by ID, one call per 100; those that no longer exist are omitted. */
export async function contactsById(poll: Poll, ids: string[]): Promise<Map<string, IDataObject>> {
	const found = new Map<string, IDataObject>();
	for (let start = 0; start < ids.length; start += IDS_PER_CALL) {
		const filters = ids
			.slice(start, start + IDS_PER_CALL)
			.map((value) => ({ field: 'id', operator: 'eq', value }));
		for await (const contact of searchContacts(poll, { filters: [{ group: 'OR', filters }] })) {
			found.set(idOf(contact), contact);
		}
	}
	return found;
}
