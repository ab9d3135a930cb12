import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../shared/failure';
import type { RequestParts } from '../shared/operation';
import type { Listing, PageSoFar, Strategy } from '../shared/pagination';
import { readPages, searchAfter, shapePage } from '../shared/pagination';
import { isAbsent, isRecord, recordsOf, textOf } from '../shared/values';

/** From so many contacts on, ranges are worth the calls that find them. */
const LARGE = 5000;
const MOST_RANGES = 10;
const PAGE = 500;
const SMALLEST_RANGE = 5 * PAGE;
/** HighLevel counts no further: `page` x `pageLimit` (API reference, contact search). */
const DEEPEST = 10_000;

/** Contacts added from one moment on (milliseconds) and before another one. */
interface Bounds {
	from?: number;
	before: number;
}

/** A page that was read and not yet given out: shaped records, and their IDs. */
interface Held {
	ids: string[];
	records: IDataObject[];
}

interface Range extends Bounds {
	pages: Held[];
	done: boolean;
}

interface Answer {
	contacts: IDataObject[];
	total: number | undefined;
}

function stampOf({ dateAdded }: IDataObject): number {
	return typeof dateAdded === 'string' ? Date.parse(dateAdded) : NaN;
}

const idOf = ({ id }: IDataObject): string => textOf(id);

function bodyOf({ body }: RequestParts): IDataObject {
	return isRecord(body) ? body : {};
}

function answerOf(answer: IDataObject | IDataObject[]): Answer {
	const { contacts, total } = isRecord(answer) ? answer : {};
	return { contacts: recordsOf(contacts), total: typeof total === 'number' ? total : undefined };
}

const refusedValues = ({ status, message }: Failure): IDataObject | undefined =>
	status === 400 || status === 422 ? { refused: message } : undefined;

function within({ from, before }: Bounds): IDataObject {
	const iso = (stamp: number) => new Date(stamp).toISOString();
	const value = { ...(from === undefined ? {} : { gte: iso(from) }), lt: iso(before) };
	return { field: 'dateAdded', operator: 'range', value };
}

/** A user's own sort, search text, or filter by the same date leaves the list to the cursor. */
function isPlain(parts: RequestParts): boolean {
	const { sort, query, filters } = bodyOf(parts);
	return isAbsent(sort) && isAbsent(query) && !JSON.stringify(filters ?? []).includes('dateAdded');
}

/**
 * Whether a page shows the order that ranges rely on: by `dateAdded`, the newest first, by the very stamps that the cursor
 * holds. HighLevel documents no order, so every list has to show it.
 */
function isNewestFirst(contacts: IDataObject[]): boolean {
	let before = Infinity;
	return contacts.every((contact) => {
		const stamp = stampOf(contact);
		const cursor: unknown[] = Array.isArray(contact.searchAfter) ? contact.searchAfter : [];
		const follows = stamp <= before && cursor[0] === stamp;
		before = stamp;
		return follows;
	});
}

/**
 * One list read as ranges of `dateAdded` side by side, given out in the order of the cursor. The newest range is read by the
 * list's own cursor, which goes on to the end should anything about the ranges be other than it must.
 */
class SideBySide {
	/** Where the newest range ends. */
	private end: number | undefined;
	private readonly ranges: Range[] = [];
	private found = false;
	/** Contacts behind the newest range: as HighLevel counts them, and as the ranges gave them. */
	private expected: number | undefined;
	private given = 0;
	/** The ranges cannot be trusted. */
	private unsafe = false;
	/** Nobody wants further pages. */
	private ended = false;
	private failure: Error | undefined;
	private readonly seen = new Set<string>();
	private wake = () => {};

	constructor(
		private readonly list: Listing,
		private readonly most: number,
	) {}

	/** @param first the first page, which was given out already */
	async *read(first: IDataObject[], total: number): AsyncGenerator<IDataObject[]> {
		this.unseen(first.map(idOf));
		const last = first.at(-1);
		const start: PageSoFar = { records: first.length, ...(last ? { last } : {}) };
		const cursor = readPages(searchAfter, { ...this.list, shape: undefined }, start);
		void this.work(async () => await this.findRanges(total));
		try {
			const rest = yield* this.readNewest(cursor);
			yield* this.readRanges();
			if (!this.unsafe && !(await this.isShort())) return;
			yield* this.give(rest);
			for await (const page of cursor) yield* this.give(page);
		} finally {
			this.ended = true;
		}
	}

	/** Reads on by cursor as far as the next range; returns what of the last page lies behind. */
	private async *readNewest(
		cursor: AsyncGenerator<IDataObject[]>,
	): AsyncGenerator<IDataObject[], IDataObject[]> {
		let oldest = Infinity;
		for (;;) {
			const step = await cursor.next();
			if (step.done) return [];
			const page = step.value;
			const { end = -Infinity } = this;
			// The cursor was faster than the ranges were found.
			if (oldest < end) this.unsafe = true;
			const isInside = (one: IDataObject) => this.unsafe || !(stampOf(one) < end);
			yield* this.give(page.filter(isInside));
			const behind = page.filter((one) => !isInside(one));
			if (behind.length > 0) return behind;
			oldest = Math.min(oldest, ...page.map(stampOf));
		}
	}

	private async *readRanges(): AsyncGenerator<IDataObject[]> {
		// Without an end the cursor has read everything.
		if (this.end === undefined) return;
		for (let index = 0; !this.unsafe; ) {
			if (this.failure) throw this.failure;
			const range = this.ranges[index];
			const page = range?.pages.shift();
			if (page) {
				const fresh = this.unseen(page.ids);
				this.given += fresh.size;
				yield page.records.filter((_, place) => fresh.has(place));
			} else if (range?.done) index += 1;
			else if (!range && this.found) return;
			else await new Promise<void>((resolve) => (this.wake = resolve));
		}
	}

