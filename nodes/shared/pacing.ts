import { sleep } from 'n8n-workflow';

/** What the service's answer said of its limits; absent or senseless values left out. */
export interface RateLimits {
	/** Calls allowed in one interval. */
	max?: number;
	/** Calls left in the interval of the answer. */
	remaining?: number;
	intervalMs?: number;
	dailyMax?: number;
	dailyRemaining?: number;
	/** Milliseconds until the day's quota comes back. */
	dailyResetMs?: number;
}

/** How a call ended, as far as its account's budget is concerned. */
export interface Outcome {
	limits?: RateLimits;
	/** The service refused to run the call because of its limits (429). */
	limited: boolean;
}

/** Leave to send one call. Its holder must say how the call ended, also when it failed. */
export interface Permit {
	answered(outcome: Outcome): void;
}

/** Time as the budget sees it; a simulator drives its own. */
export interface Clock {
	/** Monotonic, in milliseconds. */
	now(): number;
	sleep(milliseconds: number): Promise<void>;
	/** Evenly distributed in [0, 1). */
	random(): number;
}

export interface BudgetOptions {
	clock: Clock;
	/** Assumed while the service has not said anything sensible. Default 100. */
	defaultMax?: number;
	/** Assumed while the service has not said anything sensible. Default 10 s. */
	defaultIntervalMs?: number;
	/** How long a call that goes alone may keep the others waiting. Default 10 s. */
	probeTimeoutMs?: number;
}

/** What the budget has cost and what it last heard. */
export interface BudgetStatistics {
	calls: number;
	/** Calls that had to wait. */
	waits: number;
	waitedMs: number;
	/** Calls answered 429. */
	limited: number;
	dailyRemaining?: number;
	dailyResetMs?: number;
}

/** The day's quota is used up; nothing is sent until it comes back. */
export class DailyQuotaExhausted extends Error {
	constructor(readonly resetsInMs: number) {
		super('The daily quota of API calls is used up');
		this.name = 'DailyQuotaExhausted';
	}
}

const DEFAULT_MAX = 100;
const DEFAULT_INTERVAL_MS = 10_000;
const PROBE_TIMEOUT_MS = 10_000;
/** Beyond these a header says nothing of a burst limit. */
const HIGHEST_MAX = 100_000;
const SHORTEST_INTERVAL_MS = 50;
const LONGEST_INTERVAL_MS = 120_000;
const DAY_MS = 86_400_000;
/** The service's clock and ours count whole milliseconds, and each may round its own way. */
const ROUNDING_MS = 2;
/** Part of a round of slots after which everybody who shares the account has shown up; varied, to look from both sides of
 * the edge of a window that lies in the round. */
const LATE_IN_ROUND = { least: 0.08, spread: 0.15 };
const ROUNDS_OUT_OF_STEP = 3;
/** Part of the wait for late calls that is kept where others use the account too. */
const BOLDNESS = 0.2;
/** Part of what nobody uses that is taken however small our share is. */
const LEAST_SHARE = 0.25;
/** Part of the limit that is left for others' single calls. */
const RESERVE = 0.02;
/** So many calls more than ours may seem to be counted without anybody else there. */
const NOISE = 2;
const SHARED_INTERVALS = 10;
/** What one answer weighs, and the most that passes for faults rather than for a count that is wrong. */
const DOUBT_STEP = 1 / 16;
const MOST_DOUBT = 0.25;
/** Part of an interval by which the first call of many is ahead of the others, where answers take long. */
const HEAD_START = 0.005;
/** Calls whose times are remembered together. */
const SAMPLES = 100;
/** Where the service does not say when the day's quota comes back. */
const UNKNOWN_RESET_MS = 3_600_000;
const DAY_END_CHECK_MS = 1000;
const LONGEST_BACKOFF_MS = 20_000;
const LONGEST_SLEEP_MS = 60_000;

interface Sent {
	sentAt: number;
	answeredAt: number | undefined;
	/** No own call was under way when this one went out: it may have opened the service's window. */
	alone: boolean;
	/** Own counted calls that were answered before this one was sent. */
	before: number;
	/** How many slots had come back by the passing of time when it was sent. */
	expired: number;
	/** Own counted calls with this one, at the moment it was sent. */
	rank: number;
	/** How many calls were sent before it. */
	index: number;
	/** The first call after a pause. */
	leads: boolean;
	/** The first call of a round of our slots. */
	opensRound: boolean;
	/** Takes up one of the account's slots, as far as we know. */
	live: boolean;
	/** Neither refused nor known to be forgotten by the service. */
	counts: boolean;
}

