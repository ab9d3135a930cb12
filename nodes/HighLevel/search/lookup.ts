// A HighLevel list that the editor offers to choose from: how it is declared, and how it is read in full.

import type { IDataObject, INodeListSearchItems } from 'n8n-workflow';

import type { Expectation } from '../../shared/expectation';
import { bareList, listUnder } from '../../shared/expectation';
import type { Body, RequestParts } from '../../shared/http';
import type { Strategy } from '../../shared/pagination';
import { readPages, wholeList } from '../../shared/pagination';
import { isRecord, recordsOf } from '../../shared/values';
import type { Purpose } from '../purpose';
import type { LookupContext } from './context';

/** A HighLevel list that the editor offers to choose from: one entry in the folder `lookups`. */
export interface Lookup extends Omit<Purpose, 'expects'> {
	/** Needed only if `unwrap` is a function: what a response must contain. */
	expects?: Expectation;
	/**
	 * The requests that read the list; more than one where HighLevel lists by calendar, user or kind.
	 *
	 * @param isSearching whether the user is searching for text
	 */
	requests: (
		context: LookupContext,
		isSearching: boolean,
	) => RequestParts[] | Promise<RequestParts[]>;
	/** Key of the response that contains the list, or how to find it; absent if the response is the list. */
	unwrap?: string | ((response: IDataObject) => unknown);
	/** Absent: HighLevel returns the whole list. */
	paginate?: Strategy;
	/** Adds the searched text to a request. Absent: entries are filtered here, by name. */
	search?: (parts: RequestParts, text: string) => RequestParts;
	/** Whether a record can be chosen. */
	keep?: (record: IDataObject) => boolean;
	/** Adds what the entries need but the list does not contain. */
	complete?: (records: IDataObject[], context: LookupContext) => Promise<IDataObject[]>;
	/** What the records of one page are sorted by. Absent: whole lists are sorted by name, pages not at all. */
	order?: (record: IDataObject) => string;
	entry: (record: IDataObject, context: LookupContext) => INodeListSearchItems;
}

/** A lookup, or a function that chooses one by API version or by what is chosen in the node. */
export type LookupSource = Lookup | ((context: LookupContext) => Lookup);

/** @returns the lookup that a source stands for */
export function lookupOf(source: LookupSource, context: LookupContext): Lookup {
	return typeof source === 'function' ? source(context) : source;
}

/** @returns what a call of the lookup is for */
export function purposeOf({ label, scope, versions, unwrap, expects }: Lookup): Purpose {
	const expected = typeof unwrap === 'string' ? listUnder(unwrap) : bareList;
	return { label, scope, versions, expects: expects ?? expected };
}

/** @returns the records in a response */
export function listIn({ unwrap }: Lookup, response: Body): IDataObject[] {
	if (unwrap === undefined) return Array.isArray(response) ? response : [];
	if (!isRecord(response)) return [];
	return recordsOf(typeof unwrap === 'string' ? response[unwrap] : unwrap(response));
}

export const byText = (a: string, b: string) => a.localeCompare(b, 'en', { sensitivity: 'base' });

/** @returns records as entries for the editor */
export async function toEntries(
	lookup: Lookup,
	context: LookupContext,
	records: IDataObject[],
): Promise<INodeListSearchItems[]> {
	const kept = lookup.keep ? records.filter(lookup.keep) : records;
	const complete = lookup.complete ? await lookup.complete(kept, context) : kept;
	const { order } = lookup;
	if (order) complete.sort((a, b) => byText(order(a), order(b)));
	const entries = complete.map((record) => lookup.entry(record, context));
	return order || lookup.paginate ? entries : entries.sort((a, b) => byText(a.name, b.name));
}

/**
 * Reads the records of a whole list.
 *
 * @throws NodeApiError naming the missing scope, the wrong sub-account or the refused token
 */
export async function readRecords(lookup: Lookup, context: LookupContext): Promise<IDataObject[]> {
	const found: IDataObject[] = [];
	for (const parts of await lookup.requests(context, false)) {
		const pages = readPages(lookup.paginate ?? wholeList, {
			parts,
			send: async (page) => await context.send(page, purposeOf(lookup)),
			unwrap: (response) => listIn(lookup, response),
		});
		for await (const page of pages) found.push(...page);
	}
	return found;
}

/**
 * Reads a whole list as entries, sorted by name.
 *
 * @throws what `readRecords` throws
 */
export async function readAll(
	source: LookupSource,
	context: LookupContext,
): Promise<INodeListSearchItems[]> {
	const lookup = lookupOf(source, context);
	const entries = await toEntries(lookup, context, await readRecords(lookup, context));
	return entries.sort((a, b) => byText(a.name, b.name));
}
