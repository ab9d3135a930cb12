// Sends calls: authenticates, paces, retries and explains refusals.

import type { Call, Connection, NodeContext } from './call';
import { CallFailed, toCallError, toQuotaError } from './callFailed';
import { CallStatistics } from './callStatistics';
import { asError } from './errorChain';
import type { Failure } from './failure';
import { isNotFound } from './failure';
import type { Body } from './http';
import { Mask } from './mask';
import type { Permit, RateLimits } from './pacing';
import { budgetOf, DailyQuotaExhausted } from './pacing';
import { parseResponse } from './parseResponse';
import { readFailure } from './readFailure';
import { withUnknownChanges } from './repeatedResponse';
import { backoff, judge, MAX_REPEATS, MAX_REPEATS_AFTER_429 } from './retry';
import { transmit } from './transmit';
import { isAbsent } from './values';
import { cancelled, rejectOnAbort, sleepUnlessCancelled } from './wait';

interface ClientSettings {
	/** Cancels all calls. */
	signal?: AbortSignal;
	/** For each attempt at a call, from the first byte sent to the last one read. */
	timeoutMs: number;
	/** How often a call is retried after a 429. Default: `MAX_REPEATS_AFTER_429`. */
	repeatsAfter429?: number;
	/** Counts the calls, also those of other clients. */
	statistics?: CallStatistics;
	/** Returns numbers from 0 to 1. Default: `Math.random`. */
	random?: () => number;
}

/** For lists in the editor, where a user waits: a call has less time, and after a 429 a minute or two. */
export const IN_EDITOR = { timeoutMs: 30_000, repeatsAfter429: 20 } satisfies ClientSettings;

/** The result of one attempt at a call. */
type Attempt = { body: Body } | { failure: Failure };

/** A service's client for one run: authenticates, paces, retries and explains refusals. */
export class Client {
	private readonly mask: Mask;
	private readonly counts: CallStatistics;
	/** The limits that the last response with limits reported. */
	private reported: RateLimits = {};
	/** The failure after which no further call of the run can succeed. */
	private lost: CallFailed | undefined;

	constructor(
		private readonly context: NodeContext,
		readonly connection: Connection,
		private readonly settings: ClientSettings,
	) {
		this.mask = new Mask(connection.secrets);
		this.counts = settings.statistics ?? new CallStatistics();
	}

	/** What the account has left today; undefined if unknown. */
	get dailyRemaining(): number | undefined {
		return budgetOf(this.connection.accountKey).dailyRemaining;
	}

	/** The account's limits as last reported in this run; empty before the first response. */
	get limits(): RateLimits {
		return this.reported;
	}

	/**
	 * Sends one call and returns the body of the response if it contains what the call expects. Any call is retried after a
	 * 429 or if it was never sent; only repeatable calls after a 5xx, a 408, a broken connection or a response that is not
	 * the service's (`retry.ts`). Once access is lost, nothing more is sent.
	 *
	 * @throws NodeApiError naming the item, what the service said and what to do next; ExecutionCancelled
	 */
	async send(call: Call): Promise<Body> {
		try {
			return await this.sendUntilDone(this.connection.adapt(call));
		} catch (error) {
			if (!(error instanceof CallFailed)) throw asError(error);
			const node = this.context.getNode();
			throw toCallError(node, error, call.itemIndex, this.connection, this.mask);
		}
	}