interface Waiter {
	since: number;
	signal: AbortSignal | undefined;
	grant(): void;
	refuse(error: Error): void;
	gone: boolean;
}

/**
 * The calls that one account may make, shared by everything in the process that uses the account.
 *
 * Its rule is safe whatever the service's window looks like: a call takes up a slot, and the slot comes back one interval
 * later. How many slots are ours is learned: a first call goes alone; then the number grows with each answer as long as the
 * service's count of what remains leaves room for us and for whoever else uses the account. An answer that proves that the
 * service has begun a new window gives the slots back at once; a refusal takes one away.
 *
 * Whoever else uses the account is seen in that count alone. What remains when all have had their turn is taken in steps, each
 * in proportion to our share, so that the steps of all together do not exceed it; after a refusal one call goes ahead alone.
 */
export class AccountBudget {
	private readonly clock: Clock;
	private readonly defaults: { max: number; intervalMs: number; probeTimeoutMs: number };
	private max: number;
	private maxIsTold = false;
	private intervalMs: number;
	private slots = 1;
	private live = 0;
	private expired = 0;
	private underWay = 0;
	private log: Sent[] = [];
	private head = 0;
	private queue: Waiter[] = [];
	private first = 0;
	private waiting = 0;
	private readonly listening = new Map<
		AbortSignal,
		{ waiters: Set<Waiter>; onAbort: () => void }
	>();
	private probe: Sent | undefined;
	private probeEnds = 0;
	private blockedUntil = Number.NEGATIVE_INFINITY;
	private blockedAt = Number.NEGATIVE_INFINITY;
	private refusalsInARow = 0;
	/** After a refusal one call goes alone and tells whether there is room again. */
	private wary = false;
	private lastActive = Number.NEGATIVE_INFINITY;
	private dailyEndsAt: number | undefined;
	private dailyRemaining: number | undefined;
	private dailyExhausted = false;
	/** Others were seen to use the account, and may still do so. */
	private sharedUntil = Number.NEGATIVE_INFINITY;
	private growing = true;
	private startedAt = 0;
	private claimedAt = Number.NEGATIVE_INFINITY;
	/** When the first call of our present round of slots was sent. */
	private ledAt = Number.NEGATIVE_INFINITY;
	/** Part of this round after which it is late. */
	private lateShare = LATE_IN_ROUND.least;
	/** A call sent at this time at the latest has opened the service's present window; unknown unless windows are fixed. */
	private windowOpen: number | undefined;
	/** The service began a new window in the middle of our round. */
	private midRound = false;
	/** Rounds to come in which others' part of the window may be after ours. */
	private outOfStep = 0;
	/** Rounds in a row that ended so. */
	private edges = 0;
	private remainedBefore = Number.POSITIVE_INFINITY;
	/** Least that remained in the present round of our slots. */
	private roundLowest = Number.POSITIVE_INFINITY;
	/** Calls sent from here on are in that window. */
	private windowFrom = 0;
	/** Least that remained in that window. */
	private lowest = Number.POSITIVE_INFINITY;
	/** How many calls the service said to have counted, with each answer of that window. */
	private readonly told = new Set<number>();
	private refusedSince = Number.NEGATIVE_INFINITY;
	private refusedLately = 0;
	private refusedAt = Number.NEGATIVE_INFINITY;
	/** Part of the calls lately that were refused although there was room, by what the service said. */
	private doubt = 0;
	/** What the service says of its limit has proved wrong. */
	private distrustedUntil = Number.NEGATIVE_INFINITY;
	private triedAt = Number.NEGATIVE_INFINITY;
	private trial = 1;
	/** Intervals between two trials. */
	private patience = 12;
	private readonly roundTrip = new RoundTrip();
	private wakesAt = Number.POSITIVE_INFINITY;
	private counts = { calls: 0, waits: 0, waitedMs: 0, limited: 0 };

	constructor(options: BudgetOptions) {
		this.clock = options.clock;
		this.defaults = {
			max: options.defaultMax ?? DEFAULT_MAX,
			intervalMs: options.defaultIntervalMs ?? DEFAULT_INTERVAL_MS,
			probeTimeoutMs: options.probeTimeoutMs ?? PROBE_TIMEOUT_MS,
		};
		this.max = this.defaults.max;
		this.intervalMs = this.defaults.intervalMs;
	}

	get statistics(): BudgetStatistics {
		const known: BudgetStatistics = { ...this.counts };
		if (this.dailyRemaining !== undefined) known.dailyRemaining = this.dailyRemaining;
		if (this.dailyEndsAt !== undefined) {
			known.dailyResetMs = Math.max(0, this.dailyEndsAt - this.clock.now());
		}
		return known;
	}

