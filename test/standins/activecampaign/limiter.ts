/** ActiveCampaign's rate limit. */

export interface LimiterOptions {
	/** Requests in one interval; 0 switches the limit off. Default: 5. */
	max?: number;
	/** Milliseconds; default: 1000. */
	intervalMs?: number;
	/** 429, or 503 as older accounts answer. */
	status?: number;
	/** Whether refused requests count as well (default false). */
	countRefused?: boolean;
}

const REAL: Required<LimiterOptions> = {
	max: 5,
	intervalMs: 1000,
	status: 429,
	countRefused: false,
};

/** Whether a request may pass, and what the answer's headers say. */
export interface Verdict {
	allowed: boolean;
	headers: Record<string, string>;
}

/** 5 requests a second for the whole account, in any second; keeps real time. */
export class Limiter {
	private current: Required<LimiterOptions>;
	/** Arrivals of the last interval. */
	private arrivals: number[] = [];

	constructor(private readonly initial: LimiterOptions = {}) {
		this.current = { ...REAL, ...initial };
	}

	/** The current settings. */
	get settings(): Readonly<Required<LimiterOptions>> {
		return this.current;
	}

	/** Changes the given settings from the next request on; the others stay. */
	set(options: LimiterOptions): void {
		this.current = { ...this.current, ...options };
	}

	/** Forgets all requests and restores the initial settings. */
	reset(): void {
		this.arrivals = [];
		this.current = { ...REAL, ...this.initial };
	}

	/** Counts a request that arrives now. */
	take(): Verdict {
		const { max, intervalMs, countRefused } = this.current;
		if (max === 0) return { allowed: true, headers: {} };
		const now = performance.now();
		this.arrivals = this.arrivals.filter((at) => at > now - intervalMs);
		const allowed = this.arrivals.length < max;
		if (allowed || countRefused) this.arrivals.push(now);
		const headers: Record<string, string> = {
			'RateLimit-Limit': String(max),
			'RateLimit-Remaining': String(Math.max(0, max - this.arrivals.length)),
		};
		if (!allowed) headers['Retry-After'] = String(Math.ceil(intervalMs / 1000));
		return { allowed, headers };
	}
}
