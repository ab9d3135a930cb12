/** n8n in queue mode with two webhook processes: the recipes for deliveries that reach both at the same time. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { WebhookSender } from '../../standins/highlevel';
import type { Delivery } from '../../standins/highlevel';
import type { StoredWorkflow, WorkflowDefinition, WorkflowNode } from '../lib/client';
import { startQueueMode } from '../lib/queue';
import type { QueueMode } from '../lib/queue';
import { findServers } from '../lib/servers';
import { TRIGGER_TYPE, triggerUrl, untilAnswers, untilIdle } from '../lib/webhooks';

const ROOT = join(__dirname, '../../..');
const PROCESSES = 2;
const DELIVERIES = 30;
/** Concurrent deliveries, each of which is sent to both processes twice. */
const AT_ONCE = 6;

const sender = new WebhookSender('66b1f0c2a9d4e80012ab34ce', 've9EPM428h8vShlRW1KT');

/** A recipe of this repository with this app's ID and key filled in, as its note says. */
function recipe(file: string, credentials: WorkflowNode['credentials'] = {}): WorkflowDefinition {
	const read: WorkflowDefinition = JSON.parse(readFileSync(join(ROOT, 'workflows', file), 'utf8'));
	return {
		...read,
		nodes: read.nodes.map((node) => {
			if (node.type === TRIGGER_TYPE) {
				const options = { publicKeys: sender.publicKey };
				const parameters = { ...node.parameters, appId: sender.appId, options };
				return { ...node, webhookId: randomUUID(), parameters };
			}
			return node.type === 'n8n-nodes-base.redis' ? { ...node, credentials } : node;
		}),
	};
}

void suite('the webhook trigger in queue mode with two webhook processes', () => {
	let queue: QueueMode | undefined;
	let missing = '';

	before(async () => {
		const servers = await findServers();
		if ('missing' in servers) missing = servers.missing;
		else queue = await startQueueMode({ servers, webhooks: PROCESSES });
	});

	after(async () => await queue?.stop());

	const publish = async (running: QueueMode, workflow: WorkflowDefinition) => {
		const stored = await running.main.client.createWorkflow(workflow);
		await running.main.client.activate(stored.id);
		const urls = running.webhooks.map(({ url }) => triggerUrl(url, stored));
		for (const url of urls) await untilAnswers(sender, url);
		return { stored, urls };
	};

	/** Sends every delivery to both processes at the same time, and returns how often each passed the recipe. */
	const passed = async (running: QueueMode, stored: StoredWorkflow, urls: string[]) => {
		const deliveries = Array.from({ length: DELIVERIES }, (_, index) =>
			sender.appWebhook('ContactUpdate', { id: `contact-${index}` }),
		);
		const left = [...deliveries];
		const send = async (delivery: Delivery) => {
			const answers = await Promise.all(
				[...urls, ...urls].map(async (url) => (await sender.deliver(url, delivery)).status),
			);
			assert.deepEqual(answers, [200, 200, 200, 200]);
		};
		const worker = async () => {
			for (let next = left.pop(); next !== undefined; next = left.pop()) await send(next);
		};
		await Promise.all(Array.from({ length: AT_ONCE }, worker));

		const { client } = running.main;
		await untilIdle(client, stored.id);
		const ids = await client.executionIds(stored.id);
		// Each process recognises only its own repetitions, so every delivery was executed twice: the recipe was
		// needed.
		assert.equal(ids.length, DELIVERIES * PROCESSES);
		const counts = new Map<string, number>();
		for (const id of ids) {
			const { status, runs } = await client.execution(id);
			assert.equal(status, 'success');
			const items = (runs['Your Nodes'] ?? []).flatMap(({ outputs }) => outputs[0] ?? []);
			for (const { json } of items) {
				assert.equal(json['event'], 'ContactUpdate');
				const webhookId = String(json['webhookId']);
				counts.set(webhookId, (counts.get(webhookId) ?? 0) + 1);
			}
		}
		return { counts: [...counts.values()], deliveries: deliveries.length };
	};

	test('A Data Table passes each delivery once with many concurrent executions', async (t) => {
		if (!queue) return t.skip(missing);
		await queue.replaceWorker(0, 10);
		const { stored, urls } = await publish(queue, recipe('deduplicate-webhooks.json'));
		const { counts } = await passed(queue, stored, urls);
		assert.deepEqual(
			counts,
			Array.from({ length: DELIVERIES }, () => 1),
		);
	});

	test('Redis passes each delivery once with many concurrent executions', async (t) => {
		if (!queue) return t.skip(missing);
		await queue.replaceWorker(0, 10);
		const credential = await queue.main.client.createCredential('Redis', 'redis', {
			...{ host: '127.0.0.1', port: queue.redis.port, database: 1 },
			...{ user: '', password: '', ssl: false },
		});
		const { stored, urls } = await publish(
			queue,
			recipe('deduplicate-webhooks-redis.json', { redis: credential }),
		);
		const { counts } = await passed(queue, stored, urls);
		assert.deepEqual(
			counts,
			Array.from({ length: DELIVERIES }, () => 1),
		);
	});
});