	/** Nothing waits, is under way, or is remembered of the current interval. */
	get idle(): boolean {
		return (
			this.waiting === 0 &&
			this.underWay === 0 &&
			!this.dailyExhausted &&
			this.clock.now() - this.lastActive > this.intervalMs + LONGEST_INTERVAL_MS
		);
	}

	/**
	 * Waits until the account may make one more call, first come first served.
	 *
	 * @throws DailyQuotaExhausted while the day's quota is used up
	 * @throws the signal's reason when it aborts
	 */
	async acquire(signal?: AbortSignal): Promise<Permit> {
		signal?.throwIfAborted();
		const since = this.clock.now();
		return await new Promise<Permit>((resolve, reject) => {
			const waiter: Waiter = {
				since,
				signal,
				gone: false,
				grant: () => resolve(this.send(since)),
				refuse: reject,
			};
			this.listen(waiter);
			this.queue.push(waiter);
			this.waiting += 1;
			this.release();
		});
	}

	/** One listener a signal: all callers of a run share one, and Node warns of more than ten. */
	private listen(waiter: Waiter): void {
		const { signal } = waiter;
		if (signal === undefined) return;
		const known = this.listening.get(signal);
		if (known !== undefined) {
			known.waiters.add(waiter);
			return;
		}
		const waiters = new Set([waiter]);
		const onAbort = () => {
			this.listening.delete(signal);
			const reason: unknown = signal.reason;
			for (const gone of waiters) {
				gone.gone = true;
				this.waiting -= 1;
				gone.refuse(reason instanceof Error ? reason : new Error('Aborted'));
			}
		};
		this.listening.set(signal, { waiters, onAbort });
		signal.addEventListener('abort', onAbort, { once: true });
	}

	private forget(waiter: Waiter): void {
		const known = waiter.signal && this.listening.get(waiter.signal);
		if (waiter.signal === undefined || known === undefined) return;
		known.waiters.delete(waiter);
		if (known.waiters.size > 0) return;
		waiter.signal.removeEventListener('abort', known.onAbort);
		this.listening.delete(waiter.signal);
	}

	private send(since: number): Permit {
		const now = this.clock.now();
		const last = this.log[this.log.length - 1];
		const lastSent = last?.sentAt ?? Number.NEGATIVE_INFINITY;
		if (last !== undefined && now - lastSent < this.intervalMs / 100) last.alone = false;
		const sent: Sent = {
			sentAt: now,
			answeredAt: undefined,
			alone: this.underWay === 0,
			before: this.live - this.underWay,
			expired: this.expired,
			rank: this.live + 1,
			index: this.counts.calls,
			opensRound: false,
			leads: this.underWay === 0 && now - lastSent > this.intervalMs / 4,
			live: true,
			counts: true,
		};
		this.log.push(sent);
		this.live += 1;
		this.underWay += 1;
		this.lastActive = now;
		this.counts.calls += 1;
		if (now - since >= 1) {
			this.counts.waits += 1;
			this.counts.waitedMs += now - since;
		}
		if (this.wary || (sent.alone && this.probe === undefined)) this.goAlone(sent);
		if (this.underWay === 1 && now >= this.ledAt + this.intervalMs) {
			this.ledAt = now;
			const { least, spread } = LATE_IN_ROUND;
			this.lateShare = least + spread * this.clock.random();
			this.outOfStep -= 1;
			sent.opensRound = true;
			this.edges = this.midRound ? this.edges + 1 : 0;
			this.midRound = false;
			this.roundLowest = Number.POSITIVE_INFINITY;
		}
		return { answered: (outcome) => this.answered(sent, outcome) };
	}

	/** Whatever has changed meanwhile, the answer to one call after a pause tells before many follow. */
	private goAlone(sent: Sent): void {
		if (this.live === 1 && this.slots === 1) {
			this.probe = sent;
			this.probeEnds = sent.sentAt + this.defaults.probeTimeoutMs;
		} else if (this.wary || (!this.isSlow && sent.leads)) {
			this.probe = sent;
			const patience = this.wary ? 4 : sent.sentAt <= this.sharedUntil ? 8 : 40;
			this.probeEnds = sent.sentAt + 2 * this.roundTrip.typical + this.intervalMs / patience;
		} else if (sent.leads && this.windowOpen !== undefined) {
			// Getting many calls ready at once would hold up the one that opens the service's window.
			this.probe = sent;
			this.probeEnds = sent.sentAt + this.intervalMs * HEAD_START;
		}
	}

