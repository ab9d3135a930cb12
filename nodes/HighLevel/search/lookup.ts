import type { IDataObject, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

import type { RequestParts } from '../../shared/operation';
import type { PageSoFar, Strategy } from '../../shared/pagination';
import { readPages, whole } from '../../shared/pagination';
import { bareList, listUnder } from '../../shared/expectation';
import type { Expectation } from '../../shared/expectation';
import { isRecord } from '../../shared/values';
import type { Place, Purpose } from './place';

/** One list of HighLevel that the editor offers to choose from. */
export interface Lookup extends Omit<Purpose, 'expects'> {
	/** Needed only where `unwrap` is a function: what the answer must hold. */
	expects?: Expectation;
	/**
	 * Where the list is read. More than one request where HighLevel gives a list only per calendar, user or kind; they
	 * are walked one after the other. `searching`: the user looks for something certain.
	 */
	requests: (place: Place, searching: boolean) => RequestParts[] | Promise<RequestParts[]>;
	/** Key of the answer that holds the list, or how to find it; absent where the answer is the list. */
	unwrap?: string | ((answer: IDataObject) => unknown);
	/** Left out: HighLevel gives the whole list. */
	paginate?: Strategy;
	/** Adds the searched text to the request. Left out: entries are filtered by their names here. */
	search?: (parts: RequestParts, text: string) => RequestParts;
	/** Leaves records out that cannot be used. */
	keep?: (record: IDataObject) => boolean;
	/** Adds what the entries need and the list does not hold. */
	complete?: (records: IDataObject[], place: Place) => Promise<IDataObject[]>;
	/** Sorts the records of one page. Left out: whole lists by name, pages as they come. */
	order?: (record: IDataObject) => string;
	entry: (record: IDataObject, place: Place) => INodeListSearchItems;
}

/** A lookup, or the choice of one by version or by what is chosen in the node. */
export type LookupSource = Lookup | ((place: Place) => Lookup);

const PAGE = 100;
/** Fewer entries would not fill the editor's list, which asks for more only when it is scrolled. */
const FEW = 20;
/** Requests read side by side where each gives a whole list. */
const TOGETHER = 10;
/** Rounds of requests for one page, so that a rare word does not read a large account to its end at once. */
const ROUNDS = 10;
/** Most entries of a drop-down, which has no pages. */
const MOST = 5000;

/** Where the next page starts; travels through the editor as text. */
interface Bookmark {
	/** Number of the request. */
	at: number;
	before: PageSoFar;
}

function readBookmark(token: string | undefined): Bookmark {
	if (token) {
		const parsed: unknown = JSON.parse(token);
		if (isRecord(parsed) && typeof parsed.at === 'number' && isRecord(parsed.before)) {
			const { records, last } = parsed.before;
			return {
				at: parsed.at,
				before: { records: Number(records), ...(isRecord(last) ? { last } : {}) },
			};
		}
	}
	return { at: 0, before: { records: 0 } };
}

function writeBookmark({ at, before: { records, last } }: Bookmark): string {
	const cursor = last?.searchAfter;
	return JSON.stringify({
		at,
		before: { records, ...(cursor === undefined ? {} : { last: { searchAfter: cursor } }) },
	});
}

/** @returns what a call for a list says of itself */
export function purposeOf({ label, scope, versions, unwrap, expects }: Lookup): Purpose {
	const expected = typeof unwrap === 'string' ? listUnder(unwrap) : bareList;
	return { label, scope, versions, expects: expects ?? expected };
}

function listIn(lookup: Lookup, answer: IDataObject | IDataObject[]): IDataObject[] {
	const { unwrap } = lookup;
	if (unwrap === undefined) return Array.isArray(answer) ? answer : [];
	if (!isRecord(answer)) return [];
	const held: unknown = typeof unwrap === 'string' ? answer[unwrap] : unwrap(answer);
	return Array.isArray(held) ? held.filter(isRecord) : [];
}

const byText = (a: string, b: string) => a.localeCompare(b, 'en', { sensitivity: 'base' });

async function toEntries(
	lookup: Lookup,
	place: Place,
	found: IDataObject[],
): Promise<INodeListSearchItems[]> {
	const usable = lookup.keep ? found.filter(lookup.keep) : found;
	const records = lookup.complete ? await lookup.complete(usable, place) : usable;
	const { order } = lookup;
	if (order)
		return records
			.sort((a, b) => byText(order(a), order(b)))
			.map((one) => lookup.entry(one, place));
	const entries = records.map((record) => lookup.entry(record, place));
	return lookup.paginate ? entries : entries.sort((a, b) => byText(a.name, b.name));
}

function resolve(source: LookupSource, place: Place): Lookup {
	return typeof source === 'function' ? source(place) : source;
}

/**
 * One page of a list for the editor.
 *
 * @param text  what the user types into the list
 * @param token the `paginationToken` of the page before
 * @throws NodeApiError with the missing scope, the wrong sub-account or the refused token in words
 */
export async function searchPage(
	source: LookupSource,
	place: Place,
	text = '',
	token?: string,
): Promise<INodeListSearchResult> {
	const lookup = resolve(source, place);
	const words = text.trim();
	const searching = words !== '';
	const plain = await lookup.requests(place, searching);
	const requests =
		searching && lookup.search
			? plain.map((parts) => lookup.search?.(parts, words) ?? parts)
			: plain;
	const matches = ({ name }: INodeListSearchItems) =>
		!searching || lookup.search !== undefined || name.toLowerCase().includes(words.toLowerCase());

	const results: INodeListSearchItems[] = [];
	const next = readBookmark(token);
	for (
		let round = 0;
		next.at < requests.length && results.length < FEW && round < ROUNDS;
		round++
	) {
		const found = await readRound(lookup, place, requests, next);
		results.push(...(await toEntries(lookup, place, found)).filter(matches));
	}
	return next.at < requests.length
		? { results, paginationToken: writeBookmark(next) }
		: { results };
}

/** Reads on from the bookmark and moves it. */
async function readRound(
	lookup: Lookup,
	place: Place,
	requests: RequestParts[],
	next: Bookmark,
): Promise<IDataObject[]> {
	const { paginate } = lookup;
	if (!paginate) {
		const batch = requests.slice(next.at, next.at + TOGETHER);
		next.at += batch.length;
		const answers = await Promise.all(
			batch.map(async (parts) => await place.send(parts, purposeOf(lookup))),
		);
		return answers.flatMap((answer) => listIn(lookup, answer));
	}
	const parts = requests[next.at];
	if (!parts) return [];
	const size = Math.min(paginate.pageSize ?? PAGE, PAGE);
	const answer = await place.send(paginate.page(parts, size, next.before), purposeOf(lookup));
	const page = listIn(lookup, answer);
	if (paginate.more(page, size, answer)) {
		next.before = { records: next.before.records + page.length, last: page.at(-1) };
	} else {
		next.at += 1;
		next.before = { records: 0 };
	}
	return page;
}

/**
 * A whole list, for a drop-down; at most 5000 entries.
 *
 * @throws NodeApiError as `searchPage`
 */
export async function readAll(source: LookupSource, place: Place): Promise<INodeListSearchItems[]> {
	const lookup = resolve(source, place);
	const found: IDataObject[] = [];
	for (const parts of await lookup.requests(place, false)) {
		const pages = readPages(lookup.paginate ?? whole, {
			parts,
			wanted: MOST,
			send: async (page) => await place.send(page, purposeOf(lookup)),
			unwrap: (answer) => listIn(lookup, answer),
		});
		for await (const page of pages) found.push(...page);
	}
	const entries = await toEntries(lookup, place, found.slice(0, MOST));
	return entries.sort((a, b) => byText(a.name, b.name));
}
