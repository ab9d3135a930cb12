import { chart } from '../../bench/chart';
import type { Row } from '../../bench/play';
import { compare, missedGoals } from '../../bench/play';
import type { Results } from '../../bench/report';
import {
	describe as describeResults,
	intoPage,
	missedIn,
	comparison,
	table,
} from '../../bench/report';
import { scenarios } from '../../bench/scenarios';

const SIZES = { items: 1000, list: 5000, longList: 100_000, tags: 10_000 };

function row(more: Partial<Row> = {}): Row {
	return {
		scenario: 'first-call',
		title: 'Window from the first call',
		contender: 'ours',
		count: 1000,
		calls: 1000,
		lost: 0,
		doubled: 0,
		again: 0,
		reported: 0,
		limited: 0,
		limitedShare: 0,
		wallMs: 18_500,
		floorMs: 18_050,
		ratio: 18_500 / 18_050,
		inOrder: true,
		cpuMsPerItem: 2,
		peakMegabytes: 200,
		missed: [],
		versions: {},
		...more,
	};
}

function results(rows: Row[]): Results {
	return {
		at: '2026-01-02T03:04:05.000Z',
		seconds: 100,
		machine: {
			cpu: 'Some <CPU> & more',
			cores: 2,
			memoryGigabytes: 8,
			node: '20.0.0',
			platform: 'linux',
			parallel: 1,
			load: 0.5,
			versions: { 'n8n-core': '2.41.1' },
		},
		rows,
	};
}

describe('goals', () => {
	const entry = {
		contender: 'ours',
		work: 'upsert',
		goal: { ratio: 1.05, limited: 0.01, calls: 1010 },
	} as const;

	test('are met by a run within them', () => {
		expect(missedGoals(row(), entry)).toEqual([]);
	});

	test.each<[string, Partial<Row>, string]>([
		['too slow', { ratio: 1.06 }, '1.060 of 1.05 times the floor'],
		['losing contacts', { lost: 2 }, '2 lost'],
		['creating duplicates', { doubled: 1 }, '1 doubled'],
		['out of order', { inOrder: false }, 'not in the order of the input'],
		['refused too often', { limitedShare: 0.02 }, '2.0 % of 1 % answered 429'],
		['making too many calls', { calls: 1011 }, '1011 of 1010 calls'],
		['ended early', { error: 'No' }, 'ended with "No"'],
	])('are missed by a run that is %s', (_, more, expected) => {
		expect(missedGoals(row(more), entry)).toEqual([expected]);
	});

	test('forbid sending a create again, but allow it for upserts', () => {
		expect(missedGoals(row({ again: 1 }), { work: 'create' })).toEqual(['1 sent again']);
		expect(missedGoals(row({ again: 1 }), entry)).toEqual([]);
	});

	test('of the long list are relative to the time by cursor', () => {
		const list = { scenario: 'long-list', ratio: undefined, floorMs: undefined };
		const ours = row({ ...list, wallMs: 21_000 });
		const cursor = row({ ...list, note: 'by cursor', wallMs: 60_000 });
		compare([ours, cursor], scenarios(SIZES));
		expect(cursor.toOurs).toBeCloseTo(60 / 21);
		expect(ours.missed).toEqual(["0.35 of the cursor's time"]);
		const fast = row({ ...list, wallMs: 19_000 });
		compare([fast, cursor], scenarios(SIZES));
		expect(fast.missed).toEqual([]);
	});
});

test('a run over sub-accounts is measured by the longest of them alone', () => {
	const own = (more: Partial<Row>) => row({ scenario: '10s-sub-accounts', ...more });
	const inTurns = own({ wallMs: 23_300 });
	const sorted = own({ wallMs: 23_000, note: 'sorted' });
	const alone = [20_000, 21_000, 20_500].map((wallMs, index) =>
		own({ wallMs, note: `sub-account ${index + 1} alone` }),
	);
	compare([inTurns, sorted, ...alone], scenarios(SIZES));
	expect(inTurns.missed).toEqual(['1.110 of 1.1 times the longest sub-account alone']);
	expect(sorted.toAlone).toBeCloseTo(23 / 21);
	expect([sorted, ...alone].flatMap(({ missed }) => missed)).toEqual([]);
});

