import type { IDataObject, INodeParameters, INodeType } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { HighLevelWebhookTrigger } from '../../../nodes/HighLevel/HighLevelWebhookTrigger.node';
import type { WebhookOptions } from '../../engine/harness';
import type { WebhookResult } from '../../engine/webhooks';
import type { Delivery, DeliveryOptions } from '../../standins/highlevel';
import { WebhookSender } from '../../standins/highlevel';
import {
	appEventSamples,
	workflowAppointment,
	workflowContact,
} from '../../standins/highlevel/webhookSamples';
import { TestAccount } from '../account';

let account: TestAccount;
let sender: WebhookSender;
let workflows = 0;

beforeAll(async () => {
	account = await TestAccount.open();
	sender = account.standIn.webhooks;
});

beforeEach(() => account.reset());

afterAll(async () => await account.close());

const SECRET = 'correct horse battery';

/** A node that only stands behind or beside a trigger. */
function plainNode(name: string, inputs: boolean): INodeType {
	return {
		description: {
			displayName: name,
			name,
			group: [],
			version: 1,
			description: '',
			defaults: { name },
			inputs: inputs ? [NodeConnectionTypes.Main] : [],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
		},
	};
}

function appTrigger(
	parameters: INodeParameters = {},
	more: Partial<WebhookOptions> = {},
): WebhookOptions {
	const { options, ...rest } = parameters;
	workflows += 1;
	return {
		nodeType: new HighLevelWebhookTrigger(),
		// Deliveries are remembered by workflow.
		workflowId: `workflow-${workflows}`,
		parameters: {
			authentication: 'privateIntegration',
			source: 'app',
			events: ['*'],
			appId: sender.appId,
			...rest,
			options: { publicKeys: sender.publicKey, ...(options as INodeParameters | undefined) },
		},
		...more,
	};
}

function workflowTrigger(parameters: INodeParameters = {}): WebhookOptions {
	return {
		nodeType: new HighLevelWebhookTrigger(),
		parameters: { source: 'workflow', secret: SECRET, ...parameters },
	};
}

function created(options: DeliveryOptions = {}, fields: IDataObject = {}): Delivery {
	return sender.appWebhook('ContactCreate', { id: 'c1', name: 'Ada', ...fields }, options);
}

function jsonOf(result: WebhookResult): IDataObject {
	expect(result.items).toHaveLength(1);
	return result.items?.[0]?.json ?? {};
}

function expectRefused(result: WebhookResult, status: number, message?: RegExp) {
	expect(result).toMatchObject({ status, answeredByNode: true, items: undefined });
	if (message)
		expect(result.body).toMatchObject({ started: false, message: expect.stringMatching(message) });
}

