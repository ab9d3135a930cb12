import * as fc from 'fast-check';

import type { BudgetOptions, Permit, RateLimits } from '../../nodes/shared/pacing';
import { AccountBudget, budgetOf, DailyQuotaExhausted } from '../../nodes/shared/pacing';
import { CautiousBudget, EvenBudget, NoBudget } from './simulation/rivals';
import type { Result, Scenario } from './simulation/run';
import { simulate } from './simulation/run';
import type { LimiterKind } from './simulation/server';
import { LIMITER_KINDS } from './simulation/server';
import { seeded, VirtualTime } from './simulation/time';

const SEEDS = [1, 2, 3, 4, 5];
const MANY_SEEDS = Array.from({ length: 20 }, (_, i) => i + 1);
const LIMITS: RateLimits = { max: 100, remaining: 99, intervalMs: 2000 };

async function all(scenario: Omit<Scenario, 'seed'>, seeds = SEEDS): Promise<Result[]> {
	const results: Result[] = [];
	for (const seed of seeds) results.push(await simulate({ ...scenario, seed }));
	return results;
}

function highest(results: Result[], of: (result: Result) => number): number {
	return Math.max(...results.map(of));
}

function mean(results: Result[], of: (result: Result) => number): number {
	return results.reduce((sum, result) => sum + of(result), 0) / results.length;
}

const ratio = (result: Result) => result.ratio;
const refusedShare = (result: Result) => result.refusedShare;

function budgetInTime(options: Partial<BudgetOptions> = {}, start = 5000) {
	const time = new VirtualTime(start);
	const clock = {
		now: () => time.now(),
		sleep: (ms: number) => time.sleep(ms),
		random: seeded(1),
	};
	return { time, budget: new AccountBudget({ clock, ...options }) };
}

describe('one client at the limit', () => {
	const cases = LIMITER_KINDS.flatMap((kind) =>
		[20, 50, 200, 1000].flatMap((latencyMs) =>
			[0, 0.5].map((before) => ({ kind, latencyMs, before })),
		),
	);

	it.each(cases)(
		'$kind window, $latencyMs ms latency, $before of it before arrival',
		async ({ kind, latencyMs, before }) => {
			const results = await all({ kind, latencyMs, before });
			for (const result of results) expect(result.accepted).toBe(1000);
			expect(mean(results, ratio)).toBeLessThanOrEqual(kind === 'firstCall' ? 1.05 : 1.15);
			// Where the answer takes half an interval, a spread of a fifth of it weighs as much as the whole tolerance.
			const slack = latencyMs === 1000 ? 0.01 : 0;
			expect(highest(results, ratio)).toBeLessThanOrEqual(
				(kind === 'firstCall' ? 1.05 : 1.15) + slack,
			);
			expect(highest(results, refusedShare)).toBeLessThanOrEqual(0.01);
		},
	);

	it.each(LIMITER_KINDS)('a busy process whose timers are late, %s window', async (kind) => {
		const results = await all({ kind, cpuMs: 0.5, timerLateMs: 20 });
		expect(highest(results, ratio)).toBeLessThanOrEqual(kind === 'firstCall' ? 1.05 : 1.15);
		expect(highest(results, refusedShare)).toBeLessThanOrEqual(0.01);
	});

	it.each([10_000, 1000])('an interval of %i ms', async (intervalMs) => {
		const results = await all({ kind: 'firstCall', intervalMs });
		expect(highest(results, ratio)).toBeLessThanOrEqual(1.05);
		expect(highest(results, refusedShare)).toBeLessThanOrEqual(0.01);
	});

	it.each([
		['everything at once', (time: VirtualTime) => new NoBudget(time)],
		['evenly spread calls', (time: VirtualTime) => new EvenBudget(time, 20)],
		['a whole interval of waiting', (time: VirtualTime) => new CautiousBudget(time, 100, 2000)],
	])('%s would fail the same check', async (_, makeBudget) => {
		const results = await all({ kind: 'firstCall', makeBudget: (time) => makeBudget(time) });
		const failed = highest(results, ratio) > 1.05 || highest(results, refusedShare) > 0.01;
		expect(failed).toBe(true);
	});

	it('wakes up about twice a call, and not at all when idle', async () => {
		const [busy] = await all({ kind: 'firstCall' }, [1]);
		// Two events are the call's own way to the server and back.
		expect(busy?.events).toBeLessThan(3 * 1000);
		const { time, budget } = budgetInTime();
		const permit = await time.run(budget.acquire());
		permit.answered({ limited: false, limits: LIMITS });
		await expect(time.run(new Promise(() => {}))).rejects.toThrow('Nothing more happens');
	});
});

