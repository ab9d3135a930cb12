/** HighLevel's rate limit. */

/** Where the burst window lies in time. HighLevel does not say which kind it uses. */
export type LimiterKind = 'firstCall' | 'clockAligned' | 'slidingLog';

const HEADER_NAMES = [
	'X-RateLimit-Max',
	'X-RateLimit-Remaining',
	'X-RateLimit-Interval-Milliseconds',
	'X-RateLimit-Limit-Daily',
	'X-RateLimit-Daily-Remaining',
	'X-RateLimit-Daily-Reset',
] as const;

/** The six rate-limit headers that HighLevel sends. */
export type RateHeader = (typeof HEADER_NAMES)[number];

/** What the headers say: the truth, nothing, or the truth with some headers replaced (null leaves one out). */
export type RateHeaders = 'right' | 'absent' | Partial<Record<RateHeader, string | null>>;

export interface LimiterOptions {
	/**
	 * `firstCall`: a window opens with the first call after the previous one closed; `clockAligned`: windows start at
	 * multiples of the interval; `slidingLog`: at most `max` calls in any period of one interval.
	 */
	kind?: LimiterKind;
	/** Calls per window. */
	max?: number;
	/** Length of a window in milliseconds. */
	intervalMs?: number;
	/** Calls per day. */
	dailyMax?: number;
	/** The number of the day's calls that every account has already used. */
	dailyUsed?: number;
	/** Milliseconds until the daily quota is restored; default: the next midnight UTC. */
	dailyResetMs?: number;
	/** Whether calls answered with 429 count as well (default false). */
	countRefused?: boolean;
	/** What the headers say (default `right`). */
	headers?: RateHeaders;
}

interface Bucket {
	windowStart: number;
	used: number;
	log: number[];
	/** Index of the first entry of `log` inside the window. */
	head: number;
	dailyUsed: number;
	dailyEnds: number;
}

/** The limiter's decision about one call. */
export interface Verdict {
	allowed: boolean;
	headers: Record<string, string>;
}

const REAL = { kind: 'firstCall', max: 100, intervalMs: 10_000, dailyMax: 200_000 } as const;

/**
 * HighLevel's rate limit: a burst and a daily quota for each app and location, announced in six headers, without
 * Retry-After. Works in real time; all settings can be changed at any time.
 */
export class Limiter {
	private kind: LimiterKind = REAL.kind;
	private max: number = REAL.max;
	private intervalMs: number = REAL.intervalMs;
	private dailyMax: number = REAL.dailyMax;
	private dailyUsedAtStart = 0;
	private dailyResetMs: number | undefined;
	private countRefused = false;
	private headers: RateHeaders = 'right';
	private readonly buckets = new Map<string, Bucket>();

	constructor(private readonly initial: LimiterOptions = {}) {
		this.set(initial);
	}

	/** Changes the given settings from the next call on; the others stay. */
	set(options: LimiterOptions): void {
		this.kind = options.kind ?? this.kind;
		this.max = options.max ?? this.max;
		this.intervalMs = options.intervalMs ?? this.intervalMs;
		this.dailyMax = options.dailyMax ?? this.dailyMax;
		this.countRefused = options.countRefused ?? this.countRefused;
		this.headers = options.headers ?? this.headers;
		if (options.dailyResetMs !== undefined) {
			this.dailyResetMs = options.dailyResetMs;
			for (const bucket of this.buckets.values())
				bucket.dailyEnds = Date.now() + options.dailyResetMs;
		}
		if (options.dailyUsed !== undefined) {
			this.dailyUsedAtStart = options.dailyUsed;
			for (const bucket of this.buckets.values()) bucket.dailyUsed = options.dailyUsed;
		}
	}

	/** Forgets all calls and restores the initial settings. */
	reset(): void {
		this.buckets.clear();
		this.dailyUsedAtStart = 0;
		this.dailyResetMs = undefined;
		this.set({ ...REAL, countRefused: false, headers: 'right', ...this.initial });
	}

	/** Forgets all calls but keeps the settings. */
	forget(): void {
		this.buckets.clear();
	}

