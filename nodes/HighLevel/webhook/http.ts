// Reads n8n's request and responds in n8n's place.

import type { IWebhookFunctions } from 'n8n-workflow';

import { responseOf } from '../../shared/webhookResponse';

export { respond } from '../../shared/webhookResponse';

/** The part of n8n's request that the trigger reads. */
export interface Incoming {
	/** Names in lower case. */
	headers: Record<string, unknown>;
	/** The bytes of the body as they arrived; undefined if n8n keeps none, as for multipart forms. */
	raw: Buffer | undefined;
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

/** Calls back with the status once n8n has responded; with 200 if the sender hung up first. */
export function onResponse(context: IWebhookFunctions, listener: (status: number) => void): void {
	const response = responseOf(context);
	// A closed connection emits no further event.
	if (response.closed === true || response.destroyed === true) listener(response.statusCode);
	else response.once('close', () => listener(response.statusCode));
}
