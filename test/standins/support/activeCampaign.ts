import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { ActiveCampaignOptions, ActiveCampaignStandIn } from '../activecampaign';
import { startActiveCampaignStandIn } from '../activecampaign';
import type { JsonObject } from '../shared/json';
import { isObject } from '../shared/json';

/** The answer to a call of ActiveCampaign's API. */
export interface AcReply {
	status: number;
	headers: Headers;
	/** The body if it is an object, else an empty one. */
	body: JsonObject;
}

/** A stand-in for ActiveCampaign that lives as long as the tests of one file. */
export interface ActiveCampaignUnderTest {
	readonly standIn: ActiveCampaignStandIn;
	/** One call; `path` is below `/api/3`, `key` null sends no key. */
	readonly send: (
		method: string,
		path: string,
		body?: unknown,
		key?: string | null,
	) => Promise<AcReply>;
}

/** Starts a stand-in before the tests of a file, resets it before each one, and closes it after the last. */
export function useActiveCampaign(
	options: ActiveCampaignOptions = { limiter: { max: 0 } },
): ActiveCampaignUnderTest {
	let standIn: ActiveCampaignStandIn;
	beforeAll(async () => {
		standIn = await startActiveCampaignStandIn(options);
	});
	afterAll(() => standIn.close());
	beforeEach(() => standIn.reset());
	return {
		get standIn() {
			return standIn;
		},
		send: async (method, path, body, key = standIn.apiKey) => {
			const answer = await fetch(`${standIn.url}/api/3${path}`, {
				method,
				headers: {
					...(key === null ? {} : { 'Api-Token': key }),
					...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
				},
				...(body === undefined ? {} : { body: JSON.stringify(body) }),
			});
			const parsed: unknown = await answer.json();
			return {
				status: answer.status,
				headers: answer.headers,
				body: isObject(parsed) ? parsed : {},
			};
		},
	};
}

/** A receiver of webhooks on the loopback interface. */
export interface Receiver {
	readonly url: string;
	/** The fields of each delivery, in order of arrival, as a flat form parser reads them. */
	readonly received: Array<Record<string, string>>;
	/** The raw bodies and content types. */
	readonly raw: Array<{ body: string; type: string }>;
	/** The status of its answers; 200 at first. */
	status: number;
	close(): Promise<void>;
}

/** Starts a receiver of webhooks. */
export async function startReceiver(): Promise<Receiver> {
	const received: Receiver['received'] = [];
	const raw: Receiver['raw'] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const body = Buffer.concat(chunks).toString();
			raw.push({ body, type: request.headers['content-type'] ?? '' });
			received.push(Object.fromEntries(new URLSearchParams(body)));
			response.writeHead(receiver.status).end();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const receiver: Receiver = {
		url: `http://127.0.0.1:${port}/hook`,
		received,
		raw,
		status: 200,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
	return receiver;
}