	private async *give(page: IDataObject[]): AsyncGenerator<IDataObject[]> {
		const fresh = this.unseen(page.map(idOf));
		const records = page.filter((_, place) => fresh.has(place));
		if (records.length > 0) yield await shapePage(this.list, records);
	}

	/** The places of the contacts that were not given out before; from now on they are. */
	private unseen(ids: string[]): Set<number> {
		const places = new Set<number>();
		for (const [place, id] of ids.entries()) {
			if (!this.seen.has(id)) places.add(place);
			this.seen.add(id);
		}
		return places;
	}

	/** Cuts the list where every so many contacts end: an answer of one contact tells its date. */
	private async findRanges(total: number): Promise<void> {
		// Contacts without the date are in no range, and their place in the list is not known.
		const undated = await this.ask([{ field: 'dateAdded', operator: 'not_exists' }], 1);
		if (undated?.total !== 0) return this.distrust();
		const even = Math.ceil(total / this.most / PAGE) * PAGE;
		const size = Math.min(DEEPEST, Math.max(SMALLEST_RANGE, even));
		for (let count = 1; count < this.most && !this.ended; count++) {
			const before = this.ranges.at(-1)?.from ?? this.end;
			const answer = await this.ask(before === undefined ? [] : [within({ before })], size);
			if (answer?.total === undefined) return this.distrust();
			if (count === 2) this.expected = answer.total;
			const [edge] = answer.contacts;
			if (!edge || answer.total <= size) break;
			const from = stampOf(edge);
			if (!(from < (before ?? Infinity))) return this.distrust();
			if (before === undefined) this.end = from;
			else this.open({ from, before });
		}
		const before = this.ranges.at(-1)?.from ?? this.end;
		if (before !== undefined) this.open({ before });
		this.found = true;
	}

	private open(bounds: Bounds): void {
		const range: Range = { ...bounds, pages: [], done: false };
		this.ranges.push(range);
		void this.work(async () => {
			const parts = this.filtered([within(bounds)]);
			const send: Listing['send'] = async (page) =>
				await this.list.send(page, { refused: refusedValues });
			const list: Listing = { parts, send, unwrap: this.list.unwrap };
			for await (const page of readPages(searchAfter, list)) {
				const { from = -Infinity, before } = bounds;
				const inside = page.every((one) => stampOf(one) >= from && stampOf(one) < before);
				if (!inside) return this.distrust();
				if (this.unsafe || this.ended) return;
				const ids = page.map(idOf);
				range.pages.push({ ids, records: await shapePage(this.list, page) });
				this.wake();
			}
			range.done = true;
		});
	}

	private filtered(more: IDataObject[]): RequestParts {
		const { parts } = this.list;
		const body = bodyOf(parts);
		const filters = [...recordsOf(body.filters), ...more];
		return { ...parts, body: { ...body, ...(filters.length > 0 ? { filters } : {}) } };
	}

	/** The contact at a place, counted from 1, and how many there are; undefined where HighLevel refuses to say. */
	private async ask(filters: IDataObject[], place: number): Promise<Answer | undefined> {
		const parts = this.filtered(filters);
		const body = { ...bodyOf(parts), pageLimit: 1, page: place };
		const answer = await this.list.send({ ...parts, body }, { refused: refusedValues });
		return isRecord(answer) && 'refused' in answer ? undefined : answerOf(answer);
	}

	/** Whether the ranges lack contacts that are still there. */
	private async isShort(): Promise<boolean> {
		if (this.end === undefined || this.given >= (this.expected ?? Infinity)) return false;
		const answer = await this.ask([within({ before: this.end })], 1);
		return this.given < (answer?.total ?? Infinity);
	}

	private distrust(): void {
		this.unsafe = true;
		this.wake();
	}

	private async work(job: () => Promise<void>): Promise<void> {
		try {
			await job();
		} catch (error) {
			this.failure ??= error instanceof Error ? error : new Error(String(error));
		}
		this.wake();
	}
}

async function* read(list: Listing): AsyncGenerator<IDataObject[]> {
	const most = Math.min(MOST_RANGES, list.atOnce ?? 1);
	if (list.wanted !== undefined || most < 2 || !isPlain(list.parts)) {
		yield* readPages(searchAfter, list);
		return;
	}
	const answer = await list.send(searchAfter.page(list.parts, PAGE, { records: 0 }));
	const { contacts, total = 0 } = answerOf(answer);
	if (contacts.length > 0) yield await shapePage(list, contacts);
	if (!searchAfter.more(contacts, PAGE, answer)) return;
	if (total > LARGE && isNewestFirst(contacts)) {
		yield* new SideBySide(list, most).read(contacts, total);
		return;
	}
	const last = contacts.at(-1);
	yield* readPages(searchAfter, list, { records: contacts.length, ...(last ? { last } : {}) });
}

/**
 * All contacts in the order of the search. A large list is read as at most ten ranges of `dateAdded` side by side, at the cost
 * of at most two further calls a range, and comes out as the cursor alone would give it.
 *
 * The cursor reads alone: with Limit, with Concurrency 1, with a sort, a search text or a filter by that date, where the first
 * page is not in the order of that date, and where contacts lack it.
 */
export const contactSearch: Strategy = { ...searchAfter, read };
