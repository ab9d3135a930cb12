// How all contacts are read: a large list as ranges of dates in parallel, others by cursor.

import type { IDataObject } from 'n8n-workflow';

import type { Listing, Strategy } from '../../shared/pagination';
import { readPages, searchAfter, shapePage } from '../../shared/pagination';
import { isNewestFirst, isPlain, PAGE_SIZE, readSearch } from './contactList';
import { ParallelRanges } from './parallelRanges';

/** Above this many contacts, ranges are worth the calls needed to find them. */
const LARGE_LIST = 5000;
const MAX_RANGES = 10;

/**
 * All contacts in the order of the search. A large list is read as up to ten ranges of `dateAdded` in parallel, at the cost
 * of at most two more calls per range; its records come as the cursor alone would return them.
 *
 * Only the cursor is used with Limit, with Concurrency 1, with a sort, a search text or a filter by that date, if the first
 * page is not sorted by that date, and if contacts lack it.
 */
export const contactSearch: Strategy = { ...searchAfter, read };

async function* read(list: Listing): AsyncGenerator<IDataObject[]> {
	const ranges = Math.min(MAX_RANGES, list.concurrency ?? 1);
	if (list.limit !== undefined || ranges < 2 || !isPlain(list.parts)) {
		yield* readPages(searchAfter, list);
		return;
	}
	const response = await list.send(searchAfter.page(list.parts, PAGE_SIZE, { records: 0 }));
	const { contacts, total = 0 } = readSearch(response);
	if (contacts.length > 0) yield await shapePage(list, contacts);
	if (!searchAfter.more(contacts, PAGE_SIZE, response)) return;
	if (total > LARGE_LIST && isNewestFirst(contacts)) {
		yield* new ParallelRanges(list, ranges).read(contacts, total);
		return;
	}
	const last = contacts.at(-1);
	yield* readPages(searchAfter, list, { records: contacts.length, ...(last ? { last } : {}) });
}