describe('a limit that is halved in mid-run', () => {
	it.each(LIMITER_KINDS)('%s window', async (kind) => {
		const results: Result[] = [];
		for (let at = 1100; at < 9000; at += 700) {
			const during: Scenario['during'] = (server, time, start) =>
				time.at(start + at, () => {
					server.max = 50;
				});
			results.push(await simulate({ kind, seed: at, during }));
		}
		for (const result of results) {
			expect(result.accepted).toBe(1000);
			// With 50 calls an interval from the start it would be twice the floor.
			expect(result.ratio).toBeLessThan(2.05);
			// The calls that were on their way cannot be called back.
			expect(result.refused).toBeLessThanOrEqual(50);
		}
		expect(mean(results, refusedShare)).toBeLessThanOrEqual(0.01);
	});
});

describe('several that share an account', () => {
	it.each(LIMITER_KINDS)('four processes that do not see each other, %s window', async (kind) => {
		for (const staggerMs of [0, 100]) {
			const results = await all({ kind, clients: 4, calls: 250, staggerMs }, MANY_SEEDS);
			for (const result of results) expect(result.accepted).toBe(1000);
			expect(mean(results, ratio)).toBeLessThanOrEqual(1.15);
			expect(highest(results, ratio)).toBeLessThanOrEqual(1.3);
			expect(mean(results, refusedShare)).toBeLessThanOrEqual(0.02);
			// An edge in the middle of the calls sets some of them at odds with the others for a window.
			const isOdd = kind === 'clockAligned';
			expect(highest(results, refusedShare)).toBeLessThanOrEqual(isOdd ? 0.1 : 0.03);
		}
	});

	it('four processes whose machine stands still now and then', async () => {
		const stalls = { forMs: 60, everyMs: 110 };
		const busy = { clients: 4, calls: 250, staggerMs: 300, cpuMs: 1, timerLateMs: 10, stalls };
		const results = await all({ kind: 'firstCall', ...busy }, MANY_SEEDS);
		for (const result of results) expect(result.accepted).toBe(1000);
		expect(mean(results, ratio)).toBeLessThanOrEqual(1.18);
		expect(mean(results, refusedShare)).toBeLessThanOrEqual(0.03);
	});

	it('four processes without a budget would fail it', async () => {
		const results = await all({
			kind: 'firstCall',
			clients: 4,
			calls: 250,
			makeBudget: (time) => new NoBudget(time),
		});
		expect(mean(results, refusedShare)).toBeGreaterThan(0.03);
	});

	it('lets late comers in, and none starves', async () => {
		const results = await all({ kind: 'firstCall', clients: 4, calls: 250, staggerMs: 2000 });
		for (const result of results) {
			expect(result.accepted).toBe(1000);
			expect(result.ratio).toBeLessThan(1.8);
		}
	});

	it.each(LIMITER_KINDS)('starts while the account is used already, %s window', async (kind) => {
		const results = await all({ kind, usedBefore: 90 });
		for (const result of results) expect(result.accepted).toBe(1000);
		// 10 calls are left in the first interval, so it takes one more.
		expect(mean(results, ratio)).toBeLessThan(1.4);
		expect(mean(results, refusedShare)).toBeLessThanOrEqual(0.01);
	});

	it('serves two runs of one process in the order they ask', async () => {
		const { time, budget } = budgetInTime();
		const order: string[] = [];
		const ask = async (name: string) => {
			const permit = await budget.acquire();
			order.push(name);
			await time.sleep(50);
			const remaining = Math.max(0, 100 - order.length);
			permit.answered({ limited: false, limits: { max: 100, intervalMs: 2000, remaining } });
		};
		const names = Array.from({ length: 300 }, (_, i) => `${i % 2 === 0 ? 'one' : 'other'} ${i}`);
		await time.run(Promise.all(names.map(ask)));
		expect(order).toEqual(names);
	});
});