	private async sendUntilDone(call: Call): Promise<Body> {
		/** A failed attempt may have been executed. */
		let maybeDone = false;
		let broken = 0;
		let limited = 0;
		let tokenRenewed = false;
		const { repeatsAfter429 = MAX_REPEATS_AFTER_429 } = this.settings;
		for (;;) {
			const token = await this.tokenFor(call);
			const permit = await this.acquire(call);
			const attempt = await this.attempt(call, permit, token);
			if ('body' in attempt) {
				return maybeDone ? withUnknownChanges(attempt.body, call.changes) : attempt.body;
			}
			const { failure } = attempt;
			const replaced = failure.status === undefined ? undefined : call.onRefusal?.(failure);
			if (replaced) return replaced;
			if (token !== undefined && !tokenRenewed && this.connection.discard?.(token, failure)) {
				tokenRenewed = true;
				continue;
			}
			const verdict = judge(failure, call);
			// An earlier attempt deleted the record.
			if (maybeDone && call.method === 'DELETE' && isNotFound(failure)) return {};
			const isLimited = failure.status === 429;
			if (isLimited) this.counts.limited += 1;
			const isSpent = isLimited ? ++limited > repeatsAfter429 : ++broken > MAX_REPEATS;
			if (verdict === 'final' || verdict === 'unknown' || isSpent) {
				throw this.fail(failure, call, verdict === 'unknown');
			}
			this.counts.repeats += 1;
			// After a 429, the only wait is the one for the next permit (pacing/refusals.ts).
			if (isLimited) continue;
			maybeDone ||= verdict === 'repeat';
			const { random = Math.random, signal } = this.settings;
			await sleepUnlessCancelled(backoff(broken, random), signal);
		}
	}

	/** Remembers a failure after which no further call of the run can succeed. */
	private fail(failure: Failure, call: Call, unknownOutcome: boolean): CallFailed {
		const failed = new CallFailed(failure, call, unknownOutcome && !call.repeatable);
		if (this.connection.isAccessLost(failure)) this.lost ??= failed;
		return failed;
	}

	/** @throws CallFailed if no token can be obtained; it is remembered if the service refused one */
	private async tokenFor(call: Call): Promise<string | undefined> {
		if (this.lost) throw this.lost;
		try {
			const token = this.connection.token?.(call, async (own) => await this.sendUntilDone(own));
			// Another run may be the one that obtains it.
			return token && (await rejectOnAbort(token, [this.settings.signal, cancelled]));
		} catch (error) {
			if (error instanceof CallFailed && error.isRefusal) this.lost ??= error;
			throw asError(error);
		}
	}

	/**
	 * Waits for the account's budget to permit the call.
	 *
	 * @throws NodeApiError when the day's quota is used up; ExecutionCancelled
	 */
	private async acquire(call: Call): Promise<Permit> {
		try {
			const budget = budgetOf(call.accountKey ?? this.connection.accountKey);
			const permit = await this.counts.whileWaiting(
				async () => await budget.acquire(this.settings.signal),
			);
			// Another call may have lost access in the meantime.
			if (this.lost) {
				permit.answered({ limits: undefined, limited: false });
				throw this.lost;
			}
			this.counts.calls += 1;
			return permit;
		} catch (error) {
			if (error instanceof DailyQuotaExhausted) {
				throw toQuotaError(this.context.getNode(), error, call);
			}
			throw error instanceof Error ? error : cancelled();
		}
	}

	/** Sends the call once. Throws only when the execution was cancelled. */
	private async attempt(call: Call, permit: Permit, token: string | undefined): Promise<Attempt> {
		const { connection, settings, mask } = this;
		try {
			const onToken = (sent: string) => mask.learn(sent);
			const response = await transmit(this.context, connection, call, {
				...settings,
				token,
				onToken,
			});
			const limits = connection.limits(response.headers);
			// An agency's own calls have a budget of their own.
			if (call.accountKey === undefined && !isAbsent(limits)) this.reported = limits;
			permit.answered({ limits, limited: false });
			const body = parseResponse(response, call.expects, connection.service, mask);
			return { body: connection.clean?.(body, call) ?? body };
		} catch (error) {
			const failure = readFailure(error, mask);
			// Ignored if the response was already reported and only its body was rejected.
			permit.answered({
				limits: failure.status === undefined ? undefined : connection.limits(failure.headers),
				limited: failure.status === 429,
			});
			if (settings.signal?.aborted) throw cancelled();
			if (!failure.renewal) return { failure };
			// n8n has since renewed tokens, which the message may contain.
			mask.learn(...(await connection.readSecrets(this.context)));
			return { failure: readFailure(error, mask) };
		}
	}
}
