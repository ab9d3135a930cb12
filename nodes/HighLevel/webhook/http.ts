// Reads n8n's request and responds in n8n's place.

import type { IWebhookFunctions } from 'n8n-workflow';

/** The part of n8n's request that the trigger reads. */
export interface Incoming {
	/** Names in lower case. */
	headers: Record<string, unknown>;
	/** The bytes of the body as they arrived; undefined if n8n keeps none, as for multipart forms. */
	raw: Buffer | undefined;
}

/** The part of n8n's response that the trigger uses. */
interface Outgoing {
	statusCode: number;
	/** The response was sent, or the sender hung up. */
	closed?: boolean;
	destroyed?: boolean;
	status(code: number): { json(body: object): unknown };
	once(event: 'close', listener: () => void): unknown;
}

function isOutgoing(value: unknown): value is Outgoing {
	return typeof value === 'object' && value !== null && 'status' in value && 'once' in value;
}

function responseOf(context: IWebhookFunctions): Outgoing {
	const response: unknown = context.getResponseObject();
	if (!isOutgoing(response)) throw new TypeError('n8n provided no response object');
	return response;
}

/** Reads a request with its raw body: signatures cover the bytes, not what a parser makes of them. */
export async function readRequest(context: IWebhookFunctions): Promise<Incoming> {
	const request: unknown = context.getRequestObject();
	const headers: Record<string, unknown> = { ...context.getHeaderData() };
	if (typeof request !== 'object' || request === null) return { headers, raw: undefined };
	const get = (key: string): unknown => Reflect.get(request, key);
	const read = get('readRawBody');
	// n8n has already consumed a form, so there is nothing left to wait for.
	const type = headers['content-type'];
	const isForm = typeof type === 'string' && /^multipart\//i.test(type);
	if (get('rawBody') === undefined && typeof read === 'function' && !isForm) {
		if (get('readableEnded') !== true) await Reflect.apply(read, request, []);
	}
	const raw = get('rawBody');
	return { headers, raw: Buffer.isBuffer(raw) ? raw : undefined };
}

/** Responds to the sender in n8n's place. */
export function respond(context: IWebhookFunctions, status: number, body: object): void {
	responseOf(context).status(status).json(body);
}

/** Calls back with the status once n8n has responded; with 200 if the sender hung up first. */
export function onResponse(context: IWebhookFunctions, listener: (status: number) => void): void {
	const response = responseOf(context);
	// A closed connection emits no further event.
	if (response.closed === true || response.destroyed === true) listener(response.statusCode);
	else response.once('close', () => listener(response.statusCode));
}
