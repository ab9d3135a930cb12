import type { IDataObject } from 'n8n-workflow';

import type { RequestParts } from './operation';
import { isRecord } from './values';

/** How a list is read, page by page. The whole query or body is sent again with every page. */
export interface Strategy {
	/** Most records that the service gives a page; undefined where it always gives the whole list. */
	pageSize?: number;
	/** Puts the size and place of a page into the request. */
	page(parts: RequestParts, size: number, before: PageSoFar): RequestParts;
	/** Whether another page can follow. */
	more(page: IDataObject[], size: number, answer: IDataObject | IDataObject[]): boolean;
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

/**
 * Reads a list page by page, as far as wanted and no page further.
 *
 * @param wanted how many records; undefined for all
 * @param send   sends one request
 * @param unwrap finds the list in an answer
 */
export async function* readPages(
	strategy: Strategy,
	parts: RequestParts,
	wanted: number | undefined,
	send: (parts: RequestParts) => Promise<IDataObject | IDataObject[]>,
	unwrap: (answer: IDataObject | IDataObject[]) => IDataObject[],
): AsyncGenerator<IDataObject[]> {
	const before: PageSoFar = { records: 0 };
	for (;;) {
		const left = wanted === undefined ? undefined : wanted - before.records;
		if (left !== undefined && left <= 0) return;
		const size = Math.min(
			strategy.pageSize ?? Number.MAX_SAFE_INTEGER,
			left ?? Number.MAX_SAFE_INTEGER,
		);
		const answer = await send(strategy.page(parts, size, before));
		const page = unwrap(answer);
		const kept = left === undefined ? page : page.slice(0, left);
		if (kept.length > 0) yield kept;
		if (!strategy.more(page, size, answer)) return;
		before.records += page.length;
		before.last = page.at(-1);
		before.answer = answer;
	}
}
