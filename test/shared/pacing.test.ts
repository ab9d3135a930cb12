import { getEventListeners } from 'node:events';

import * as fc from 'fast-check';

import { AccountBudget, budgetOf, DailyQuotaExhausted } from '../../nodes/shared/pacing';
import type { Permit, RateLimits } from '../../nodes/shared/pacing';
import { simulate } from './simulation/run';
import type { Scenario } from './simulation/run';
import { LIMITER_KINDS } from './simulation/server';
import type { LimiterKind } from './simulation/server';
import { seeded, VirtualTime } from './simulation/time';

const INTERVAL_MS = 10_000;
const LIMITS: RateLimits = { max: 100, remaining: 99, intervalMs: INTERVAL_MS };

function budgetInTime() {
	const time = new VirtualTime(5000);
	const budget = new AccountBudget({
		now: () => time.now(),
		sleep: (ms: number) => time.sleep(ms),
		random: seeded(1),
	});
	/** Requests permits and returns those granted at once. */
	const takes = async (count: number): Promise<Permit[]> => {
		const permits: Permit[] = [];
		for (let i = 0; i < count; i++) void budget.acquire().then((permit) => permits.push(permit));
		await time.run(time.sleep(1));
		return permits;
	};
	/** Grows the budget until several calls can go at once. */
	const grow = async () => {
		for (let i = 0; i < 4; i++) {
			for (const permit of await takes(1)) permit.answered({ limited: false, limits: LIMITS });
		}
	};
	return { time, budget, takes, grow };
}

describe('the budget of one process', () => {
	it('wakes up about twice per call, and not at all when idle', async () => {
		const busy = await simulate({ kind: 'firstCall', seed: 1 });
		// Two events are the call's own trip to the server and back.
		expect(busy.events).toBeLessThan(3 * 1000);
		const { time, budget } = budgetInTime();
		const permit = await time.run(budget.acquire());
		permit.answered({ limited: false, limits: LIMITS });
		await expect(time.run(new Promise(() => {}))).rejects.toThrow('Nothing more happens');
	});

	it('serves two runs in one process in the order of their requests', async () => {
		const { time, budget } = budgetInTime();
		const order: string[] = [];
		const ask = async (name: string) => {
			const permit = await budget.acquire();
			order.push(name);
			await time.sleep(50);
			const remaining = Math.max(0, 100 - order.length);
			permit.answered({ limited: false, limits: { ...LIMITS, remaining } });
		};
		const names = Array.from({ length: 300 }, (_, i) => `${i % 2 === 0 ? 'one' : 'other'} ${i}`);
		await time.run(Promise.all(names.map(ask)));
		expect(order).toEqual(names);
	});
});

describe('limits reported by the service', () => {
	const lies: [string, Scenario['headers']][] = [
		['nothing', () => undefined],
		[
			'negative numbers',
			() => ({ max: -100, remaining: -1, intervalMs: -2000, dailyRemaining: -5 }),
		],
		['zeros', () => ({ max: 0, remaining: 0, intervalMs: 0, dailyMax: 0, dailyRemaining: 0 })],
		[
			'values that are not numbers',
			() => ({ max: NaN, remaining: NaN, intervalMs: NaN, dailyRemaining: NaN }),
		],
		['huge numbers', () => ({ max: 1e12, remaining: 1e12, intervalMs: 1e15, dailyResetMs: 1e18 })],
		['an interval of a year', (truth) => ({ ...truth, intervalMs: 3.2e10 })],
		['more calls left than the limit', (truth) => ({ ...truth, remaining: 5000 })],
		['always no calls left', (truth) => ({ ...truth, remaining: 0 })],
		['always all calls left', (truth) => ({ ...truth, remaining: 99 })],
		['ten times the limit', (truth) => ({ ...truth, max: 1000, remaining: 900 })],
		['a shorter interval', (truth) => ({ ...truth, intervalMs: 50 })],
		['an exhausted daily quota', (truth) => ({ ...truth, dailyRemaining: 0 })],
	];

	it.each(lies)('a run goes on if the service reports %s', async (_, headers) => {
		for (const kind of LIMITER_KINDS) {
			const result = await simulate({ kind, seed: 1, calls: 300, headers, limitMs: 60 * 2000 });
			expect(result.accepted).toBe(300);
		}
	});

	it('any numbers at all: every call gets through, in bounded time and without polling', async () => {
		const number = fc.oneof(
			fc.double(),
			fc.integer({ min: -10, max: 300 }),
			fc.constantFrom(0, -1, 1, 1e9, Number.MAX_SAFE_INTEGER, Infinity, -Infinity, NaN),
		);
		const answer = fc.record(
			{
				max: number,
				remaining: number,
				intervalMs: number,
				dailyMax: number,
				dailyRemaining: number,
				dailyResetMs: number,
			},
			{ requiredKeys: [] },
		);
		await fc.assert(
			fc.asyncProperty(
				fc.array(fc.option(answer, { nil: undefined }), { minLength: 1, maxLength: 40 }),
				fc.constantFrom<LimiterKind>(...LIMITER_KINDS),
				fc.integer({ min: 1, max: 1000 }),
				async (answers, kind, seed) => {
					let i = 0;
					const result = await simulate({
						kind,
						seed,
						calls: 60,
						callers: 20,
						broken: 0.05,
						// A limit of 1 in two minutes is not absurd enough to be ignored.
						limitMs: 60 * 130_000,
						headers: () => answers[i++ % answers.length],
					});
					expect(result.accepted).toBe(60);
					expect(result.events).toBeLessThan(20_000);
				},
			),
			{ numRuns: 60, seed: 42 },
		);
	});

	it('honours a limit of one call', async () => {
		const result = await simulate({
			kind: 'firstCall',
			seed: 1,
			max: 1,
			calls: 5,
			intervalMs: 1000,
		});
		expect(result.accepted).toBe(5);
		expect(result.refused).toBeLessThanOrEqual(2);
	});
});

