import type { RateLimits } from '../shared/pacing';

const HEADERS: Record<keyof RateLimits, string> = {
	max: 'x-ratelimit-max',
	remaining: 'x-ratelimit-remaining',
	intervalMs: 'x-ratelimit-interval-milliseconds',
	dailyMax: 'x-ratelimit-limit-daily',
	dailyRemaining: 'x-ratelimit-daily-remaining',
	/** A duration until the reset, not a clock time. */
	dailyResetMs: 'x-ratelimit-daily-reset',
};

/**
 * What HighLevel's answer says of its limits. Header names in lower case; what is no number of at least zero is left out.
 */
export function readLimits(headers: Record<string, unknown>): RateLimits {
	const limits: RateLimits = {};
	for (const [name, header] of Object.entries(HEADERS) as Array<[keyof RateLimits, string]>) {
		const given = headers[header];
		const number = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
		if (typeof number === 'number' && Number.isFinite(number) && number >= 0) limits[name] = number;
	}
	return limits;
}
