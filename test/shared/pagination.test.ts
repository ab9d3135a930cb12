import type { IDataObject } from 'n8n-workflow';

import type { Listing, Strategy } from '../../nodes/shared/pagination';
import {
	byOffset,
	nextCursor,
	pageToken,
	readPages,
	searchAfter,
	shapePage,
	startAfter,
	wholeList,
} from '../../nodes/shared/pagination';

const parts = { method: 'GET' as const, path: '/things', query: { q: 1 } };
const record = (id: number): IDataObject => ({ id });
const full = [record(1), record(2)];

describe('the request of a page', () => {
	test('of a whole list is the request itself', () => {
		expect(wholeList.page(parts, 5, { records: 0 })).toBe(parts);
		expect(wholeList.more(full, 2, {})).toBe(false);
		expect(wholeList.pageSize).toBeUndefined();
	});

	test('by offset says how many records to skip', () => {
		const strategy = byOffset('skip', 100);
		expect(strategy.pageSize).toBe(100);
		expect(strategy.page(parts, 20, { records: 40 })).toEqual({
			...parts,
			query: { q: 1, limit: 20, skip: 40 },
		});
		expect(byOffset('offset', 5).page(parts, 5, { records: 0 }).query).toMatchObject({ offset: 0 });
		expect([3, 2, 1].map((size) => strategy.more(full, size, {}))).toEqual([false, true, true]);
	});

	test('of contacts has the cursor of the last record', () => {
		const last = { id: 1, searchAfter: [5, 'a'] };
		expect(searchAfter.pageSize).toBe(500);
		expect(searchAfter.page({ ...parts, body: { f: 1 } }, 500, { records: 1, last })).toEqual({
			...parts,
			body: { f: 1, pageLimit: 500, searchAfter: [5, 'a'] },
		});
		expect(searchAfter.page({ ...parts, body: [] }, 9, { records: 0 }).body).toEqual({
			pageLimit: 9,
		});
		const none = { records: 1, last: { searchAfter: 'x' } };
		expect(searchAfter.page(parts, 9, none).body).toEqual({ pageLimit: 9 });
		expect(searchAfter.more([{}, last], 2, {})).toBe(true);
		expect(searchAfter.more([{}, last], 3, {})).toBe(false);
		expect(searchAfter.more([last, {}], 2, {})).toBe(false);
		expect(searchAfter.more([], 0, {})).toBe(false);
		expect(searchAfter.more([{}, {}, last], 3, {})).toBe(true);
	});

	test('by cursor has that of the response', () => {
		const strategy = nextCursor(50);
		const query = (response?: IDataObject | IDataObject[]) =>
			strategy.page(parts, 9, { records: 1, ...(response ? { response } : {}) }).query;
		expect(strategy.pageSize).toBe(50);
		expect(query({ nextCursor: 'c' })).toEqual({ q: 1, limit: 9, nextCursor: 'c' });
		for (const none of [{ nextCursor: '' }, {}, [], undefined]) {
			expect(query(none)).toEqual({ q: 1, limit: 9 });
		}
		expect(strategy.more(full, 9, { nextCursor: 'c' })).toBe(true);
		expect(strategy.more([], 9, { nextCursor: 'c' })).toBe(false);
		expect(strategy.more(full, 9, { nextCursor: null })).toBe(false);
		expect(strategy.more(full, 9, [])).toBe(false);
	});

	test('by token has that of the response', () => {
		const strategy = pageToken(50);
		const next = (nextPageToken: unknown) => ({ pagination: { nextPageToken } }) as IDataObject;
		const query = (response?: IDataObject) =>
			strategy.page(parts, 9, { records: 1, ...(response ? { response } : {}) }).query;
		expect(strategy.pageSize).toBe(50);
		expect(query(next('t'))).toEqual({ q: 1, pageSize: 9, pageToken: 't' });
		for (const none of [next(''), next(5), { pagination: 'x' }, {}, undefined]) {
			expect(query(none)).toEqual({ q: 1, pageSize: 9 });
		}
		expect(strategy.more(full, 9, next('t'))).toBe(true);
		expect(strategy.more([], 9, next('t'))).toBe(false);
		expect(strategy.more(full, 9, next(''))).toBe(false);
		expect(strategy.more(full, 9, next(5))).toBe(false);
	});

	test('by start has what the response says', () => {
		const strategy = startAfter(50);
		const meta = (more: IDataObject = {}) => ({
			meta: { startAfter: 5, startAfterId: 'a', ...more },
		});
		const query = (response?: IDataObject | IDataObject[]) =>
			strategy.page(parts, 9, { records: 1, ...(response ? { response } : {}) }).query;
		expect(strategy.pageSize).toBe(50);
		expect(query(meta())).toEqual({ q: 1, limit: 9, startAfter: 5, startAfterId: 'a' });
		for (const none of [
			meta({ startAfterId: '' }),
			meta({ nextPage: null }),
			{ meta: 'x' },
			{},
			[],
			undefined,
		]) {
			expect(query(none)).toEqual({ q: 1, limit: 9 });
		}
		expect(query(meta({ nextPage: 2 }))).toMatchObject({ startAfterId: 'a' });
		expect(strategy.more(full, 9, meta())).toBe(true);
		expect(strategy.more([], 9, meta())).toBe(false);
		expect(strategy.more(full, 9, {})).toBe(false);
	});
});

