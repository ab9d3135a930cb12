// Reads one page of a searchable list.

import type { IDataObject, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import type { RequestParts } from '../../shared/http';
import type { ReadSoFar } from '../../shared/pagination';
import { isRecord, recordAt } from '../../shared/values';
import type { LookupContext } from './context';
import type { Lookup, LookupSource } from './lookup';
import { listIn, lookupOf, purposeOf, toEntries } from './lookup';

const MAX_PAGE_SIZE = 100;
/** Fewer entries would not fill the editor's list, which asks for more only when scrolled. */
const MIN_ENTRIES = 20;
/** Requests sent in parallel where each returns a whole list. */
const PARALLEL_REQUESTS = 10;
/** Most rounds of requests for one page, so that searching for a rare text does not read a large account to the end. */
const MAX_ROUNDS = 10;

/** Where the next page starts. The editor keeps it as text. */
interface Bookmark {
	/** Index of the request. */
	at: number;
	before: ReadSoFar;
}

/**
 * One page of a list for the editor.
 *
 * @param filter what the user types into the list
 * @param token the `paginationToken` of the previous page
 * @throws NodeApiError naming the missing scope, the wrong sub-account or the refused token
 */
export async function searchPage(
	source: LookupSource,
	context: LookupContext,
	filter = '',
	token?: string,
): Promise<INodeListSearchResult> {
	const lookup = lookupOf(source, context);
	const text = filter.trim();
	const isSearching = text !== '';
	const plain = await lookup.requests(context, isSearching);
	const requests =
		isSearching && lookup.search
			? plain.map((parts) => lookup.search?.(parts, text) ?? parts)
			: plain;
	const matches = ({ name }: INodeListSearchItems) =>
		!isSearching || lookup.search !== undefined || name.toLowerCase().includes(text.toLowerCase());

	const results: INodeListSearchItems[] = [];
	const next = readBookmark(token);
	const hasMore = () => next.at < requests.length;
	for (let round = 0; hasMore() && results.length < MIN_ENTRIES && round < MAX_ROUNDS; round++) {
		const found = await readRound(lookup, context, requests, next);
		results.push(...(await toEntries(lookup, context, found)).filter(matches));
	}
	return hasMore() ? { results, paginationToken: writeBookmark(next) } : { results };
}

/** Reads on from the bookmark and advances it. */
async function readRound(
	lookup: Lookup,
	context: LookupContext,
	requests: RequestParts[],
	next: Bookmark,
): Promise<IDataObject[]> {
	const { paginate } = lookup;
	const send = async (parts: RequestParts) => await context.send(parts, purposeOf(lookup));
	if (!paginate) {
		const batch = requests.slice(next.at, next.at + PARALLEL_REQUESTS);
		next.at += batch.length;
		const responses = await Promise.all(batch.map(send));
		return responses.flatMap((response) => listIn(lookup, response));
	}
	const parts = requests[next.at];
	if (!parts) return [];
	const size = Math.min(paginate.pageSize ?? MAX_PAGE_SIZE, MAX_PAGE_SIZE);
	const response = await send(paginate.page(parts, size, next.before));
	const page = listIn(lookup, response);
	if (paginate.more(page, size, response)) {
		next.before = { records: next.before.records + page.length, last: page.at(-1), response };
	} else {
		next.at += 1;
		next.before = { records: 0 };
	}
	return page;
}

function readBookmark(token: string | undefined): Bookmark {
	if (token) {
		const parsed: unknown = JSON.parse(token);
		if (isRecord(parsed) && typeof parsed.at === 'number' && isRecord(parsed.before)) {
			const { records, last, response } = parsed.before;
			return {
				at: parsed.at,
				before: {
					records: Number(records),
					...(isRecord(last) ? { last } : {}),
					...(isRecord(response) ? { response } : {}),
				},
			};
		}
	}
	return { at: 0, before: { records: 0 } };
}

/** Keeps no more of the last record and of the response than where the next page starts, which is all that a request needs. */
function writeBookmark({ at, before: { records, last, response } }: Bookmark): string {
	const cursor = last?.searchAfter;
	const token = recordAt(response, 'pagination')?.nextPageToken;
	return JSON.stringify({
		at,
		before: {
			records,
			...(cursor === undefined ? {} : { last: { searchAfter: cursor } }),
			...(token === undefined ? {} : { response: { pagination: { nextPageToken: token } } }),
		},
	});
}
