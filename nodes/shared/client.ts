import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import type { Body, RawAnswer } from './answer';
import { believe, readAnswer } from './answer';
import type { Call, Connection, NodeContext } from './call';
import { toApiError } from './errors';
import { exchange } from './exchange';
import type { Failure } from './failure';
import { asError, readFailure } from './failure';
import { Mask } from './mask';
import type { Permit } from './pacing';
import { budgetOf, DailyQuotaExhausted } from './pacing';
import { queryText } from './request';
import { isGone, judge, MOST_REPEATS, MOST_REPEATS_LIMITED, pause } from './retry';
import { isRecord } from './values';
import { cancelled, waitFor } from './wait';

interface Settings {
	signal?: AbortSignal;
	/** For one sending of a call, from its first byte to the last one of the answer. */
	timeoutMs: number;
	random?: () => number;
}

/** How much later n8n's own time-out comes than ours. */
const FALLBACK_MS = 60_000;

/** A call that failed for good. */
class RefusedCall extends Error {
	constructor(
		readonly failure: Failure,
		readonly call: Call,
		/** It may have taken effect. */
		readonly unknownOutcome: boolean,
	) {
		super(failure.message);
	}
}

/** What became of one sending. */
type Outcome = { body: Body } | { failure: Failure };

/** The service's client for one run: authenticates, paces, retries, and explains refusals. */
export class Client {
	/** Hides the credential's secrets in whatever comes from outside. */
	readonly mask: Mask;
	/** The refusal after which no further call of the run can succeed. */
	private lost: RefusedCall | undefined;
	private repeats = 0;
	private calls = 0;
	private limited = 0;
	/** Time in which at least one call waited for its permit. */
	private waitedMs = 0;
	private waiting = 0;
	private waitingSince = 0;

	constructor(
		private readonly context: NodeContext,
		readonly connection: Connection,
		private readonly settings: Settings,
	) {
		this.mask = new Mask(connection.secrets);
	}

	/** What this run has cost so far, for the hint after large runs; `dailyRemaining` is the account's. */
	get statistics() {
		const { calls, limited, repeats, waitedMs } = this;
		const { dailyRemaining } = budgetOf(this.connection.accountKey);
		return { calls, limited, repeats, waitedMs, dailyRemaining };
	}

	/**
	 * Sends one call and gives the answer's body, if it holds what the call expects. A 429 is retried for every call, since it
	 * was not executed, and so is what failed before it was sent; 5xx, 408, broken connections and answers that are not the
	 * service's only for repeatable calls. Once the access is lost, nothing more is sent.
	 *
	 * @throws NodeApiError naming the item, what the service said, and what to do next
	 */
	async send(call: Call): Promise<Body> {
		try {
			return await this.persist(this.connection.adapt(call));
		} catch (error) {
			throw error instanceof RefusedCall ? this.explain(error, call) : asError(error);
		}
	}

	private async persist(call: Call): Promise<Body> {
		let unsure = false;
		let broken = 0;
		let limited = 0;
		let renewed = false;
		for (;;) {
			const token = await this.tokenFor(call);
			const permit = await this.acquire(call);
			const outcome = await this.attempt(call, permit, token);
			if ('body' in outcome) {
				return unsure ? withoutChanges(outcome.body, call.changes) : outcome.body;
			}
			const { failure } = outcome;
			const instead = failure.status === undefined ? undefined : call.refused?.(failure);
			if (instead) return instead;
			if (token !== undefined && !renewed && this.connection.discard?.(token, failure)) {
				renewed = true;
				continue;
			}
			const verdict = judge(failure, call);
			// A delete that is repeated after a lost answer finds nothing: its work is done.
			if (unsure && call.method === 'DELETE' && isGone(failure)) return {};
			const isLimited = failure.status === 429;
			if (isLimited) this.limited += 1;
			const spent = isLimited ? ++limited > MOST_REPEATS_LIMITED : ++broken > MOST_REPEATS;
			if (verdict === 'final' || verdict === 'unknown' || spent) {
				throw this.refuse(failure, call, verdict === 'unknown');
			}
			this.repeats += 1;
			// Its wait is the account's: the next permit comes after the pause of pacing/refusals.ts.
			if (isLimited) continue;
			unsure ||= verdict === 'repeat';
			await waitFor(pause(broken, this.settings.random ?? Math.random), this.settings.signal);
		}
	}

	/** A refusal for good; the run remembers it where no further call can do better. */
	private refuse(failure: Failure, call: Call, unknownOutcome: boolean): RefusedCall {
		const refused = new RefusedCall(failure, call, unknownOutcome && !call.repeatable);
		if (this.connection.isAccessLost(failure)) this.lost ??= refused;
		return refused;
	}

	/** @throws RefusedCall when there is none to be had; remembered for the run if it was refused */
	private async tokenFor(call: Call): Promise<string | undefined> {
		if (this.lost) throw this.lost;
		try {
			return await this.connection.token?.(call, async (own) => await this.persist(own));
		} catch (error) {
			if (error instanceof RefusedCall && isRefusal(error.failure)) this.lost ??= error;
			throw asError(error);
		}
	}