describe('a list', () => {
	interface Given {
		pages: IDataObject[][];
		limit?: number;
		strategy?: Strategy;
		more?: Partial<Listing>;
		before?: Parameters<typeof readPages>[2];
	}
	async function read({ pages, limit, strategy = byOffset('skip', 2), more = {}, before }: Given) {
		const queries: IDataObject[] = [];
		const listing: Listing = {
			parts,
			...(limit === undefined ? {} : { limit }),
			send: async ({ query }) => {
				queries.push(query);
				return await Promise.resolve({ page: pages[queries.length - 1] ?? [] });
			},
			unwrap: (response) => (response as IDataObject).page as IDataObject[],
			...more,
		};
		const got: IDataObject[][] = [];
		for await (const page of readPages(strategy, listing, before)) got.push(page);
		return { got, queries: queries.map(({ limit: size, skip }) => [size, skip]) };
	}
	const ids = (...all: number[]) => all.map(record);

	test('is read to its end', async () => {
		expect(await read({ pages: [ids(1, 2), ids(3)] })).toEqual({
			got: [ids(1, 2), ids(3)],
			queries: [
				[2, 0],
				[2, 2],
			],
		});
		expect(await read({ pages: [ids(1, 2), []] })).toMatchObject({ got: [ids(1, 2)] });
	});

	test('is read to its limit, without a call beyond it', async () => {
		expect(await read({ pages: [ids(1, 2), ids(3, 4), ids(5)], limit: 3 })).toEqual({
			got: [ids(1, 2), ids(3)],
			queries: [
				[2, 0],
				[1, 2],
			],
		});
		expect(await read({ pages: [ids(1, 2), ids(3)], limit: 2 })).toEqual({
			got: [ids(1, 2)],
			queries: [[2, 0]],
		});
		expect(await read({ pages: [ids(1)], limit: 0 })).toEqual({ got: [], queries: [] });
		const whole = await read({ pages: [ids(1, 2, 3)], limit: 2, strategy: wholeList });
		expect(whole.got).toEqual([ids(1, 2)]);
		const unbounded: Strategy = { ...byOffset('skip', 2) };
		delete unbounded.pageSize;
		const asked = await read({ pages: [ids(1)], strategy: unbounded });
		expect(asked.queries).toEqual([[Number.MAX_SAFE_INTEGER, 0]]);
	});

	test('goes on from where it is told', async () => {
		const { queries } = await read({ pages: [ids(1)], before: { records: 7 }, limit: 9 });
		expect(queries).toEqual([[2, 7]]);
	});

	test('hands the last record and response to the next page', async () => {
		const seen: unknown[] = [];
		const strategy: Strategy = {
			pageSize: 2,
			page: (one, _, before) => {
				seen.push(before);
				return { ...one, query: { n: seen.length } };
			},
			more: (page) => page.length === 3,
		};
		await read({ pages: [ids(1, 0, 2), ids(3)], strategy });
		expect(seen).toEqual([
			{ records: 0 },
			{ records: 3, last: record(2), response: { page: ids(1, 0, 2) } },
		]);
	});

	test('that does not end is found out by the same request or the same page', async () => {
		const loop = 'The list does not end: the same page arrived twice';
		await expect(read({ pages: [ids(1, 2), ids(1, 2)] })).rejects.toMatchObject({
			message: loop,
			name: 'EndlessList',
		});
		const stuck: Strategy = { pageSize: 2, page: (one) => one, more: () => true };
		await expect(read({ pages: [ids(1, 2), ids(3, 4)], strategy: stuck })).rejects.toThrow(loop);
		const body: Strategy = {
			...stuck,
			page: (one, _, { records }) => ({ ...one, body: { records } }),
		};
		await expect(
			read({
				pages: [
					[{ _id: 1 }, {}, { _id: 2 }],
					[{ _id: 1 }, {}, { _id: 2 }],
				],
				strategy: body,
			}),
		).rejects.toThrow(loop);
	});

	test('with pages that only look alike is read on', async () => {
		const strategy: Strategy = {
			pageSize: 2,
			page: (one, _, { records }) => ({ ...one, query: { records } }),
			more: (page) => page.length > 0,
		};
		const twice = async (...pages: IDataObject[][]) => (await read({ pages, strategy })).got.length;
		expect(await twice([{}, {}], [{}, {}])).toBe(2);
		expect(await twice([record(1), {}], [record(1), {}])).toBe(2);
		expect(await twice(ids(1, 2), ids(1, 3))).toBe(2);
		expect(await twice(ids(1, 2), ids(3, 2))).toBe(2);
		expect(await twice(ids(1, 5, 2), ids(1, 2))).toBe(2);
		expect(await twice(ids(1, 2, 3), ids(1, 2, 4))).toBe(2);
		expect(await twice(ids(1, 2), ids(3, 4), ids(1, 2))).toBe(3);
	});

	test('has its records shaped, page by page', async () => {
		const shape = async ({ id }: IDataObject) => await Promise.resolve({ shaped: id });
		const { got } = await read({ pages: [ids(1, 2), ids(3)], more: { shape } });
		expect(got).toEqual([[{ shaped: 1 }, { shaped: 2 }], [{ shaped: 3 }]]);
		const page = ids(1);
		expect(await shapePage({} as Listing, page)).toBe(page);
	});
});
