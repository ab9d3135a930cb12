/** How the burst window is laid over time. HighLevel does not say which one it uses. */
export type LimiterKind = 'firstCall' | 'clockAligned' | 'slidingLog';

const HEADER_NAMES = [
	'X-RateLimit-Max',
	'X-RateLimit-Remaining',
	'X-RateLimit-Interval-Milliseconds',
	'X-RateLimit-Limit-Daily',
	'X-RateLimit-Daily-Remaining',
	'X-RateLimit-Daily-Reset',
] as const;

/** The six headers that HighLevel sends with an answer. */
export type RateHeader = (typeof HEADER_NAMES)[number];

/** What the headers say: the truth, nothing, or the truth with some headers replaced (null leaves one out). */
export type RateHeaders = 'right' | 'absent' | Partial<Record<RateHeader, string | null>>;

export interface LimiterOptions {
	/** `firstCall`: a window opens with the first call after the last one closed; `clockAligned`: windows start at
	 * multiples of the interval; `slidingLog`: at most `max` calls in any stretch of one interval. */
	kind?: LimiterKind;
	/** Calls in one window. */
	max?: number;
	/** Length of the window in milliseconds. */
	intervalMs?: number;
	/** Calls a day. */
	dailyMax?: number;
	/** Sets how many calls of the day every bucket has used. */
	dailyUsed?: number;
	/** Milliseconds until the daily quota comes back; without it, the next midnight UTC. */
	dailyResetMs?: number;
	/** Whether calls answered 429 count as calls too (default false). */
	countRefused?: boolean;
	/** What the headers say (default `right`). */
	headers?: RateHeaders;
}

interface Bucket {
	windowStart: number;
	used: number;
	log: number[];
	/** First entry of `log` that is still inside the window. */
	head: number;
	dailyUsed: number;
	dailyEnds: number;
}

/** What the limiter decided about one call. */
export interface Verdict {
	allowed: boolean;
	headers: Record<string, string>;
}

const REAL = { kind: 'firstCall', max: 100, intervalMs: 10_000, dailyMax: 200_000 } as const;

/**
 * HighLevel's budget: per app and location a burst and a daily quota, told by six headers, no Retry-After.
 * Works in real time; every setting can be changed while calls are coming in.
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

	/** Changes any of the settings from the next call on; what is not named stays. */
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

	/** Forgets all calls and goes back to the settings it started with. */
	reset(): void {
		this.buckets.clear();
		this.dailyUsedAtStart = 0;
		this.dailyResetMs = undefined;
		this.set({ ...REAL, countRefused: false, headers: 'right', ...this.initial });
	}

	/** Forgets the calls so far, keeps the settings. */
	forget(): void {
		this.buckets.clear();
	}

	/** The settings in force. */
	settings(): Required<Pick<LimiterOptions, 'kind' | 'max' | 'intervalMs' | 'dailyMax'>> {
		return {
			kind: this.kind,
			max: this.max,
			intervalMs: this.intervalMs,
			dailyMax: this.dailyMax,
		};
	}

	/** Counts one call of a bucket (app and location) at the moment it arrives. */
	take(key: string): Verdict {
		const now = Date.now();
		const bucket = this.bucketAt(key, now);
		const burst = this.burstUsed(bucket, now) < this.max;
		const daily = bucket.dailyUsed < this.dailyMax;
		const allowed = burst && daily;
		if (allowed || this.countRefused) {
			bucket.dailyUsed += 1;
			bucket.used += 1;
			if (this.kind === 'slidingLog') bucket.log.push(now);
		}
		return { allowed, headers: this.headersOf(bucket, now) };
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
