/**
 * The CalendarHero trigger in a real n8n: hooks that are dropped while n8n runs and while it is down, a test run beside a
 * published workflow, and two workflows that want the same hook.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { startCalendarHeroStandIn } from '../../standins/calendarhero';
import type { CalendarHeroStandIn } from '../../standins/calendarhero';
import type { CredentialReference, StoredWorkflow } from '../lib/client';
import { until } from '../lib/client';
import type { JsonObject } from '../lib/json';
import { at } from '../lib/json';
import type { N8n } from '../lib/n8n';
import { signInAsOwner, startN8n } from '../lib/n8n';
import { setup } from '../lib/setup';

const TRIGGER = 'n8n-nodes-gohighlevel.calendarHeroTrigger';
const CREDENTIAL = 'calendarHeroApi';
const CREATED = 'new_meeting_request';
const BOOKED = 'meeting_request_success';
/** One poll per minute, and one that may be in progress. */
const POLLS_MS = 150_000;
const DAY_MS = 86_400_000;

void suite('the CalendarHero trigger', () => {
	let standIn: CalendarHeroStandIn;
	let n8n: N8n;
	let login: CredentialReference;
	let first: StoredWorkflow;
	let userFolder = '';

	async function start(): Promise<void> {
		const { node, n8n: program, tarball } = setup();
		const env = { N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'true' };
		n8n = await startN8n({ node, n8n: program, packages: [tarball], userFolder, env });
		await signInAsOwner(n8n.client);
	}

	/** The URL of each event's hook. */
	const hooks = (): Record<string, string> =>
		Object.fromEntries(standIn.state.hooks.all().map(({ event, hookUrl }) => [event, hookUrl]));

	const hookOf = async (event: string, mark: string): Promise<void> => {
		await until(`the hook of ${event}`, POLLS_MS, async () =>
			hooks()[event]?.includes(`/${mark}/`) ? true : undefined,
		);
	};

	/** Asks somebody to meet, as another program does. */
	async function ask(subject: string): Promise<void> {
		const response = await fetch(`${standIn.url}/meeting/tasks`, {
			method: 'POST',
			headers: { Authorization: standIn.token, 'Content-Type': 'application/json' },
			body: JSON.stringify({
				subject,
				dateStart: new Date(Date.now() + DAY_MS).toISOString(),
				dateEnd: new Date(Date.now() + 2 * DAY_MS).toISOString(),
				contactEmails: ['ada@lovelace.example'],
			}),
		});
		assert.equal(response.status, 200);
	}

	const workflow = (name: string, events: string[], webhookId: string) =>
		n8n.client.createWorkflow({
			name,
			nodes: [
				{
					id: `trigger of ${name}`,
					name: 'Trigger',
					type: TRIGGER,
					typeVersion: 1,
					position: [0, 0],
					webhookId,
					parameters: {
						events,
						fetchRequest: true,
						pollTimes: { item: [{ mode: 'everyMinute' }] },
					},
					credentials: { [CREDENTIAL]: login },
				},
			],
			connections: {},
		});

	/** The subjects of the requests that the workflow's executions were started by. */
	async function subjects(id: string): Promise<string[]> {
		const ids = (await n8n.client.endedExecutions(id)).map((execution) => execution.id);
		const all = await Promise.all(ids.map(async (one) => await n8n.client.execution(one)));
		const items = all.flatMap(({ runs }) => runs['Trigger']?.[0]?.outputs[0] ?? []);
		return items.map(({ json }) => String(at(json['request'], 'info')));
	}

	const arrives = async (subject: string): Promise<void> => {
		await until(`the event "${subject}"`, POLLS_MS, async () =>
			(await subjects(first.id)).includes(subject) ? true : undefined,
		);
	};

	const publication = async (id: string): Promise<unknown> =>
		await n8n.client.call('GET', `/rest/workflows/${id}/publication-status`);

	before(async () => {
		userFolder = mkdtempSync(join(tmpdir(), 'n8n-e2e-'));
		standIn = await startCalendarHeroStandIn();
		await start();
		const data: JsonObject = { token: standIn.token, apiUrl: standIn.url };
		login = await n8n.client.createCredential('CalendarHero', CREDENTIAL, data);
		first = await workflow('First', [CREATED, BOOKED], 'first-mark');
		await n8n.client.activate(first.id);
		await hookOf(BOOKED, 'first-mark');
		await hookOf(CREATED, 'first-mark');
	});

	after(async () => {
		await n8n?.stop();
		await standIn?.close();
		rmSync(userFolder, { recursive: true, force: true, maxRetries: 5 });
	});

	test('a delivery starts the published workflow, with the request', async () => {
		await ask('Delivered');
		await arrives('Delivered');
		const delivered = standIn.deliveries.filter(({ event }) => event === CREATED);
		assert.deepEqual(
			delivered.map(({ status }) => status),
			[200],
		);
		assert.equal(at(await publication(first.id), 'status'), 'published');
	});

	test('a test run shows samples and leaves the hooks of the published workflow alone', async () => {
		const before = hooks();
		const run = await n8n.client.runManually(first, 'Trigger');
		const events = run.runs['Trigger']?.[0]?.outputs[0]?.map(({ json }) => json['event']);
		assert.deepEqual(events, [BOOKED, CREATED]);
		assert.deepEqual(hooks(), before);
	});

	test('a second workflow is refused with a message, and the hook stays with the first', async () => {
		const second = await workflow('Second', [BOOKED], 'second-mark');
		await n8n.client.activate(second.id);
		const failed = await until('the refusal', 60_000, async () => {
			const status = await publication(second.id);
			return at(status, 'status') === 'failed' ? status : undefined;
		});
		assert.match(JSON.stringify(failed), /already has the webhook/);
		assert.ok(hooks()[BOOKED]?.includes('/first-mark/'));
		await n8n.client.deactivate(second.id);
	});

	test('a dropped hook is put back by a poll, and what was missed arrives', async () => {
		standIn.state.hooks.clear();
		await ask('Missed by a poll');
		await hookOf(CREATED, 'first-mark');
		await arrives('Missed by a poll');
	});

	test('a hook that was dropped while n8n was down is put back, and what was missed arrives', async () => {
		await n8n.crash();
		standIn.state.hooks.clear();
		await ask('Missed while down');
		await start();
		await hookOf(CREATED, 'first-mark');
		await arrives('Missed while down');
	});

	test('switching off removes the hooks', async () => {
		await n8n.client.deactivate(first.id);
		await until('the hooks to go', 60_000, async () =>
			Object.keys(hooks()).length === 0 ? true : undefined,
		);
	});
});