describe('the report', () => {
	test('aligns columns', () => {
		expect(
			table(
				['name', 'calls'],
				[
					['ours', '7'],
					["n8n's", '1000'],
				],
			),
		).toBe("name   calls\n-----  -----\nours       7\nn8n's   1000");
	});

	test('names every goal that was missed, and the machine', () => {
		const missed = results([
			row({ missed: ['3 lost'] }),
			row({ contender: 'sdkAll', missed: undefined }),
		]);
		missed.cpu = { items: 10, processes: 3, oursMs: 3, bareMs: 2, ratio: 1.5, met: false };
		expect(missedIn(missed)).toEqual([
			'Window from the first call, this package: 3 lost',
			'CPU per item: 1.50 times the bare loop',
		]);
		const text = describeResults(missed);
		expect(text).toContain('MISSED: 3 lost');
		expect(text).toContain('2 cores');
	});
});

describe('the table of the page', () => {
	const rows = [
		row({ wallMs: 18_240, ratio: 1.01 }),
		row({ contender: 'builtIn', lost: 900, limited: 900, wallMs: 300, ratio: 0.02 }),
		row({ scenario: 'halved' }),
		row({ scenario: 'list', note: 'by cursor', count: 5000 }),
	];

	test('compares the contenders, without a ratio for those that lost contacts', () => {
		const lines = comparison(results(rows))?.split('\n') ?? [];
		expect(lines).toHaveLength(4);
		expect(lines[2]).toMatch(
			/^\| Upsert 1,000 contacts +\| this package +\| 1,000 .* 18.2 s \| 1.01/,
		);
		expect(lines[3]).toMatch(/\| 900 .*\| 0.3 s +\| +\|$/);
		expect(new Set(lines.map(({ length }) => length)).size).toBe(1);
		expect(comparison(results([]))).toBeUndefined();
	});

	test('replaces the previous one', () => {
		const readme = 'a\n<!-- bench:start -->\n\nold\n\n<!-- bench:end -->\nb';
		const updated = intoPage(readme, '| new |');
		expect(updated).toBe('a\n<!-- bench:start -->\n\n| new |\n\n<!-- bench:end -->\nb');
		expect(intoPage(updated, '| new |')).toBe(updated);
		expect(() => intoPage('no place', '| new |')).toThrow('no place');
	});
});

describe('the chart', () => {
	const svg = chart(
		results([
			row(),
			row({ contender: 'builtIn', lost: 900, wallMs: 300, ratio: 0.02 }),
			row({ scenario: 'list', count: 5000, calls: 11, ratio: undefined }),
			row({ scenario: 'list', count: 5000, calls: 247, ratio: undefined, contender: 'builtIn' }),
		]),
	);

	test('draws lost contacts to scale, and states their number', () => {
		expect(svg).toContain('100 in 0.3 s, 900 lost');
		const [, written] = /class="other"[^>]* width="(\d+)"/.exec(svg ?? '') ?? [];
		const [, lost] = /class="lost"[^>]* width="(\d+)"/.exec(svg ?? '') ?? [];
		expect(Number(lost) / Number(written)).toBeCloseTo(9, 0);
	});

	test('escapes the name of the machine', () => {
		expect(svg).toContain('Some &lt;CPU&gt; &amp; more');
	});

	test('is not drawn without results', () => {
		expect(chart(results([]))).toBeUndefined();
	});
});

test('every scenario has a unique name and a goal for this package', () => {
	const all = scenarios(SIZES);
	expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
	for (const { entries } of all) {
		const ours = entries.filter(({ contender }) => contender === 'ours');
		expect(ours.length).toBeGreaterThan(0);
		for (const { goal } of ours) expect(goal).toBeDefined();
	}
});
