import type { Counted } from '../../bench/soak/counts';
import { pollsIn } from '../../bench/soak/counts';
import type { Measured } from '../../bench/soak/probes';
import { checksOf, markdown } from '../../bench/soak/report';
import type { Found, Result } from '../../bench/soak/run';
import { flatness, tally, thirdsOf } from '../../bench/soak/verdict';
import type { LogEntry } from '../standins/highlevel';

const MEGABYTE = 1024 * 1024;
const SAMPLES = 240;
const series = (value: (index: number) => number) =>
	Array.from({ length: SAMPLES }, (_, at) => value(at));
const flat = series(() => 300);
/** Noise of the same kind in every run: 20 up or down. */
const noisy = series((at) => 300 + ((at * 7919) % 41) - 20);
const growing = series((at) => 300 + at / 10);

describe('flatness', () => {
	test('a flat series is flat, and so is a noisy one', () => {
		expect(flatness(flat, flat, 1).flat).toBe(true);
		expect(flatness(noisy, flat, 4).flat).toBe(true);
	});

	test('a series that grows steadily is not flat, with noise or without', () => {
		expect(flatness(growing, flat, 4).flat).toBe(false);
		const both = growing.map((value, at) => value + (noisy[at] ?? 0));
		expect(flatness(both, noisy, 4).flat).toBe(false);
	});

	test('it may grow as the baseline grows, and a baseline that shrinks takes nothing away', () => {
		expect(flatness(growing, growing, 0)).toMatchObject({ limit: 16, flat: true });
		expect(flatness(flat, [...growing].reverse(), 4)).toMatchObject({ limit: 4, flat: true });
	});

	test('single outliers count for nothing, also at the end', () => {
		const peak = (at: number) => (at % 50 === 0 || at === SAMPLES - 1 ? 9000 : 300);
		expect(flatness(series(peak), flat, 0).flat).toBe(true);
	});

	test('what fills up may become full, and no fuller', () => {
		expect(flatness(growing, flat, 4, 324).flat).toBe(true);
		expect(flatness(growing, flat, 4, 310).flat).toBe(false);
	});

	test('too few samples are no verdict', () => {
		expect(() => thirdsOf([1, 2, 3, 4, 5, 6, 7, 8])).toThrow('8 samples are too few');
	});
});

test('a tally names what was lost and what came too often', () => {
	expect(tally(['a', 'b', 'b', 'c'], ['b', 'a', 'd', 'a'])).toEqual({
		...{ expected: 4, arrived: 4 },
		...{ lost: ['b', 'c'], surplus: ['a', 'd'] },
	});
	expect(tally(['a', 'a'], ['a', 'a'])).toMatchObject({ lost: [], surplus: [] });
});

test('the calls of one poll count once, and only those of its token', () => {
	const calls: Array<[string, number]> = [
		...([
			['a', 0],
			['b', 100],
			['a', 900],
		] as Array<[string, number]>),
		...([
			['a', 60_000],
			['a', 61_000],
			['a', 120_000],
		] as Array<[string, number]>),
	];
	const log = calls.map(([account, at]) => ({ account, at }) as LogEntry);
	expect(pollsIn(log, 'a')).toBe(3);
	expect(pollsIn(log, 'b')).toBe(1);
	expect(pollsIn(log, 'c')).toBe(0);
});

describe('the report', () => {
	const measured: Measured = {
		...{ heap: series(() => 200 * MEGABYTE), external: flat, rss: flat, handles: flat },
		...{ sockets: flat, descriptors: flat, connections: flat, staticData: flat },
	};
	const counted: Counted = {
		...{ items: tally(['a'], ['a']), deliveries: tally(['a'], ['a']) },
		...{ changes: tally(['a'], ['a']), polls: 540, failed: {}, refused: {} },
	};
	const fine: Found = { measured, counted };
	const options = { minutes: 60, itemsPerHour: 30_000, webhooksPerHour: 30_000, pollsPerHour: 500 };
	const sent = { items: 30_000, deliveries: 30_000, repeats: 3000 };
	const result: Result = { options, n8nVersion: '1.2.3', ours: fine, baseline: fine, sent };
	const failedIn = (ours: Partial<Measured>, counts: Partial<Counted> = {}) =>
		checksOf({
			...result,
			ours: { measured: { ...measured, ...ours }, counted: { ...counted, ...counts } },
		})
			.filter(({ passed }) => !passed)
			.map(({ name }) => name);

	test('passes a run in which nothing grows and nothing is lost', () => {
		expect(failedIn({})).toEqual([]);
	});

	test('fails each measure that grows', () => {
		const leak = series((at) => 200 * MEGABYTE + at * 50_000);
		expect(failedIn({ heap: leak })).toEqual(['Heap after a garbage collection']);
		expect(failedIn({ external: leak })).toEqual(['Memory outside the heap']);
		expect(failedIn({ rss: series((at) => at * MEGABYTE) })).toEqual(['Resident memory']);
		expect(failedIn({ handles: growing })).toEqual(['Active handles']);
		expect(failedIn({ sockets: growing })).toEqual(['Open sockets']);
		expect(failedIn({ descriptors: growing })).toEqual(['Open descriptors']);
		expect(failedIn({ connections: growing })).toEqual(['Connections to HighLevel']);
		expect(failedIn({ staticData: series((at) => 20_000 + at * 40) })).toEqual([
			'Static data of all workflows',
		]);
	});

	test('allows a short run less than an hour', () => {
		const some = series((at) => 200 * MEGABYTE + at * 30_000);
		expect(failedIn({ heap: some })).toEqual([]);
		const short = { ...result, options: { ...options, minutes: 5 } };
		const ours = { ...fine, measured: { ...measured, heap: some } };
		expect(checksOf({ ...short, ours }).filter(({ passed }) => !passed)).toHaveLength(1);
	});

	test('fails what is lost, doubled, refused or missing', () => {
		expect(failedIn({}, { items: tally(['a', 'b'], ['a']) })).toEqual([
			'Each item took effect once',
		]);
		expect(failedIn({}, { deliveries: tally(['a'], ['a', 'a']) })).toEqual([
			'Each delivery was executed once',
		]);
		expect(failedIn({}, { changes: tally([], []) })).toEqual(['Each change was emitted once']);
		expect(failedIn({}, { polls: 499 })).toEqual(['Polls']);
		expect(failedIn({}, { failed: { 'Not found': 2 } })).toEqual(['Executions that failed']);
		expect(failedIn({}, { refused: { 0: 1 } })).toEqual(['Calls that n8n did not take']);
	});

	test('has a row for each measure', () => {
		const text = markdown(result);
		expect(text).toContain('30,000 webhooks (3,000 of them repeats) and 540 polls');
		expect(text).toMatch(/\| Heap after a garbage collection \| 200\.0 MB → 200\.0 MB \|/);
		expect(text.split('\n').filter((line) => line.startsWith('|'))).toHaveLength(10);
	});
});
