// Reads one list of contacts as ranges of dates in parallel.

import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../shared/failure';
import type { Listing, ReadSoFar } from '../../shared/pagination';
import { readPages, searchAfter, shapePage } from '../../shared/pagination';
import { isRecord } from '../../shared/values';
import { idOf } from '../record';
import type { Bounds, SearchResult } from './contactList';
import { addedAt, bodyOf, PAGE_SIZE, readSearch, within, withFilters } from './contactList';

const MIN_RANGE = 5 * PAGE_SIZE;
/** The deepest position that HighLevel looks up by number: `page` times `pageLimit` (API reference, contact search). */
const MAX_DEPTH = 10_000;

/** A page read but not yet yielded: its records, shaped, and their IDs. */
interface HeldPage {
	ids: string[];
	records: IDataObject[];
}

interface Range extends Bounds {
	pages: HeldPage[];
	isDone: boolean;
}

const refusalAsResponse = ({ status, message }: Failure): IDataObject | undefined =>
	status === 400 || status === 422 ? { refused: message } : undefined;

/** The IDs already yielded, so that no contact is yielded twice. */
class SeenIds {
	private readonly seen = new Set<string>();

	/** @returns the positions of the new IDs, which then count as seen */
	takeNew(ids: string[]): Set<number> {
		const positions = new Set<number>();
		for (const [position, id] of ids.entries()) {
			if (!this.seen.has(id)) positions.add(position);
			this.seen.add(id);
		}
		return positions;
	}
}

/**
 * One list read as ranges of `dateAdded` in parallel, yielded in the order of the cursor.
 *
 *     newest                                                     oldest
 *     |-- newest range --|-- range --|-- range --|-- range --|
 *         the list's        each with a cursor of its own,
 *         own cursor        ahead of what is yielded
 *
 * The list's own cursor reads the newest range. If anything about the other ranges is wrong, it continues to the end of
 * the list and replaces them.
 */
export class ParallelRanges {
	/** Where the newest range ends, in milliseconds since 1970; undefined until it is found. */
	private newestEnd: number | undefined;
	/** All ranges but the newest one. */
	private readonly ranges: Range[] = [];
	private allFound = false;
	/** Contacts beyond the newest range: as HighLevel counts them, and as the ranges yielded them. */
	private expected: number | undefined;
	private yielded = 0;
	/** The ranges cannot be trusted. */
	private isUnsafe = false;
	/** The consumer has stopped reading. */
	private hasEnded = false;
	private failure: Error | undefined;
	private readonly seen = new SeenIds();
	/** Wakes the reader, which waits for pages of the ranges. */
	private wake = () => {};

	/** @param count most ranges, the newest one included */
	constructor(
		private readonly list: Listing,
		private readonly count: number,
	) {}

	/**
	 * @param first the first page, which was already yielded
	 * @param total the contacts of the list, the first page included
	 */
	async *read(first: IDataObject[], total: number): AsyncGenerator<IDataObject[]> {
		this.seen.takeNew(first.map(idOf));
		const last = first.at(-1);
		const start: ReadSoFar = { records: first.length, ...(last ? { last } : {}) };
		const cursor = readPages(searchAfter, { ...this.list, shape: undefined }, start);
		void this.inBackground(async () => await this.findRanges(total));
		try {
			const rest = yield* this.readNewest(cursor);
			yield* this.readRanges();
			if (!this.isUnsafe && !(await this.isShort())) return;
			yield* this.yieldNew(rest);
			for await (const page of cursor) yield* this.yieldNew(page);
		} finally {
			this.hasEnded = true;
		}
	}

	/** Reads the newest range by cursor; returns the contacts of its last page that lie beyond it. */
	private async *readNewest(
		cursor: AsyncGenerator<IDataObject[]>,
	): AsyncGenerator<IDataObject[], IDataObject[]> {
		let oldest = Infinity;
		for (;;) {
			const step = await cursor.next();
			if (step.done) return [];
			const page = step.value;
			const { newestEnd = -Infinity } = this;
			// The cursor has already gone beyond the end of its range, which was found too late.
			if (oldest < newestEnd) this.isUnsafe = true;
			const isInside = (one: IDataObject) => this.isUnsafe || !(addedAt(one) < newestEnd);
			yield* this.yieldNew(page.filter(isInside));
			const beyond = page.filter((one) => !isInside(one));
			if (beyond.length > 0) return beyond;
			oldest = Math.min(oldest, ...page.map(addedAt));
		}
	}

