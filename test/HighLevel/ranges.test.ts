/** Reading all contacts in parallel ranges, through searches that misbehave. */
import type { IDataObject } from 'n8n-workflow';

import { contactSearch } from '../../nodes/HighLevel/ranges';
import type { RequestParts, SendRules } from '../../nodes/shared/http';
import { isRecord, recordsOf, textOf } from '../../nodes/shared/values';
import { until } from '../engine/events';
import type { HighLevelStandIn } from '../standins/highlevel';
import { startHighLevelStandIn } from '../standins/highlevel';

const COUNT = 12_000;

let standIn: HighLevelStandIn;

beforeAll(async () => {
	standIn = await startHighLevelStandIn({
		limiter: { kind: 'firstCall', max: 1_000_000, intervalMs: 10_000 },
	});
	standIn.state.seedContacts(COUNT);
});
afterAll(async () => await standIn.close());

interface Reply {
	status: number;
	body: IDataObject;
}

/** What is done to a request on its way to the search, and to its answer on its way back. */
type Lie = (request: IDataObject, forward: (body: IDataObject) => Promise<Reply>) => Promise<Reply>;

const honest: Lie = async (request, forward) => await forward(request);

async function forward(body: IDataObject): Promise<Reply> {
	const response = await fetch(`${standIn.url}/contacts/search`, {
		method: 'POST',
		headers: {
			authorization: `Bearer ${standIn.tokens.privateIntegration}`,
			version: 'v3',
			'content-type': 'application/json',
		},
		body: JSON.stringify(body),
	});
	const answer: unknown = await response.json();
	return { status: response.status, body: isRecord(answer) ? answer : {} };
}

/** Reads the list through a search that lies. Returns the IDs and the requests that arrived. */
async function read(lie: Lie, concurrency = 10) {
	const requests: IDataObject[] = [];
	const send = async ({ body }: RequestParts, rules?: SendRules): Promise<IDataObject> => {
		const request = isRecord(body) ? body : {};
		requests.push(request);
		const { status, body: answer } = await lie(request, forward);
		if (status < 300) return answer;
		const instead = rules?.onRefusal?.({
			status,
			headers: {},
			body: answer,
			message: textOf(answer.message),
			cancelled: false,
		});
		if (!instead) throw new Error(`${status} ${textOf(answer.message)}`);
		return instead;
	};
	const pages = contactSearch.read?.({
		parts: {
			method: 'POST',
			path: '/contacts/search',
			query: {},
			body: { locationId: standIn.locationId },
		},
		concurrency,
		send,
		unwrap: (answer) => (Array.isArray(answer) ? answer : recordsOf(answer.contacts)),
		shape: async ({ id }) => ({ id }),
	});
	const ids: string[] = [];
	for await (const page of pages ?? []) for (const { id } of page) ids.push(textOf(id));
	return { ids, requests };
}

interface Filter extends IDataObject {
	field: string;
	operator: string;
	value: IDataObject;
}

/** The filter by date that the node added. */
function dateFilter({ filters }: IDataObject): Filter | undefined {
	for (const { field, operator, value } of recordsOf(filters)) {
		if (field === 'dateAdded') {
			return { field, operator: textOf(operator), value: isRecord(value) ? value : {} };
		}
	}
	return undefined;
}

const withFilter = (request: IDataObject, filter: IDataObject): IDataObject => ({
	...request,
	filters: [filter],
});
const isPage = ({ pageLimit }: IDataObject) => pageLimit === 500;

let cursor: string[];

beforeAll(async () => {
	cursor = (await read(honest, 1)).ids;
	expect(cursor.length).toBeGreaterThanOrEqual(COUNT);
	expect(new Set(cursor).size).toBe(cursor.length);
});

/** Whether any page was read with bounds of a range. */
const usedRanges = (requests: IDataObject[]) =>
	requests.some((request) => isPage(request) && dateFilter(request) !== undefined);

test('an honest search is read in ranges, at the cost of at most two further calls a range', async () => {
	const { ids, requests } = await read(honest);
	expect(ids).toEqual(cursor);
	expect(usedRanges(requests)).toBe(true);
	expect(requests.length).toBeLessThanOrEqual(Math.ceil(cursor.length / 500) + 1 + 2 * 5);
});

describe('nothing is missing, doubled or out of order when the search', () => {
	test.each<[string, Lie]>([
		[
			'refuses filters by date',
			async (request, on) =>
				dateFilter(request)
					? { status: 422, body: { message: 'Invalid Operator (range)' } }
					: await on(request),
		],
		[
			'refuses ranges alone',
			async (request, on) =>
				dateFilter(request)?.operator === 'range'
					? { status: 400, body: { message: 'Invalid field dateAdded' } }
					: await on(request),
		],
		['ignores filters by date', async ({ filters: _, ...request }, on) => await on(request)],
		[
			'ignores ranges, and knows which contacts lack the date',
			async (request, on) => {
				const { filters: _, ...rest } = request;
				return await on(dateFilter(request)?.operator === 'range' ? rest : request);
			},
		],
		[
			'gives no total',
			async (request, on) => {
				const { status, body } = await on(request);
				const { total: _, ...rest } = body;
				return { status, body: rest };
			},
		],
		[
			'counts no further than 10,000',
			async (request, on) => {
				const { status, body } = await on(request);
				return { status, body: { ...body, total: Math.min(10_000, Number(body.total)) } };
			},
		],
		[
			'cannot page by number',
			async (request, on) =>
				Number(request.page ?? 1) > 1
					? { status: 400, body: { message: 'page is not supported' } }
					: await on(request),
		],
		['ignores the page number', async ({ page: _, ...request }, on) => await on(request)],
		[
			'orders the list by another date',
			async (request, on) =>
				await on({ ...request, sort: [{ field: 'dateUpdated', direction: 'asc' }] }),
		],
		[
			'leaves the date out of its rows',
			async (request, on) => {
				const { status, body } = await on(request);
				const contacts = recordsOf(body.contacts).map(({ dateAdded: _, ...rest }) => rest);
				return { status, body: { ...body, contacts } };
			},
		],
	])('%s', async (name, lie) => {
		const { ids } = await read(lie);
		const expected = name.includes('another date') ? (await read(lie, 1)).ids : cursor;
		expect(ids).toEqual(expected);
	});
});

