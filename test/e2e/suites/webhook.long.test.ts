/** The webhook trigger on its production URL: every event arrives, and nothing unproven starts an execution. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { appEvents, otherEventTypes } from '../../../nodes/HighLevel/webhook/events';
import { fuzzCases } from '../../HighLevel/webhook/fuzz';
import { WebhookSender } from '../../standins/highlevel';
import type { Delivery } from '../../standins/highlevel';
import {
	appEventSamples,
	workflowAppointment,
	workflowContact,
} from '../../standins/highlevel/webhookSamples';
import type { StoredWorkflow, WorkflowDefinition } from '../lib/client';
import { outputOf } from '../lib/client';
import { textAt } from '../lib/json';
import type { JsonObject } from '../lib/json';
import { signInAsOwner, startN8n } from '../lib/n8n';
import type { N8n } from '../lib/n8n';
import { setup } from '../lib/setup';
import {
	appTrigger,
	arrivals,
	TRIGGER_NAME,
	TRIGGER_TYPE,
	triggerUrl,
	triggerWorkflow,
	untilAnswers,
} from '../lib/webhooks';

const SECRET = 'correct horse battery';
const MALFORMED = 1000;
const AT_ONCE = 8;
const PER_SECOND = 20;
/** E2E_WEBHOOK_SECONDS=60 makes it the whole minute that the package promises. */
const SECONDS = Number(process.env['E2E_WEBHOOK_SECONDS'] ?? 10);

const sender = new WebhookSender('66b1f0c2a9d4e80012ab34ce', 've9EPM428h8vShlRW1KT');

