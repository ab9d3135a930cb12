// The calls that the account may still make today.
import { isWithin, type RateLimits } from './limits';

/** A longer wait means a broken header, and an unknown one is taken as an hour. Without them nothing is ever sent again. */
const DAY_MS = 86_400_000;
const UNKNOWN_RESET_MS = 3_600_000;

/** The day's quota is used up; nothing is sent until it resets. */
export class DailyQuotaExhausted extends Error {
	constructor(readonly resetsInMs: number) {
		super('The daily quota of API calls is used up');
		this.name = 'DailyQuotaExhausted';
	}
}

export class DailyQuota {
	/** Undefined until the service has reported it. */
	remaining: number | undefined;
	private endsAt: number | undefined;
	private isOver = false;

	/** @param max calls in one interval */
	learn(limits: RateLimits, limited: boolean, max: number, now: number): void {
		const { dailyRemaining: left, dailyResetMs, dailyMax } = limits;
		if (isWithin(dailyResetMs, 1, DAY_MS)) this.endsAt = now + dailyResetMs;
		// A header alone may be wrong: "none left" means that the day is over only if it comes with a refusal.
		if (!isWithin(left, limited ? 0 : 1, dailyMax ?? Number.MAX_SAFE_INTEGER)) return;
		// Responses can arrive out of order: a little more than before is an older count, much more is a new day.
		const known = this.remaining ?? left;
		this.remaining = left - known <= max ? Math.min(known, left) : left;
		if (left === 0) this.isOver = true;
	}

	/** @returns the error for callers while the quota is used up; else undefined */
	refusal(now: number): DailyQuotaExhausted | undefined {
		if (!this.isOver) return undefined;
		this.endsAt ??= now + UNKNOWN_RESET_MS;
		if (this.endsAt > now) return new DailyQuotaExhausted(this.endsAt - now);
		this.isOver = false;
		this.endsAt = this.remaining = undefined;
		return undefined;
	}
}