describe('webhooks of an app', () => {
	it.each(appEventSamples)('$name starts an execution', async ({ type, fields }) => {
		const delivery = sender.appWebhook(type, fields);
		const result = await account.engine.webhook(appTrigger({ events: [type] }), delivery);
		expect(result).toMatchObject({ status: 200, answeredByNode: false });
		const json = jsonOf(result);
		expect(json).toMatchObject({ event: type, appId: sender.appId, source: 'app' });
		expect(json.raw).toEqual(JSON.parse(delivery.body.toString()));
	});

	it('reads the body by itself where n8n has not', async () => {
		const result = await account.engine.webhook(appTrigger(), { ...created(), unread: true });
		expect(jsonOf(result)).toMatchObject({ event: 'ContactCreate', contactId: 'c1' });
	});

	it.each([
		['unsigned', () => created({ signed: 'none' }), /not signed/],
		[
			'signed N/A',
			() => {
				const { body } = created();
				return { body, headers: { 'x-ghl-signature': 'N/A' } };
			},
			/not signed/,
		],
		[
			"signed with a stranger's key",
			() => new WebhookSender(sender.appId, sender.locationId).appWebhook('ContactCreate', {}),
			/does not match/,
		],
		[
			'changed on its way',
			() => {
				const { body, headers } = created();
				return { body: Buffer.from(body.toString().replace('Ada', 'Eve')), headers };
			},
			/does not match/,
		],
		[
			'with the signature of another delivery',
			() => ({ body: created().body, headers: created({}, { name: 'Eve' }).headers }),
			/does not match/,
		],
		['of another app', () => created({ envelope: { appId: 'foreign' } }), /another app/],
		['of no app', () => created({ envelope: { appId: undefined } }), /another app/],
		['signed the older way', () => created({ signed: 'legacy' }), /older signature/],
	])('a delivery %s is answered 401 and starts nothing', async (_, make, message) => {
		expectRefused(await account.engine.webhook(appTrigger(), make()), 401, message);
	});

	it("HighLevel's own key does not accept the stand-in's", async () => {
		const trigger = appTrigger({ options: { publicKeys: '' } });
		expectRefused(await account.engine.webhook(trigger, created()), 401, /does not match/);
	});

	it('the older signature counts behind its switch, and never against the current one', async () => {
		const keys = `${sender.publicKey}\n${sender.legacyPublicKey}`;
		const trigger = () => appTrigger({ options: { publicKeys: keys, legacySignature: true } });
		const legacy = created({ signed: 'legacy' });
		expect((await account.engine.webhook(trigger(), legacy)).items).toHaveLength(1);
		const wrong = { ...legacy.headers, 'x-ghl-signature': 'A'.repeat(86) + '==' };
		const result = await account.engine.webhook(trigger(), { ...legacy, headers: wrong });
		expectRefused(result, 401, /does not match/);
	});

	it('without an app ID any app passes', async () => {
		const foreign = created({ envelope: { appId: 'foreign' } });
		const result = await account.engine.webhook(appTrigger({ appId: '' }), foreign);
		expect(jsonOf(result)).toMatchObject({ appId: 'foreign' });
	});

	it('events and sub-accounts that are not asked for are answered 200 and start nothing', async () => {
		const other = appTrigger({ events: ['ContactDelete', 'NoteCreate'] });
		expectRefused(await account.engine.webhook(other, created()), 200, /not asked for/);
		const elsewhere = appTrigger({ locationIds: 'loc-1, loc-2' });
		expectRefused(await account.engine.webhook(elsewhere, created()), 200, /sub-account/);
		const agency = sender.appWebhook('INSTALL', { locationId: undefined, companyId: 'agency' });
		expectRefused(await account.engine.webhook(elsewhere, agency), 200, /sub-account/);
		const here = appTrigger({ locationIds: `loc-1,${sender.locationId}` });
		expect((await account.engine.webhook(here, created())).items).toHaveLength(1);
	});

	it('further events pass by name', async () => {
		const trigger = appTrigger({
			events: ['NoteCreate'],
			otherEvents: 'inboundmessage, UserCreate',
		});
		const message = sender.appWebhook('InboundMessage', { contactId: 'c2', body: 'Hi' });
		const result = await account.engine.webhook(trigger, message);
		expect(jsonOf(result)).toMatchObject({ event: 'InboundMessage', contactId: 'c2' });
		expectRefused(await account.engine.webhook(trigger, created()), 200);
	});

	it('an age limit refuses what is old, comes from the future or has no time', async () => {
		const at = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
		const trigger = () => appTrigger({ options: { maximumAge: 5 } });
		for (const timestamp of [at(6), at(-6), undefined, 'yesterday']) {
			const old = created({ envelope: { timestamp } });
			expectRefused(await account.engine.webhook(trigger(), old), 401, /too old/);
			expect((await account.engine.webhook(appTrigger(), old)).items).toHaveLength(1);
		}
		const young = created({ envelope: { timestamp: at(4) } });
		expect((await account.engine.webhook(trigger(), young)).items).toHaveLength(1);
	});

	it.each([
		['no JSON', 'nonsense'],
		['a list', '[1,2]'],
		['null', 'null'],
		['text', '"ContactCreate"'],
		['an object without a type', '{"id":"c1"}'],
		['nothing', ''],
	])('a signed body that is %s is answered 400', async (_, text) => {
		const delivery = sender.signed(Buffer.from(text));
		expectRefused(await account.engine.webhook(appTrigger(), delivery), 400);
	});

	it('more than a megabyte is answered 413, signed or not', async () => {
		const large = created({}, { name: 'x'.repeat(1024 * 1024) });
		expectRefused(await account.engine.webhook(appTrigger(), large), 413);
	});

	it('what n8n could not read is unproven, whatever the content type', async () => {
		for (const type of ['multipart/form-data; boundary=x', 'MULTIPART/mixed', '', 'text/plain']) {
			const result = await account.engine.webhook(appTrigger(), {
				body: 'x',
				unread: true,
				headers: { 'content-type': type },
			});
			expectRefused(result, 401);
		}
	});

	it('the content type does not matter to what is signed', async () => {
		const { body, headers } = created();
		const plain = { body, headers: { ...headers, 'content-type': 'text/plain' } };
		expect((await account.engine.webhook(appTrigger(), plain)).items).toHaveLength(1);
	});

	it('a body with dangerous keys changes nothing but its own item', async () => {
		const text =
			'{"type":"ContactCreate","id":"c1","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';
		const trigger = appTrigger({ appId: '' });
		const result = await account.engine.webhook(trigger, sender.signed(Buffer.from(text)));
		expect(result.items).toHaveLength(1);
		expect(({} as IDataObject).polluted).toBeUndefined();
	});
});

