import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IPollFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import type { Advice, Failure } from './errors';
import { readFailure, toApiError } from './errors';
import type { RequestParts } from './operation';
import type { Permit, RateLimits } from './pacing';
import { budgetOf, DailyQuotaExhausted } from './pacing';
import { isRecord } from './values';
import { cancelled, waitFor } from './wait';

/** Every place of n8n from which a call may be made. */
export type NodeContext =
	| IExecuteFunctions
	| ILoadOptionsFunctions
	| IPollFunctions
	| IWebhookFunctions;

/** One request with what is needed to send it, retry it and talk about it. */
export interface Call extends RequestParts {
	/** What is tried, as the user knows it: "Create contact". */
	label: string;
	scope: string;
	version: string;
	/** Whether sending it twice has the effect of sending it once. */
	repeatable: boolean;
	itemIndex?: number;
	/** Turns a refusal that the caller knows how to go on from into an answer. */
	refused?: (failure: Failure) => IDataObject | undefined;
	/** Keys of the answer that speak of what this one sending changed. */
	changes?: readonly string[];
}

/** A service as one credential reaches it. Made once a run. */
export interface Connection {
	/** Without a slash at its end. */
	readonly baseUrl: string;
	/** Identity of the account whose budget the calls use; never a secret itself. */
	readonly accountKey: string;
	/** The account part that is sent with calls; '' where the credential names none. */
	readonly location: string;
	readonly version: string;
	headers(call: Call): Record<string, string>;
	/** Last changes to a request, such as keys that differ between versions. */
	adapt(call: Call): Call;
	limits(headers: Record<string, unknown>): RateLimits;
	advise(failure: Failure, call: Call): Advice;
	/** Sends with authentication. Throws what n8n's helper throws. */
	transmit(context: NodeContext, options: IHttpRequestOptions, call: Call): Promise<unknown>;
}

/** How often a call that broke is sent again, and one that the rate limit refused. */
const MOST_REPEATS = 5;
const MOST_REPEATS_LIMITED = 60;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
const BROKEN =
	/ECONN|EPIPE|ETIMEDOUT|ESOCKET|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_BAD_RESPONSE|ABORTED|UND_ERR/;
/** Failed before a byte was sent, so that no write can have happened. */
const NEVER_SENT = /ECONNREFUSED|EAI_AGAIN|ENOTFOUND|ENETUNREACH|EHOSTUNREACH/;
/** No connection that could be trusted or made, now or later. */
const NEVER_CONNECTS =
	/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO|ERR_INVALID_URL|ERR_BAD_OPTION/;

interface Answer {
	body: IDataObject | IDataObject[];
	headers: Record<string, unknown>;
}

