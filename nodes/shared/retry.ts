import type { Call } from './call';
import type { Failure } from './failure';

/** How often a call that broke is sent again; `pause` says when. */
export const MOST_REPEATS = 5;
/** How often a call that was answered 429 is sent again; `pacing/refusals.ts` says when. */
export const MOST_REPEATS_LIMITED = 60;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

const BROKEN =
	/ECONN|EPIPE|ETIMEDOUT|ESOCKET|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_BAD_RESPONSE|ERR_STREAM_PREMATURE_CLOSE|ABORTED|UND_ERR/;
/** Failed before a byte was sent, so that no write can have happened. */
const NEVER_SENT = /ECONNREFUSED|EAI_AGAIN|ENOTFOUND|ENETUNREACH|EHOSTUNREACH/;
/** No connection that could be trusted or made, now or later. */
const NEVER_CONNECTS =
	/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO|ERR_INVALID_URL|ERR_BAD_OPTION/;

/**
 * What to do about a failed call. `again`: it was not executed, so any call may be sent once more. `repeat`: it may have been,
 * and doing it twice does no harm. `unknown`: it may have been, and must not be done twice. `final`: it was refused, or
 * sending it again cannot help.
 */
export type Verdict = 'again' | 'repeat' | 'unknown' | 'final';

export function judge(failure: Failure, { repeatable }: Call): Verdict {
	const { status, code = '', message } = failure;
	if (status === 429) return 'again';
	// A call that was answered 401 was not executed.
	if (failure.renewal) return failure.renewal === 'broken' ? 'again' : 'final';
	if (status !== undefined && status < 500 && status !== 408) return 'final';
	if (code === 'ETOOLARGE') return repeatable ? 'final' : 'unknown';
	if (status === undefined && !failure.unusable) {
		if (NEVER_SENT.test(code)) return 'again';
		if (NEVER_CONNECTS.test(code)) return 'final';
		const broken = code === '' || BROKEN.test(code) || /timeout|hang up|reset/i.test(message);
		if (!broken && repeatable) return 'final';
	}
	return repeatable ? 'repeat' : 'unknown';
}

/** @returns whether a failure says that the record is not there */
export function isGone({ status, message }: Failure): boolean {
	return status === 404 || (status === 400 && /not found/i.test(message));
}

/**
 * How long to wait before a call that broke is sent again.
 *
 * @param attempt from 1 on
 * @param random gives numbers from 0 to 1, so that many clients do not come back at once
 */
export function pause(attempt: number, random: () => number): number {
	return Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS) * (0.5 + random() / 2);
}
