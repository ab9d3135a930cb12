// Tells faults that may pass from those that somebody has to mend.

import { NodeApiError } from 'n8n-workflow';

/** @returns whether a fault may be gone by the next poll: no response, a 5xx, or a rate limit */
export function mayPass(error: Error): boolean {
	if (!(error instanceof NodeApiError)) return false;
	const status = Number(error.httpCode);
	if (!Number.isInteger(status) || status < 300) return true;
	return status >= 500 || status === 429 || status === 408;
}
