import type { RateLimits } from '../../../nodes/shared/pacing';

/** How the burst window is placed in time. */
export type LimiterKind = 'firstCall' | 'clockAligned' | 'slidingLog';

export const LIMITER_KINDS: readonly LimiterKind[] = ['firstCall', 'clockAligned', 'slidingLog'];

/** The service's rate limiter; callers pass the time of each arrival. Refused calls are not counted. */
export class Server {
	private windowStart = Number.NEGATIVE_INFINITY;
	private used = 0;
	private log: number[] = [];
	private head = 0;
	accepted = 0;
	refused = 0;
	dailyUsed = 0;

	constructor(
		readonly kind: LimiterKind,
		public max: number,
		readonly intervalMs: number,
		public dailyMax = 200_000,
		public dailyEndsAt = 86_400_000,
	) {}

	/** Counts a call that arrives now. Services' clocks tick in whole milliseconds. */
	take(exactNow: number): { allowed: boolean; limits: RateLimits } {
		const now = Math.floor(exactNow);
		if (now >= this.dailyEndsAt) {
			this.dailyUsed = 0;
			this.dailyEndsAt += 86_400_000;
		}
		const allowed = this.count(now) < this.max && this.dailyUsed < this.dailyMax;
		if (allowed) {
			this.accepted += 1;
			this.dailyUsed += 1;
			this.used += 1;
			if (this.kind === 'slidingLog') this.log.push(now);
		} else {
			this.refused += 1;
		}
		return {
			allowed,
			limits: {
				max: this.max,
				remaining: Math.max(0, this.max - this.count(now)),
				intervalMs: this.intervalMs,
				dailyMax: this.dailyMax,
				dailyRemaining: Math.max(0, this.dailyMax - this.dailyUsed),
				dailyResetMs: this.dailyEndsAt - now,
			},
		};
	}

	private count(now: number): number {
		if (this.kind === 'slidingLog') {
			for (;;) {
				const oldest = this.log[this.head];
				if (oldest === undefined || oldest > now - this.intervalMs) break;
				this.head += 1;
			}
			return this.log.length - this.head;
		}
		const aligned = Math.floor(now / this.intervalMs) * this.intervalMs;
		const over =
			this.kind === 'clockAligned'
				? aligned !== this.windowStart
				: now >= this.windowStart + this.intervalMs;
		if (over) {
			this.windowStart = this.kind === 'clockAligned' ? aligned : now;
			this.used = 0;
		}
		return this.used;
	}
}