	/** The current settings. */
	settings(): Required<Pick<LimiterOptions, 'kind' | 'max' | 'intervalMs' | 'dailyMax'>> {
		return {
			kind: this.kind,
			max: this.max,
			intervalMs: this.intervalMs,
			dailyMax: this.dailyMax,
		};
	}

	/** Counts a call of an account (app and location) at the moment it arrives. */
	take(key: string): Verdict {
		const now = Date.now();
		const bucket = this.bucketAt(key, now);
		const burst = this.burstUsed(bucket, now) < this.max;
		const daily = bucket.dailyUsed < this.dailyMax;
		const allowed = burst && daily;
		if (allowed || this.countRefused) this.count(bucket, now);
		return { allowed, headers: this.headersOf(bucket, now) };
	}

	/**
	 * Uses up an account's calls of the current window or of the day, as another client of the same app would.
	 *
	 * @param key as for `take`
	 */
	useUp(key: string, quota: 'burst' | 'daily'): void {
		const now = Date.now();
		const bucket = this.bucketAt(key, now);
		if (quota === 'daily') {
			bucket.dailyUsed = this.dailyMax;
			return;
		}
		for (let used = this.burstUsed(bucket, now); used < this.max; used += 1)
			this.count(bucket, now);
	}

	private count(bucket: Bucket, now: number): void {
		bucket.dailyUsed += 1;
		bucket.used += 1;
		if (this.kind === 'slidingLog') bucket.log.push(now);
	}

	private bucketAt(key: string, now: number): Bucket {
		let bucket = this.buckets.get(key);
		if (bucket === undefined) {
			bucket = {
				windowStart: Number.NEGATIVE_INFINITY,
				used: 0,
				log: [],
				head: 0,
				dailyUsed: this.dailyUsedAtStart,
				dailyEnds: this.endOfDay(now),
			};
			this.buckets.set(key, bucket);
		}
		if (now >= bucket.dailyEnds) {
			bucket.dailyUsed = 0;
			bucket.dailyEnds = this.endOfDay(now);
		}
		return bucket;
	}

	private endOfDay(now: number): number {
		const day = 86_400_000;
		return this.dailyResetMs === undefined
			? (Math.floor(now / day) + 1) * day
			: now + this.dailyResetMs;
	}

	private burstUsed(bucket: Bucket, now: number): number {
		if (this.kind === 'slidingLog') {
			while (bucket.head < bucket.log.length) {
				const oldest = bucket.log[bucket.head];
				if (oldest === undefined || oldest > now - this.intervalMs) break;
				bucket.head += 1;
			}
			if (bucket.head > 10_000) {
				bucket.log.splice(0, bucket.head);
				bucket.head = 0;
			}
			return bucket.log.length - bucket.head;
		}
		const start =
			this.kind === 'clockAligned' ? Math.floor(now / this.intervalMs) * this.intervalMs : now;
		const over =
			this.kind === 'clockAligned'
				? bucket.windowStart !== start
				: now >= bucket.windowStart + this.intervalMs;
		if (over) {
			bucket.windowStart = start;
			bucket.used = 0;
		}
		return bucket.used;
	}

	private headersOf(bucket: Bucket, now: number): Record<string, string> {
		if (this.headers === 'absent') return {};
		const truth: Record<RateHeader, string> = {
			'X-RateLimit-Max': String(this.max),
			'X-RateLimit-Remaining': String(Math.max(0, this.max - this.burstUsed(bucket, now))),
			'X-RateLimit-Interval-Milliseconds': String(this.intervalMs),
			'X-RateLimit-Limit-Daily': String(this.dailyMax),
			'X-RateLimit-Daily-Remaining': String(Math.max(0, this.dailyMax - bucket.dailyUsed)),
			'X-RateLimit-Daily-Reset': String(bucket.dailyEnds - now),
		};
		if (this.headers === 'right') return truth;
		const told: Record<string, string> = {};
		for (const name of HEADER_NAMES) {
			const instead = this.headers[name];
			if (instead !== null) told[name] = instead ?? truth[name];
		}
		return told;
	}
}
