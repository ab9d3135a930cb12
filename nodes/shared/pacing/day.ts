import { isWithin, type RateLimits } from './limits';

/** A longer wait is a broken header, and an hour is assumed for an unknown one. Without them nothing is sent ever again. */
const DAY_MS = 86_400_000;
const UNKNOWN_RESET_MS = 3_600_000;

/** The day's quota is used up; nothing is sent until it comes back. */
export class DailyQuotaExhausted extends Error {
	constructor(readonly resetsInMs: number) {
		super('The daily quota of API calls is used up');
		this.name = 'DailyQuotaExhausted';
	}
}

/** The calls that the account may still make today. */
export class DailyQuota {
	/** Undefined until the service has said so. */
	remaining: number | undefined;
	private endsAt: number | undefined;
	private isOver = false;

	/** @param max calls in one interval */
	learn(limits: RateLimits, limited: boolean, max: number, now: number): void {
		const { dailyRemaining: left, dailyResetMs, dailyMax } = limits;
		if (isWithin(dailyResetMs, 1, DAY_MS)) this.endsAt = now + dailyResetMs;
		// A header alone may be wrong: only beside a refusal does "none left" mean that the day is over.
		if (!isWithin(left, limited ? 0 : 1, dailyMax ?? Number.MAX_SAFE_INTEGER)) return;
		// Answers overtake each other: a little more than before is an older count, much more is a new day.
		const known = this.remaining ?? left;
		this.remaining = left - known <= max ? Math.min(known, left) : left;
		if (left === 0) this.isOver = true;
	}

	/** @returns the error for whoever wants to send while the quota is used up */
	refusal(now: number): DailyQuotaExhausted | undefined {
		if (!this.isOver) return undefined;
		this.endsAt ??= now + UNKNOWN_RESET_MS;
		if (this.endsAt > now) return new DailyQuotaExhausted(this.endsAt - now);
		this.isOver = false;
		this.endsAt = this.remaining = undefined;
		return undefined;
	}
}
