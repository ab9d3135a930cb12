import type { IDataObject } from 'n8n-workflow';

import type { Strategy } from '../../nodes/shared/pagination';
import { byOffset, nextCursor, startAfter } from '../../nodes/shared/pagination';
import type { Engine } from '../engine/harness';
import { loadEngine } from '../engine/harness';
import { CUSTOM, customNode } from './customNode';

let engine: Engine;
beforeAll(async () => {
	engine = await loadEngine();
});

const A = { id: 'a' };
const B = { id: 'b' };

/**
 * Reads a list whose pages are these responses. Any further call gets a record that must not be read.
 *
 * @returns the IDs that were read and the queries that were sent
 */
async function read(paginate: Strategy, answers: IDataObject[], limit?: number) {
	const queries: string[] = [];
	const node = customNode({ paginate, unwrap: ['things'] }, ({ url }) => {
		queries.push(new URL(url).search);
		return answers[queries.length - 1] ?? { things: [{ id: 'too far' }] };
	});
	const { items, error } = await engine.run({
		nodeType: node,
		parameters: {
			...CUSTOM,
			...(limit === undefined ? { returnAll: true } : { returnAll: false, limit }),
		},
	});
	expect(error).toBeUndefined();
	return { ids: items.map(({ json }) => json.id), queries };
}

describe('nextCursor', () => {
	test('continues while the response contains a cursor, however short the page', async () => {
		const { ids, queries } = await read(nextCursor(2), [
			{ things: [A], nextCursor: 'c1' },
			{ things: [B], nextCursor: null },
		]);
		expect(ids).toEqual(['a', 'b']);
		expect(queries).toEqual(['?limit=2', '?limit=2&nextCursor=c1']);
	});

	test('stops at an empty page even if it contains a cursor, since the list would never end otherwise', async () => {
		const { ids, queries } = await read(nextCursor(2), [
			{ things: [A], nextCursor: 'c1' },
			{ things: [], nextCursor: 'c2' },
		]);
		expect(ids).toEqual(['a']);
		expect(queries).toHaveLength(2);
	});
});

describe('startAfter', () => {
	const meta = (startAfterId: string, more: IDataObject = {}) => ({
		startAfter: 1,
		startAfterId,
		...more,
	});

	test('continues while the response contains the start of another page', async () => {
		const { ids, queries } = await read(startAfter(2), [
			{ things: [A], meta: meta('a') },
			{ things: [B], meta: {} },
		]);
		expect(ids).toEqual(['a', 'b']);
		expect(queries).toEqual(['?limit=2', '?limit=2&startAfter=1&startAfterId=a']);
	});

	test('stops at an empty page even if it contains a start, since the list would never end otherwise', async () => {
		const { ids, queries } = await read(startAfter(2), [
			{ things: [A], meta: meta('a') },
			{ things: [], meta: meta('b') },
		]);
		expect(ids).toEqual(['a']);
		expect(queries).toHaveLength(2);
	});

	test('stops if nextPage is null, even if there is a start, to save the call for an empty page', async () => {
		const { ids, queries } = await read(startAfter(2), [
			{ things: [A, B], meta: meta('b', { nextPage: null }) },
		]);
		expect(ids).toEqual(['a', 'b']);
		expect(queries).toHaveLength(1);
	});
});

describe('a limit', () => {
	test('that a page meets exactly costs no further call, even if the response contains a cursor', async () => {
		const { ids, queries } = await read(nextCursor(2), [{ things: [A, B], nextCursor: 'c1' }], 2);
		expect(ids).toEqual(['a', 'b']);
		expect(queries).toEqual(['?limit=2']);
	});

	test('is respected even if the service returns more than requested', async () => {
		const { ids } = await read(byOffset('skip', 100), [{ things: [A, B] }], 1);
		expect(ids).toEqual(['a']);
	});
});