describe('the first call', () => {
	it('goes alone until its response arrives', async () => {
		const { time, budget } = budgetInTime();
		const granted: Permit[] = [];
		for (let i = 0; i < 20; i++) void budget.acquire().then((permit) => granted.push(permit));
		await time.run(time.sleep(3000));
		expect(granted).toHaveLength(1);
		granted[0]?.answered({ limited: false, limits: LIMITS });
		await time.run(time.sleep(1));
		expect(granted.length).toBeGreaterThan(1);
	});

	it('holds up the others for one interval if it never gets a response', async () => {
		const { time, budget } = budgetInTime();
		await time.run(budget.acquire());
		const asked = time.now();
		await time.run(budget.acquire());
		expect(time.now() - asked).toBe(INTERVAL_MS);
	});

	it('lets the others go when it fails', async () => {
		const { time, budget } = budgetInTime();
		const first = await time.run(budget.acquire());
		const second = budget.acquire();
		first.answered({ limited: false });
		await time.run(second, 10);
	});
});

describe('waiting', () => {
	it('leaves the queue at once when aborted, and uses up no slot', async () => {
		const { time, budget, takes } = budgetInTime();
		const first = await time.run(budget.acquire());
		const controller = new AbortController();
		const aborted = budget.acquire(controller.signal);
		const next = budget.acquire();
		const refusal = expect(aborted).rejects.toThrow('The execution was canceled');
		controller.abort();
		await refusal;
		first.answered({ limited: false, limits: { ...LIMITS, max: 2, remaining: 1 } });
		await time.run(next, 10);
		expect(await takes(1)).toHaveLength(0);
	});

	it('uses up no permit if the signal was already aborted', async () => {
		const { budget, takes } = budgetInTime();
		const refusal = budget.acquire(AbortSignal.abort());
		await expect(refusal).rejects.toThrow('The execution was canceled');
		expect(await takes(2)).toHaveLength(1);
	});

	it('adds one listener to a signal, however many wait', async () => {
		const { budget } = budgetInTime();
		const { signal } = new AbortController();
		for (let i = 0; i < 50; i++) void budget.acquire(signal);
		expect(getEventListeners(signal, 'abort')).toHaveLength(1);
	});

	it('survives a thousand aborted callers while one waits', async () => {
		const { time, budget } = budgetInTime();
		const first = await time.run(budget.acquire());
		const controller = new AbortController();
		const gone = Array.from({ length: 1000 }, () => budget.acquire(controller.signal));
		const last = budget.acquire();
		const settled = Promise.allSettled(gone);
		controller.abort();
		expect((await settled).every(({ status }) => status === 'rejected')).toBe(true);
		first.answered({ limited: false, limits: LIMITS });
		await time.run(last, 10);
	});
});