void suite('the webhook trigger in a real n8n', () => {
	let n8n: N8n;
	let userFolder: string;

	const start = async () => {
		const { node, n8n: program, tarball } = setup();
		n8n = await startN8n({ node, n8n: program, packages: [tarball], userFolder });
		await signInAsOwner(n8n.client);
	};

	before(async () => {
		userFolder = mkdtempSync(join(tmpdir(), 'n8n-webhook-'));
		await start();
	});

	after(async () => {
		await n8n?.stop();
		rmSync(userFolder, { recursive: true, force: true, maxRetries: 5 });
	});

	const urlOf = (workflow: WorkflowDefinition) => triggerUrl(n8n.url, workflow);

	const publish = async (workflow: WorkflowDefinition) => {
		const stored = await n8n.client.createWorkflow(workflow);
		await n8n.client.activate(stored.id);
		await untilAnswers(sender, urlOf(stored));
		return stored;
	};

	const send = async (workflow: WorkflowDefinition, delivery: Delivery) =>
		(await sender.deliver(urlOf(workflow), delivery)).status;

	/** Sends one more genuine delivery and waits for its execution, by which time any earlier one has been executed. */
	const executionsAfter = async (workflow: StoredWorkflow, expected: number) => {
		const last = sender.appWebhook('UserCreate', { id: 'last' });
		assert.equal(await send(workflow, last), 200);
		await n8n.client.waitForExecutions(workflow.id, expected + 1);
		return (await n8n.client.endedExecutions(workflow.id)).length - 1;
	};

	test('every event arrives once, as it was sent', async () => {
		const workflow = await publish(appTrigger(sender, 'Every event'));
		const events = [
			...appEventSamples,
			...otherEventTypes.map((type) => ({ type, fields: { id: type, contactId: 'c1' } })),
		];
		const sent = new Map<string, JsonObject>();
		const deliveries = events.map(async ({ type, fields }) => {
			const delivery = sender.appWebhook(type, fields);
			const body: JsonObject = JSON.parse(delivery.body.toString());
			sent.set(String(body['webhookId']), body);
			assert.equal(await send(workflow, delivery), 200, type);
		});
		await Promise.all(deliveries);
		const executions = await n8n.client.waitForExecutions(workflow.id, sent.size);
		assert.equal(executions.length, sent.size);
		const items = executions.flatMap((execution) => outputOf(execution, TRIGGER_NAME));
		for (const item of items) {
			const body = sent.get(String(item['webhookId']));
			assert.deepEqual(item['raw'], body);
			assert.equal(item['event'], body?.['type']);
			sent.delete(String(item['webhookId']));
		}
		assert.equal(sent.size, 0);
		const seen = new Set(items.map((item) => String(item['event'])));
		const listed = [...appEvents.map(({ type }) => type), ...otherEventTypes];
		assert.deepEqual([...seen].sort(), listed.sort());
		process.stdout.write(`    arrived: ${[...seen].join(', ')}\n`);
	});

	test('forged, changed, unsigned, foreign, old, too large and repeated deliveries start no execution', async () => {
		const workflow = await publish(
			appTrigger(sender, 'Refused', { options: { publicKeys: sender.publicKey, maximumAge: 5 } }),
		);
		const stranger = new WebhookSender(sender.appId, sender.locationId);
		const genuine = sender.appWebhook('ContactCreate', { id: 'c1', name: 'Ada' });
		const changed = Buffer.from(genuine.body.toString().replace('Ada', 'Eve'));
		const envelope = (given: Record<string, string>) =>
			sender.appWebhook('ContactCreate', { id: 'c2' }, { envelope: given });
		const cases: Array<[string, Delivery, number]> = [
			['forged', stranger.appWebhook('ContactCreate', {}), 401],
			['changed', { ...genuine, body: changed }, 401],
			['unsigned', { ...genuine, headers: { 'content-type': 'application/json' } }, 401],
			['N/A', { ...genuine, headers: { ...genuine.headers, 'x-ghl-signature': 'N/A' } }, 401],
			['older signature', sender.signed(genuine.body, 'legacy'), 401],
			['foreign app', envelope({ appId: 'foreign' }), 401],
			['replayed after hours', envelope({ timestamp: '2026-01-01T00:00:00.000Z' }), 401],
			['no event', sender.signed(Buffer.from('{"a":1}')), 400],
			['two megabytes', sender.appWebhook('ContactCreate', { a: 'x'.repeat(2 ** 21) }), 413],
		];
		for (const [name, delivery, status] of cases) {
			assert.equal(await send(workflow, delivery), status, name);
		}
		// Above its own limit, n8n answers itself, or closes the connection while the body is being sent.
		const huge = sender.appWebhook('ContactCreate', { a: 'x'.repeat(2 ** 25) });
		assert.ok(![200, 404].includes(await send(workflow, huge)));
		assert.equal(await send(workflow, genuine), 200);
		for (let again = 0; again < 3; again++) assert.equal(await send(workflow, genuine), 200);
		assert.equal(await executionsAfter(workflow, 1), 1);
	});

	test('events that are filtered out or of another sub-account are answered 200 and start no execution', async () => {
		const workflow = await publish(
			appTrigger(sender, 'Filtered', {
				events: ['NoteCreate'],
				otherEvents: 'UserCreate',
				locationIds: sender.locationId,
			}),
		);
		const note = (locationId: string) =>
			sender.appWebhook('NoteCreate', { id: 'n1', contactId: 'c1', locationId });
		assert.equal(await send(workflow, sender.appWebhook('ContactCreate', {})), 200);
		assert.equal(await send(workflow, note('elsewhere')), 200);
		assert.equal(await send(workflow, note(sender.locationId)), 200);
		assert.equal(await executionsAfter(workflow, 1), 1);
	});

	test('a workflow webhook is accepted only with its secret, in a header or in the body', async () => {
		const byHeader = await publish(
			triggerWorkflow('Secret in a header', { source: 'workflow', secret: SECRET }),
		);
		const byBody = await publish(
			triggerWorkflow('Secret in the body', {
				source: 'workflow',
				secretIn: 'body',
				secret: SECRET,
			}),
		);
		for (const sample of [workflowContact, workflowAppointment]) {
			const withHeader = (secret: string) =>
				sender.workflowWebhook(sample, { 'X-Webhook-Secret': secret });
			const withKey = (secret: string) => {
				const customData = Object.assign({}, sample['customData'], { secret });
				return sender.workflowWebhook({ ...sample, customData });
			};
			assert.equal(await send(byHeader, withHeader('wrong')), 401);
			assert.equal(await send(byHeader, withKey(SECRET)), 401);
			assert.equal(await send(byHeader, withHeader(SECRET)), 200);
			assert.equal(await send(byBody, withKey('wrong')), 401);
			assert.equal(await send(byBody, withHeader(SECRET)), 401);
			assert.equal(await send(byBody, withKey(SECRET)), 200);
		}
		for (const workflow of [byHeader, byBody]) {
			const executions = await n8n.client.waitForExecutions(workflow.id, 2);
			assert.equal(executions.length, 2);
			const events = executions
				.flatMap((execution) => outputOf(execution, TRIGGER_NAME))
				.map((item) => item['event']);
			assert.deepEqual(events.sort(), ['appointment_booked', 'contact_created']);
			assert.equal(JSON.stringify(executions).includes(SECRET), false);
		}
	});

	test(`${PER_SECOND} webhooks a second for ${SECONDS} s each arrive once`, async () => {
		const workflow = await publish(appTrigger(sender, 'Steady'));
		const deliveries = Array.from({ length: PER_SECOND * SECONDS }, (_, index) =>
			sender.appWebhook('ContactUpdate', { id: `contact-${index}`, name: 'Ada' }),
		);
		const begun = Date.now();
		const answers = await Promise.all(
			deliveries.map(async (delivery, index) => {
				const due = begun + (index * 1000) / PER_SECOND - Date.now();
				await new Promise((resolve) => setTimeout(resolve, due));
				return await sender.deliver(urlOf(workflow), delivery, { retries: 12, pauseMs: 1000 });
			}),
		);
		assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
		const counts = await arrivals(n8n.client, workflow);
		const ids = deliveries.map(({ body }) => textAt(JSON.parse(body.toString()), 'webhookId'));
		assert.deepEqual([...counts.keys()].sort(), ids.sort());
		assert.deepEqual(new Set(counts.values()), new Set([1]));
	});

	test('a trigger that cannot verify anything is not published, or refuses deliveries', async () => {
		const stored = await n8n.client.createWorkflow(
			triggerWorkflow('No secret', { source: 'workflow', secret: 'short' }),
		);
		const answered = await n8n.client.activate(stored.id).then(
			() => 'published',
			() => 'refused',
		);
		const { status } = await sender.deliver(urlOf(stored), {
			body: Buffer.from('{}'),
			headers: {},
		});
		assert.ok(answered === 'refused' || status === 404 || status === 503, `${answered} ${status}`);
	});

	test(`${MALFORMED} malformed requests are answered, start nothing and do not crash n8n`, async () => {
		const workflow = await publish(appTrigger(sender, 'Malformed'));
		const url = urlOf(workflow);
		const cases = fuzzCases(sender, 5);
		let taken = 0;
		let genuine = 0;
		const statuses = new Map<number, number>();
		// n8n parses XML before it calls the node, with a single parser: of two documents at a time, one is never
		// answered.
		let lastXml: Promise<unknown> = Promise.resolve();
		const deliver = async (delivery: Delivery) => {
			if (!/xml/.test(delivery.headers['content-type'] ?? '')) {
				return await sender.deliver(url, delivery);
			}
			const answered = lastXml.then(async () => await sender.deliver(url, delivery));
			lastXml = answered;
			return await answered;
		};
		const worker = async () => {
			while (taken < MALFORMED) {
				taken += 1;
				const next = cases.next();
				if (next.done === true) return;
				const { request } = next.value;
				// An HTTP client cannot send these, so n8n never receives them.
				const headers = Object.fromEntries(
					Object.entries(request.headers).filter(([, value]) => /^[\x20-\x7e]*$/.test(value)),
				);
				const { status } = await deliver({ body: request.body, headers });
				assert.notEqual(
					status,
					0,
					`unanswered: ${JSON.stringify({ headers, body: request.body.toString('latin1').slice(0, 300) })}`,
				);
				assert.equal(status === 200, next.value.genuine, `request ${taken}: ${status}`);
				genuine += Number(next.value.genuine);
				statuses.set(status, (statuses.get(status) ?? 0) + 1);
			}
		};
		await Promise.all(Array.from({ length: AT_ONCE }, worker));
		assert.equal(genuine, MALFORMED / 50);
		assert.deepEqual(
			[...statuses.keys()].filter((status) => status >= 500),
			[],
			`statuses ${JSON.stringify([...statuses])}`,
		);
		assert.equal(await executionsAfter(workflow, genuine), genuine);
	});

	test('the recipe with a Data Table recognises a delivery after a restart, which the trigger alone does not', async () => {
		const file = join(__dirname, '../../../workflows/deduplicate-webhooks.json');
		const recipe: WorkflowDefinition = JSON.parse(readFileSync(file, 'utf8'));
		const options = { publicKeys: sender.publicKey };
		const workflow = await publish({
			...recipe,
			nodes: recipe.nodes.map((node) =>
				node.type === TRIGGER_TYPE
					? {
							...node,
							webhookId: randomUUID(),
							parameters: { ...node.parameters, appId: sender.appId, options },
						}
					: node,
			),
		});
		const first = sender.appWebhook('ContactCreate', { id: 'c1' });
		const second = sender.appWebhook('ContactUpdate', { id: 'c1' });
		assert.equal(await send(workflow, first), 200);
		await n8n.client.waitForExecutions(workflow.id, 1);

		await n8n.stop();
		await start();
		await untilAnswers(sender, urlOf(workflow));
		assert.equal(await send(workflow, first), 200);
		await n8n.client.waitForExecutions(workflow.id, 2);
		assert.equal(await send(workflow, second), 200);
		const executions = await n8n.client.waitForExecutions(workflow.id, 3);
		const handedOn = executions.map((execution) =>
			(execution.runs['Your Nodes'] ?? [])
				.flatMap(({ outputs }) => outputs[0] ?? [])
				.map(({ json }) => json['event']),
		);
		assert.deepEqual(handedOn, [['ContactCreate'], [], ['ContactUpdate']]);
	});
});
