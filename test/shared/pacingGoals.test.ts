import type { Result, Scenario } from './simulation/run';
import { simulate } from './simulation/run';
import { CautiousBudget, EvenBudget, NoBudget } from './simulation/rivals';
import { LIMITER_KINDS } from './simulation/server';
import type { VirtualTime } from './simulation/time';

/**
 * The pacing's guarantees at HighLevel's own limit, 100 calls in 10 s: 1,000 calls in virtual time,
 * averaged over seeds. `ratio` is the time taken as a multiple of the minimum; `refused` is the
 * share of calls that were answered 429.
 */
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
/** Processes that meet depend more on chance. */
const MORE_SEEDS = Array.from({ length: 16 }, (_, index) => index + 1);
const INTERVAL_MS = 10_000;
const FOUR: Partial<Scenario> = { clients: 4, calls: 250 };

async function runs(scenario: Omit<Scenario, 'seed'>, seeds = SEEDS): Promise<Result[]> {
	const results: Result[] = [];
	for (const seed of seeds)
		results.push(await simulate({ intervalMs: INTERVAL_MS, ...scenario, seed }));
	return results;
}

function mean(results: Result[], of: (result: Result) => number): number {
	return results.reduce((sum, result) => sum + of(result), 0) / results.length;
}

/** Every call gets through once, with more counted only if `faults` count too; ratio and refusals are within the goal. */
function expectWithin(
	results: Result[],
	goal: { ratio: number; refused: number; faults?: boolean },
): void {
	const counted = results.map(({ accepted }) => accepted);
	if (goal.faults) expect(Math.min(...counted)).toBeGreaterThan(1000);
	else expect(new Set(counted)).toEqual(new Set([1000]));
	expect(mean(results, ({ ratio }) => ratio)).toBeLessThanOrEqual(goal.ratio);
	expect(mean(results, ({ refusedShare }) => refusedShare)).toBeLessThanOrEqual(goal.refused);
}

const everyKind = LIMITER_KINDS.map((kind) => ({ kind }));

describe('one process', () => {
	const cases = everyKind.flatMap(({ kind }) =>
		[
			{ latencyMs: 20, ratio: 1.02 },
			{ latencyMs: 50, ratio: 1.02 },
			{ latencyMs: 200, ratio: 1.04 },
			{ latencyMs: 1000, ratio: 1.15 },
		].map((latency) => ({ kind, ...latency })),
	);

	it.each(cases)('$kind window, $latencyMs ms latency', async ({ kind, latencyMs, ratio }) => {
		expectWithin(await runs({ kind, latencyMs }), { ratio, refused: 0.002 });
	});

	it.each(everyKind)('$kind window, a busy machine whose timers are late', async ({ kind }) => {
		const results = await runs({ kind, cpuMs: 0.5, timerLateMs: 20 });
		expectWithin(results, { ratio: 1.02, refused: 0.002 });
	});

	it.each(everyKind)('$kind window, limit halved during the run', async ({ kind }) => {
		const during: Scenario['during'] = (server, time, start) =>
			time.at(start + 4.5 * INTERVAL_MS, () => {
				server.max = 50;
			});
		expectWithin(await runs({ kind, during }), { ratio: 1.6, refused: 0.01 });
	});

	it.each(everyKind)('$kind window, 90 calls already used by another client', async ({ kind }) => {
		expectWithin(await runs({ kind, usedBefore: 90 }), { ratio: 1.25, refused: 0.01 });
	});

	it.each(everyKind)(
		'$kind window, one call in 20 refused although calls are left',
		async ({ kind }) => {
			expectWithin(await runs({ kind, refusing: 0.05 }), {
				ratio: 1.15,
				refused: 0.02,
				faults: true,
			});
		},
	);

	it.each([
		['sending everything at once', (time: VirtualTime) => new NoBudget(time)],
		['spreading calls evenly', (time: VirtualTime) => new EvenBudget(time, 105)],
		['waiting a whole interval', (time: VirtualTime) => new CautiousBudget(time, 100, 10_000)],
	])('%s would miss the goal', async (_, makeBudget) => {
		const results = await runs({ kind: 'firstCall', makeBudget });
		expect(() => expectWithin(results, { ratio: 1.02, refused: 0.002 })).toThrow();
	});
});

