/** What the stand-in reads off an HTTP request, with secrets masked for the log. */
import type { IncomingMessage } from 'node:http';

import type { JsonObject } from './json';

/** The form fields of OAuth requests that hold secrets. */
export const SECRET_FIELDS = [
	'client_secret',
	'clientSecret',
	'code',
	'refresh_token',
	'refreshToken',
];

/** The query by name; a key that is repeated or written `name[]` or `name[0]` becomes a list. */
export function queryOf(search: string): Record<string, string | string[]> {
	const query: Record<string, string | string[]> = {};
	if (search === '') return query;
	for (const [given, value] of new URLSearchParams(search)) {
		const list = given.endsWith('[]') || /\[\d+\]$/.test(given);
		const key = given.replace(/\[\d*\]$/, '');
		const before = query[key];
		if (before === undefined) query[key] = list ? [value] : value;
		else query[key] = Array.isArray(before) ? [...before, value] : [before, value];
	}
	return query;
}

export function readBody(request: IncomingMessage): Promise<string> {
	return new Promise((resolve, reject) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
		request.on('error', reject);
	});
}

/** The first value of a header. */
export function header(request: IncomingMessage, name: string): string | undefined {
	const value = request.headers[name];
	return Array.isArray(value) ? value[0] : value;
}

/** The headers that hold a token. */
export const SECRET_HEADERS = ['authorization', 'api-token'];

/** The headers as the log shows them, without the token. */
export function maskedHeaders(request: IncomingMessage): Record<string, string> {
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(request.headers)) {
		const one = Array.isArray(value) ? value.join(', ') : (value ?? '');
		headers[name] = SECRET_HEADERS.includes(name) ? one.replace(/^(\S+ )?.*$/, '$1***') : one;
	}
	return headers;
}

/** The fields as the log shows them, without their secrets. */
export function masked(fields: JsonObject): JsonObject {
	return Object.fromEntries(
		Object.entries(fields).map(([key, value]) => [
			key,
			SECRET_FIELDS.includes(key) ? '***' : value,
		]),
	);
}
