/** The pacing's goals for processes that share an account and do not see each other. */
import { everyKind, expectWithin, INTERVAL_MS, MORE_SEEDS, runs } from './simulation/goals';
import { NoBudget } from './simulation/rivals';
import type { Scenario } from './simulation/run';

const FOUR: Partial<Scenario> = { clients: 4, calls: 250 };

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
		const makeBudget: Scenario['makeBudget'] = (time) => new NoBudget(time);
		const results = await runs({ kind: 'firstCall', ...FOUR, makeBudget }, [1]);
		expect(() => expectWithin(results, { ratio: 9, refused: 0.03 })).toThrow();
	});
});
