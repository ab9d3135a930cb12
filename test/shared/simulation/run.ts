import type { Clock, Outcome, Permit, RateLimits } from '../../../nodes/shared/pacing';
import { AccountBudget } from '../../../nodes/shared/pacing';
import type { LimiterKind } from './server';
import { Server } from './server';
import { seeded, VirtualTime } from './time';

/** What the simulator drives: our budget, or a rival for comparison. */
export interface Budget {
	acquire(signal?: AbortSignal): Promise<Permit>;
}

export interface Scenario {
	kind: LimiterKind;
	seed: number;
	/** Calls per client. */
	calls?: number;
	max?: number;
	intervalMs?: number;
	latencyMs?: number;
	/** Fraction of the latency by which it varies, evenly in both directions. */
	jitter?: number;
	/** Fraction of the latency that passes before the call arrives. */
	before?: number;
	/** Clients that share the account without seeing each other, each with its own budget. */
	clients?: number;
	/** A share of the calls whose response takes this much longer. */
	slow?: { share: number; byMs: number };
	/** Concurrent callers per client. */
	callers?: number;
	/** One client more, that comes at a random time in the given range and has its own number of calls. */
	newcomer?: { calls: number; betweenMs: [number, number] };
	/** Clients start within this time of each other. */
	staggerMs?: number;
	/** Milliseconds by which a timer may wake late. */
	timerLateMs?: number;
	/** Milliseconds of work before each call really goes out; sequential within a client. */
	cpuMs?: number;
	/** Each client stalls for `forMs` once every `everyMs`, as on a machine with other work. */
	stalls?: { forMs: number; everyMs: number };
	/** Changes the server during the run. */
	during?: (server: Server, time: VirtualTime, start: number) => void;
	/** The rate limits that the client sees instead of the true ones. */
	headers?: (truth: RateLimits, random: () => number) => RateLimits | undefined;
	/** Share of calls that never arrive and fail at once. */
	broken?: number;
	/** Share of calls that are answered 429 although there was room, and are counted. */
	refusing?: number;
	/** Calls made by another client just before the run. */
	usedBefore?: number;
	makeBudget?: (time: VirtualTime, random: () => number, clock: Clock) => Budget;
	limitMs?: number;
	/** Called for every arrival at the server; `at` is relative to the start of the run. */
	observe?: (arrival: {
		at: number;
		client: number;
		allowed: boolean;
		remaining?: number;
		budget: Budget;
	}) => void;
}

export interface Result {
	wallMs: number;
	floorMs: number;
	/** Wall time as a multiple of the floor. */
	ratio: number;
	accepted: number;
	refused: number;
	/** Share of all calls that were answered 429. */
	refusedShare: number;
	events: number;
	finishedAt: number[];
	/** From when it came to its last response; 0 without one. */
	newcomerTookMs: number;
	budgets: Budget[];
}

/** Runs one scenario in virtual time and counts at the server. */
export async function simulate(scenario: Scenario): Promise<Result> {
	const {
		kind,
		seed,
		calls = 1000,
		max = 100,
		intervalMs = 2000,
		latencyMs = 50,
		jitter = 0.2,
		before = 0.5,
		clients = 1,
		callers = 100,
		staggerMs = 0,
		timerLateMs = 2,
		cpuMs = 0,
		broken = 0,
		refusing = 0,
		usedBefore = 0,
		newcomer,
	} = scenario;
	const random = seeded(seed);
	const time = new VirtualTime(1_000_000 + random() * intervalMs);
	const server = new Server(kind, max, intervalMs);
	for (let i = 0; i < usedBefore; i++) server.take(time.now());
	const start = time.now();
	scenario.during?.(server, time, start);
	const budgets: Budget[] = [];
	const finishedAt: number[] = [];
	const tookMs: number[] = [];
	/** What each client has to do, and when it comes. */
	const work: Array<NonNullable<Scenario['newcomer']>> = Array.from({ length: clients }, () => ({
		calls,
		betweenMs: [0, staggerMs],
	}));
	if (newcomer) work.push(newcomer);
	const delay = (share: number) => latencyMs * share * (1 - jitter + 2 * jitter * random());

	const client = async (own: (typeof work)[number], index: number) => {
		const [earliest, latest] = own.betweenMs;
		if (latest > 0) await time.sleep(earliest + random() * (latest - earliest));
		const came = time.now();
		const { forMs, everyMs } = scenario.stalls ?? { forMs: 0, everyMs: intervalMs };
		const offset = random() * everyMs;
		/** Continues at once, or when the client's stall ends. */
		const resume = async () => {
			const since = (time.now() + offset) % everyMs;
			if (since < forMs) await time.sleep(forMs - since);
		};
		const clock = {
			now: () => time.now(),
			sleep: async (ms: number) => {
				await time.sleep(ms + random() * timerLateMs);
				await resume();
			},
			random,
		};
		const budget = scenario.makeBudget?.(time, random, clock) ?? new AccountBudget(clock);
		budgets.push(budget);
		let left = own.calls;
		let busyUntil = time.now();
		const caller = async () => {
			while (left > 0) {
				left -= 1;
				for (;;) {
					const permit = await budget.acquire();
					if (cpuMs > 0) {
						busyUntil = Math.max(busyUntil, time.now()) + cpuMs;
						await time.sleep(busyUntil - time.now());
					}
					await resume();
					if (random() < broken) {
						await time.sleep(delay(1));
						permit.answered({ limited: false });
						continue;
					}
					await time.sleep(delay(before));
					const { allowed: hasRoom, limits } = server.take(time.now());
					const allowed = hasRoom && !(refusing > 0 && random() < refusing);
					scenario.observe?.({
						at: time.now() - start,
						client: index,
						allowed,
						remaining: limits.remaining,
						budget,
					});
					await time.sleep(delay(1 - before));
					if (scenario.slow && random() < scenario.slow.share) await time.sleep(scenario.slow.byMs);
					await resume();
					const told = scenario.headers ? scenario.headers(limits, random) : limits;
					const outcome: Outcome = { limited: !allowed };
					if (told !== undefined) outcome.limits = told;
					permit.answered(outcome);
					if (allowed) break;
				}
			}
		};
		await Promise.all(Array.from({ length: callers }, caller));
		finishedAt.push(time.now() - start);
		tookMs[index] = time.now() - came;
	};

	await time.run(Promise.all(work.map(client)), scenario.limitMs ?? 86_400_000);
	const wallMs = time.now() - start;
	const total = work.reduce((sum, one) => sum + one.calls, 0);
	const floorMs = (Math.ceil(total / max) - 1) * intervalMs + latencyMs;
	return {
		wallMs,
		floorMs,
		ratio: wallMs / floorMs,
		accepted: server.accepted - usedBefore,
		refused: server.refused,
		refusedShare: server.refused / (server.refused + server.accepted - usedBefore),
		events: time.events,
		finishedAt,
		newcomerTookMs: tookMs[clients] ?? 0,
		budgets,
	};
}
