// Decides whether a failed call is retried, and how long to wait first. After a 429 the account's budget sets the wait:
// every call waits in `pacing` for its permit, so a refused one simply asks for another.

import type { Call } from './call';
import type { Failure } from './failure';

/** How often a call is retried after a failure; `backoff` says when. */
export const MAX_REPEATS = 5;
/** How often a call is retried after a 429, which takes about ten minutes; `pacing/refusals.ts` says when. */
export const MAX_REPEATS_AFTER_429 = 75;
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 15_000;

const BROKEN_CONNECTION =
	/ECONN|EPIPE|ETIMEDOUT|ESOCKET|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_BAD_RESPONSE|ERR_STREAM_PREMATURE_CLOSE|ABORTED|UND_ERR/;
/** Failed before a byte was sent, so no write can have happened. */
const NEVER_SENT = /ECONNREFUSED|EAI_AGAIN|ENOTFOUND|ENETUNREACH|EHOSTUNREACH/;
/** A connection cannot be made or trusted, now or later. */
const NEVER_CONNECTS =
	/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO|ERR_INVALID_URL|ERR_BAD_OPTION/;

/**
 * What to do about a failed call.
 * - `again`: it was not executed, so any call may be sent again.
 * - `repeat`: it may have been executed, and executing it twice does no harm.
 * - `unknown`: it may have been executed, and must not be executed twice.
 * - `final`: it was refused, or sending it again cannot help.
 */
export type Verdict = 'again' | 'repeat' | 'unknown' | 'final';

/** Judges a failed call by whether it may have been executed. */
export function judge(failure: Failure, { repeatable }: Call): Verdict {
	const { status, code = '', message } = failure;
	if (status === 429) return 'again';
	// A call that got a 401 was not executed.
	if (failure.renewal) return failure.renewal === 'broken' ? 'again' : 'final';
	if (status !== undefined && status < 500 && status !== 408) return 'final';
	if (code === 'ETOOLARGE') return repeatable ? 'final' : 'unknown';
	if (status === undefined && !failure.unusable) {
		if (NEVER_SENT.test(code)) return 'again';
		if (NEVER_CONNECTS.test(code)) return 'final';
		const isBroken =
			code === '' || BROKEN_CONNECTION.test(code) || /timeout|hang up|reset/i.test(message);
		if (!isBroken && repeatable) return 'final';
	}
	return repeatable ? 'repeat' : 'unknown';
}

/**
 * How long to wait before a failed call is retried, in milliseconds: exponential with jitter, so that clients that
 * failed together do not return together.
 *
 * @param attempt counted from 1
 * @param random returns numbers from 0 to 1
 */
export function backoff(attempt: number, random: () => number): number {
	return Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), MAX_PAUSE_MS) * (0.5 + random() / 2);
}
