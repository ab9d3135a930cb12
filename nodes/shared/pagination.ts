// How lists are read, page by page.

import type { IDataObject } from 'n8n-workflow';

import type { Body, RequestParts, Send } from './http';
import { isRecord, recordAt } from './values';

/** How a list is read, page by page. Every page's request repeats the whole query or body. */
export interface Strategy {
	/** Most records that the service returns per page; undefined if it always returns the whole list. */
	pageSize?: number;
	/** Adds the size and position of a page to the request. */
	page(parts: RequestParts, size: number, before: ReadSoFar): RequestParts;
	/** Whether another page may follow. */
	more(page: IDataObject[], size: number, response: Body): boolean;
	/** Replaces `readPages` for a list that is not read one page after another; must yield the same records. */
	read?(list: Listing): AsyncGenerator<IDataObject[]>;
}

/** What was read before a page. */
export interface ReadSoFar {
	/** How many records. */
	records: number;
	last?: IDataObject;
	/** The previous response. */
	response?: Body;
}

function withQuery(parts: RequestParts, query: IDataObject): RequestParts {
	return { ...parts, query: { ...parts.query, ...query } };
}

function withBody(parts: RequestParts, body: IDataObject): RequestParts {
	return { ...parts, body: { ...(isRecord(parts.body) ? parts.body : {}), ...body } };
}

const isFull = (page: IDataObject[], size: number) => page.length >= size;

/** The service returns the whole list; Limit is applied here. */
export const wholeList: Strategy = {
	page: (parts) => parts,
	more: () => false,
};

/** `limit` and the number of records to skip, in the query. */
export const byOffset = (key: 'skip' | 'offset', pageSize: number): Strategy => ({
	pageSize,
	page: (parts, size, before) => withQuery(parts, { limit: size, [key]: before.records }),
	more: isFull,
});

/** Contact search: `pageLimit`, and the cursor `searchAfter`, which is part of the last record. */
export const searchAfter: Strategy = {
	pageSize: 500,
	page: (parts, size, { last }) =>
		withBody(parts, {
			pageLimit: size,
			...(Array.isArray(last?.searchAfter) ? { searchAfter: last.searchAfter } : {}),
		}),
	more: (page, size) => isFull(page, size) && Array.isArray(page.at(-1)?.searchAfter),
};

/** `limit` and the opaque `nextCursor` of the previous response. */
export const nextCursor = (pageSize: number): Strategy => ({
	pageSize,
	page: (parts, size, { response }) =>
		withQuery(parts, {
			limit: size,
			...(isRecord(response) && response.nextCursor ? { nextCursor: response.nextCursor } : {}),
		}),
	more: (page, _size, response) =>
		page.length > 0 && isRecord(response) && Boolean(response.nextCursor),
});

/** `pageSize` and the opaque `pageToken`, from `pagination` of the previous response. */
export const pageToken = (pageSize: number): Strategy => ({
	pageSize,
	page: (parts, size, { response }) => {
		const token = nextTokenIn(response);
		return withQuery(parts, { pageSize: size, ...(token ? { pageToken: token } : {}) });
	},
	more: (page, _size, response) => page.length > 0 && nextTokenIn(response) !== '',
});

function nextTokenIn(response: Body | undefined): string {
	const { nextPageToken } = recordAt(response, 'pagination') ?? {};
	return typeof nextPageToken === 'string' ? nextPageToken : '';
}

function startAfterIn(response: Body | undefined): IDataObject | undefined {
	const meta = isRecord(response) ? response.meta : undefined;
	if (!isRecord(meta) || !meta.startAfterId || meta.nextPage === null) return undefined;
	return { startAfter: meta.startAfter, startAfterId: meta.startAfterId };
}

/** `limit`, and `startAfter` and `startAfterId` from `meta` of the previous response. */
export const startAfter = (pageSize: number): Strategy => ({
	pageSize,
	page: (parts, size, { response }) => withQuery(parts, { limit: size, ...startAfterIn(response) }),
	more: (page, _size, response) => page.length > 0 && startAfterIn(response) !== undefined,
});

/** A list to read. */
export interface Listing {
	/** The request that every page's request is derived from. */
	parts: RequestParts;
	/** Most records to read; undefined for all. */
	limit?: number;
	/** How many calls may be in flight at once. */
	concurrency?: number;
	send: Send;
	/** Finds the list in a response. */
	unwrap: (response: Body) => IDataObject[];
	/** Shapes each record before it is yielded, so that its raw form need not be kept. */
	shape?: (record: IDataObject) => Promise<IDataObject>;
}

/** @returns a page with its records shaped */
export async function shapePage({ shape }: Listing, page: IDataObject[]): Promise<IDataObject[]> {
	return shape ? await Promise.all(page.map(shape)) : page;
}

/** The service returns the same page over and over. */
class EndlessList extends Error {
	constructor() {
		super('The list does not end: the same page came twice');
		this.name = 'EndlessList';
	}
}

/** Detects a list that loops: a request that was sent before, or the same page twice in a row. */
class LoopGuard {
	private readonly requests = new Set<string>();
	/** Length of the previous page and its first and last IDs; '' if it has none. */
	private edges = '';

	/** @throws EndlessList */
	check({ query, body }: RequestParts, page: IDataObject[]): void {
		const request = JSON.stringify([query, body]);
		const ids = [page[0], page.at(-1)].map((record) => record?.id ?? record?._id ?? null);
		const edges = ids.includes(null) ? '' : JSON.stringify([page.length, ...ids]);
		if (this.requests.has(request) || (edges !== '' && edges === this.edges)) {
			throw new EndlessList();
		}
		this.requests.add(request);
		this.edges = edges;
	}
}

/**
 * Reads a list page by page, with no request beyond its limit.
 *
 * @param before where to continue; by default the start
 * @throws EndlessList when the service returns a page twice
 */
export async function* readPages(
	strategy: Strategy,
	list: Listing,
	before: ReadSoFar = { records: 0 },
): AsyncGenerator<IDataObject[]> {
	const { parts, limit, send, unwrap } = list;
	const guard = new LoopGuard();
	let soFar = before;
	for (;;) {
		const left = limit === undefined ? undefined : limit - soFar.records;
		if (left !== undefined && left <= 0) return;
		const size = Math.min(
			strategy.pageSize ?? Number.MAX_SAFE_INTEGER,
			left ?? Number.MAX_SAFE_INTEGER,
		);
		const request = strategy.page(parts, size, soFar);
		const response = await send(request);
		const page = unwrap(response);
		guard.check(request, page);
		const kept = left === undefined ? page : page.slice(0, left);
		if (kept.length > 0) yield await shapePage(list, kept);
		if (!strategy.more(page, size, response)) return;
		soFar = { records: soFar.records + page.length, last: page.at(-1), response };
	}
}