	private answered(sent: Sent, outcome: Outcome): void {
		if (sent.answeredAt !== undefined) return;
		const now = this.clock.now();
		sent.answeredAt = now;
		this.underWay -= 1;
		this.lastActive = now;
		if (this.probe === sent) this.probe = undefined;
		const limits = outcome.limits ?? {};
		this.learnDay(limits, outcome.limited, now);
		this.learnBurst(limits);
		if (outcome.limited) this.refused(sent, limits, now);
		else this.accepted(sent, limits, now);
		this.release();
	}

	private learnBurst({ max, intervalMs }: RateLimits): void {
		if (isWithin(max, 1, HIGHEST_MAX)) this.max = Math.floor(max);
		// What remains means nothing beside a limit that makes no sense.
		if (max !== undefined) this.maxIsTold = isWithin(max, 1, HIGHEST_MAX);
		if (isWithin(intervalMs, SHORTEST_INTERVAL_MS, LONGEST_INTERVAL_MS))
			this.intervalMs = intervalMs;
		this.slots = Math.min(this.slots, this.max);
	}

	private learnDay(limits: RateLimits, limited: boolean, now: number): void {
		const { dailyRemaining, dailyResetMs, dailyMax } = limits;
		if (isWithin(dailyResetMs, 1, DAY_MS)) this.dailyEndsAt = now + dailyResetMs;
		if (!isWithin(dailyRemaining, 0, Number.MAX_SAFE_INTEGER)) return;
		if (isWithin(dailyMax, 1, Number.MAX_SAFE_INTEGER) && dailyRemaining > dailyMax) return;
		// Answers overtake each other, so a little more than before is an older count.
		const known = this.dailyRemaining ?? dailyRemaining;
		const isOlder = dailyRemaining - known <= this.max;
		this.dailyRemaining = isOlder ? Math.min(known, dailyRemaining) : dailyRemaining;
		// A header alone may lie: only a refusal proves that the day is over.
		if (dailyRemaining === 0 && limited) this.dailyExhausted = true;
	}

	private accepted(sent: Sent, limits: RateLimits, now: number): void {
		this.refusalsInARow = 0;
		this.doubt -= this.doubt * DOUBT_STEP;
		if (sent.sentAt >= this.refusedAt) this.wary = false;
		const late = this.roundTrip.add(now - sent.sentAt, this.intervalMs);
		const remaining = this.maxIsTold ? limits.remaining : undefined;
		if (!isWithin(remaining, 0, this.max - 1) || now < this.distrustedUntil) {
			if (this.counts.limited === 0) this.slots = Math.min(this.max, this.slots + this.growth());
			else this.tryMore(now);
			return;
		}
		const used = this.max - remaining;
		this.noticeWindow(sent, used, late, now);
		// The answer speaks of the moment of arrival, when calls may have counted whose slots are back by now.
		const own = this.live + this.expired - sent.expired;
		if (used - this.mostBefore(sent, late) > NOISE && used - this.mostCounted(sent, late) > NOISE)
			this.sharedUntil = now + SHARED_INTERVALS * this.intervalMs;
		const free = Math.max(0, remaining - this.underWay);
		if (now > this.sharedUntil) {
			this.slots = Math.max(
				this.slots,
				Math.min(this.slots + this.growth(), this.max, this.live + free),
			);
			return;
		}
		const remainedBefore = this.remainedBefore;
		this.remainedBefore = remaining;
		const isEarly = now - this.startedAt <= this.intervalMs;
		const jumped = remaining - remainedBefore > this.max / (isEarly ? 8 : 2);
		if (jumped && remainedBefore < this.max) {
			if (this.isAtOpening(sent)) this.roundLowest = Number.POSITIVE_INFINITY;
			else this.midRound = true;
		}
		if (sent.sentAt >= this.ledAt && !this.midRound)
			this.roundLowest = Math.min(this.roundLowest, remaining);
		// Where windows end all at once, what remains may be much because a new one has just begun.
		const isFixed = this.windowOpen !== undefined || this.midRound;
		const unused = Math.min(free, isFixed ? this.roundLowest : remainedBefore);
		this.claim(sent, used, unused, now);
		this.slots = Math.max(1, Math.min(this.slots, own + remaining));
		this.tryMore(now);
	}

	/** Now and then one call more than the service seems to allow: what it says may be wrong, or others may have left. */
	private tryMore(now: number): void {
		if (this.waiting === 0 || this.slots >= this.max) return;
		const since = Math.max(this.triedAt, this.refusedAt, this.startedAt);
		const patience = this.slots > 2 ? this.patience : Math.min(3, this.patience);
		if (now - since < patience * this.intervalMs) return;
		this.triedAt = now;
		this.slots = Math.min(this.max, this.slots + this.trial);
		this.trial *= 2;
		this.patience = Math.max(1, this.patience / 2);
	}

