/**
 * # Pacing: how many calls an account may make, and when
 *
 * HighLevel lets an account make 100 calls in 10 s and answers the rest with 429. Several runs, processes and programs may use
 * the same account without knowing of each other. Everybody in this process asks the account's budget for a permit:
 *
 *     client ── acquire() ──▶ budget ── permit ──▶ call ──▶ HighLevel
 *                               ▲                               │
 *                               └── answered(): calls left, or 429 ┘
 *
 * - `slots.ts`: each call takes one of our slots and holds it for one interval. As long as our slots are no more than the
 *   limit, no interval has too many calls, however the service lays its intervals over time.
 * - `share.ts`: how many slots are ours. The first call goes alone, and each answer adds one or two slots. What the service
 *   counts beyond our own calls is others'; of what nobody uses we claim a part in proportion to our share.
 * - `refusals.ts`: **after a 429** the call gives its slot back and we keep one slot less. Everybody waits for about 1/16 of an
 *   interval, and twice as long at each further 429, up to an interval. Then one call goes alone, and if it gets through the
 *   others follow. The refused call queues up again: `judge` and `MOST_REPEATS_LIMITED` in `../retry.ts` decide whether and
 *   how often. A 429 beside "calls are left" is a fault of the service: it costs a slot, and nobody waits.
 * - `day.ts`: while the day's quota is used up, whoever asks gets an error that says when it comes back.
 * - `limits.ts`: what the headers say, as far as it makes sense. `budget.ts` puts all of this together.
 *
 * The constants were measured in `test/shared/simulation`; what they say happens without them was seen there.
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
