// The contact search's requests and responses, as far as ranges need them.

import type { IDataObject } from 'n8n-workflow';

import type { Body, RequestParts } from '../../shared/http';
import { isAbsent, isRecord, recordsOf } from '../../shared/values';

/** Contacts per page. */
export const PAGE_SIZE = 500;

/** Contacts added at or after `from` and before `before`, in milliseconds since 1970. */
export interface Bounds {
	from?: number;
	before: number;
}

/** A response of the search. */
export interface SearchResult {
	contacts: IDataObject[];
	/** How many contacts match in all; undefined if HighLevel does not say. */
	total: number | undefined;
}

export function readSearch(response: Body): SearchResult {
	const { contacts, total } = isRecord(response) ? response : {};
	return { contacts: recordsOf(contacts), total: typeof total === 'number' ? total : undefined };
}

/** @returns when a contact was added, in milliseconds since 1970; NaN if it does not say */
export function addedAt({ dateAdded }: IDataObject): number {
	return typeof dateAdded === 'string' ? Date.parse(dateAdded) : NaN;
}

export function bodyOf({ body }: RequestParts): IDataObject {
	return isRecord(body) ? body : {};
}

/** @returns the filter for contacts within bounds */
export function within({ from, before }: Bounds): IDataObject {
	const iso = (milliseconds: number) => new Date(milliseconds).toISOString();
	const value = { ...(from === undefined ? {} : { gte: iso(from) }), lt: iso(before) };
	return { field: 'dateAdded', operator: 'range', value };
}

/** @returns the request with further filters */
export function withFilters(parts: RequestParts, filters: IDataObject[]): RequestParts {
	const body = bodyOf(parts);
	const all = [...recordsOf(body.filters), ...filters];
	return { ...parts, body: { ...body, ...(all.length > 0 ? { filters: all } : {}) } };
}

/** Whether ranges are possible at all: the user's own sort, search text or filter by the same date rules them out. */
export function isPlain(parts: RequestParts): boolean {
	const { sort, query, filters } = bodyOf(parts);
	return isAbsent(sort) && isAbsent(query) && !JSON.stringify(filters ?? []).includes('dateAdded');
}

/**
 * Whether a page is in the order that ranges rely on: newest first by `dateAdded`, which must also be what the cursor
 * contains. HighLevel documents no order, so every list has to prove it.
 */
export function isNewestFirst(contacts: IDataObject[]): boolean {
	let previous = Infinity;
	return contacts.every((contact) => {
		const added = addedAt(contact);
		const cursor: unknown[] = Array.isArray(contact.searchAfter) ? contact.searchAfter : [];
		const follows = added <= previous && cursor[0] === added;
		previous = added;
		return follows;
	});
}