	/** The latest moment at which a call can have been sent that arrived up to this one. */
	private latestBefore(sent: Sent, late: number): number {
		return sent.sentAt + 1.5 * late + ROUNDING_MS + this.roundTrip.uncertainty;
	}

	/** Own calls that can have arrived up to this one: none overtakes by more than this one was late. */
	private mostBefore(sent: Sent, late: number): number {
		const limit = this.latestBefore(sent, late);
		let low = sent.index - (this.log[0]?.index ?? 0);
		const from = low;
		let high = this.log.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((this.log[middle]?.sentAt ?? 0) <= limit) low = middle;
			else high = middle - 1;
		}
		return sent.rank + low - from;
	}

	/** Own calls that the service may still have counted when this one arrived: a call may have arrived long after it was sent. */
	private mostCounted(sent: Sent, late: number): number {
		const until = this.latestBefore(sent, late);
		const start = this.log[0]?.index ?? 0;
		let count = 0;
		for (let i = sent.index - start; i < this.log.length; i++) {
			const later = this.log[i];
			if (later === undefined || later.sentAt > until) break;
			if (later.counts) count += 1;
		}
		for (let i = sent.index - start - 1; i >= 0; i--) {
			const earlier = this.log[i];
			if (earlier === undefined || earlier.sentAt < sent.sentAt - 2 * this.intervalMs) break;
			const arrived = earlier.answeredAt ?? Number.POSITIVE_INFINITY;
			if (earlier.counts && arrived + this.intervalMs > sent.sentAt) count += 1;
		}
		return count;
	}

	/** Takes slots that nobody uses, and leaves others theirs. */
	private claim(sent: Sent, used: number, unused: number, now: number): void {
		const share = Math.min(1, sent.rank / used);
		if (this.growing) {
			const goal = Math.floor(this.max * share);
			// Others have calls on their way as well.
			const room = Math.floor(share * Math.max(0, this.max - used - this.underWay / share));
			const claim = Math.min(this.slots + this.growth(), goal, this.live + room);
			this.slots = Math.max(this.slots, claim);
			if (this.slots >= goal || now - this.startedAt > this.intervalMs) this.growing = false;
			if (this.growing) return;
		}
		// Others may still be to come, so only what is unused late in our round of slots is there to take.
		const late = sent.sentAt >= this.lateAt && (!this.midRound || this.edges > 1);
		const young = !this.midRound && now - this.startedAt <= this.intervalMs;
		if (!late && !young && (this.slots > 1 || this.midRound)) return;
		if (this.underWay > 0 || now - this.claimedAt < this.apart) return;
		const more = Math.floor(
			(unused - this.max * RESERVE) *
				(share < 0.5 || this.midRound || this.outOfStep > 0 ? LEAST_SHARE : share),
		);
		if (more < 1) return;
		this.claimedAt = now;
		this.slots = Math.max(this.slots, Math.min(this.live + more, this.max));
	}

	private noticeWindow(sent: Sent, used: number, late: number, now: number): void {
		const { windowOpen } = this;
		const isNew =
			sent.before > 0 && used - 1 < sent.before / 2 && this.provesNewWindow(sent, used, late);
		if (isNew) {
			// In the middle of a round it says nothing of what others will use.
			this.midRound = now <= this.sharedUntil && !this.isAtOpening(sent);
			this.roundLowest = Number.POSITIVE_INFINITY;
			if (this.midRound) this.outOfStep = ROUNDS_OUT_OF_STEP;
			this.beginWindow(sent, late);
		} else if (windowOpen !== undefined && sent.sentAt >= this.windowFrom) {
			if (this.told.has(used)) {
				// No two calls of one window are told the same: its end came between them.
				this.windowOpen = Math.max(windowOpen, sent.sentAt + late);
				this.windowFrom = Number.POSITIVE_INFINITY;
			} else {
				this.windowOpen = Math.min(windowOpen, sent.sentAt + late);
			}
			this.told.add(used);
		}
		if (windowOpen === undefined || sent.sentAt < this.windowFrom) return;
		this.lowest = Math.min(this.lowest, this.max - used);
		// With nothing under way the service's count is complete: what we count beyond it was in an earlier window.
		if (this.underWay > 0) return;
		for (let i = this.head; this.live > this.max - this.lowest && i < this.log.length; i++) {
			const earlier = this.log[i];
			if (earlier?.live) this.drop(earlier);
		}
	}

	/** One of the first calls of our round: the very first may have come a moment too early for the new window. */
	private isAtOpening(sent: Sent): boolean {
		return sent.opensRound || sent.sentAt - this.ledAt < this.intervalMs / 10;
	}

	/** Whether the service counted far fewer calls than we certainly made in the interval before this one. */
	private provesNewWindow(sent: Sent, used: number, late: number): boolean {
		let certain = 0;
		const since = sent.sentAt + late - this.intervalMs;
		for (let i = sent.index - (this.log[0]?.index ?? 0) - 1; i >= 0; i--) {
			const earlier = this.log[i];
			if (earlier === undefined || earlier.sentAt <= since) break;
			if (earlier.counts && (earlier.answeredAt ?? Number.POSITIVE_INFINITY) <= sent.sentAt)
				certain += 1;
		}
		return used - 1 < certain / 2;
	}

	private beginWindow(sent: Sent, late: number): void {
		for (let i = sent.index - (this.log[0]?.index ?? 0) - 1; i >= 0; i--) {
			const earlier = this.log[i];
			if (earlier === undefined || earlier.sentAt <= sent.sentAt - 2 * this.intervalMs) break;
			if ((earlier.answeredAt ?? Number.POSITIVE_INFINITY) <= sent.sentAt) this.drop(earlier);
		}
		this.windowFrom = sent.sentAt;
		this.ledAt = sent.sentAt;
		this.growing = false;
		this.startedAt = Number.NEGATIVE_INFINITY;
		// One call's time tells less of the fastest possible than that of many.
		this.windowOpen = sent.sentAt + late + this.roundTrip.excess / 4;
		this.lowest = this.max;
		this.told.clear();
		this.told.add(1);
	}

	/** Where answers take long, waiting for the one that proves a new window would cost too much: it is expected instead. */
	private expectWindow(now: number): number | undefined {
		if (this.windowOpen === undefined || !this.isSlow) return undefined;
		const { excess } = this.roundTrip;
		const end = this.windowOpen + this.intervalMs + ROUNDING_MS + excess / 24;
		if (end > now) return end;
		for (let i = this.head; i < this.log.length; i++) {
			const earlier = this.log[i];
			if (earlier === undefined) break;
			if (earlier.live && earlier.sentAt < end - 2 * excess) this.drop(earlier);
		}
		this.windowFrom = now;
		this.windowOpen = now + 2 * excess;
		this.lowest = this.max;
		this.told.clear();
		return undefined;
	}

	private get lateAt(): number {
		return this.ledAt + this.lateShare * this.intervalMs + 3 * this.roundTrip.typical;
	}

	/** Between two takings of what nobody uses, so that the second sees what others took meanwhile. */
	private get apart(): number {
		return Math.max(2 * this.roundTrip.typical, this.intervalMs / 16);
	}

	private get isSlow(): boolean {
		// Not the typical: that is longer where the machine takes its time to send many at once.
		return (
			this.roundTrip.fastest > this.intervalMs / 6 &&
			this.roundTrip.fastest < Number.POSITIVE_INFINITY
		);
	}

	private refused(sent: Sent, limits: RateLimits, now: number): void {
		this.counts.limited += 1;
		if (this.maxIsTold && (limits.remaining ?? 0) > 0) {
			// There was room: a passing fault, unless it goes on. Whether the service counted the call is not known.
			this.doubt += (1 - this.doubt) * DOUBT_STEP;
			if (this.doubt < MOST_DOUBT) return;
		}
		this.drop(sent);
		this.refusedAt = now;
		if (now - this.triedAt < this.intervalMs) this.patience = Math.min(32, this.patience * 4);
		this.triedAt = now;
		this.trial = 1;
		if ((limits.remaining ?? 0) > 0)
			this.distrustedUntil = now + SHARED_INTERVALS * this.intervalMs;
		if (now - this.refusedSince > this.intervalMs) {
			this.refusedSince = now;
			this.refusedLately = 0;
		}
		this.refusedLately += 1;
		const alone = now > this.sharedUntil && limits.remaining !== undefined;
		// Sent a moment before the window's end, most likely: the slot is ours, the call was early.
		const tolerated = alone ? 1 + this.max / (this.isSlow ? 8 : 20) : sent.leads ? 1 : 0;
		if (sent.leads) this.wary = true;
		if (this.live > 0 && this.refusedLately <= tolerated) return;
		const own = this.live + this.expired - sent.expired;
		if (this.max - own > NOISE) this.sharedUntil = now + SHARED_INTERVALS * this.intervalMs;
		this.growing = false;
		if (this.live > this.underWay) {
			this.giveWay(sent, now);
			return;
		}
		this.slots = Math.max(1, Math.min(this.slots - 1, this.live));
		// Nothing of ours is counted, so nothing tells when the window ends.
		this.growing = true;
		// What was sent before is part of the refusal that is being waited for already.
		if (sent.sentAt < this.blockedAt) return;
		this.blockedAt = now;
		this.refusalsInARow += 1;
		const longer = Math.min(LONGEST_BACKOFF_MS, 100 * 2 ** Math.max(0, this.refusalsInARow - 6));
		const pause = Math.max(Math.min(2, 0.25 * this.refusalsInARow) * this.intervalMs, longer);
		this.blockedUntil = Math.max(this.blockedUntil, now + pause * (0.5 + this.clock.random()));
		this.startedAt = this.blockedUntil;
	}

	/** Others need the room: what was sent together is one refusal, and what follows would be refused as well. */
	private giveWay(sent: Sent, now: number): void {
		this.slots = Math.max(1, Math.min(this.slots - 1, this.live));
		if (sent.sentAt < this.blockedAt) return;
		this.blockedAt = now;
		this.wary = true;
		this.refusalsInARow += 1;
		const pause =
			this.refusalsInARow < 2
				? 0
				: Math.min(this.apart * 2 ** (this.refusalsInARow - 2), this.intervalMs / 2);
		this.blockedUntil = Math.max(this.blockedUntil, now + pause * (0.5 + this.clock.random()));
	}

	/** Slots that one answer may add: so many that the account's limit is reached within one interval. */
	private growth(): number {
		const rounds = Math.max(
			1,
			Math.floor((0.7 * this.intervalMs) / Math.max(1, this.roundTrip.typical)),
		);
		return Math.max(2, Math.ceil(this.max ** (1 / rounds)));
	}

	private drop(sent: Sent): void {
		sent.counts = false;
		this.free(sent);
	}

	private free(sent: Sent): void {
		if (!sent.live) return;
		sent.live = false;
		this.live -= 1;
	}

	private holdMs(sent: Sent): number {
		const { fastest, excess } = this.roundTrip;
		let late = excess * (this.isSlow ? 0.55 : 1.1);
		if (this.isSlow && this.windowOpen !== undefined) late = 4 * excess;
		if (!this.isSlow && this.windowOpen === undefined && sent.answeredAt !== undefined) {
			// Where nothing proves a new window, each slot counts from the moment at which its call may have arrived.
			const own = sent.answeredAt - sent.sentAt - fastest;
			late = Math.max(late, Math.min(own, this.intervalMs / 8));
		}
		if (sent.alone && sent.answeredAt !== undefined) {
			late = Math.min(sent.answeredAt - sent.sentAt - fastest, this.intervalMs / 8);
			if (this.isSlow) late += excess / 4;
			// Nothing to compare the very first call with, which takes its time to get going.
			if (this.isSlow && this.roundTrip.uncertainty > 0) late += this.intervalMs / 12;
		}
		// A refused call costs little where one probes; a wait that all who share the account add up costs each of them.
		if (this.clock.now() <= this.sharedUntil) late *= BOLDNESS;
		return this.intervalMs + late + ROUNDING_MS;
	}

	private expire(now: number): void {
		for (;;) {
			const oldest = this.log[this.head];
			if (oldest === undefined) break;
			if (oldest.live && oldest.sentAt + this.holdMs(oldest) > now) break;
			if (oldest.live) {
				this.free(oldest);
				this.expired += 1;
			}
			this.head += 1;
		}
		// Those that came back lately may still prove that the service has begun a new window.
		const kept = 2 * this.max;
		if (this.head > 4 * kept) {
			this.log = this.log.slice(this.head - kept);
			this.head = kept;
		}
	}

	private release(): void {
		for (;;) {
			const waiter = this.next();
			if (waiter === undefined) return;
			const now = this.clock.now();
			const quotaEnds = this.quotaEnds(now);
			if (quotaEnds !== undefined) {
				this.take(waiter).refuse(new DailyQuotaExhausted(quotaEnds - now));
				continue;
			}
			const at = this.opensAt(now);
			if (at > now) {
				this.sleepUntil(at, now);
				return;
			}
			this.take(waiter).grant();
		}
	}

	private opensAt(now: number): number {
		const windowEnd = this.expectWindow(now);
		this.expire(now);
		if (now - this.lastActive > this.intervalMs && this.underWay === 0) this.startAfresh(now);
		if (this.blockedUntil > now) return this.blockedUntil;
		if (this.probe !== undefined) {
			if (this.probeEnds > now) return this.probeEnds;
			this.probe = undefined;
			if (this.slots === 1) this.slots = Math.min(this.max, 2);
		}
		// Near the day's end no more go out at once than it has left, and the last one tells whether it is over.
		if (this.underWay >= Math.max(1, this.dailyRemaining ?? this.max))
			return now + DAY_END_CHECK_MS;
		const later = this.sentinelAt(now);
		if (this.live < this.slots && later === undefined) return now;
		const oldest = this.log[this.head];
		const returns = oldest === undefined ? now : oldest.sentAt + this.holdMs(oldest);
		return Math.min(returns, windowEnd ?? returns, later ?? returns);
	}

	private startAfresh(now: number): void {
		this.slots = 1;
		this.growing = true;
		this.startedAt = now;
		this.windowOpen = undefined;
	}

	/** Keeps the last of our slots for later in our round, when the answer shows what others really use. */
	private sentinelAt(now: number): number | undefined {
		if (now > this.sharedUntil || this.growing || this.isSlow) return undefined;
		if (this.slots < 2 || this.live !== this.slots - 1 || this.waiting < 2) return undefined;
		const at = Math.max(this.lateAt, this.claimedAt + this.apart) + ROUNDING_MS;
		return at > now ? at : undefined;
	}

	private quotaEnds(now: number): number | undefined {
		if (!this.dailyExhausted) return undefined;
		const ends = this.dailyEndsAt ?? now + UNKNOWN_RESET_MS;
		this.dailyEndsAt = ends;
		if (ends > now) return ends;
		this.dailyExhausted = false;
		this.dailyEndsAt = undefined;
		this.dailyRemaining = undefined;
		return undefined;
	}

	private next(): Waiter | undefined {
		if (this.waiting === 0) {
			this.queue = [];
			this.first = 0;
			return undefined;
		}
		while (this.queue[this.first]?.gone) this.first += 1;
		if (this.first > 256 && this.first * 2 > this.queue.length) {
			this.queue = this.queue.slice(this.first);
			this.first = 0;
		}
		return this.queue[this.first];
	}

	private take(waiter: Waiter): Waiter {
		this.first += 1;
		this.waiting -= 1;
		this.forget(waiter);
		return waiter;
	}

	/** n8n's sleep cannot be cut short, so a later waking is left to pass by when an earlier one is needed. */
	private sleepUntil(at: number, now: number): void {
		const until = Math.min(at, now + LONGEST_SLEEP_MS);
		if (this.wakesAt <= until) return;
		this.wakesAt = until;
		void this.clock.sleep(Math.max(1, Math.ceil(until - now))).then(() => {
			if (this.wakesAt !== until) return;
			this.wakesAt = Number.POSITIVE_INFINITY;
			this.release();
		});
	}
}

