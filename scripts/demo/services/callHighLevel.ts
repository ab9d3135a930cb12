/** Changes in HighLevel's app, made by its API, which checks them. */
import type { HighLevelStandIn } from '../../../test/standins/highlevel';

/**
 * Sends one call to the stand-in.
 *
 * @param path with the query
 * @returns the answer's body
 * @throws {Error} with the stand-in's words if it refuses the call
 */
export async function callHighLevel(
	{ url, tokens }: HighLevelStandIn,
	method: string,
	path: string,
	body?: unknown,
): Promise<Record<string, unknown>> {
	const response = await fetch(url + path, {
		method,
		headers: {
			authorization: `Bearer ${tokens.privateIntegration}`,
			version: 'v3',
			'content-type': 'application/json',
		},
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	const text = await response.text();
	const answer = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
	if (response.ok) return answer;
	const { message } = answer;
	const reasons = Array.isArray(message) ? message.join('. ') : message;
	throw new Error(typeof reasons === 'string' ? reasons : `HighLevel answered ${response.status}`);
}
