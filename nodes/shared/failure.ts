import type { Mask } from './mask';
import { plainMask } from './mask';
import { isRecord, textOf } from './values';

/** What went wrong with one call, read from whatever n8n's engine threw. */
export interface Failure {
	/** HTTP status; undefined when no answer arrived. */
	status?: number;
	/** Header names in lower case. */
	headers: Record<string, unknown>;
	body: unknown;
	/** What the service said, or what the network said; without secrets, at most 500 characters. */
	message: string;
	/** The service's own number of the call, for its support. */
	traceId?: string;
	/** Node's or the HTTP client's code of a broken connection, e.g. ECONNRESET. */
	code?: string;
	/** The execution was cancelled. */
	cancelled: boolean;
	/** An answer came that is not the service's, so it says nothing about the call. */
	unusable?: boolean;
	/**
	 * The service refused the call with 401, and n8n could not renew the credential's access: `refused` for good, or `broken`
	 * for a reason that may pass.
	 */
	renewal?: 'refused' | 'broken';
}

/** An answer that is not what the call promises. The message says what came. */
export class UnusableAnswer extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'UnusableAnswer';
	}
}

/** n8n tried to renew the credential's access after a 401, and failed. */
export class RenewalFailed extends Error {
	constructor(cause: unknown) {
		super('The access could not be renewed', { cause });
		this.name = 'RenewalFailed';
	}
}

/**
 * The message of an answer's body. HighLevel writes it as text, as an array (422), under `error`, or as
 * `{error: {code, message, details, resolution}}`; proxies answer with HTML.
 */
export function messageOf(body: unknown, mask: Mask = plainMask): string | undefined {
	return said(body, mask) || undefined;
}

function said(body: unknown, mask: Mask): string {
	if (typeof body === 'string') return mask.show(withoutTags(body));
	if (!isRecord(body)) return '';
	const { message, error } = body;
	if (Array.isArray(message)) return mask.show(message.map(String).join('; '));
	if (typeof message === 'string' && message !== '') return mask.show(message);
	if (isRecord(message)) return said(message, mask);
	if (isRecord(error)) {
		const parts = [error.message, error.details, error.resolution];
		return mask.show(
			parts.filter((part): part is string => typeof part === 'string' && part !== '').join('. '),
		);
	}
	return typeof error === 'string' ? mask.show(error) : '';
}

/** @returns the text of a page, without its tags */
export function withoutTags(page: string): string {
	const read = page.slice(0, LONGEST_PAGE);
	return /<\w/.test(read) ? read.replace(/<[^<>]*>/g, ' ') : read;
}

/** More than enough of a page for what an error shows of it. */
const LONGEST_PAGE = 100_000;
/** n8n wraps an error at most three times. */
const LONGEST_CHAIN = 6;

/** @returns what was thrown as an error, which it is everywhere in n8n */
export function asError(thrown: unknown): Error {
	return thrown instanceof Error ? thrown : new Error(String(thrown));
}

type Link = Record<string, unknown>;

function chain(error: unknown): Link[] {
	const links: Link[] = [];
	let link: unknown = error;
	while (typeof link === 'object' && link !== null && links.length < LONGEST_CHAIN) {
		const record = Object.assign(Object.create(null), link) as Link;
		if (link instanceof Error) {
			record.message = link.message;
			record.name = link.name;
			record.cause = link.cause;
		}
		links.push(record);
		link = record.cause;
	}
	return links;
}

/** The HTTP answer that an error carries, as the HTTP client made it. */
export interface ErrorResponse {
	status: number;
	data?: unknown;
	headers?: object;
}

function isResponse(value: unknown): value is ErrorResponse {
	return (
		typeof value === 'object' &&
		value !== null &&
		'status' in value &&
		typeof value.status === 'number'
	);
}

/** @returns the answer in an error of n8n's: in `error.cause.response`; the plain helper has it in `error.response` */
export function responseIn(error: unknown): ErrorResponse | undefined {
	return chain(error)
		.map((link) => link.response)
		.find(isResponse);
}

/** @returns whether one error is the other, or was made of it */
export function comesFrom(error: unknown, origin: unknown): boolean {
	let link: unknown = error;
	for (let depth = 0; depth < LONGEST_CHAIN; depth++) {
		if (link === origin) return true;
		if (!(link instanceof Error)) return false;
		link = link.cause;
	}
	return false;
}

function parsed(data: unknown): unknown {
	if (typeof data !== 'string') return data;
	try {
		return JSON.parse(data);
	} catch {
		return data;
	}
}

function lowerCased(headers: object = {}): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
	);
}

/** What n8n's OAuth2 client throws for a refusal: older engines pass it on, later ones make an error of their own. */
function isRefusedGrant(links: Link[], status: number | undefined): boolean {
	if (status !== undefined) return status < 500 && status !== 408 && status !== 429;
	return links.some(({ code, name }) => code === 'EAUTH' || name === 'NodeOperationError');
}

/**
 * Reads the failure of a call that n8n's request helper threw.
 *
 * @param mask knows the credential's secrets, which an answer may repeat
 */
export function readFailure(error: unknown, mask: Mask = plainMask): Failure {
	const links = chain(error);
	const response = responseIn(error);
	const first = (key: string) =>
		links.map((link) => link[key]).find((value) => typeof value === 'string' && value !== '');
	const code = links
		.map((link) => link.code)
		.find((value): value is string => typeof value === 'string');
	const answered = statusIn(links, response);
	const body = parsed(response?.data);
	const traceId = isRecord(body) && typeof body.traceId === 'string' ? body.traceId : undefined;
	const failure: Failure = {
		status: answered,
		headers: lowerCased(response?.headers),
		body,
		message: messageOf(body, mask) ?? mask.show(textOf(first('message')) || 'No answer'),
		traceId: traceId === undefined ? undefined : mask.show(traceId),
		code,
		cancelled: code === 'ERR_CANCELED' || links.some((link) => link.name === 'AbortError'),
	};
	if (error instanceof UnusableAnswer) failure.unusable = true;
	if (error instanceof RenewalFailed) {
		failure.message = messageOf(body, mask) ?? renewalMessage(links.slice(1), mask);
		failure.renewal = isRefusedGrant(links, answered) ? 'refused' : 'broken';
		// The answer is the token endpoint's; of the call it is known that 401 refused it.
		failure.status = undefined;
	}
	return failure;
}

function renewalMessage(links: Link[], mask: Mask): string {
	const told = links.map(({ message }) => textOf(message)).find((message) => message !== '');
	return mask.show(told ?? 'The access could not be renewed');
}

function statusIn(links: Link[], response: ErrorResponse | undefined): number | undefined {
	const httpCode = links
		.flatMap((link) => [link.httpCode, link.status])
		.map(Number)
		.find((value) => Number.isInteger(value) && value >= 100);
	const told = response?.status ?? httpCode;
	// An answer that broke off in the middle still carries the status of its first line.
	return told !== undefined && told >= 300 ? told : undefined;
}