describe('repeated deliveries', () => {
	it('start one execution, are answered 200, and are the same again in a test', async () => {
		const trigger = appTrigger();
		const webhook = account.engine.openWebhook(trigger);
		const delivery = created();
		expect((await webhook.call(delivery)).items).toHaveLength(1);
		expectRefused(await webhook.call(delivery), 200, /before/);
		// Another signature over another body with the same ID is the same delivery.
		const { webhookId } = JSON.parse(delivery.body.toString());
		expectRefused(await webhook.call(created({ envelope: { webhookId } })), 200, /before/);
		const test = { ...trigger, mode: 'manual' as const };
		expect((await account.engine.webhook(test, delivery)).items).toHaveLength(1);
		expect((await account.engine.webhook(test, delivery)).items).toHaveLength(1);
	});

	it('at once start one execution', async () => {
		const webhook = account.engine.openWebhook(appTrigger({ fetchRecords: true }));
		const delivery = created();
		const results = await Promise.all(Array.from({ length: 25 }, () => webhook.call(delivery)));
		expect(results.filter(({ items }) => items !== undefined)).toHaveLength(1);
		expect(results.every(({ status }) => status === 200)).toBe(true);
	});

	it('pass when n8n could not make an execution of the first', async () => {
		const webhook = account.engine.openWebhook(appTrigger());
		const delivery = created();
		expect((await webhook.call({ ...delivery, executionFails: true })).status).toBe(500);
		expect((await webhook.call(delivery)).items).toHaveLength(1);
		expectRefused(await webhook.call(delivery), 200, /before/);
	});

	it.each([undefined, null, 17, '', {}])(
		'with %p for an ID are recognised by their body',
		async (webhookId) => {
			const webhook = account.engine.openWebhook(appTrigger());
			const nameless = created({ envelope: { webhookId: webhookId as never } });
			expect((await webhook.call(nameless)).items).toHaveLength(1);
			expectRefused(await webhook.call(nameless), 200, /before/);
			const another = created({ envelope: { webhookId: webhookId as never } }, { name: 'Grace' });
			expect((await webhook.call(another)).items).toHaveLength(1);
		},
	);

	/** A delivery whose records take a while, so that the sender can be gone before they are there. */
	function slowDelivery() {
		account.standIn.settings.latencyMs = 200;
		const { id } = account.standIn.state.contacts.all()[0] ?? {};
		const credentials = { highLevelPrivateIntegrationApi: account.credential() };
		const trigger = appTrigger({ fetchRecords: true }, { credentials });
		return {
			webhook: account.engine.openWebhook(trigger),
			delivery: sender.appWebhook('ContactUpdate', { id }),
		};
	}

	it('are answered although the sender hung up while the first was worked on, which runs once', async () => {
		const { webhook, delivery } = slowDelivery();
		expect((await webhook.call({ ...delivery, hangsUp: true })).items).toHaveLength(1);
		for (let repetition = 0; repetition < 3; repetition++) {
			expectRefused(await webhook.call(delivery), 200, /before/);
		}
	});

	it('that come while the first is worked on are answered when its sender hung up', async () => {
		const { webhook, delivery } = slowDelivery();
		const results = await Promise.all([
			webhook.call({ ...delivery, hangsUp: true }),
			webhook.call(delivery),
			webhook.call(delivery),
		]);
		expect(results.filter(({ items }) => items !== undefined)).toHaveLength(1);
	});

	it('an event that was filtered out is not remembered', async () => {
		const trigger = appTrigger({ events: ['NoteCreate'] });
		const delivery = created();
		expectRefused(await account.engine.webhook(trigger, delivery), 200);
		const wider = { ...trigger, parameters: { ...trigger.parameters, events: ['*'] } };
		expect((await account.engine.webhook(wider, delivery)).items).toHaveLength(1);
	});

	const sharing = { options: { rememberInWorkflow: true } };
	const behind = { nodeType: plainNode('after', true), name: 'After' };
	const beside = { nodeType: plainNode('scheduleTrigger', false), name: 'Schedule' };

	it("leave the workflow's data alone unless they are asked to be kept there", async () => {
		const webhook = account.engine.openWebhook(appTrigger({}, { then: [behind] }));
		await webhook.call(created());
		expect(webhook.staticData).toEqual({});
	});

	it("kept in the workflow's data, are known in another process", async () => {
		const webhook = account.engine.openWebhook(appTrigger(sharing, { then: [behind] }));
		const delivery = created();
		const first = await webhook.call(delivery);
		expect(first).toMatchObject({ status: 200, answeredByNode: true, savesStaticData: true });
		expect(first.items).toHaveLength(1);
		const staticData: IDataObject = JSON.parse(JSON.stringify(webhook.staticData));
		expect(Object.keys(staticData)).toEqual(['node:Node']);
		// Another workflow ID has another memory, as another process has.
		const elsewhere = account.engine.openWebhook(
			appTrigger(sharing, { then: [behind], staticData }),
		);
		expectRefused(await elsewhere.call(delivery), 200, /before/);
		expect((await elsewhere.call(created())).items).toHaveLength(1);
	});

	it("are never kept in the workflow's data beside another trigger", async () => {
		const staticData: IDataObject = { 'node:Schedule': { cursor: 7 } };
		const webhook = account.engine.openWebhook(
			appTrigger(sharing, { then: [behind], beside: [beside], staticData }),
		);
		const result = await webhook.call(created());
		expect(result.items).toHaveLength(1);
		expect(result).toMatchObject({ answeredByNode: false });
		expect(webhook.staticData).toEqual({ 'node:Schedule': { cursor: 7 } });
	});
});

