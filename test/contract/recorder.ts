import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';

import type { Operation, Schema, VersionSet } from '../standins/highlevel/digest';
import { readDigest } from '../standins/highlevel/digest';
import { applyDeviations } from '../standins/highlevel/deviations';
import { Router } from '../standins/highlevel/router';

/** A request as received over the wire. */
export interface Recorded {
	method: string;
	path: string;
	query: Record<string, string | string[]>;
	version: string;
	contentType: string;
	body: unknown;
	/** The operation of the digest or the overlay that has this method and path. */
	operation?: Operation;
	/** The version set that has this method and path, if that of the request lacks them. */
	otherSet?: VersionSet;
	/** Values of the path's parameters, decoded. */
	params: Record<string, string>;
}

/** The operations of the digest and the overlay, as the real API has them. */
export const operations: Operation[] = applyDeviations(readDigest());
const router = new Router(operations);

/** The version set for a Version header. */
function setOf(version: string): VersionSet {
	return version === 'v3' ? 'v3' : '2021';
}

/** A made-up value that fits a schema. */
function sampleOf(schema: Schema | undefined, name = ''): unknown {
	if (!schema) return {};
	if (schema.enum) return schema.enum[0];
	if (schema.anyOf) return sampleOf(schema.anyOf[0], name);
	if (schema.keys) {
		return Object.fromEntries(
			Object.entries(schema.keys).map(([key, child]) => [key, sampleOf(child, key)]),
		);
	}
	if (schema.anyKey) return { '2026-09-14': sampleOf(schema.anyKey) };
	switch (schema.type) {
		case 'array':
			return [sampleOf(schema.items, name)];
		case 'number':
		case 'integer':
			return schema.minimum ?? 30;
		case 'boolean':
			return name !== 'hasMore';
		case 'object':
			return {};
		default:
			if (/timezone/i.test(name)) return 'America/New_York';
			if (/slots|time|date/i.test(name)) return '2026-09-14T10:00:00-05:00';
			return `${name || 'id'}1`;
	}
}

/** Responses that the official files do not define, as HighLevel sends them (API notes, sections 8 and 9). */
const UNDECLARED: Record<string, object> = {
	'search-contacts-advanced': { contacts: [], total: 0 },
	'get-duplicate-contact': { contact: null },
	'lookup-contacts': { contacts: [] },
	// The custom field that the samples map.
	'get-custom-fields': {
		customFields: [{ id: 've9EPM428h8vShlRW1KT', name: 'Pet', dataType: 'TEXT' }],
	},
};

/** A response in the shape that the operation declares, with the trace ID that every HighLevel object has. */
export function answerOf({ operationId, responses, success }: Operation): unknown {
	const answer = UNDECLARED[operationId] ?? sampleOf(responses[String(success)]);
	return Array.isArray(answer) ? answer : { traceId: 'trace1', ...(answer as object) };
}

function readQuery(url: URL): Record<string, string | string[]> {
	const query: Record<string, string | string[]> = {};
	for (const key of new Set(url.searchParams.keys())) {
		const values = url.searchParams.getAll(key);
		const list = key.endsWith('[]') || values.length > 1;
		query[key.replace(/\[\]$/, '')] = list ? values : (values[0] ?? '');
	}
	return query;
}

/** A server that records every request and responds in the declared shape. It rejects only unknown paths, with 404. */
export class Recorder {
	/** Declares the recorder of a test file: starts it before the tests and closes it after the last. */
	static forTests(): Recorder {
		const recorder = new Recorder();
		beforeAll(async () => await recorder.start());
		afterAll(async () => await recorder.close());
		return recorder;
	}

	readonly requests: Recorded[] = [];

	private readonly server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const url = new URL(request.url ?? '/', 'http://localhost');
			const version = String(request.headers.version ?? '');
			const method = request.method ?? '';
			const match = router.find(setOf(version), method, url.pathname);
			const text = Buffer.concat(chunks).toString();
			const recorded: Recorded = {
				method,
				path: url.pathname,
				query: readQuery(url),
				version,
				contentType: String(request.headers['content-type'] ?? ''),
				body: text === '' ? undefined : parse(text),
				operation: match?.operation,
				params: match?.params ?? {},
			};
			if (!match) {
				recorded.otherSet = (['v3', '2021'] as const).find((set) =>
					router.find(set, method, url.pathname),
				);
			}
			this.requests.push(recorded);
			const success = match?.operation.success ?? 404;
			response.writeHead(success, {
				'content-type': 'application/json',
				'x-ratelimit-max': '50000',
				'x-ratelimit-remaining': '49999',
				'x-ratelimit-interval-milliseconds': '1000',
			});
			response.end(
				JSON.stringify(match ? answerOf(match.operation) : { message: `Cannot ${method}` }),
			);
		});
	});

	url = '';

	async start(): Promise<void> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		const address = this.server.address() as AddressInfo;
		this.url = `http://127.0.0.1:${address.port}`;
	}

	/** The requests since the last call. */
	take(): Recorded[] {
		return this.requests.splice(0);
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
