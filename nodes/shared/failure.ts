// What went wrong with a call: the type, the errors it is read from, and the message of a response.

import { withoutTags } from './html';
import type { Mask } from './mask';
import { plainMask } from './mask';
import { isRecord } from './values';

/** What went wrong with one call, read by `readFailure` from whatever n8n threw. */
export interface Failure {
	/** HTTP status; undefined when no response arrived. */
	status?: number;
	/** Header names in lower case. */
	headers: Record<string, unknown>;
	body: unknown;
	/** What the service or the network said; without secrets, at most 500 characters. */
	message: string;
	/** The service's own ID for the call, for its support. */
	traceId?: string;
	/** Node's or the HTTP client's code for a broken connection, e.g. ECONNRESET. */
	code?: string;
	/** The execution was cancelled. */
	cancelled: boolean;
	/** The response is not the service's, so it says nothing about the call. */
	unusable?: boolean;
	/**
	 * The service refused the call with 401, and n8n could not renew the credential's token: `refused` for good, or `broken`
	 * for a reason that may be temporary.
	 */
	renewal?: 'refused' | 'broken';
}

/** A response that is not what the call expects. The message says what arrived. */
export class UnusableResponse extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'UnusableResponse';
	}
}

/** n8n tried to renew the credential's token after a 401, and failed. */
export class RenewalFailed extends Error {
	constructor(cause: unknown) {
		super('Access could not be renewed', { cause });
		this.name = 'RenewalFailed';
	}
}

/**
 * Whether a failure means that the record does not exist. HighLevel answers 404, or 400 with "not found". A 404 that begins
 * with "Cannot" (Express: "Cannot GET /path") means that the path does not exist, which says nothing about the record.
 */
export function isNotFound({ status, message }: Failure): boolean {
	if (status === 404) return !/^cannot /i.test(message);
	return status === 400 && /not found/i.test(message);
}

/**
 * The message in a response body. HighLevel sends text, a list (422), `error` as text, or
 * `{error: {code, message, details, resolution}}`; proxies send HTML.
 */
export function messageOf(body: unknown, mask: Mask = plainMask): string | undefined {
	return readMessage(body, mask) || undefined;
}

function readMessage(body: unknown, mask: Mask): string {
	if (typeof body === 'string') return mask.show(withoutTags(body));
	if (!isRecord(body)) return '';
	const { message, error } = body;
	if (Array.isArray(message)) return mask.show(message.map(String).join('; '));
	if (typeof message === 'string' && message !== '') return mask.show(message);
	if (isRecord(message)) return readMessage(message, mask);
	if (isRecord(error)) {
		const parts = [error.message, error.details, error.resolution];
		return mask.show(
			parts.filter((part): part is string => typeof part === 'string' && part !== '').join('. '),
		);
	}
	return typeof error === 'string' ? mask.show(error) : '';
}