describe('webhooks of a workflow', () => {
	const byHeader = { 'x-webhook-secret': SECRET };

	it('pass with the secret in a header', async () => {
		const delivery = sender.workflowWebhook(workflowAppointment, byHeader);
		const json = jsonOf(await account.engine.webhook(workflowTrigger(), delivery));
		expect(json).toMatchObject({
			event: 'appointment_booked',
			source: 'workflow',
			data: { calendar: { appointmentStatus: 'confirmed' } },
		});
		expect(JSON.stringify(json)).not.toContain(SECRET);
	});

	it('pass with the secret in the body, which is not put out', async () => {
		const trigger = workflowTrigger({ secretIn: 'body', bodyKey: 'token' });
		for (const body of [
			{ ...workflowContact, customData: { event: 'e', token: SECRET } },
			{ event: 'e', contact_id: 'c1', token: SECRET },
		]) {
			const json = jsonOf(await account.engine.webhook(trigger, sender.workflowWebhook(body)));
			expect(json.event).toBe('e');
			expect(JSON.stringify(json)).not.toContain(SECRET);
		}
	});

	it.each([
		['no secret', {}],
		['a wrong one', { 'x-webhook-secret': `${SECRET}!` }],
		['an empty one', { 'x-webhook-secret': '' }],
		['one in another header', { 'x-other': SECRET }],
		['a signature', { 'x-ghl-signature': 'A'.repeat(86) + '==' }],
	])('with %s are answered 401', async (_, headers) => {
		const delivery = sender.workflowWebhook(workflowContact, headers);
		expectRefused(await account.engine.webhook(workflowTrigger(), delivery), 401, /secret/);
	});

	it.each(['nonsense', 'null', '[]', '{}', '{"customData":[]}', '{"customData":{"secret":{}}}'])(
		'with the body %s and the secret expected in it are answered 401',
		async (body) => {
			const trigger = workflowTrigger({ secretIn: 'body' });
			expectRefused(await account.engine.webhook(trigger, { body }), 401);
			expectRefused(await account.engine.webhook(trigger, { body, headers: byHeader }), 401);
		},
	);

	it('that prove themselves and hold no object are answered 400', async () => {
		const result = await account.engine.webhook(workflowTrigger(), {
			body: '[]',
			headers: byHeader,
		});
		expectRefused(result, 400);
	});

	it('are filtered by event and sub-account', async () => {
		const delivery = sender.workflowWebhook(workflowContact, byHeader);
		const wanted = workflowTrigger({ workflowEvents: 'Contact_Created, other' });
		expect((await account.engine.webhook(wanted, delivery)).items).toHaveLength(1);
		const other = workflowTrigger({ workflowEvents: 'other' });
		expectRefused(await account.engine.webhook(other, delivery), 200);
		const elsewhere = workflowTrigger({ locationIds: 'somewhere' });
		expectRefused(await account.engine.webhook(elsewhere, delivery), 200);
	});
});