/** How long calls take, and by how much that varies. */
class RoundTrip {
	private lowest = Number.POSITIVE_INFINITY;
	private lowestBefore = Number.POSITIVE_INFINITY;
	private count = 0;
	/** By how much calls are slower than the fastest, on average. */
	excess = 0;

	/** Adds one call's time; returns by how much it was slower than the fastest recent one. */
	add(milliseconds: number, intervalMs: number): number {
		this.lowest = Math.min(this.lowest, milliseconds);
		this.count += 1;
		if (this.count === SAMPLES) {
			this.lowestBefore = this.lowest;
			this.lowest = milliseconds;
			this.count = 0;
		}
		const late = Math.min(milliseconds - this.fastest, intervalMs / 8);
		this.excess += (late - this.excess) / 32;
		return late;
	}

	get fastest(): number {
		return Math.min(this.lowest, this.lowestBefore);
	}

	/** By how much the fastest seen may be above the fastest possible. */
	get uncertainty(): number {
		return this.lowestBefore === Number.POSITIVE_INFINITY ? this.fastest / 4 : 0;
	}

	get typical(): number {
		return this.fastest === Number.POSITIVE_INFINITY ? 0 : this.fastest + this.excess;
	}
}

function isWithin(value: number | undefined, lowest: number, highest: number): value is number {
	return value !== undefined && value >= lowest && value <= highest;
}

const MOST_ACCOUNTS = 1000;
const budgets = new Map<string, AccountBudget>();
const clock: Clock = {
	now: () => performance.now(),
	sleep,
	random: Math.random,
};

/**
 * The budget of one account: the same object for the same key, as long as anything uses it.
 *
 * @param accountKey identity of the account, never a secret
 */
export function budgetOf(accountKey: string): AccountBudget {
	const known = budgets.get(accountKey);
	if (known !== undefined) return known;
	if (budgets.size >= MOST_ACCOUNTS) {
		for (const [key, budget] of budgets) if (budget.idle) budgets.delete(key);
	}
	const budget = new AccountBudget({ clock });
	budgets.set(accountKey, budget);
	return budget;
}
