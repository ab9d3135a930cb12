// Reads the rate limits from the headers of a response.

import type { RateLimits } from '../shared/pacing';

const HEADERS: Record<Exclude<keyof RateLimits, 'retryAfterMs'>, string> = {
	max: 'x-ratelimit-max',
	remaining: 'x-ratelimit-remaining',
	intervalMs: 'x-ratelimit-interval-milliseconds',
	dailyMax: 'x-ratelimit-limit-daily',
	dailyRemaining: 'x-ratelimit-daily-remaining',
	/** Milliseconds until the reset, not a point in time. */
	dailyResetMs: 'x-ratelimit-daily-reset',
};

/**
 * Reads the rate limits from the headers of a response. Values that are not non-negative numbers are omitted.
 *
 * @param headers names in lower case
 */
export function readLimits(headers: Record<string, unknown>): RateLimits {
	const limits: RateLimits = {};
	for (const [name, header] of Object.entries(HEADERS) as Array<[keyof typeof HEADERS, string]>) {
		const given = headers[header];
		const number = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
		if (typeof number === 'number' && Number.isFinite(number) && number >= 0) limits[name] = number;
	}
	return limits;
}
