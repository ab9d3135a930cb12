import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';

import type { HighLevelStandIn } from '../highlevel';
import { isObject } from '../shared/json';
import type { JsonObject } from '../shared/json';

/** The answer to a raw HTTP call. */
export interface Reply {
	status: number;
	headers: IncomingHttpHeaders;
	text: string;
	/** The body if it is an object, else an empty one. */
	body: JsonObject;
	/** The body if it is an array, else an empty one. */
	list: unknown[];
}

export interface CallOptions {
	method?: string;
	/** The Version header; null: none. */
	version?: string | null;
	/** The token; null: no Authorization header. */
	token?: string | null;
	query?: Record<string, string | number | string[]>;
	body?: unknown;
	/** A body to be sent as it is, with this content type. */
	raw?: { type: string; text: string };
}

function queryText(query: CallOptions['query']): string {
	const parts = Object.entries(query ?? {}).flatMap(([key, value]) =>
		Array.isArray(value)
			? value.map((one) => `${encodeURIComponent(`${key}[]`)}=${encodeURIComponent(one)}`)
			: [`${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`],
	);
	return parts.length > 0 ? `?${parts.join('&')}` : '';
}

/** One raw HTTP call. Rejects if the connection breaks or the answer is cut off. */
export function call(
	standIn: HighLevelStandIn,
	path: string,
	options: CallOptions = {},
): Promise<Reply> {
	const headers: Record<string, string> = {};
	const version = options.version === undefined ? 'v3' : options.version;
	if (version !== null) headers.Version = version;
	const token = options.token === undefined ? standIn.tokens.privateIntegration : options.token;
	if (token !== null) headers.Authorization = `Bearer ${token}`;
	let text: string | undefined;
	if (options.raw !== undefined) {
		headers['Content-Type'] = options.raw.type;
		text = options.raw.text;
	} else if (options.body !== undefined) {
		headers['Content-Type'] = 'application/json';
		text = JSON.stringify(options.body);
	}
	if (text !== undefined) headers['Content-Length'] = String(Buffer.byteLength(text));
	const url = `${standIn.url}${path}${queryText(options.query)}`;
	return new Promise((resolve, reject) => {
		const method = options.method ?? (text === undefined ? 'GET' : 'POST');
		const sent = request(url, { method, headers }, (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('error', reject);
			response.on('end', () => {
				const answer = Buffer.concat(chunks).toString('utf8');
				let parsed: unknown;
				try {
					parsed = JSON.parse(answer);
				} catch {
					parsed = undefined;
				}
				resolve({
					status: response.statusCode ?? 0,
					headers: response.headers,
					text: answer,
					body: isObject(parsed) ? parsed : {},
					list: Array.isArray(parsed) ? (parsed as unknown[]) : [],
				});
			});
		});
		sent.on('error', reject);
		sent.end(text);
	});
}

/** The object under a key of an answer. */
export function part(body: JsonObject, key: string): JsonObject {
	const value = body[key];
	if (!isObject(value)) throw new Error(`no object under ${key} in ${JSON.stringify(body)}`);
	return value;
}

/** The objects in the list under a key of an answer. */
export function rows(body: JsonObject, key: string): JsonObject[] {
	const value = body[key];
	if (!Array.isArray(value)) throw new Error(`no list under ${key} in ${JSON.stringify(body)}`);
	return value.filter(isObject);
}

/** The slots of a free-slots answer, in order, without the keys that are not dates. */
export function slotsIn(body: JsonObject): string[] {
	return Object.values(body).flatMap((day) =>
		isObject(day) && Array.isArray(day.slots) ? day.slots.map(String) : [],
	);
}