	private async *readRanges(): AsyncGenerator<IDataObject[]> {
		// If its range has no end, the cursor has read everything.
		if (this.newestEnd === undefined) return;
		for (let index = 0; !this.isUnsafe; ) {
			if (this.failure) throw this.failure;
			const range = this.ranges[index];
			const page = range?.pages.shift();
			if (page) {
				const fresh = this.seen.takeNew(page.ids);
				this.yielded += fresh.size;
				yield page.records.filter((_, position) => fresh.has(position));
			} else if (range?.isDone) index += 1;
			else if (!range && this.allFound) return;
			else await new Promise<void>((resolve) => (this.wake = resolve));
		}
	}

	private async *yieldNew(page: IDataObject[]): AsyncGenerator<IDataObject[]> {
		const fresh = this.seen.takeNew(page.map(idOf));
		const records = page.filter((_, position) => fresh.has(position));
		if (records.length > 0) yield await shapePage(this.list, records);
	}

	/** Divides the list into ranges of equal size: a page of one contact at a position gives the date there. */
	private async findRanges(total: number): Promise<void> {
		// Contacts without the date are in no range, and their position in the list is unknown.
		const undated = await this.look([{ field: 'dateAdded', operator: 'not_exists' }], 1);
		if (undated?.total !== 0) return this.distrust();
		const even = Math.ceil(total / this.count / PAGE_SIZE) * PAGE_SIZE;
		const size = Math.min(MAX_DEPTH, Math.max(MIN_RANGE, even));
		for (let found = 1; found < this.count && !this.hasEnded; found++) {
			const before = this.ranges.at(-1)?.from ?? this.newestEnd;
			const result = await this.look(before === undefined ? [] : [within({ before })], size);
			if (result?.total === undefined) return this.distrust();
			if (found === 2) this.expected = result.total;
			const [edge] = result.contacts;
			if (!edge || result.total <= size) break;
			const from = addedAt(edge);
			if (!(from < (before ?? Infinity))) return this.distrust();
			if (before === undefined) this.newestEnd = from;
			else this.open({ from, before });
		}
		const before = this.ranges.at(-1)?.from ?? this.newestEnd;
		if (before !== undefined) this.open({ before });
		this.allFound = true;
	}

	/** Starts to read a range in the background. */
	private open(bounds: Bounds): void {
		const range: Range = { ...bounds, pages: [], isDone: false };
		this.ranges.push(range);
		void this.inBackground(async () => {
			const parts = withFilters(this.list.parts, [within(bounds)]);
			const send: Listing['send'] = async (page) =>
				await this.list.send(page, { onRefusal: refusalAsResponse });
			const list: Listing = { parts, send, unwrap: this.list.unwrap };
			for await (const page of readPages(searchAfter, list)) {
				const { from = -Infinity, before } = bounds;
				const areInside = page.every((one) => addedAt(one) >= from && addedAt(one) < before);
				if (!areInside) return this.distrust();
				if (this.isUnsafe || this.hasEnded) return;
				const ids = page.map(idOf);
				range.pages.push({ ids, records: await shapePage(this.list, page) });
				this.wake();
			}
			range.isDone = true;
		});
	}

	/**
	 * Reads one contact of the list, and how many there are.
	 *
	 * @param position of the contact, counted from 1
	 * @returns undefined if HighLevel refuses the request
	 */
	private async look(filters: IDataObject[], position: number): Promise<SearchResult | undefined> {
		const parts = withFilters(this.list.parts, filters);
		const body = { ...bodyOf(parts), pageLimit: 1, page: position };
		const response = await this.list.send({ ...parts, body }, { onRefusal: refusalAsResponse });
		return isRecord(response) && 'refused' in response ? undefined : readSearch(response);
	}

	/** Whether the ranges lack contacts that still exist. */
	private async isShort(): Promise<boolean> {
		if (this.newestEnd === undefined || this.yielded >= (this.expected ?? Infinity)) return false;
		const result = await this.look([within({ before: this.newestEnd })], 1);
		return this.yielded < (result?.total ?? Infinity);
	}

	private distrust(): void {
		this.isUnsafe = true;
		this.wake();
	}

	/** Runs a job that nobody awaits; its failure is thrown by `readRanges`. */
	private async inBackground(job: () => Promise<void>): Promise<void> {
		try {
			await job();
		} catch (error) {
			this.failure ??= error instanceof Error ? error : new Error(String(error));
		}
		this.wake();
	}
}
