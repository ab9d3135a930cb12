/**
 * # Pacing: how many calls an account may make, and when
 *
 * HighLevel allows an account 100 calls in an interval of 10 s and rejects the rest with 429. Several runs, processes and
 * programs may share the account without knowing of each other. Every caller in this process asks the account's budget for
 * a permit:
 *
 *     client ── acquire() ──▶ budget ── permit ──▶ call ──▶ HighLevel
 *                               ▲                               │
 *                               └── answered(): calls left, or 429 ┘
 *
 * - `slots.ts`: each call takes one of our slots and holds it for one interval. As long as we have no more slots than
 *   the limit, no interval has too many calls, wherever the service's intervals begin.
 * - `share.ts`: how many slots are ours. The first call goes alone, and each response adds one or two slots. Calls that the
 *   service counts beyond ours are other users'. We claim unused capacity in proportion to our share, and calls without a
 *   response count as part of it.
 * - `spread.ts`: a run that has been at the limit for long spreads its calls over the interval, so that another process finds
 *   room at any time. A run of 100 calls is not spread.
 * - `refusals.ts`: **after a 429** the call gives its slot back and our share shrinks by one. Every caller waits for about
 *   1/16 of an interval, twice as long after each further 429, up to a quarter of one (from the 17th on a whole one), until a
 *   call gets through. The first call after a wait goes alone. The refused call is retried at most 75 times (`judge`,
 *   `MAX_REPEATS_AFTER_429`: `../retry.ts`). A 429 that reports calls left is a fault in the service: it costs a slot, the call
 *   is retried, and no caller waits.
 * - `day.ts`: once the day's quota is used up, every caller gets an error that says when it resets.
 * - `limits.ts`: the limits in the headers, where they are plausible. `budget.ts` puts all of this together.
 *
 * Each constant's comment says what the simulation in `test/shared/simulation` showed without it.
 */
import { sleep } from 'n8n-workflow';

import { AccountBudget } from './budget';

export { AccountBudget, type Clock, type Outcome, type Permit } from './budget';
export { DailyQuotaExhausted } from './day';
export type { RateLimits } from './limits';

const budgets = new Map<string, AccountBudget>();

/**
 * Returns the budget of one account: the same instance for the same key as long as it is in use.
 *
 * @param accountKey identity of the account, never a secret
 */
export function budgetOf(accountKey: string): AccountBudget {
	const known = budgets.get(accountKey);
	if (known && !known.isIdle) return known;
	for (const [key, budget] of budgets) if (budget.isIdle) budgets.delete(key);
	const budget = new AccountBudget({ now: () => performance.now(), sleep, random: Math.random });
	budgets.set(accountKey, budget);
	return budget;
}
