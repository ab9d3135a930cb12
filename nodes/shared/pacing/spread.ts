// How a long run spreads its calls over the interval, so that other users of the account find room at any time.
import type { BurstLimit } from './limits';

/** Time over which the calls of a round are spread, as a fraction of the time that the run has been at the limit. Without it a
 * process with three calls waits until the long run of another has ended. A run of a few minutes gets slower by as much. */
const SPREAD = 1 / 64;
/** How much may be caught up after a timer that woke late. Without it a run of short calls is 1 % slower. */
const CATCH_UP_MS = 50;
/** Intervals after which a run that is no longer at the limit is over. Without it a short run after a long one would be slow. */
const OVER_AFTER = 1.5;

export class Spread {
	private since = 0;
	private fullAt = Number.NEGATIVE_INFINITY;
	private nextAt = Number.NEGATIVE_INFINITY;

	/** All slots are held, and callers wait. */
	full(now: number, { intervalMs }: BurstLimit): void {
		if (!this.isLong(now, intervalMs)) this.since = now;
		this.fullAt = now;
	}

	sending(now: number, { max, intervalMs }: BurstLimit): void {
		const round = this.isLong(now, intervalMs)
			? Math.min((this.fullAt - this.since) * SPREAD, intervalMs)
			: 0;
		this.nextAt = Math.max(this.nextAt + round / max, now - CATCH_UP_MS);
	}

	/** @returns when the next call may be sent */
	opensAt(now: number, { intervalMs }: BurstLimit): number {
		return this.isLong(now, intervalMs) ? this.nextAt : now;
	}

	private isLong(now: number, intervalMs: number): boolean {
		return now - this.fullAt < OVER_AFTER * intervalMs;
	}
}
