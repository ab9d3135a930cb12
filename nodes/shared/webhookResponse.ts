// Responds to the sender of a webhook in n8n's place.

import type { IWebhookFunctions } from 'n8n-workflow';

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

/** @returns n8n's response to the request */
export function responseOf(context: IWebhookFunctions): Outgoing {
	const response: unknown = context.getResponseObject();
	if (!isOutgoing(response)) throw new TypeError('n8n provided no response object');
	return response;
}

/** Responds to the sender in n8n's place. */
export function respond(context: IWebhookFunctions, status: number, body: object): void {
	responseOf(context).status(status).json(body);
}
