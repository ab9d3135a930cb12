// Sends webhook deliveries at a given concurrency and measures the throughput.

import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';

import type { Delivery } from '../../test/standins/highlevel';

/** Timeout of one request. */
const PATIENCE_MS = 60_000;

export interface Sent {
	/** Number of responses by status code; 0 stands for no response. */
	statuses: Map<number, number>;
	/** From the first request to the last response, in seconds. */
	seconds: number;
	/** Response times in milliseconds, shortest first. */
	latencies: number[];
}

/** Keep-alive connections, as between HighLevel's senders and a reverse proxy. */
function connections(count: number): Agent {
	return new Agent({ keepAlive: true, maxSockets: count });
}

async function post(url: string, { body, headers }: Delivery, agent: Agent): Promise<number> {
	return await new Promise((resolve) => {
		const sent = request(
			url,
			{
				method: 'POST',
				headers: { ...headers, 'content-length': body.length },
				agent,
				timeout: PATIENCE_MS,
			},
			(response) => {
				response.resume();
				response.on('error', () => resolve(0));
				response.on('end', () => resolve(response.statusCode ?? 0));
			},
		);
		sent.on('timeout', () => sent.destroy());
		sent.on('error', () => resolve(0));
		sent.end(body);
	});
}

interface Order {
	url: string;
	deliveries: readonly Delivery[];
	/** Maximum number in flight. */
	atOnce: number;
	/** Earliest send time of each, in milliseconds from the start; without it they are sent as fast as responses arrive. */
	dueMs?: (index: number) => number;
}

/** Sends every delivery once. */
export async function sendAll({ url, deliveries, atOnce, dueMs }: Order): Promise<Sent> {
	const agent = connections(atOnce);
	const statuses = new Map<number, number>();
	const latencies: number[] = [];
	const begun = performance.now();
	let next = 0;
	const worker = async () => {
		for (;;) {
			const index = next++;
			const delivery = deliveries[index];
			if (!delivery) return;
			const wait = dueMs ? begun + dueMs(index) - performance.now() : 0;
			if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
			const left = performance.now();
			const status = await post(url, delivery, agent);
			latencies.push(performance.now() - left);
			statuses.set(status, (statuses.get(status) ?? 0) + 1);
		}
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
	const seconds = (performance.now() - begun) / 1000;
	agent.destroy();
	return { statuses, seconds, latencies: latencies.sort((a, b) => a - b) };
}
