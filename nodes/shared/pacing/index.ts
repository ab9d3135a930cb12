/**
 * # Pacing: how many calls an account may make, and when
 *
 * HighLevel lets an account make 100 calls in an interval of 10 s and answers the rest with 429. Several runs, processes and
 * programs may share the account unknown to each other. Every caller in this process asks the account's budget for a permit:
 *
 *     client ── acquire() ──▶ budget ── permit ──▶ call ──▶ HighLevel
 *                               ▲                               │
 *                               └── answered(): calls left, or 429 ┘
 *
 * - `slots.ts`: each call takes one of our slots and holds it for one interval. As long as our slots are no more than the
 *   limit, no interval has too many calls, wherever the service lets its intervals begin.
 * - `share.ts`: how many slots are ours. The first call goes alone, and each answer adds one or two slots. Calls that the
 *   service counts beyond ours are other users'. Of the unused capacity we claim a part in proportion to our share.
 * - `refusals.ts`: **after a 429** the call gives its slot back and we keep one slot less. Every caller waits for about 1/16 of
 *   an interval, twice as long after each further 429, up to one interval, until a call gets through. The first call after a
 *   wait goes alone. The refused call is sent again, 60 times at most (`judge` and `MAX_REPEATS_AFTER_429` in `../retry.ts`).
 *   A 429 that says that calls are left is a fault of the service: it costs a slot, the call is sent again, nobody waits.
 * - `day.ts`: once the day's quota is used up, every caller gets an error that says when it comes back.
 * - `limits.ts`: what the headers say, as far as it makes sense. `budget.ts` puts all of this together.
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
 * The budget of one account: the same for the same key as long as anything uses it.
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
