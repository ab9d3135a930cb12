/** One poll of an account that has nothing but contacts, for tests of the parts of a poll; quicker to load than `fakeAccount.ts`. */
import type { IDataObject } from 'n8n-workflow';

import type { Poll } from '../../../nodes/HighLevel/polling/event';
import type { Purpose } from '../../../nodes/HighLevel/purpose';
import { recordAt, recordsAt, recordsOf, textOf } from '../../../nodes/shared/values';

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
		const [sort] = recordsAt(body, 'sort');
		const field = textOf(sort?.field);
		const sign = sort?.direction === 'desc' ? -1 : 1;
		const found = this.list.filter((one) =>
			recordsAt(body, 'filters').every((filter) => matches(one, filter)),
		);
		const valueOf = (one: IDataObject) => String(one[field] ?? '');
		if (field !== '') {
			found.sort((a, b) => sign * (valueOf(a) < valueOf(b) ? -1 : valueOf(a) > valueOf(b) ? 1 : 0));
		}
		const cursor: unknown = body.searchAfter;
		const start = Array.isArray(cursor)
			? found.findIndex(({ id }) => id === textOf(cursor[1])) + 1
			: 0;
		const page = found.slice(start, start + Number(body.pageLimit));
		return {
			total: found.length,
			contacts: page.map((one) => ({ ...one, searchAfter: [valueOf(one), one.id as string] })),
		};
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
