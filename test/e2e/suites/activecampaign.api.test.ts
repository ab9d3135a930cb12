/** n8n's own ActiveCampaign node and trigger on the ActiveCampaign stand-in, in a real n8n. */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { AC_SEED, startActiveCampaignStandIn } from '../../standins/activecampaign';
import type { ActiveCampaignStandIn } from '../../standins/activecampaign';
import { outputOf, until } from '../lib/client';
import type { CredentialReference, Execution, N8nClient, StoredWorkflow } from '../lib/client';
import type { JsonObject } from '../lib/json';
import { at, textAt } from '../lib/json';
import { signInAsOwner, startN8n } from '../lib/n8n';
import type { N8n } from '../lib/n8n';
import { setup } from '../lib/setup';
import { oneNodeWorkflow } from '../lib/world';

const CREDENTIAL = 'activeCampaignApi';
const NODE = 'n8n-nodes-base.activeCampaign';
const TRIGGER = 'n8n-nodes-base.activeCampaignTrigger';
/** Other numbers than those of any other account. */
const FIRST_FIELD_ID = 31;

void suite("n8n's own ActiveCampaign nodes", () => {
	let n8n: N8n;
	let client: N8nClient;
	let account: ActiveCampaignStandIn;
	let reference: CredentialReference;

	before(async () => {
		account = await startActiveCampaignStandIn({
			limiter: { max: 0 },
			firstFieldId: FIRST_FIELD_ID,
		});
		const { node, n8n: program } = setup();
		n8n = await startN8n({ node, n8n: program, packages: [] });
		({ client } = n8n);
		await signInAsOwner(client);
		reference = await client.createCredential('ActiveCampaign', CREDENTIAL, data());
	});

	after(async () => {
		await n8n?.stop();
		await account?.close();
	});

	const data = (apiKey = account.apiKey): JsonObject => ({ apiUrl: account.url, apiKey });

	const credentials = () => ({ [CREDENTIAL]: reference });

	/** Runs one operation of the node. */
	const run = async (parameters: JsonObject, items?: JsonObject[]): Promise<Execution> => {
		const node = {
			id: 'ac',
			name: 'AC',
			type: NODE,
			typeVersion: 1,
			position: [400, 0] as [number, number],
		};
		const workflow = oneNodeWorkflow(
			`${textAt(parameters, 'resource')} ${textAt(parameters, 'operation')}`,
			{ ...node, parameters, credentials: credentials() },
			items,
		);
		return await client.runManually(await client.createWorkflow(workflow), 'Start');
	};

	/** Runs one operation and returns what it puts out. */
	const items = async (parameters: JsonObject): Promise<JsonObject[]> => {
		const execution = await run(parameters);
		assert.equal(execution.status, 'success', JSON.stringify(execution.error));
		return outputOf(execution, 'AC');
	};

	test('the credential test accepts the key and refuses another', async () => {
		const good = await client.testCredential(reference, CREDENTIAL, data());
		assert.equal(good.status, 'OK', good.message);
		const other = await client.createCredential('Other', CREDENTIAL, data('wrong'));
		const bad = await client.testCredential(other, CREDENTIAL, data('wrong'));
		assert.equal(bad.status, 'Error');
		assert.deepEqual(
			account.log.slice(-2).map(({ path, status }) => `${path} ${status}`),
			['/api/3/fields 200', '/api/3/fields 403'],
		);
	});

	test('a contact is created, updated if it exists, read, listed and deleted', async () => {
		const email = 'lena@northwind.example';
		const create = (more: JsonObject, updateIfExists: boolean) =>
			items({
				...{ resource: 'contact', operation: 'create', email, updateIfExists },
				additionalFields: more,
			});
		const fieldValues = { property: [{ field: String(FIRST_FIELD_ID), value: '38' }] };
		const [made] = await create({ firstName: 'Lena', fieldValues }, false);
		assert.equal(made?.['email'], email);
		const [again] = await create({ lastName: 'Berg' }, true);
		assert.equal(again?.['id'], made?.['id']);
		const view = account.contact(email);
		assert.deepEqual(
			[view?.firstName, view?.lastName, view?.fields],
			['Lena', 'Berg', { [AC_SEED.field]: '38' }],
		);

		const refused = await run({
			...{ resource: 'contact', operation: 'create', email, updateIfExists: false },
			additionalFields: {},
		});
		assert.equal(refused.status, 'error');
		assert.equal(account.log.at(-1)?.status, 422);

		const contactId = textAt(made, 'id');
		const [read] = await items({ resource: 'contact', operation: 'get', contactId });
		assert.equal(at(read, 'fieldValues', 0, 'value'), '38');
		const update = { resource: 'contact', operation: 'update', contactId };
		const [changed] = await items({ ...update, updateFields: { phone: '+4955501' } });
		assert.equal(changed?.['phone'], '+4955501');

		const list = { resource: 'contact', operation: 'getAll', simple: true };
		const found = await items({ ...list, returnAll: true, additionalFields: { search: 'lena' } });
		assert.deepEqual(
			found.map(({ id }) => id),
			[contactId],
		);
		await items({ resource: 'contact', operation: 'delete', contactId });
		assert.equal(account.contact(email), undefined);
	});

	test('all of 230 contacts arrive over three pages, each once', async () => {
		const admin = account.as('admin');
		for (let at = 0; at < 228; at += 1) admin.addContact({ email: `many${at}@example.com` });
		const found = await items({
			...{ resource: 'contact', operation: 'getAll', simple: true, returnAll: true },
			additionalFields: { orderBy: 'orders[cdate]' },
		});
		assert.equal(new Set(found.map(({ id }) => id)).size, 230);
		assert.equal(found.length, 230);
	});

	test('tags are created, listed, put on a contact and taken off', async () => {
		const contactId = account.contact(AC_SEED.mara)?.id;
		const [tag] = await items({
			...{ resource: 'tag', operation: 'create', tagType: 'contact', name: 'calendar: Intake' },
			additionalFields: { description: 'cal 1' },
		});
		const tagId = Number(textAt(tag, 'id'));
		const all = await items({
			resource: 'tag',
			operation: 'getAll',
			returnAll: true,
			simple: true,
		});
		assert.deepEqual(
			all.map((one) => one['tag']),
			[...AC_SEED.tags, 'calendar: Intake'],
		);
		const [link] = await items({ resource: 'contactTag', operation: 'add', tagId, contactId });
		assert.deepEqual(account.contact(AC_SEED.mara)?.tags, ['customer', 'calendar: Intake']);
		const contactTagId = Number(textAt(link, 'id'));
		await items({ resource: 'contactTag', operation: 'remove', contactTagId });
		assert.deepEqual(account.contact(AC_SEED.mara)?.tags, ['customer']);
	});

	test('lists are listed, and contacts put on them and taken off', async () => {
		const lists = await items({
			...{ resource: 'list', operation: 'getAll', returnAll: true, simple: true },
		});
		const listId = Number(textAt(lists[0], 'id'));
		const contactId = Number(account.contact(AC_SEED.jonas)?.id);
		await items({ resource: 'contactList', operation: 'add', listId, contactId });
		assert.deepEqual(account.contact(AC_SEED.jonas)?.lists, [AC_SEED.list]);
		await items({ resource: 'contactList', operation: 'remove', listId, contactId });
		assert.deepEqual(account.contact(AC_SEED.jonas)?.unsubscribed, [AC_SEED.list]);
	});

	test('over the limit the node is refused with 429 and fails', async () => {
		account.limiter.set({ max: 5, intervalMs: 60_000 });
		const since = account.log.length;
		const tenTimes = Array.from({ length: 10 }, (_, at) => ({ at }));
		const parameters = { resource: 'tag', operation: 'getAll', limit: 1, simple: true };
		const execution = await run(parameters, tenTimes);
		account.limiter.reset();
		assert.equal(execution.status, 'error');
		assert.deepEqual(
			account.log.slice(since).map(({ status }) => status),
			[200, 200, 200, 200, 200, 429],
		);
	});

	void suite('the trigger', () => {
		let workflow: StoredWorkflow;

		const hooks = () => account.state.webhooks.all();

		test('offers the events of the account', async () => {
			const events = await client.loadOptions({
				...{ type: TRIGGER, path: 'parameters.events', methodName: 'getEvents' },
				...{ parameters: {}, credentials: credentials() },
			});
			assert.ok(events.some(({ value }) => value === 'contact_tag_added'));
		});

		test('registers its hook when it is published', async () => {
			workflow = await client.createWorkflow({
				name: 'Hears ActiveCampaign',
				nodes: [
					{
						id: 'trigger',
						name: 'Trigger',
						type: TRIGGER,
						typeVersion: 1,
						position: [0, 0],
						parameters: {
							events: ['update', 'contact_tag_added'],
							sources: ['public', 'admin', 'system'],
						},
						credentials: credentials(),
					},
				],
				connections: {},
			});
			await client.activate(workflow.id);
			const hook = await until('the hook', 15_000, async () => hooks()[0]);
			assert.deepEqual(hook.events, ['update', 'contact_tag_added']);
			assert.deepEqual(hook.sources, ['public', 'admin', 'system']);
			assert.equal(new URL(hook.url).port, new URL(n8n.url).port);
		});

		test('hears a changed field and a new tag, but no change made through the API', async () => {
			const { id = '' } = account.contact(AC_SEED.mara) ?? {};
			account.as('admin').setContactField(AC_SEED.mara, AC_SEED.field, '40');
			await fetch(`${account.url}/api/3/contacts/${id}`, {
				method: 'PUT',
				headers: { 'api-token': account.apiKey },
				body: JSON.stringify({ contact: { firstName: 'By API' } }),
			});
			account.as('system').addTag(AC_SEED.mara, 'wants-times');
			await account.webhooks.settled();
			assert.deepEqual(
				account.webhooks.deliveries.map(({ status }) => status),
				[200, 200],
			);
			const executions = await client.waitForExecutions(workflow.id, 2);
			const heard = executions.flatMap((execution) => outputOf(execution, 'Trigger'));
			const update = heard.find(({ type }) => type === 'update');
			const tagged = heard.find(({ type }) => type === 'contact_tag_added');
			assert.equal(heard.length, 2);
			assert.equal(update?.['contact[id]'], id);
			assert.equal(update?.[`contact[fields][${FIRST_FIELD_ID}]`], '40');
			assert.equal(tagged?.['tag'], 'wants-times');
			assert.equal(tagged?.['contact[tags]'], 'customer, wants-times');
		});

		test('deletes its hook when it is switched off', async () => {
			await client.deactivate(workflow.id);
			await until('no hook', 15_000, async () => (hooks().length === 0 ? true : undefined));
			assert.equal(account.effects('webhook.delete').length, 1);
		});
	});
});
