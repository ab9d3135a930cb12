import type { IDataObject, INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { FieldError } from './parameters';
import { isRecord, textOf } from './values';

/** What went wrong with one call, read from whatever n8n's engine threw. */
export interface Failure {
	/** HTTP status; undefined when no answer arrived. */
	status?: number;
	/** Header names in lower case. */
	headers: Record<string, unknown>;
	body: unknown;
	/** What the service said, or what the network said. */
	message: string;
	/** The service's own number of the call, for its support. */
	traceId?: string;
	/** Node's or the HTTP client's code of a broken connection, e.g. ECONNRESET. */
	code?: string;
	/** The execution was cancelled. */
	cancelled: boolean;
	/** n8n could not renew the credential's access, so the service took nothing of the call. */
	notRenewed?: boolean;
}

/** What a service says to the user about a failure. */
export interface Advice {
	/** Replaces the service's own message. */
	message?: string;
	/** What to do next. */
	next: string;
}

const REPEATED = /\s+/g;

/** What a service or a proxy may repeat of a request: an authorization, a JWT, a token of a prefix and a UUID. */
const SECRETS =
	/\bBearer\s+\S+|\beyJ[\w-]+(\.[\w-]+){1,2}|\b[a-z]{2,5}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi;

function oneLine(text: string): string {
	return text.replace(SECRETS, '***').replace(REPEATED, ' ').trim().slice(0, 500);
}

/**
 * The message of an answer's body. HighLevel writes it as text, as an array (422), under `error`, or as
 * `{error: {code, message, details, resolution}}`; proxies answer with HTML.
 */
export function messageOf(body: unknown): string | undefined {
	if (typeof body === 'string') {
		const text = /<\w/.test(body) ? body.replace(/<[^>]*>/g, ' ') : body;
		return oneLine(text) || undefined;
	}
	if (!isRecord(body)) return undefined;
	const { message, error } = body;
	if (Array.isArray(message)) return oneLine(message.map(String).join('; ')) || undefined;
	if (typeof message === 'string' && message !== '') return oneLine(message);
	if (isRecord(message)) return messageOf(message);
	if (isRecord(error)) {
		const said = [error.message, error.details, error.resolution]
			.filter((part): part is string => typeof part === 'string' && part !== '')
			.join('. ');
		return oneLine(said) || undefined;
	}
	if (typeof error === 'string' && error !== '') return oneLine(error);
	return undefined;
}

function chain(error: unknown): Array<Record<string, unknown>> {
	const links: Array<Record<string, unknown>> = [];
	let link: unknown = error;
	while (typeof link === 'object' && link !== null && links.length < 6) {
		const record = Object.assign(Object.create(null), link) as Record<string, unknown>;
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

function parsed(data: unknown): unknown {
	if (typeof data !== 'string') return data;
	try {
		return JSON.parse(data);
	} catch {
		return data;
	}
}

/**
 * Reads the failure of a call that n8n's request helper threw. Both engines keep the HTTP answer in
 * `error.cause.response`; the plain helper in `error.response`.
 */
export function readFailure(error: unknown): Failure {
	const links = chain(error);
	const response = links.map((link) => link.response).find(isResponse);
	const first = (key: string) =>
		links.map((link) => link[key]).find((value) => typeof value === 'string' && value !== '');
	const code = links
		.map((link) => link.code)
		.find((value): value is string => typeof value === 'string');
	const httpCode = Number(first('httpCode'));
	const said =
		response?.status ?? (Number.isInteger(httpCode) && httpCode >= 100 ? httpCode : undefined);
	// An answer that broke off in the middle still carries the status of its first line.
	const status = said !== undefined && said >= 300 ? said : undefined;
	const body = parsed(response?.data);
	const headers: Record<string, unknown> = {};
	for (const [name, value] of Object.entries(response?.headers ?? {})) {
		headers[name.toLowerCase()] = value;
	}
	const traceId = isRecord(body) && typeof body.traceId === 'string' ? body.traceId : undefined;
	const cancelled = code === 'ERR_CANCELED' || links.some((link) => link.name === 'AbortError');
	const message = messageOf(body) ?? oneLine(textOf(first('message')) || 'No answer');
	// Engines before about 2.30 pass on what their OAuth2 client throws, later ones their own error.
	const notRenewed =
		response === undefined &&
		links.some((link) => link.code === 'EAUTH' || link.name === 'NodeOperationError');
	return { status, headers, body, message, traceId, code, cancelled, notRenewed };
}

interface Response {
	status: number;
	data?: unknown;
	headers?: object;
}

function isResponse(value: unknown): value is Response {
	return (
		typeof value === 'object' &&
		value !== null &&
		'status' in value &&
		typeof value.status === 'number'
	);
}

/** Names the item, counted from 1 as users count. */
export function ofItem(itemIndex: number | undefined): string {
	return itemIndex === undefined ? '' : ` [item ${itemIndex + 1}]`;
}

/**
 * The error that the user sees for a refused call.
 *
 * @param label what was tried, e.g. "Create contact"
 */
export function toApiError(
	node: INode,
	failure: Failure,
	advice: Advice,
	label: string,
	itemIndex?: number,
): NodeApiError {
	const said = advice.message ?? failure.message;
	const details = failure.traceId ? ` (trace ID: ${failure.traceId})` : '';
	const answer: JsonObject = { message: failure.message };
	if (failure.status !== undefined) answer.statusCode = failure.status;
	const error = new NodeApiError(node, answer, {
		message: `${label}: ${said}${ofItem(itemIndex)}`,
		description: `${advice.next}${details}`,
		httpCode: failure.status === undefined ? undefined : String(failure.status),
		itemIndex,
	});
	if (itemIndex !== undefined) error.context.itemIndex = itemIndex;
	return error;
}

/** The refusal of an item before any call. */
export function toRefusal(
	node: INode,
	message: string,
	next: string,
	itemIndex?: number,
): NodeOperationError {
	return new NodeOperationError(node, `${message}${ofItem(itemIndex)}`, {
		description: next,
		itemIndex,
	});
}

/** Gives every error the node's shape: ours unchanged, a field's as a refusal, the rest wrapped. */
export function toNodeError(
	node: INode,
	error: unknown,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	if (error instanceof FieldError) {
		return toRefusal(
			node,
			error.message,
			'Nothing was sent for this item. Correct the field, or the expression that fills it.',
			itemIndex,
		);
	}
	return new NodeOperationError(node, error instanceof Error ? error : String(error), {
		itemIndex,
	});
}

/**
 * What a failed item looks like in the output when the node is told to continue: `error` says what happened, `message`
 * what to do. n8n moves an item to the error output by just these two keys.
 */
export function errorRecord(error: NodeApiError | NodeOperationError): IDataObject {
	const record: IDataObject = { error: error.message };
	if (error.description) record.message = error.description;
	return record;
}

/** The error of a call that several items share, as the failed item of one of them. */
export function sharedErrorRecord(
	error: NodeApiError | NodeOperationError,
	itemIndex: number,
): IDataObject {
	const { itemIndex: named } = error.context;
	const record = errorRecord(error);
	const said = typeof named === 'number' ? error.message.replace(ofItem(named), '') : error.message;
	return { ...record, error: `${said}${ofItem(itemIndex)}` };
}

/** What one record of an item came to when the service refused it and took others: a failed item of its own. */
export class RefusedRecord {
	/**
	 * @param record what tells the record from the others, e.g. its ID
	 * @param reason the service's own words
	 */
	constructor(
		readonly record: IDataObject,
		readonly reason: string,
	) {}
}

/**
 * What a refused record looks like in the output: `error` is the service's reason, `message` holds what tells the record
 * from the others. n8n allows a failed item these two keys alone.
 */
export function refusedRecord({ record, reason }: RefusedRecord): IDataObject {
	return { error: reason, message: record };
}

const MOST_NAMED = 10;

/** The error of an item of which the service refused some records, where the node must not continue. */
export function toPartialError(
	node: INode,
	refused: RefusedRecord[],
	all: number,
	itemIndex: number,
): NodeOperationError {
	const named = refused
		.slice(0, MOST_NAMED)
		.map(({ record, reason }) => `${Object.values(record).map(String).join(', ')}: ${reason}`);
	if (refused.length > MOST_NAMED) named.push(`and ${refused.length - MOST_NAMED} more`);
	return toRefusal(
		node,
		`${refused.length} of ${all} records were refused`,
		`${named.join('; ')}. The other records were changed. To go on with them and get the refused ones as failed items, set 'On Error' in the settings of the node to continue.`,
		itemIndex,
	);
}
