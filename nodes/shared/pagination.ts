import type { IDataObject } from 'n8n-workflow';

import type { RequestParts, SendRules } from './operation';
import { isRecord } from './values';

/** How a list is read, page by page. The whole query or body is sent again with every page. */
export interface Strategy {
	/** Most records that the service gives a page; undefined where it always gives the whole list. */
	pageSize?: number;
	/** Puts the size and place of a page into the request. */
	page(parts: RequestParts, size: number, before: PageSoFar): RequestParts;
	/** Whether another page can follow. */
	more(page: IDataObject[], size: number, answer: IDataObject | IDataObject[]): boolean;
	/** Reads the list where more than one page after the other is needed; gives what `readPages` would give. */
	read?(list: Listing): AsyncGenerator<IDataObject[]>;
}

/** What was read before this page. */
export interface PageSoFar {
	records: number;
	last?: IDataObject;
	answer?: IDataObject | IDataObject[];
}

function withQuery(parts: RequestParts, query: IDataObject): RequestParts {
	return { ...parts, query: { ...parts.query, ...query } };
}

function withBody(parts: RequestParts, body: IDataObject): RequestParts {
	return { ...parts, body: { ...(isRecord(parts.body) ? parts.body : {}), ...body } };
}

const full = (page: IDataObject[], size: number) => page.length >= size;

/** The service gives the whole list; Limit is cut on our side. */
export const whole: Strategy = {
	page: (parts) => parts,
	more: () => false,
};

/** `limit` and a number of records to pass over, in the query. */
export const byOffset = (key: 'skip' | 'offset', pageSize: number): Strategy => ({
	pageSize,
	page: (parts, size, before) => withQuery(parts, { limit: size, [key]: before.records }),
	more: full,
});

/** Contact search: `pageLimit`, and the cursor that sits on the last record. */
export const searchAfter: Strategy = {
	pageSize: 500,
	page: (parts, size, { last }) =>
		withBody(parts, {
			pageLimit: size,
			...(Array.isArray(last?.searchAfter) ? { searchAfter: last.searchAfter } : {}),
		}),
	more: (page, size) => full(page, size) && Array.isArray(page.at(-1)?.searchAfter),
};

/** `limit` and an opaque `nextCursor` of the answer before. */
export const nextCursor = (pageSize: number): Strategy => ({
	pageSize,
	page: (parts, size, { answer }) =>
		withQuery(parts, {
			limit: size,
			...(isRecord(answer) && answer.nextCursor ? { nextCursor: answer.nextCursor } : {}),
		}),
	more: (page, _size, answer) => page.length > 0 && isRecord(answer) && Boolean(answer.nextCursor),
});

function startAfterOf(answer: PageSoFar['answer']): IDataObject | undefined {
	const meta = isRecord(answer) ? answer.meta : undefined;
	if (!isRecord(meta) || !meta.startAfterId || meta.nextPage === null) return undefined;
	return { startAfter: meta.startAfter, startAfterId: meta.startAfterId };
}

/** `limit`, and the stamp and ID behind which the page starts, as the answer before names them in `meta`. */
export const startAfter = (pageSize: number): Strategy => ({
	pageSize,
	page: (parts, size, { answer }) => withQuery(parts, { limit: size, ...startAfterOf(answer) }),
	more: (page, _size, answer) => page.length > 0 && startAfterOf(answer) !== undefined,
});

/** A list to be read. */
export interface Listing {
	/** The request that every page is made of. */
	parts: RequestParts;
	/** How many records; undefined for all. */
	wanted?: number;
	/** How many calls may be under way at once. */
	atOnce?: number;
	send: (parts: RequestParts, rules?: SendRules) => Promise<IDataObject | IDataObject[]>;
	/** Finds the list in an answer. */
	unwrap: (answer: IDataObject | IDataObject[]) => IDataObject[];
	/** What becomes of a record before it is given out; its raw form is not kept. */
	shape?: (record: IDataObject) => Promise<IDataObject>;
}

/** @returns a page as the list gives it out */
export async function shapePage({ shape }: Listing, page: IDataObject[]): Promise<IDataObject[]> {
	return shape ? await Promise.all(page.map(shape)) : page;
}

/** The service gives the same page again and again. */
export class EndlessList extends Error {
	constructor() {
		super('The list does not end: the same page came twice');
		this.name = 'EndlessList';
	}
}

/** Notices a list that goes in circles: a request that was sent before, or the page before once more. */
class Progress {
	private readonly requests = new Set<string>();
	private page = '';

	/** @throws EndlessList */
	check({ query, body }: RequestParts, page: IDataObject[]): void {
		const request = JSON.stringify([query, body]);
		const ids = [page[0], page.at(-1)].map((record) => record?.id ?? record?._id ?? null);
		const edges = ids.includes(null) ? '' : JSON.stringify([page.length, ...ids]);
		if (this.requests.has(request) || (edges !== '' && edges === this.page)) {
			throw new EndlessList();
		}
		this.requests.add(request);
		this.page = edges;
	}
}

/**
 * Reads a list page by page, as far as wanted and no page further.
 *
 * @param before where to go on; from the start by default
 * @throws EndlessList when the service gives a page twice
 */
export async function* readPages(
	strategy: Strategy,
	list: Listing,
	before: PageSoFar = { records: 0 },
): AsyncGenerator<IDataObject[]> {
	const { parts, wanted, send, unwrap } = list;
	const progress = new Progress();
	let soFar = before;
	for (;;) {
		const left = wanted === undefined ? undefined : wanted - soFar.records;
		if (left !== undefined && left <= 0) return;
		const size = Math.min(
			strategy.pageSize ?? Number.MAX_SAFE_INTEGER,
			left ?? Number.MAX_SAFE_INTEGER,
		);
		const request = strategy.page(parts, size, soFar);
		const answer = await send(request);
		const page = unwrap(answer);
		progress.check(request, page);
		const kept = left === undefined ? page : page.slice(0, left);
		if (kept.length > 0) yield await shapePage(list, kept);
		if (!strategy.more(page, size, answer)) return;
		soFar = { records: soFar.records + page.length, last: page.at(-1), answer };
	}
}
