/**
 * An upgrade from the version before: workflows that n8n saved and published with it go on with the new one, untouched.
 * `npm run release:check` packs that version and names it in UPGRADE_FROM, and its saved nodes in UPGRADE_NODES.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { EVENT_FIXTURES } from '../../HighLevel/polling/eventFixtures';
import { startHighLevelStandIn, WebhookSender } from '../../standins/highlevel';
import type { HighLevelStandIn, LogEntry } from '../../standins/highlevel';
import type { Execution, StoredWorkflow } from '../lib/client';
import { outputOf, until } from '../lib/client';
import { freePort, signInAsOwner, startN8n } from '../lib/n8n';
import { savedNodes, savedWorkflow, shapesOf } from '../lib/saved';
import { setup } from '../lib/setup';
import { appTrigger, TRIGGER_NAME, TRIGGER_TYPE, triggerUrl, untilAnswers } from '../lib/webhooks';
import type { World } from '../lib/world';
import { ourNode, privateIntegration } from '../lib/world';

const POLLING_TYPE = 'n8n-nodes-gohighlevel.highLevelContactsTrigger';
const POLLING_NAME = 'New contact';
/** Two polls, since one may be in progress. */
const POLLS_MS = 150_000;
const RUN_MS = 300_000;
const DAY = 86_400_000;

const sender = new WebhookSender('66b1f0c2a9d4e80012ab34ce', 've9EPM428h8vShlRW1KT');

type Request = Pick<LogEntry, 'method' | 'path' | 'query' | 'body' | 'version'>;

/** What one version did with the saved nodes. */
interface Done {
	requests: Request[];
	shapes: Record<string, string[]>;
}

