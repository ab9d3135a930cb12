import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';

import type { HighLevelStandIn } from '../highlevel';
import { isObject } from '../highlevel/json';
import type { JsonObject } from '../highlevel/json';

/** What came back from one raw call. */
export interface Reply {
	status: number;
	headers: IncomingHttpHeaders;
	text: string;
	/** The body as an object; empty when it is something else. */
	body: JsonObject;
	/** The body as a list; empty when it is something else. */
	list: unknown[];
}

export interface CallOptions {
	method?: string;
	/** The Version header; null sends none. */
	version?: string | null;
	/** null sends no Authorization. */
	token?: string | null;
	query?: Record<string, string | number | string[]>;
	body?: unknown;
	/** Sent as it is, with this content type. */
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

/** One raw HTTP call. Rejects when the connection breaks or the answer is cut off. */
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

/** The objects of the list under a key of an answer. */
export function rows(body: JsonObject, key: string): JsonObject[] {
	const value = body[key];
	if (!Array.isArray(value)) throw new Error(`no list under ${key} in ${JSON.stringify(body)}`);
	return value.filter(isObject);
}

/** The slots of a free-slots answer, in order; what lies beside the days is passed over. */
export function slotsIn(body: JsonObject): string[] {
	return Object.values(body).flatMap((day) =>
		isObject(day) && Array.isArray(day.slots) ? day.slots.map(String) : [],
	);
}