describe('four processes that do not see each other', () => {
	const cases = everyKind.flatMap(({ kind }) =>
		[0, 100, 500].map((staggerMs) => ({ kind, staggerMs })),
	);

	it.each(cases)('$kind window, started within $staggerMs ms', async ({ kind, staggerMs }) => {
		const results = await runs({ kind, ...FOUR, staggerMs }, MORE_SEEDS);
		expectWithin(results, { ratio: 1.15, refused: 0.03 });
	});

	it.each(everyKind)('$kind window, on machines that stall', async ({ kind }) => {
		const stalls = { forMs: 60, everyMs: 110 };
		const busy = { staggerMs: 300, cpuMs: 1, timerLateMs: 10, stalls };
		expectWithin(await runs({ kind, ...FOUR, ...busy }), { ratio: 1.4, refused: 0.05 });
	});

	it.each(everyKind)('$kind window, one call in 10 takes 5 s longer', async ({ kind }) => {
		const slow = { share: 0.1, byMs: 5000 };
		const results = await runs({ kind, ...FOUR, latencyMs: 20, staggerMs: 300, slow }, MORE_SEEDS);
		expectWithin(results, { ratio: 1.35, refused: 0.05 });
	});

	it.each(everyKind)('$kind window, started within a whole interval', async ({ kind }) => {
		const results = await runs({ kind, ...FOUR, staggerMs: INTERVAL_MS });
		expectWithin(results, { ratio: 1.4, refused: 0.05 });
	});

	it('would miss the goal without a budget', async () => {
		const results = await runs({
			kind: 'firstCall',
			...FOUR,
			makeBudget: (time) => new NoBudget(time),
		});
		expect(() => expectWithin(results, { ratio: 9, refused: 0.03 })).toThrow();
	});
});

/** As workers of n8n's queue mode: calls wait in the process before they go out, and responses before they are read. */
describe('processes that work hard, at a limit of 600 calls', () => {
	const HARD: Partial<Scenario> = { max: 600, callers: 150, latencyMs: 1, cpuMs: 6 };
	const seeds = [1, 2, 3];

	it.each(everyKind)('$kind window, two of them', async ({ kind }) => {
		const results = await runs({ kind, ...HARD, clients: 2, calls: 2500, staggerMs: 300 }, seeds);
		expect(mean(results, ({ ratio }) => ratio)).toBeLessThanOrEqual(1.1);
		expect(mean(results, ({ refusedShare }) => refusedShare)).toBeLessThanOrEqual(0.025);
	});

	it.each(everyKind)('$kind window, two of them that stall', async ({ kind }) => {
		const stalls = { forMs: 200, everyMs: 1000 };
		const two = { clients: 2, calls: 2500, staggerMs: 300, stalls };
		const results = await runs({ kind, ...HARD, ...two }, seeds);
		expect(mean(results, ({ refusedShare }) => refusedShare)).toBeLessThanOrEqual(0.035);
	});

	it.each(everyKind)('$kind window, three of them started within an interval', async ({ kind }) => {
		const three = { clients: 3, calls: 1500, staggerMs: INTERVAL_MS };
		const results = await runs({ kind, ...HARD, ...three }, seeds);
		expect(mean(results, ({ ratio }) => ratio)).toBeLessThanOrEqual(1.2);
		expect(mean(results, ({ refusedShare }) => refusedShare)).toBeLessThanOrEqual(0.03);
	});
});

describe('a process with a few calls, while the run of another is at the limit all the time', () => {
	const cases = everyKind.flatMap(({ kind }) => [
		{ kind, afterMs: 20_000, withinMs: 50_000 },
		{ kind, afterMs: 100_000, withinMs: 30_000 },
	]);

	it.each(cases)('$kind window, after $afterMs ms', async ({ kind, afterMs, withinMs }) => {
		const betweenMs: [number, number] = [afterMs, afterMs + INTERVAL_MS];
		const results = await runs(
			{ kind, calls: 2000, newcomer: { calls: 3, betweenMs } },
			MORE_SEEDS,
		);
		expect(mean(results, ({ newcomerTookMs }) => newcomerTookMs)).toBeLessThanOrEqual(withinMs);
		expect(mean(results, ({ ratio }) => ratio)).toBeLessThanOrEqual(1.02);
	});
});