describe('fetching records', () => {
	const withCredential = (parameters: INodeParameters = {}, credential: IDataObject = {}) =>
		appTrigger(
			{ fetchRecords: true, ...parameters },
			{ credentials: { highLevelPrivateIntegrationApi: account.credential(credential) } },
		);

	const someContact = () => {
		const [contact] = account.standIn.state.contacts.all();
		if (!contact) throw new Error('The stand-in has no contacts');
		return contact;
	};

	const taskCreate = async () => {
		const { id } = someContact();
		const { token } = account.credential();
		const made = await fetch(`${account.standIn.url}/contacts/${id}/tasks`, {
			method: 'POST',
			headers: {
				authorization: `Bearer ${String(token)}`,
				version: 'v3',
				'content-type': 'application/json',
			},
			body: JSON.stringify({
				title: 'Call Ada',
				dueDate: '2030-01-01T00:00:00Z',
				completed: false,
			}),
		});
		const { task } = (await made.json()) as { task: IDataObject };
		const delivery = sender.appWebhook('TaskCreate', { id: task.id, title: task.title });
		return { contactId: id, delivery };
	};

	it('adds the contact in full', async () => {
		const { id } = someContact();
		for (const delivery of [
			sender.appWebhook('ContactUpdate', { id }),
			sender.appWebhook('NoteCreate', { id: 'n1', contactId: id }),
			sender.appWebhook('AppointmentCreate', { appointment: { id: 'a1', contactId: id } }),
		]) {
			const json = jsonOf(await account.engine.webhook(withCredential(), delivery));
			expect(json).toMatchObject({ contactId: id, contact: { id } });
			expect(json).not.toHaveProperty('enrichment');
		}
	});

	it('finds the contact of a task that came without', async () => {
		const { contactId, delivery } = await taskCreate();
		const json = jsonOf(await account.engine.webhook(withCredential(), delivery));
		expect(json).toMatchObject({
			contactId,
			task: { title: 'Call Ada', contactId },
			contact: { id: contactId },
		});
		expect(json.raw).not.toHaveProperty('contactId');
	});

	it('asks nothing for a deleted contact or an event without one', async () => {
		const before = account.standIn.log.length;
		for (const type of ['ContactDelete', 'LocationUpdate', 'INSTALL']) {
			const delivery = sender.appWebhook(type, { id: 'x' });
			jsonOf(await account.engine.webhook(withCredential(), delivery));
		}
		expect(account.standIn.log).toHaveLength(before);
	});

	it.each([
		['the contact is gone', { id: 'nobody' }, {}, {}],
		['the token is wrong', {}, { token: 'pit-wrong' }, {}],
		['the event is of another sub-account', {}, {}, { locationId: 'elsewhere' }],
		['the credential names no sub-account', {}, { locationId: '' }, {}],
		['nobody listens', {}, { apiUrl: 'http://127.0.0.1:9' }, {}],
	])('lets the event through when %s', async (_, fields, credential, envelope) => {
		const { id } = someContact();
		const delivery = sender.appWebhook('ContactUpdate', { id, ...fields }, { envelope });
		const result = await account.engine.webhook(withCredential({}, credential), delivery);
		expect(result.status).toBe(200);
		const json = jsonOf(result);
		expect(json).toMatchObject({
			event: 'ContactUpdate',
			enrichment: { error: expect.any(String) },
		});
		expect(JSON.stringify(json)).not.toContain('pit-');
	});

	it('lets the event through without a credential', async () => {
		const trigger = appTrigger({ fetchRecords: true });
		const json = jsonOf(await account.engine.webhook(trigger, created()));
		expect(json).toMatchObject({ enrichment: { error: expect.any(String) } });
	});

	it('does not take a page for the records', async () => {
		const { id } = someContact();
		account.standIn.faults.add({
			action: { kind: 'status', status: 200, body: '<html>Sign in</html>' },
		});
		const delivery = sender.appWebhook('ContactUpdate', { id });
		const json = jsonOf(await account.engine.webhook(withCredential(), delivery));
		expect(json).toMatchObject({ enrichment: { error: expect.any(String) } });
		expect(json).not.toHaveProperty('contact');
	});

	it('follows no redirect, and shows no token', async () => {
		const { id } = someContact();
		account.standIn.faults.add({ action: { kind: 'echo', status: 307 } });
		const delivery = sender.appWebhook('ContactUpdate', { id });
		const json = jsonOf(await account.engine.webhook(withCredential(), delivery));
		expect(json).toMatchObject({ enrichment: { error: expect.stringContaining('redirect') } });
		expect(JSON.stringify(json)).not.toContain(String(account.credential().token));
	});

	it('gives up on a silent HighLevel', async () => {
		account.standIn.settings.latencyMs = 20_000;
		const { id } = someContact();
		const delivery = sender.appWebhook('ContactUpdate', { id });
		const json = jsonOf(await account.engine.webhook(withCredential(), delivery));
		expect(json).toMatchObject({ enrichment: { error: expect.stringMatching(/3 seconds/) } });
	});
});

