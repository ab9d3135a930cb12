/**
 * Kills n8n (SIGKILL) after a poll has emitted an item and before its execution has ended. n8n 2.41 saves what the
 * trigger has emitted before the execution runs, so no item is emitted twice; the interrupted execution is not
 * repeated and is listed as crashed.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { SEED, startHighLevelStandIn } from '../../standins/highlevel';
import type { HighLevelStandIn } from '../../standins/highlevel';
import type { StoredWorkflow } from '../lib/client';
import { until } from '../lib/client';
import type { N8n } from '../lib/n8n';
import { signInAsOwner, startN8n } from '../lib/n8n';
import { setup } from '../lib/setup';
import { CONTACTS, ourNode, privateIntegration } from '../lib/world';

const CONTACTS_TRIGGER = 'n8n-nodes-gohighlevel.highLevelContactsTrigger';
/** One poll per minute, and one that may be in progress. */
const POLLS_MS = 150_000;

void suite('n8n killed between a poll and the end of its execution', () => {
	let standIn: HighLevelStandIn;
	let n8n: N8n;
	let workflow: StoredWorkflow;
	let userFolder = '';

	async function start(): Promise<void> {
		const { node, n8n: program, tarball } = setup();
		n8n = await startN8n({ node, n8n: program, packages: [tarball], userFolder });
		await signInAsOwner(n8n.client);
	}

	const searches = () => standIn.log.filter(({ path }) => path === '/contacts/search').length;
	/** The contacts that the node after the trigger has requested, which are those that the trigger has emitted. */
	const asked = () =>
		standIn.log
			.filter(({ operationId }) => operationId === 'get-contact')
			.map(({ path }) => path.split('/').at(-1));

	before(async () => {
		userFolder = mkdtempSync(join(tmpdir(), 'n8n-e2e-'));
		standIn = await startHighLevelStandIn({ limiter: { max: 1000, intervalMs: 10_000 } });
		await start();
		const login = await privateIntegration({ client: n8n.client, standIn });
		const trigger = ourNode('Trigger', CONTACTS_TRIGGER, login, {
			event: 'contactCreated',
			pollTimes: { item: [{ mode: 'everyMinute' }] },
		});
		const get = ourNode('Get', CONTACTS, login, {
			resource: 'contact',
			operation: 'get',
			contactId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
		});
		workflow = await n8n.client.createWorkflow({
			name: 'Killed',
			nodes: [trigger, get],
			connections: { Trigger: { main: [[{ node: 'Get', type: 'main', index: 0 }]] } },
		});
		await n8n.client.activate(workflow.id);
		await until('the first poll', 60_000, async () => (searches() > 0 ? true : undefined));
	});

	after(async () => {
		await n8n?.stop();
		await standIn?.close();
		rmSync(userFolder, { recursive: true, force: true, maxRetries: 5 });
	});

	const addContact = () => {
		const stamp = standIn.clock.now() + 5;
		return standIn.state.addContact({ dateAdded: stamp, dateUpdated: stamp }).id;
	};

	test('no event is emitted twice, later events arrive, and the interrupted execution is listed as crashed', async () => {
		// An event that completes, so that n8n has saved the trigger's state.
		const first = addContact();
		await until('the first event', POLLS_MS, async () =>
			asked().includes(first) ? true : undefined,
		);

		standIn.faults.add({ action: { kind: 'never', when: 'before' }, operationId: 'get-contact' });
		const killed = addContact();
		await until('the second event', POLLS_MS, async () =>
			asked().includes(killed) ? true : undefined,
		);
		await n8n.crash();
		standIn.faults.clear();
		const before = searches();

		await start();
		const later = addContact();
		await until('the event after it', POLLS_MS, async () =>
			asked().includes(later) ? true : undefined,
		);
		await until('two polls', POLLS_MS, async () => (searches() >= before + 2 ? true : undefined));
		const told = asked();
		assert.deepEqual(
			[first, killed, later].map((id) => told.filter((one) => one === id).length),
			[1, 1, 1],
		);
		const statuses = (await n8n.client.endedExecutions(workflow.id)).map(({ status }) => status);
		process.stdout.write(`  executions: ${statuses.join(', ')}\n`);
		assert.equal(statuses.filter((status) => status === 'crashed').length, 1);
		assert.equal(statuses.filter((status) => status === 'success').length, 2);
		assert.ok(Object.values(SEED.contacts).every((id) => !told.includes(id)));
	});
});