describe('what the service says of its limits', () => {
	const lies: [string, Scenario['headers']][] = [
		['nothing', () => undefined],
		[
			'negative numbers',
			() => ({ max: -100, remaining: -1, intervalMs: -2000, dailyRemaining: -5 }),
		],
		['zeros', () => ({ max: 0, remaining: 0, intervalMs: 0, dailyMax: 0, dailyRemaining: 0 })],
		[
			'what is no number',
			() => ({ max: NaN, remaining: NaN, intervalMs: NaN, dailyRemaining: NaN }),
		],
		['huge numbers', () => ({ max: 1e12, remaining: 1e12, intervalMs: 1e15, dailyResetMs: 1e18 })],
		['an interval of a year', (truth) => ({ ...truth, intervalMs: 3.2e10 })],
		['more left than there is', (truth) => ({ ...truth, remaining: 5000 })],
		['always nothing left', (truth) => ({ ...truth, remaining: 0 })],
		['always all left', (truth) => ({ ...truth, remaining: 99 })],
		['ten times the limit', (truth) => ({ ...truth, max: 1000, remaining: 900 })],
		['a shorter interval', (truth) => ({ ...truth, intervalMs: 50 })],
		['that the day is over', (truth) => ({ ...truth, dailyRemaining: 0 })],
	];

	it.each(lies)('a run goes on at a sane pace when it says %s', async (_, headers) => {
		for (const kind of LIMITER_KINDS) {
			const result = await simulate({ kind, seed: 1, calls: 300, headers, limitMs: 120_000 });
			expect(result.accepted).toBe(300);
		}
	});

	it('any numbers at all: ends in bounded time, keeps books, never polls', async () => {
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
					for (const budget of result.budgets) {
						if (!(budget instanceof AccountBudget)) throw new Error('Not our budget');
						const { calls, waits, waitedMs, limited } = budget.statistics;
						expect(calls).toBeGreaterThanOrEqual(60);
						expect(limited).toBe(result.refused);
						expect(waits).toBeGreaterThanOrEqual(0);
						expect(waitedMs).toBeGreaterThanOrEqual(0);
					}
				},
			),
			{ numRuns: 60, seed: 42 },
		);
	});

	it.each(LIMITER_KINDS)(
		'passing refusals, while it says that there is room, do not slow a run down, %s window',
		async (kind) => {
			const results = await all({ kind, refusing: 0.05 });
			// The refused calls are sent again, so one interval more is needed.
			expect(highest(results, ratio)).toBeLessThanOrEqual(1.2);
		},
	);

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
	it('goes alone until it is answered', async () => {
		const { time, budget } = budgetInTime();
		const granted: Permit[] = [];
		for (let i = 0; i < 20; i++) void budget.acquire().then((permit) => granted.push(permit));
		await time.run(time.sleep(3000));
		expect(granted).toHaveLength(1);
		granted[0]?.answered({ limited: false, limits: LIMITS });
		await time.run(time.sleep(1));
		expect(granted.length).toBeGreaterThan(1);
	});

	it('goes alone again after an idle time, and not right after a run', async () => {
		const { time, budget } = budgetInTime();
		const takes = async (count: number) => {
			const permits: Permit[] = [];
			for (let i = 0; i < count; i++) void budget.acquire().then((permit) => permits.push(permit));
			await time.run(time.sleep(1));
			return permits;
		};
		(await takes(1))[0]?.answered({ limited: false, limits: LIMITS });
		const next = await takes(2);
		expect(next).toHaveLength(2);
		for (const permit of next)
			permit.answered({ limited: false, limits: { ...LIMITS, remaining: 97 } });
		await time.run(time.sleep(10 * 60_000));
		expect(await takes(5)).toHaveLength(1);
	});

	it('holds up the others for a while only when it hangs', async () => {
		const { time, budget } = budgetInTime({ probeTimeoutMs: 4000 });
		await time.run(budget.acquire());
		let at = 0;
		await time.run(budget.acquire().then(() => (at = time.now() - 5000)));
		expect(at).toBeGreaterThanOrEqual(4000);
		expect(at).toBeLessThan(4100);
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
	it('leaves the queue at once when aborted, and takes no slot', async () => {
		const { time, budget } = budgetInTime();
		const first = await time.run(budget.acquire());
		const controller = new AbortController();
		const aborted = budget.acquire(controller.signal);
		const next = budget.acquire();
		const refusal = expect(aborted).rejects.toThrow('cancelled');
		controller.abort(new Error('cancelled'));
		await refusal;
		first.answered({ limited: false, limits: { max: 2, remaining: 1, intervalMs: 2000 } });
		await time.run(next, 10);
		expect(budget.statistics.calls).toBe(2);
	});

	it('does not begin when aborted already', async () => {
		const { budget } = budgetInTime();
		await expect(budget.acquire(AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
		expect(budget.statistics.calls).toBe(0);
	});

	it('survives a thousand that give up while one waits', async () => {
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

	it('holds back everybody after a refusal when nothing else is known', async () => {
		const { time, budget } = budgetInTime();
		const first = await time.run(budget.acquire());
		const waiters = [budget.acquire(), budget.acquire()];
		first.answered({ limited: true, limits: { ...LIMITS, remaining: 0 } });
		const before = time.now();
		await time.run(Promise.race(waiters));
		expect(time.now() - before).toBeGreaterThan(100);
		expect(time.now() - before).toBeLessThan(4100);
		expect(budget.statistics).toMatchObject({ calls: 2, limited: 1, waits: 1 });
	});
});

describe("the day's quota", () => {
	it('refuses until it comes back, then goes on', async () => {
		const { time, budget } = budgetInTime();
		const over = { ...LIMITS, dailyMax: 200_000, dailyRemaining: 0, dailyResetMs: 3_600_000 };
		const first = await time.run(budget.acquire());
		const waiting = budget.acquire();
		first.answered({ limited: true, limits: over });
		const refusal: unknown = await waiting.catch((error: unknown) => error);
		if (!(refusal instanceof DailyQuotaExhausted)) throw new Error('Not refused');
		expect(refusal.resetsInMs).toBe(3_600_000);
		expect(budget.statistics).toMatchObject({ dailyRemaining: 0, dailyResetMs: 3_600_000 });
		await time.run(time.sleep(3_600_001));
		await time.run(budget.acquire(), 5000);
	});

	it('spends the last calls of the day and sends hardly any in vain', async () => {
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
				const budget = new AccountBudget({ clock });
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
	it('is one for one account and another for another', () => {
		expect(budgetOf('a')).toBe(budgetOf('a'));
		expect(budgetOf('a')).not.toBe(budgetOf('b'));
	});

	it('forgets accounts that nothing uses, and none in use', async () => {
		const inUse = budgetOf('in use');
		const idle = budgetOf('idle');
		await inUse.acquire();
		for (let i = 0; i < 3000; i++) budgetOf(`account ${i}`);
		expect(budgetOf('in use')).toBe(inUse);
		expect(budgetOf('idle')).not.toBe(idle);
	});
});
