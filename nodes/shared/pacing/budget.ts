// Paces the calls of one account; `index.ts` explains how.
import { cancelled, rejectOnAbort } from '../wait';
import { DailyQuota, type DailyQuotaExhausted } from './day';
import { BurstLimit, isWithin, LONGEST_WAIT_MS, type RateLimits, usedBy } from './limits';
import { Refusals } from './refusals';
import { Share } from './share';
import { type Sent, Slots } from './slots';
import { Spread } from './spread';

/** How a call ended; `limited`: the service rejected it because of its rate limits (429). */
export interface Outcome {
	limits?: RateLimits;
	limited: boolean;
}

/** Permission to send one call. The holder must report how the call ended, even if it failed. */
export interface Permit {
	answered(outcome: Outcome): void;
}

/** Time in milliseconds, and random numbers in [0, 1); a simulator supplies its own. */
export interface Clock {
	now(): number;
	sleep(milliseconds: number): Promise<void>;
	random(): number;
}

type Waiter = (permit: Permit | DailyQuotaExhausted) => void;

/** Idle intervals after which what was learned is worthless. Without it a run could begin with a burst. */
const IDLE_AFTER = 2;

export class AccountBudget {
	private readonly limit = new BurstLimit();
	private readonly day = new DailyQuota();
	private readonly slots = new Slots();
	private readonly share = new Share();
	private readonly spread = new Spread();
	private readonly refusals = new Refusals();
	/** Callers waiting for a permit, first come, first served. */
	private readonly waiters = new Set<Waiter>();
	private wakesAt = Number.POSITIVE_INFINITY;

	constructor(private readonly clock: Clock) {}

	/** Calls left today, if the service has reported it. */
	get dailyRemaining(): number | undefined {
		return this.day.remaining;
	}

	/** No caller is waiting, and there is no state worth keeping. */
	get isIdle(): boolean {
		const now = this.clock.now();
		const nextSlotAt = this.slots.expire(now, IDLE_AFTER * this.limit.intervalMs);
		return this.waiters.size === 0 && nextSlotAt === Infinity && !this.day.refusal(now);
	}

	/**
	 * Waits until the account may make one more call.
	 *
	 * @throws DailyQuotaExhausted while the day's quota is used up
	 * @throws ExecutionCancelled when the signal aborts
	 */
	async acquire(signal?: AbortSignal): Promise<Permit> {
		let waiter: Waiter = () => {};
		const turn = new Promise<Permit | DailyQuotaExhausted>((resolve) => (waiter = resolve));
		if (!signal?.aborted) this.waiters.add(waiter);
		this.release();
		try {
			const permit = await rejectOnAbort(turn, [signal, cancelled]);
			if (permit instanceof Error) throw permit;
			return permit;
		} finally {
			this.waiters.delete(waiter);
		}
	}

	private release(): void {
		for (const waiter of this.waiters) {
			const now = this.clock.now();
			const dayIsOver = this.day.refusal(now);
			const at = dayIsOver ? now : this.opensAt(now);
			if (at > now) return this.wakeAt(at, now);
			this.waiters.delete(waiter);
			waiter(dayIsOver ?? this.send(now));
		}
	}

	private opensAt(now: number): number {
		const { intervalMs, max } = this.limit;
		const nextSlotAt = this.slots.expire(now, intervalMs);
		const pauseEnds = this.refusals.opensAt(intervalMs);
		if (pauseEnds > now) return pauseEnds;
		// Never more at once than the day has left, but at least one: its response shows whether the day is over.
		const most = Math.max(1, Math.min(Math.floor(this.share.size), this.day.remaining ?? max));
		const free = most - this.slots.size;
		if (free <= 0) {
			this.spread.full(now, this.limit);
			return nextSlotAt;
		}
		const nextAt = this.spread.opensAt(now, this.limit);
		if (nextAt > now) return nextAt;
		if (this.slots.inFlight >= this.share.mostInFlight(now)) return nextSlotAt;
		const isLast = free === 1 && this.slots.size > 0 && this.waiters.size > 1;
		return isLast && this.share.peak(now) ? this.slots.lookAt(intervalMs) : now;
	}

	private send(now: number): Permit {
		const sent = this.slots.take(now, this.limit.intervalMs);
		this.refusals.sending(sent);
		this.spread.sending(now, this.limit);
		return { answered: (outcome) => this.answered(sent, outcome) };
	}

	private answered(sent: Sent, { limits = {}, limited }: Outcome): void {
		if (sent.tookMs !== undefined) return;
		const now = this.clock.now();
		const own = this.slots.answered(sent, now);
		this.limit.learn(limits);
		const { max, intervalMs } = this.limit;
		this.day.learn(limits, limited, max, now);
		const used = usedBy(limits);
		if (used !== undefined) this.share.left = max - used;
		if (limited && !this.refusals.isFault(used, max)) {
			this.slots.giveBack(sent);
			this.share.shrink(this.slots.size, this.limit, now);
			this.refusals.refused(sent, now, intervalMs, this.clock.random());
			if (isWithin(limits.retryAfterMs, 0, LONGEST_WAIT_MS)) {
				this.refusals.waitUntil(now + limits.retryAfterMs);
			}
		} else {
			if (!limited) this.refusals.accepted(sent);
			// After an accepted call, "none left" means nothing: some services always report it.
			if (!limited && used !== undefined && used < max)
				this.share.see(own, used, sent.looks, now + intervalMs);
			this.share.grow(this.limit, now);
		}
		this.release();
	}

	/** A sleep cannot be cut short, so one superseded by a shorter sleep does nothing when it ends. */
	private wakeAt(at: number, now: number): void {
		if (this.wakesAt <= at) return;
		this.wakesAt = at;
		void this.clock.sleep(Math.max(1, Math.ceil(at - now))).then(() => {
			if (this.wakesAt !== at) return;
			this.wakesAt = Number.POSITIVE_INFINITY;
			this.release();
		});
	}
}