void suite('an upgrade', () => {
	let world: World;
	/** The polls' own, so that they are not among the requests of the saved nodes. */
	let polled: HighLevelStandIn;
	let userFolder: string;
	let port: number;
	let saved: { stored: StoredWorkflow; path: string };
	let webhook: StoredWorkflow;
	let polling: StoredWorkflow;
	let earlier: Done;

	/** The same address for both versions, since it is part of the saved credential. */
	const startStandIn = async (): Promise<HighLevelStandIn> =>
		await startHighLevelStandIn({ port, limiter: { max: 100_000, intervalMs: 10_000 } });

	const startHere = async (tarball: string): Promise<World> => {
		const standIn = await startStandIn();
		const { node, n8n: program } = setup();
		const n8n = await startN8n({ node, n8n: program, packages: [tarball], userFolder });
		await signInAsOwner(n8n.client);
		return {
			n8n,
			client: n8n.client,
			standIn,
			stop: async () => {
				await n8n.stop();
				await standIn.close();
			},
		};
	};

	const runSaved = async (): Promise<Done> => {
		const { log } = world.standIn;
		const start = log.length;
		const count = (await world.client.endedExecutions(saved.stored.id)).length;
		assert.equal((await world.client.callWebhook(saved.path, {})).status, 200);
		const all = await world.client.waitForExecutions(saved.stored.id, count + 1, RUN_MS);
		const last = all.reduce((newest: Execution | undefined, one) =>
			newest === undefined || Number(one.id) > Number(newest.id) ? one : newest,
		);
		assert.ok(last);
		const requests = log.slice(start).map(requestOf);
		return { requests, shapes: shapesOf(last) };
	};

	const latestVersion = async (type: string): Promise<number> => {
		const version = (await world.client.nodeTypes()).get(type)?.['version'];
		const all = (Array.isArray(version) ? version : [version]).map(Number);
		return Math.max(...all);
	};

	before(async () => {
		userFolder = mkdtempSync(join(tmpdir(), 'n8n-upgrade-'));
		port = await freePort();
		polled = await startHighLevelStandIn();
	});

	after(async () => {
		await world?.stop();
		await polled?.close();
		rmSync(userFolder, { recursive: true, force: true, maxRetries: 5 });
	});

	test('starts from workflows that the version before saved and ran', async () => {
		world = await startHere(named('UPGRADE_FROM'));
		const login = await privateIntegration(world);
		const nodes = savedNodes(named('UPGRADE_NODES'));
		assert.ok(nodes.length > 150, `${nodes.length} saved nodes`);
		const { workflow, path } = savedWorkflow('Saved nodes', nodes, login);
		saved = { stored: await world.client.createWorkflow(workflow), path };
		await world.client.activate(saved.stored.id);
		earlier = await runSaved();
		assert.equal(Object.keys(earlier.shapes).length, nodes.length);

		const events = appTrigger(sender, 'Webhook');
		const [trigger] = events.nodes;
		assert.ok(trigger);
		trigger.typeVersion = await latestVersion(TRIGGER_TYPE);
		webhook = await world.client.createWorkflow(events);
		await world.client.activate(webhook.id);
		await untilAnswers(sender, triggerUrl(world.n8n.url, webhook));
		const typeVersion = await latestVersion(POLLING_TYPE);
		const parameters = {
			event: 'contactCreated',
			pollTimes: { item: [{ mode: 'everyMinute' }] },
		};
		const polledLogin = await privateIntegration({ ...world, standIn: polled }, 'Polled');
		polling = await world.client.createWorkflow({
			name: 'Polling',
			nodes: [ourNode(POLLING_NAME, POLLING_TYPE, polledLogin, parameters, { typeVersion })],
			connections: {},
		});
		await world.client.activate(polling.id);
		await until('the first poll', POLLS_MS, async () => polled.log.length > 0 || undefined);
		await world.stop();
	});

	test('sends the same requests, with reads between them at most, and puts out the same fields', async () => {
		world = await startHere(setup().tarball);
		const now = await runSaved();
		const more = surplus(now.requests, earlier.requests);
		assert.deepEqual(
			more.filter(({ method }) => method !== 'GET'),
			[],
		);
		assert.deepEqual(now.shapes, earlier.shapes);
	});

	test('keeps a published webhook trigger at its address', async () => {
		const url = triggerUrl(world.n8n.url, webhook);
		await untilAnswers(sender, url);
		const { status } = await sender.deliver(url, sender.appWebhook('ContactCreate', { id: 'c1' }));
		assert.equal(status, 200);
		const [execution] = await world.client.waitForExecutions(webhook.id, 1);
		assert.ok(execution);
		assert.equal(outputOf(execution, TRIGGER_NAME)[0]?.['event'], 'ContactCreate');
	});

	test('goes on polling from where the version before was', async () => {
		const { client } = world;
		const { happens, expected } = EVENT_FIXTURES['contactCreated'] ?? {};
		assert.ok(happens && expected);
		happens(polled);
		const found = await until('the new contact', POLLS_MS, async () => {
			const ended = await client.endedExecutions(polling.id);
			const runs = ended.filter(({ mode }) => mode === 'trigger');
			const all = await Promise.all(runs.map(async (one) => await client.execution(one.id)));
			const items = all.flatMap((execution) => outputOf(execution, POLLING_NAME));
			return items.length > 0 ? items : undefined;
		});
		assert.deepEqual(
			found.map(({ firstName }) => ({ firstName })),
			[expected],
		);
	});
});

function requestOf({ method, path, query, body, version, at }: LogEntry): Request {
	const times = Object.entries(query).map(([key, value]) => [key, daysFrom(at, value)]);
	return { method, path, query: Object.fromEntries(times), body, version };
}

/** A time that goes by today, such as in 30 days, in days from now; other values as they are. */
function daysFrom(now: number, value: unknown): unknown {
	const days = (Number(value) - now) / DAY;
	return typeof value === 'string' && /^\d{13}$/.test(value) && isWhole(days)
		? `in ${Math.round(days)} days`
		: value;
}

function isWhole(days: number): boolean {
	return Math.abs(days - Math.round(days)) * DAY < 60_000 && days > -1 && days < 60;
}

/**
 * The requests that came on top of those expected.
 *
 * @throws {Error} when an expected one is missing or out of order
 */
function surplus(requests: Request[], expected: Request[]): Request[] {
	const more: Request[] = [];
	const left = [...expected];
	for (const request of requests) {
		if (isDeepStrictEqual(request, left[0])) left.shift();
		else more.push(request);
	}
	assert.deepEqual(
		left,
		[],
		`missing, while these came on top: ${JSON.stringify(more.slice(0, 5))}`,
	);
	return more;
}

function named(variable: string): string {
	const value = process.env[variable];
	if (value === undefined) {
		throw new Error(`${variable} is not set: run the suite through npm run release:check`);
	}
	return value;
}
