import {
	count,
	countListed,
	countWritten,
	floorMs,
	floorWithChangeMs,
	median,
} from '../../bench/measure';
import type { LoggedCall } from '../../bench/measure';

const RATE = { max: 100, intervalMs: 2000 };

function call(more: Partial<LoggedCall> = {}): LoggedCall {
	return { method: 'POST', path: '/contacts/upsert', at: 0, answeredAt: 1, status: 200, ...more };
}

function write(email: string, kind = 'contact.create', id = email): LoggedCall {
	return call({ body: { email }, effect: { kind, recordIds: [id] } });
}

describe('the floor', () => {
	test.each([
		[1000, 50, 18_050],
		[1001, 50, 20_050],
		[100, 50, 50],
		[1, 200, 200],
		[0, 50, 0],
	])('of %i calls at %i ms is %i ms', (calls, latencyMs, floor) => {
		expect(floorMs(calls, RATE, latencyMs)).toBe(floor);
	});

	test('counts the bursts before and after the limit dropped', () => {
		// Five bursts of 100 and ten of 50 are 14 intervals apart.
		expect(floorWithChangeMs(1000, 500, RATE, 50, 50)).toBe(28_050);
		expect(floorWithChangeMs(1000, 1000, RATE, 50, 50)).toBe(floorMs(1000, RATE, 50));
		expect(floorWithChangeMs(1000, 0, RATE, 100, 50)).toBe(floorMs(1000, RATE, 50));
	});
});

describe('counting in the log', () => {
	test('measures from the first arrival to the last response, in any log order', () => {
		const log = [
			call({ at: 1000, answeredAt: 4000 }),
			call({ at: 1500, answeredAt: 1600, status: 429 }),
			call({ at: 900, answeredAt: 950 }),
			call({ at: 5000, answeredAt: undefined, status: undefined }),
		];
		expect(count(log)).toEqual({ calls: 4, limited: 1, wallMs: 3100 });
	});

	test('of an empty log gives zeros', () => {
		expect(count([])).toEqual({ calls: 0, limited: 0, wallMs: 0 });
	});

	test('finds the contacts that were never written', () => {
		const refused = call({ body: { email: 'b@x.io' }, status: 429 });
		const log = [write('a@x.io'), refused, call({ body: 'no object' })];
		expect(countWritten(log, ['A@x.io', 'b@x.io'])).toEqual({ lost: 1, doubled: 0, again: 0 });
	});

	test('distinguishes a second contact from a second write to the same one', () => {
		const twice = [write('a@x.io', 'contact.create', '1'), write('a@x.io', 'contact.create', '2')];
		expect(countWritten(twice, ['a@x.io'])).toEqual({ lost: 0, doubled: 1, again: 1 });
		const repeated = [write('a@x.io'), write('a@x.io', 'contact.update')];
		expect(countWritten(repeated, ['a@x.io'])).toEqual({ lost: 0, doubled: 0, again: 1 });
	});

	test('counts what a list missed and what it returned twice', () => {
		expect(countListed(['1', '2', '3'], ['3', '1', '3'])).toEqual({ lost: 1, doubled: 1 });
		expect(countListed(['1', '2'], ['2', '1'])).toEqual({ lost: 0, doubled: 0 });
	});
});

describe('the median', () => {
	test.each([
		[[5, 1, 100], 5],
		[[4, 1, 2, 100], 3],
		[[7], 7],
	])('of %j is %d', (values, expected) => {
		expect(median(values)).toBe(expected);
	});

	test('of no values is NaN', () => {
		expect(median([])).toBeNaN();
	});
});