describe('after a 429', () => {
	const refusal = { limited: true, limits: { ...LIMITS, remaining: 0 } };

	it('all calls wait, longer each time and at most three eighths of an interval', async () => {
		const { time, budget } = budgetInTime();
		const waits: number[] = [];
		let permit = await time.run(budget.acquire());
		for (let i = 0; i < 8; i++) {
			permit.answered(refusal);
			const asked = time.now();
			permit = await time.run(budget.acquire());
			waits.push((time.now() - asked) / INTERVAL_MS);
		}
		waits.forEach((wait, i) => {
			const pause = Math.min(1 / 4, 2 ** i / 16);
			expect(wait).toBeGreaterThanOrEqual(0.5 * pause);
			expect(wait).toBeLessThanOrEqual(1.5 * pause + 0.001);
		});
	});

	it.each([
		[45_000, 45_000],
		[60 * 60_000, 0],
	])(
		'calls wait for as long as the service asks, %i ms, unless that is absurd',
		async (retryAfterMs, least) => {
			const { time, budget, takes } = budgetInTime();
			const [refused] = await takes(1);
			const at = time.now();
			refused?.answered({ limited: true, limits: { retryAfterMs } });
			await time.run(budget.acquire());
			expect(time.now() - at).toBeGreaterThanOrEqual(least);
			expect(time.now() - at).toBeLessThan(60_000);
		},
	);

	it('one call goes alone, and the others follow after its response', async () => {
		const { time, takes, grow } = budgetInTime();
		await grow();
		const [refused] = await takes(1);
		refused?.answered(refusal);
		await time.run(time.sleep(INTERVAL_MS));
		const permits = await takes(3);
		expect(permits).toHaveLength(1);
		permits[0]?.answered({ limited: false, limits: LIMITS });
		await time.run(time.sleep(1));
		expect(permits).toHaveLength(3);
	});

	it('no call waits if the service reports calls left', async () => {
		const { takes } = budgetInTime();
		const [first] = await takes(1);
		first?.answered({ limited: true, limits: LIMITS });
		expect(await takes(1)).toHaveLength(1);
	});

	it('a burst of refusals causes a single pause', async () => {
		const { time, budget, takes, grow } = budgetInTime();
		await grow();
		const burst = await takes(2);
		expect(burst).toHaveLength(2);
		await time.run(time.sleep(INTERVAL_MS));
		for (const permit of burst) permit.answered(refusal);
		const asked = time.now();
		await time.run(budget.acquire());
		expect(time.now() - asked).toBeLessThanOrEqual((1.5 / 16) * INTERVAL_MS + 1);
	});
});

describe('the daily quota', () => {
	it('refuses calls until it resets, then grants them again', async () => {
		const { time, budget } = budgetInTime();
		const over = { ...LIMITS, dailyMax: 200_000, dailyRemaining: 0, dailyResetMs: 3_600_000 };
		const first = await time.run(budget.acquire());
		const waiting = budget.acquire();
		first.answered({ limited: true, limits: over });
		const refusal: unknown = await waiting.catch((error: unknown) => error);
		if (!(refusal instanceof DailyQuotaExhausted)) throw new Error('Not refused');
		expect(refusal.resetsInMs).toBe(3_600_000);
		expect(budget.dailyRemaining).toBe(0);
		expect(budget.isIdle).toBe(false);
		await time.run(time.sleep(3_600_001));
		await time.run(budget.acquire(), 5000);
	});

	it('uses the last calls of the day and sends hardly any in vain', async () => {
		let refusals = 0;
		const budgets: { acquire: AccountBudget['acquire'] }[] = [];
		const run = simulate({
			kind: 'firstCall',
			seed: 1,
			calls: 300,
			during: (server) => {
				server.dailyUsed = 200_000 - 150;
			},
			makeBudget: (time, random) => {
				const clock = { now: () => time.now(), sleep: (ms: number) => time.sleep(ms), random };
				const budget = new AccountBudget(clock);
				budgets.push(budget);
				return budget;
			},
			observe: ({ allowed }) => {
				if (!allowed) refusals += 1;
			},
		});
		await expect(run).rejects.toThrow(DailyQuotaExhausted);
		expect(refusals).toBeLessThanOrEqual(2);
	});
});

describe('budgetOf', () => {
	it('returns the same budget for one account and another for another', async () => {
		const budget = budgetOf('a');
		await budget.acquire();
		expect(budgetOf('b')).not.toBe(budget);
		expect(budgetOf('a')).toBe(budget);
	});

	it('returns a new budget for an account that nothing has used', () => {
		const budget = budgetOf('idle');
		expect(budgetOf('idle')).not.toBe(budget);
	});
});

describe('an unused account', () => {
	it('is idle two intervals after its last call, not before', async () => {
		const { time, budget, takes } = budgetInTime();
		const [first] = await takes(1);
		first?.answered({ limited: false, limits: LIMITS });
		await time.run(time.sleep(1.9 * INTERVAL_MS));
		expect(budget.isIdle).toBe(false);
		await time.run(time.sleep(0.2 * INTERVAL_MS));
		expect(budget.isIdle).toBe(true);
	});
});