describe('set-up', () => {
	it('is accepted when something can be proven; creates and deletes nothing by itself', async () => {
		for (const method of ['checkExists', 'create', 'delete'] as const) {
			expect(await account.engine.webhookMethod(appTrigger(), method)).toBe(true);
			expect(await account.engine.webhookMethod(workflowTrigger(), method)).toBe(true);
		}
		expect(account.standIn.log).toEqual([]);
	});

	const faulty: Array<[string, () => WebhookOptions, RegExp]> = [
		['no event', () => appTrigger({ events: [] }), /at least one event/],
		['a broken key', () => appTrigger({ options: { publicKeys: 'x' } }), /'Public Keys' must/],
		['no secret', () => workflowTrigger({ secret: '' }), /at least 12 characters/],
		['a short secret', () => workflowTrigger({ secret: 'short' }), /at least 12 characters/],
		['no header name', () => workflowTrigger({ headerName: ' ' }), /'Secret Header' is empty/],
		[
			'no body key',
			() => workflowTrigger({ secretIn: 'body', bodyKey: '' }),
			/'Secret Key' is empty/,
		],
	];

	it.each(faulty)(
		'with %s is refused on activation, and takes no delivery',
		async (_, make, message) => {
			await expect(
				Promise.resolve().then(() => account.engine.webhookMethod(make(), 'checkExists')),
			).rejects.toThrow(message);
			expectRefused(await account.engine.webhook(make(), created()), 503, /not set up/);
		},
	);
});