	private async acquire(call: Call): Promise<Permit> {
		try {
			if (this.waiting++ === 0) this.waitingSince = Date.now();
			const budget = budgetOf(call.accountKey ?? this.connection.accountKey);
			const permit = await budget.acquire(this.settings.signal);
			// Others may have learned meanwhile that it is of no use.
			if (this.lost) {
				permit.answered({ limits: undefined, limited: false });
				throw this.lost;
			}
			this.calls += 1;
			return permit;
		} catch (error) {
			throw this.explainNoPermit(error, call);
		} finally {
			if (--this.waiting === 0) this.waitedMs += Date.now() - this.waitingSince;
		}
	}

	private explainNoPermit(error: unknown, call: Call): Error {
		if (!(error instanceof DailyQuotaExhausted)) {
			return error instanceof Error ? error : cancelled();
		}
		return toApiError(
			this.context.getNode(),
			{
				status: 429,
				headers: {},
				body: {},
				message: 'The daily quota of API calls is used up',
				cancelled: false,
			},
			{
				next: `It resets in about ${duration(error.resetsInMs)}. Run the remaining items after that; this call was not sent.`,
			},
			call.label,
			call.itemIndex,
		);
	}

	/** Sends the call once. Throws only when the execution was cancelled. */
	private async attempt(call: Call, permit: Permit, token: string | undefined): Promise<Outcome> {
		const { connection, settings } = this;
		try {
			const answer = await this.transmit(call, token);
			permit.answered({ limits: connection.limits(answer.headers), limited: false });
			return { body: believe(answer, call.expects, connection.service, this.mask) };
		} catch (error) {
			const failure = readFailure(error, this.mask);
			// Counts only where no answer has been counted yet.
			permit.answered({
				limits: failure.status === undefined ? undefined : connection.limits(failure.headers),
				limited: failure.status === 429,
			});
			if (settings.signal?.aborted) throw cancelled();
			if (!failure.renewal) return { failure };
			this.mask.learn(...(await connection.readSecrets(this.context)));
			return { failure: readFailure(error, this.mask) };
		}
	}

	private async transmit(call: Call, token: string | undefined): Promise<RawAnswer> {
		const { connection, settings } = this;
		const options: IHttpRequestOptions = {
			method: call.method,
			url: `${connection.baseUrl}${call.path}${queryText(call.query)}`,
			headers: { Accept: 'application/json', ...connection.headers(call) },
			json: true,
			returnFullResponse: true,
			// The body is read here, so that its size and its time are bounded.
			encoding: 'stream',
			// n8n's own time-out counts idle time alone; it only steps in where ours did not.
			timeout: settings.timeoutMs + FALLBACK_MS,
			disableFollowRedirect: true,
		};
		if (isRecord(call.body) && Object.keys(call.body).length === 0) {
			// n8n leaves out an object without keys; HighLevel's reference marks such a body as required.
			options.body = '{}';
			options.headers = { ...options.headers, 'Content-Type': 'application/json' };
		} else if (call.body !== undefined) options.body = call.body;
		const rules = {
			timeoutMs: settings.timeoutMs,
			cancel: settings.signal,
			onToken: (sent: string) => this.mask.learn(sent),
		};
		return await exchange(this.context, rules, async (bounded, signal) => {
			const bound = { ...options, abortSignal: signal };
			return await readAnswer(await connection.transmit(bounded, bound, token), signal);
		});
	}

	private explain({ failure, call, unknownOutcome }: RefusedCall, { itemIndex }: Call) {
		const advice = this.connection.advise(failure, call);
		const next = unknownOutcome
			? `It is not known whether this took effect, so it was not sent again. Look in the account before you repeat it. ${advice.next}`
			: advice.next;
		return toApiError(
			this.context.getNode(),
			failure,
			{ ...advice, next },
			call.label,
			itemIndex,
			this.mask,
		);
	}
}

/** The service said no, rather than nothing or that it is in trouble. */
function isRefusal({ status, renewal }: Failure): boolean {
	return renewal === 'refused' || (status !== undefined && status < 500 && status !== 429);
}

/**
 * An answer to a call that was sent again after a lost answer, honest about what it cannot know: "nothing changed" may mean
 * that the first sending changed it.
 */
function withoutChanges<T extends IDataObject | IDataObject[]>(
	answer: T,
	keys: readonly string[] = [],
): T {
	if (keys.length === 0) return answer;
	const copy = structuredClone(answer);
	const visit = (value: unknown): void => {
		if (Array.isArray(value)) value.forEach(visit);
		if (!isRecord(value)) return;
		for (const [key, held] of Object.entries(value)) {
			const nothing = held === false || (Array.isArray(held) && held.length === 0);
			if (keys.includes(key) && nothing) value[key] = null;
			else visit(held);
		}
	};
	visit(copy);
	return copy;
}

function duration(milliseconds: number): string {
	const minutes = Math.max(1, Math.ceil(milliseconds / 60_000));
	return minutes < 90 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
}