/** The service's client for one run: authenticates, paces, retries, and explains refusals. */
export class Client {
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
		private readonly settings: { signal?: AbortSignal; timeoutMs: number; random?: () => number },
	) {}

	/** What this run has cost so far, for the hint after large runs; `dailyRemaining` is the account's. */
	get statistics() {
		const { calls, limited, repeats, waitedMs } = this;
		const { dailyRemaining } = budgetOf(this.connection.accountKey).statistics;
		return { calls, limited, repeats, waitedMs, dailyRemaining };
	}

	/**
	 * Sends one call and gives the answer's body. A 429 is retried for every call, since it was not executed, and so is what
	 * failed before it was sent; 5xx, 408 and broken connections only for repeatable calls.
	 *
	 * @throws NodeApiError naming the item, what the service said, and what to do next
	 */
	async send(plain: Call): Promise<IDataObject | IDataObject[]> {
		const call = this.connection.adapt(plain);
		let unsure = false;
		let broken = 0;
		let limited = 0;
		for (;;) {
			let failure: Failure;
			const permit = await this.acquire(call);
			try {
				const { body, headers } = await this.transmit(call);
				permit.answered({ limits: this.connection.limits(headers), limited: false });
				return unsure ? withoutChanges(body, call.changes) : body;
			} catch (error) {
				failure = readFailure(error);
				permit.answered({
					limits:
						failure.status === undefined ? undefined : this.connection.limits(failure.headers),
					limited: failure.status === 429,
				});
				if (failure.cancelled && this.settings.signal?.aborted) throw cancelled();
			}
			const instead = failure.status === undefined ? undefined : call.refused?.(failure);
			if (instead) return instead;
			const verdict = judge(failure, call);
			// A delete that is repeated after a lost answer finds nothing: its work is done.
			if (unsure && call.method === 'DELETE' && isGone(failure)) return {};
			if (verdict === 'final' || verdict === 'unknown') {
				throw this.explain(failure, call, verdict === 'unknown');
			}
			if (failure.status === 429) {
				this.limited += 1;
				if (++limited > MOST_REPEATS_LIMITED) throw this.explain(failure, call, false);
				this.repeats += 1;
				continue;
			}
			if (++broken > MOST_REPEATS) throw this.explain(failure, call, false);
			this.repeats += 1;
			unsure ||= verdict === 'repeat';
			await waitFor(pause(broken, this.settings.random ?? Math.random), this.settings.signal);
		}
	}

	private async acquire(call: Call): Promise<Permit> {
		try {
			if (this.waiting++ === 0) this.waitingSince = Date.now();
			const permit = await budgetOf(this.connection.accountKey).acquire(this.settings.signal);
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

	private async transmit(call: Call): Promise<Answer> {
		const { connection, settings, context } = this;
		const options: IHttpRequestOptions = {
			method: call.method,
			url: `${connection.baseUrl}${call.path}${queryText(call.query)}`,
			headers: { Accept: 'application/json', ...connection.headers(call) },
			json: true,
			returnFullResponse: true,
			timeout: settings.timeoutMs,
			disableFollowRedirect: true,
		};
		if (isRecord(call.body) && Object.keys(call.body).length === 0) {
			// n8n leaves out an object without keys; HighLevel's reference marks such a body as required.
			options.body = '{}';
			options.headers = { ...options.headers, 'Content-Type': 'application/json' };
		} else if (call.body !== undefined) options.body = call.body;
		if (settings.signal) options.abortSignal = settings.signal;
		return readAnswer(await connection.transmit(context, options, call));
	}

	private explain(failure: Failure, call: Call, unknownOutcome: boolean) {
		const advice = this.connection.advise(failure, call);
		if (unknownOutcome && !call.repeatable) {
			advice.next = `It is not known whether this took effect, so it was not sent again. Look in the account before you repeat it. ${advice.next}`;
		}
		return toApiError(this.context.getNode(), failure, advice, call.label, call.itemIndex);
	}
}

/**
 * What to do about a failed call. `again`: it was not executed, so any call may be sent once more. `repeat`: it may have been,
 * and doing it twice does no harm. `unknown`: it may have been, and must not be done twice. `final`: it was refused.
 */
function judge(failure: Failure, call: Call): 'again' | 'repeat' | 'unknown' | 'final' {
	const { status, code = '', message } = failure;
	if (status === 429) return 'again';
	if (failure.notRenewed) return 'final';
	if (status !== undefined && status < 500 && status !== 408) return 'final';
	if (status === undefined) {
		if (NEVER_SENT.test(code)) return 'again';
		if (NEVER_CONNECTS.test(code)) return 'final';
		const broken = code === '' || BROKEN.test(code) || /timeout|hang up|reset/i.test(message);
		if (!broken && call.repeatable) return 'final';
	}
	return call.repeatable ? 'repeat' : 'unknown';
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

function isGone({ status, message }: Failure): boolean {
	return status === 404 || (status === 400 && /not found/i.test(message));
}

function pause(attempt: number, random: () => number): number {
	return Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS) * (0.5 + random() / 2);
}

function duration(milliseconds: number): string {
	const minutes = Math.max(1, Math.ceil(milliseconds / 60_000));
	return minutes < 90 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`;
}

function readAnswer(answer: unknown): Answer {
	if (!isRecord(answer)) return { body: {}, headers: {} };
	const { body, headers } = answer;
	const known = Array.isArray(body) ? body.filter(isRecord) : isRecord(body) ? body : {};
	// The headers come as an object of the HTTP client's own class.
	const plain = typeof headers === 'object' && headers !== null ? { ...headers } : {};
	return { body: known, headers: plain };
}

function scalar(value: unknown): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Writes a query as the official SDK does: lists as repeated `key[]`. */
function queryText(query: IDataObject): string {
	const pairs: string[] = [];
	for (const [key, value] of Object.entries(query)) {
		const values: unknown[] = Array.isArray(value) ? value : [value];
		const name = encodeURIComponent(key) + (Array.isArray(value) ? '[]' : '');
		for (const one of values) {
			if (one !== undefined && one !== null) {
				pairs.push(`${name}=${encodeURIComponent(scalar(one))}`);
			}
		}
	}
	return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}
