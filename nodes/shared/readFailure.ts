// Reads what went wrong with a call from the error that n8n threw.

import type { ErrorResponse } from './errorChain';
import { errorChain, responseIn } from './errorChain';
import type { Failure } from './failure';
import { messageOf, RenewalFailed, UnusableResponse } from './failure';
import type { Mask } from './mask';
import { plainMask } from './mask';
import { isRecord, textOf } from './values';

type Links = ReturnType<typeof errorChain>;

/**
 * Reads the failure of a call from what n8n's request helper threw.
 *
 * @param mask hides the credential's secrets, which a response may repeat
 */
export function readFailure(error: unknown, mask: Mask = plainMask): Failure {
	const links = errorChain(error);
	const response = responseIn(error);
	const firstMessage = links
		.map(({ message }) => message)
		.find((value) => typeof value === 'string' && value !== '');
	const code = links
		.map((link) => link.code)
		.find((value): value is string => typeof value === 'string');
	const status = statusIn(links, response);
	const body = parseJson(response?.data);
	const traceId = isRecord(body) && typeof body.traceId === 'string' ? body.traceId : undefined;
	const failure: Failure = {
		status,
		headers: lowerCaseKeys(response?.headers),
		body,
		message: messageOf(body, mask) ?? mask.show(textOf(firstMessage) || 'No response'),
		traceId: traceId === undefined ? undefined : mask.show(traceId),
		code,
		cancelled: code === 'ERR_CANCELED' || links.some((link) => link.name === 'AbortError'),
	};
	if (error instanceof UnusableResponse) failure.unusable = true;
	if (error instanceof RenewalFailed) {
		failure.message = messageOf(body, mask) ?? renewalMessage(links.slice(1), mask);
		failure.renewal = isRefusedGrant(links, status) ? 'refused' : 'broken';
		// The response is the token endpoint's. The call itself is known to have been refused with 401.
		failure.status = undefined;
	}
	return failure;
}

function statusIn(links: Links, response: ErrorResponse | undefined): number | undefined {
	const httpCode = links
		.flatMap((link) => [link.httpCode, link.status])
		.map(Number)
		.find((value) => Number.isInteger(value) && value >= 100);
	const status = response?.status ?? httpCode;
	// A response that was cut off still has the status from its first line.
	return status !== undefined && status >= 300 ? status : undefined;
}

function parseJson(data: unknown): unknown {
	if (typeof data !== 'string') return data;
	try {
		return JSON.parse(data);
	} catch {
		return data;
	}
}

function lowerCaseKeys(headers: object = {}): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
	);
}

/** Whether n8n's OAuth2 client was refused: older engines throw the response, newer ones an error of their own. */
function isRefusedGrant(links: Links, status: number | undefined): boolean {
	if (status !== undefined) return status < 500 && status !== 408 && status !== 429;
	return links.some(({ code, name }) => code === 'EAUTH' || name === 'NodeOperationError');
}

function renewalMessage(links: Links, mask: Mask): string {
	const message = links.map((link) => textOf(link.message)).find((text) => text !== '');
	return mask.show(message ?? 'Access could not be renewed');
}
