/** One poll of an account that has nothing but contacts, for tests of the parts of a poll; quicker to load than `fakeAccount.ts`. */
import type { IDataObject } from 'n8n-workflow';

import type { Poll } from '../../../nodes/HighLevel/polling/event';
import type { Purpose } from '../../../nodes/HighLevel/purpose';
import { recordAt, recordsOf, textOf } from '../../../nodes/shared/values';

/** The time of every poll, unless a test moves it. */
export const NOW = Date.UTC(2026, 1, 20, 12);

/** An error of `Poll.stop`. */
export class Stopped extends Error {
	constructor(
		message: string,
		readonly next: string,
	) {
		super(message);
	}
}

/** A call of a poll. */
export interface PollCall {
	method: string;
	path: string;
	query: IDataObject;
	body: IDataObject;
	purpose: Purpose;
}

/** An account's contacts, and the calls that read them. */
export class Contacts {
	readonly calls: PollCall[] = [];
	now = NOW;
	pageSize = 500;
	/** Called before each response. */
	meanwhile = () => {};
	/** Responds in the search's place. */
	instead: ((call: PollCall) => IDataObject | IDataObject[] | undefined) | undefined;

	private last: { list: IDataObject[]; key: string; found: IDataObject[] } | undefined;

	constructor(public list: IDataObject[] = []) {}

	/** The bodies of the searches. */
	get searches(): IDataObject[] {
		return this.calls.map(({ body }) => body);
	}

	poll(values: IDataObject = {}): Poll {
		return {
			now: this.now,
			zone: 'UTC',
			location: 'loc-1',
			pageSize: this.pageSize,
			values,
			stop: (message, next) => new Stopped(message, next),
			send: async ({ method, path, query, body }, purpose) => {
				const read = (body ?? {}) as IDataObject;
				const call = { method, path, query, body: read, purpose };
				this.calls.push(call);
				this.meanwhile();
				return this.instead?.(call) ?? this.search(read);
			},
		};
	}

	/** HighLevel's search: filters, one order, pages by cursor. */
	private search(body: IDataObject): IDataObject {
		const { filters, sort, searchAfter: cursor } = body;
		const found = this.found(recordsOf(filters), recordsOf(sort)[0] ?? {});
		const start = Array.isArray(cursor) ? Number(cursor[0]) : 0;
		const page = found.slice(start, start + Number(body.pageLimit));
		return {
			total: found.length,
			contacts: page.map((one, at) => ({ ...one, searchAfter: [start + at + 1, String(one.id)] })),
		};
	}

	/** The contacts that match, in order; the pages of one search share it. */
	private found(filters: IDataObject[], { field, direction }: IDataObject): IDataObject[] {
		const { list } = this;
		const key = JSON.stringify([filters, field, direction, list.length]);
		if (this.last?.list === list && this.last.key === key) return this.last.found;
		const name = textOf(field);
		const sign = direction === 'desc' ? -1 : 1;
		const found = list
			.filter((one) => filters.every((filter) => matches(one, filter)))
			.map((one) => ({ one, value: textOf(one[name]) }))
			.sort((a, b) => sign * (a.value < b.value ? -1 : Number(a.value > b.value)))
			.map(({ one }) => one);
		this.last = { list, key, found };
		return found;
	}
}

function matches(contact: IDataObject, filter: IDataObject): boolean {
	if (filter.group === 'OR') {
		return recordsOf(filter.filters).some((one) => matches(contact, one));
	}
	const value = contact[textOf(filter.field)];
	if (filter.operator === 'range') {
		const { gt } = recordAt(filter, 'value') ?? {};
		return String(value ?? '') > String(gt);
	}
	return Array.isArray(value) ? value.some((one) => one === filter.value) : value === filter.value;
}

/** A contact that was updated so many milliseconds after `NOW`. */
export const contactAt = (id: string, ms: number, more: IDataObject = {}): IDataObject => ({
	id,
	dateUpdated: new Date(NOW + ms).toISOString(),
	dateAdded: new Date(NOW + ms).toISOString(),
	...more,
});

/** Everything that a generator yields. */
export async function all<T>(generator: AsyncIterable<T>): Promise<T[]> {
	const list: T[] = [];
	for await (const one of generator) list.push(one);
	return list;
}
