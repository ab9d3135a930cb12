import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { executionsIn } from '../../bench/soak/executionsIn';
import { Load } from '../../bench/soak/load';
import type { Side } from '../../bench/soak/side';
import { WebhookSender } from '../standins/highlevel';

/** So many calls may wait for an answer. */
const MOST_OPEN = 60;
const HOUR_MS = 3_600_000;
/** Shorter than n8n could take them: the load must wait for the answers. */
const MS = 100;
const DELIVERIES = 400;
const BATCHES = 4;

interface Body {
	items?: Array<{ text: string }>;
	webhookId?: string;
}

let server: Server;
let url = '';
let mostOpen = 0;
let status = 200;
let finished = () => Number.POSITIVE_INFINITY;
const received: string[] = [];
const waiting: ServerResponse[] = [];
/** Answers everything that waits; what is sent without waiting for answers has piled up by then. */
const answering = setInterval(() => {
	mostOpen = Math.max(mostOpen, waiting.length);
	for (const response of waiting.splice(0)) response.writeHead(status).end();
}, 300);

beforeAll(async () => {
	server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			received.push(Buffer.concat(chunks).toString());
			waiting.push(response);
		});
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
	clearInterval(answering);
	server.close();
});

function loadOf(name: Side['name'] = 'ours') {
	received.length = 0;
	const urls = { itemsUrl: `${url}/items`, deliveriesUrl: url };
	const side = { name, ...urls, finished: () => finished() } as Side;
	const again = { retries: 2, pauseMs: 1 };
	return new Load([side], new WebhookSender('app', 'location'), again);
}

function ratesOf(deliveries: number, batches: number) {
	const anHour = HOUR_MS / MS;
	return { itemsPerHour: batches * 50 * anHour, webhooksPerHour: deliveries * anHour };
}

async function loadFor(deliveries: number, batches: number, name: Side['name'] = 'ours') {
	const load = loadOf(name);
	await load.run(ratesOf(deliveries, batches), MS);
	return load.sent;
}

test('sends every item and delivery, one in ten again, and never too many at once', async () => {
	const sent = await loadFor(DELIVERIES, BATCHES);
	const bodies = received.map((text) => JSON.parse(text) as Body);
	const texts = bodies.flatMap(({ items = [] }) => items.map(({ text }) => text));
	expect(texts.sort()).toEqual([...sent.texts].sort());
	expect(new Set(texts).size).toBe(BATCHES * 50);

	const ids = bodies.flatMap(({ webhookId }) => webhookId ?? []);
	expect(ids.sort()).toEqual([...sent.deliveries].sort());
	expect(ids).toHaveLength(DELIVERIES);
	expect(new Set(ids).size).toBe(DELIVERIES - sent.repeats);
	expect(sent.repeats).toBeGreaterThanOrEqual(DELIVERIES / 10 - 3);
	expect(mostOpen).toBeLessThanOrEqual(MOST_OPEN);
	expect(sent.refused.ours.size).toBe(0);
});

test('sends again what n8n does not take, and counts what it never takes', async () => {
	status = 503;
	const { refused } = await loadFor(20, 1);
	expect([...refused.ours]).toEqual([[503, 21]]);
	expect(received).toHaveLength(3 * 21);
	expect(new Set(received).size).toBe(21);
});

test('items that may have been taken are not sent again', async () => {
	status = 500;
	const { refused } = await loadFor(0, 3);
	expect([...refused.ours]).toEqual([[500, 3]]);
	expect(received).toHaveLength(3);
});

test('waits while too many executions have not ended', async () => {
	status = 200;
	let ended = 0;
	let mostUnfinished = 0;
	finished = () => {
		mostUnfinished = Math.max(mostUnfinished, received.length - ended);
		// n8n ends executions in batches, long after its answers.
		if (received.length - ended > 90) ended += 90;
		return ended;
	};
	// n8n's own node takes the repeats, too.
	const { deliveries } = await loadFor(DELIVERIES, 0, 'baseline');
	expect(deliveries).toHaveLength(DELIVERIES);
	expect(mostUnfinished).toBeGreaterThan(90);
	expect(mostUnfinished).toBeLessThanOrEqual(101);
});

test('rests when all executions have ended, and sends as much as without rests', async () => {
	// Executions from before the load.
	let ended = 7;
	finished = () => ended;
	const load = loadOf('baseline');
	finished = () => {
		// n8n ends some executions long after its answers.
		ended = Math.min(ended + 2, 7 + received.length);
		return ended;
	};
	const unfinished: number[] = [];
	await load.runWithRests(ratesOf(50, 5), MS, MS / 4, () =>
		Promise.resolve(unfinished.push(received.length - (ended - 7))),
	);
	expect(unfinished).toEqual([0, 0, 0, 0]);
	expect(load.sent.deliveries).toHaveLength(50);
	expect(load.sent.texts).toHaveLength(5 * 50);
});

test('counts the executions of the given workflows, as they are reported', () => {
	const file = join(mkdtempSync(join(tmpdir(), 'soak-')), 'soak.jsonl');
	const report = (text: string) => appendFileSync(file, text);
	report('');
	const count = executionsIn(file, ['a', 'b']);
	expect(count()).toBe(0);
	report('{"workflow":"a"}\n{"workflow":"c"}\n{"workf');
	expect(count()).toBe(1);
	report('low":"b"}\n');
	expect(count()).toBe(2);
	expect(count()).toBe(2);
});
