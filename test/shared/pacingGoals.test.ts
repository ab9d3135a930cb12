/** The pacing's goals for a process that has the account to itself. */
import { EvenBudget, CautiousBudget, NoBudget } from './simulation/rivals';
import { everyKind, expectWithin, INTERVAL_MS, runs } from './simulation/goals';
import type { Scenario } from './simulation/run';
import type { VirtualTime } from './simulation/time';

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
		const results = await runs({ kind: 'firstCall', makeBudget }, [1]);
		expect(() => expectWithin(results, { ratio: 1.02, refused: 0.002 })).toThrow();
	});
});
