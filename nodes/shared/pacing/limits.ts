/** What an answer's headers said of the account's limits. */
export interface RateLimits {
	/** Calls allowed in one interval. */
	max?: number;
	/** Calls left in the interval once this one was counted. */
	remaining?: number;
	intervalMs?: number;
	dailyMax?: number;
	dailyRemaining?: number;
	/** Milliseconds until the day's quota comes back. */
	dailyResetMs?: number;
}

/** HighLevel's burst limit, assumed until an answer states one. Without it the first calls would have no limit. */
const DEFAULT_MAX = 100;
const DEFAULT_INTERVAL_MS = 10_000;
/** Beyond these a header is broken. Without them one such answer would stop a run, or all pacing. */
const HIGHEST_MAX = 100_000;
const SHORTEST_INTERVAL_MS = 50;
const LONGEST_INTERVAL_MS = 120_000;

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

/** @returns the calls that the service had counted in its interval with this one, where the answer tells */
export function usedBy({ max, remaining }: RateLimits): number | undefined {
	if (!isWithin(max, 1, HIGHEST_MAX) || !isWithin(remaining, 0, max)) return undefined;
	return Math.floor(max) - remaining;
}

/** False for NaN as well. */
export function isWithin(value: number | undefined, least: number, most: number): value is number {
	return value !== undefined && value >= least && value <= most;
}
