/** The account's limits as reported in a response's headers. */
export interface RateLimits {
	/** Calls allowed in one interval. */
	max?: number;
	/** Calls left in the interval after counting this one. */
	remaining?: number;
	intervalMs?: number;
	dailyMax?: number;
	dailyRemaining?: number;
	/** Milliseconds until the day's quota resets. */
	dailyResetMs?: number;
	/** After a 429: how long the service asks callers to wait. HighLevel never says. */
	retryAfterMs?: number;
}

/** HighLevel's burst limit, assumed until a response states one. Without it the first calls would have no limit. */
const DEFAULT_MAX = 100;
const DEFAULT_INTERVAL_MS = 10_000;
/** A header beyond these is broken. Without them one such response would stop a run, or all pacing. */
const HIGHEST_MAX = 100_000;
const SHORTEST_INTERVAL_MS = 50;
const LONGEST_INTERVAL_MS = 120_000;
/** A service may ask for more, but a run that waits longer looks as if it hung. */
export const LONGEST_WAIT_MS = 10 * 60_000;

/** The burst limit, as the service last stated it. */
export class BurstLimit {
	max = DEFAULT_MAX;
	intervalMs = DEFAULT_INTERVAL_MS;

	learn({ max, intervalMs }: RateLimits): void {
		if (isWithin(max, 1, HIGHEST_MAX)) this.max = Math.floor(max);
		if (isWithin(intervalMs, SHORTEST_INTERVAL_MS, LONGEST_INTERVAL_MS))
			this.intervalMs = intervalMs;
	}
}

/** @returns how many calls, this one included, the service had counted in its interval, if the response says */
export function usedBy({ max, remaining }: RateLimits): number | undefined {
	if (!isWithin(max, 1, HIGHEST_MAX) || !isWithin(remaining, 0, max)) return undefined;
	return Math.floor(max) - remaining;
}

/** Also false for NaN. */
export function isWithin(value: number | undefined, least: number, most: number): value is number {
	return value !== undefined && value >= least && value <= most;
}
