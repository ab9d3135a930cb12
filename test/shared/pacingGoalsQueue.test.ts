/** The pacing's goals for processes that share an account in n8n's queue mode, and for a newcomer beside a long run. */
import { everyKind, INTERVAL_MS, mean, MORE_SEEDS, runs } from './simulation/goals';
import type { Scenario } from './simulation/run';

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
