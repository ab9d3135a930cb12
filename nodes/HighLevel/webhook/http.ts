import type { IWebhookFunctions } from 'n8n-workflow';

/** The part of n8n's request that the trigger reads. */
export interface Incoming {
	/** Names in lower case. */
	headers: Record<string, unknown>;
	/** The body's bytes as they arrived; undefined where n8n kept none, as for multipart forms. */
	raw: Buffer | undefined;
}

/** The part of n8n's response that the trigger uses. */
interface Outgoing {
	statusCode: number;
	/** Answered, or the sender hung up. */
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
	if (!isOutgoing(response)) throw new TypeError('n8n gave no response to answer with');
	return response;
}

/** Reads a request with its body as received: signatures cover bytes, not what a parser made of them. */
export async function readRequest(context: IWebhookFunctions): Promise<Incoming> {
	const request: unknown = context.getRequestObject();
	const headers: Record<string, unknown> = { ...context.getHeaderData() };
	if (typeof request !== 'object' || request === null) return { headers, raw: undefined };
	const get = (key: string): unknown => Reflect.get(request, key);
	const read = get('readRawBody');
	// A form has been read by n8n already: there is nothing left to wait for.
	const type = headers['content-type'];
	const isForm = typeof type === 'string' && /^multipart\//i.test(type);
	if (get('rawBody') === undefined && typeof read === 'function' && !isForm) {
		if (get('readableEnded') !== true) await Reflect.apply(read, request, []);
	}
	const raw = get('rawBody');
	return { headers, raw: Buffer.isBuffer(raw) ? raw : undefined };
}

/** Answers the sender without n8n. */
export function answerBySelf(context: IWebhookFunctions, status: number, body: object): void {
	responseOf(context).status(status).json(body);
}

/** Calls back with the status that n8n answered with, or with 200 where the sender has hung up or does so before. */
export function onAnswered(context: IWebhookFunctions, listener: (status: number) => void): void {
	const response = responseOf(context);
	// A connection that is closed already says so no second time.
	if (response.closed === true || response.destroyed === true) listener(response.statusCode);
	else response.once('close', () => listener(response.statusCode));
}