describe('nothing is missing or doubled when the search', () => {
	test.each<[string, Lie]>([
		[
			'takes "before" for "up to"',
			async (request, on) => {
				const filter = dateFilter(request);
				if (filter?.operator !== 'range') return await on(request);
				const { lt, ...rest } = filter.value;
				return await on(withFilter(request, { ...filter, value: { ...rest, lte: lt } }));
			},
		],
		[
			'takes "from" for "after"',
			async (request, on) => {
				const filter = dateFilter(request);
				if (filter?.operator !== 'range' || filter.value.gte === undefined) {
					return await on(request);
				}
				const { gte, ...rest } = filter.value;
				return await on(withFilter(request, { ...filter, value: { ...rest, gt: gte } }));
			},
		],
		[
			'rounds bounds down to the day',
			async (request, on) => {
				const filter = dateFilter(request);
				if (filter?.operator !== 'range') return await on(request);
				const day = (value: unknown) => `${textOf(value).slice(0, 10)}T00:00:00.000Z`;
				const value = Object.fromEntries(
					Object.entries(filter.value).map(([key, bound]) => [key, day(bound)]),
				);
				return await on(withFilter(request, { ...filter, value }));
			},
		],
		[
			'loses contacts in ranges',
			async (request, on) => {
				const answer = await on(request);
				if (!isPage(request) || !dateFilter(request)) return answer;
				const contacts = recordsOf(answer.body.contacts);
				// The last contact stays, so that the cursor goes on.
				const kept = contacts.filter((_, index) => index % 100 !== 7);
				const filled = [...kept, ...contacts.slice(-1 * (contacts.length - kept.length))];
				return { ...answer, body: { ...answer.body, contacts: filled } };
			},
		],
	])('%s', async (_, lie) => {
		const { ids } = await read(lie);
		expect(new Set(ids).size).toBe(ids.length);
		expect([...ids].sort()).toEqual([...cursor].sort());
	});
});

test('the failure of a range is not taken for its end', async () => {
	let pages = 0;
	const failing: Lie = async (request, on) => {
		if (isPage(request) && dateFilter(request) && ++pages === 4) {
			return { status: 500, body: { message: 'broken' } };
		}
		return await on(request);
	};
	await expect(read(failing)).rejects.toThrow('500 broken');
});

test('ranges that are found too late are given up, and cost no contact', async () => {
	let pages = 0;
	let release = () => {};
	const cursorIsPast = new Promise<void>((resolve) => (release = resolve));
	const late: Lie = async (request, on) => {
		if (!isPage(request)) await cursorIsPast;
		// The newest range ends after five pages.
		else if (++pages === 8) release();
		return await on(request);
	};
	const { ids, requests } = await read(late);
	expect(ids).toEqual(cursor);
	const ofRanges = requests.filter((request) => isPage(request) && dateFilter(request));
	expect(ofRanges.length).toBeLessThan(15);
});

describe('a reader that stops after three pages', () => {
	/**
	 * Reads three pages and waits until nothing is in flight any more.
	 *
	 * @param hold whether a request is held back until the reader has stopped
	 * @returns how many requests were sent before and after the reader stopped
	 */
	async function readThree(hold: (request: IDataObject) => boolean) {
		const sent = { before: 0, after: 0 };
		let inFlight = 0;
		let hasStopped = false;
		let release = () => {};
		const stopped = new Promise<void>((resolve) => (release = resolve));
		const pages = contactSearch.read?.({
			parts: {
				method: 'POST',
				path: '/contacts/search',
				query: {},
				body: { locationId: standIn.locationId },
			},
			concurrency: 10,
			send: async ({ body }) => {
				const request = isRecord(body) ? body : {};
				sent[hasStopped ? 'after' : 'before'] += 1;
				inFlight += 1;
				if (hold(request)) await stopped;
				return (await forward(request).finally(() => (inFlight -= 1))).body;
			},
			unwrap: (answer) => (Array.isArray(answer) ? answer : recordsOf(answer.contacts)),
		});
		let read = 0;
		for await (const page of pages ?? []) if (page.length > 0 && ++read === 3) break;
		hasStopped = true;
		release();
		await until(() => inFlight === 0);
		return sent;
	}

	test('stops the ranges', async () => {
		const { before, after } = await readThree(() => false);
		expect(before + after).toBeLessThan(15);
	});

	test('stops the search for ranges', async () => {
		const isProbe = ({ page }: IDataObject) => Number(page) > 1;
		expect((await readThree(isProbe)).after).toBeLessThanOrEqual(1);
	});
});
