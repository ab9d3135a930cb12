/**
 * Workflows that were saved with each version of the webhook trigger, as n8n saves them: without values that were the
 * default. Versions 1 and 1.1 emit exactly what version 0.1.0 of the package emitted.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { HighLevelWebhookTrigger } from '../../../nodes/HighLevel/HighLevelWebhookTrigger.node';
import type { Delivery } from '../../standins/highlevel';
import { SEED } from '../../standins/highlevel';
import { accountForWebhooks, jsonOf, SECRET } from './triggers';

const { account, sender } = accountForWebhooks();

const FILE = join(__dirname, 'saved.json');
/** What version 0.1.0 emitted, by test; times are "0". */
const recorded = JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, IDataObject>;

const TIME = /\b\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:?\d{2})?/g;
const withoutTimes = (value: unknown) =>
	JSON.parse(JSON.stringify(value).replace(TIME, '0')) as IDataObject;

const TASK = 'taskOfTheTest00000000';
/** A task in the account. */
function addTask(): void {
	account.standIn.state.tasks.put({
		id: TASK,
		locationId: SEED.locationId,
		ownerId: SEED.contacts.maria,
		values: { title: 'Call', completed: false, dueDate: '2030-01-01T00:00:00.000Z' },
		dateAdded: 0,
		dateUpdated: 0,
	});
}

const app = (): INodeParameters => ({
	events: ['ContactUpdate', 'TaskCreate'],
	appId: sender().appId,
	options: { publicKeys: sender().publicKey },
});
const envelope = { webhookId: 'delivery-1', timestamp: '2026-01-15T09:30:00.000Z' };
const contactUpdate = () =>
	sender().appWebhook('ContactUpdate', { id: SEED.contacts.maria, tags: ['vip'] }, { envelope });

/** Parameters as saved, and a delivery. */
const SAVED: Record<string, () => { parameters: INodeParameters; delivery: Delivery }> = {
	'an app': () => ({ parameters: app(), delivery: contactUpdate() }),
	'an app, with the full contact': () => ({
		parameters: { ...app(), fetchRecords: true },
		delivery: contactUpdate(),
	}),
	'an app, with the full contact, which has no name': () => {
		const id = 'namelessContact000000';
		account.standIn.state.addContact({ id, email: 'nobody@example.com' });
		return {
			parameters: { ...app(), fetchRecords: true },
			delivery: sender().appWebhook('ContactUpdate', { id }, { envelope }),
		};
	},
	'an app, with the full task': () => {
		addTask();
		return {
			parameters: { ...app(), fetchRecords: true },
			delivery: sender().appWebhook('TaskCreate', { id: TASK, title: 'Call' }, { envelope }),
		};
	},
	'a workflow, with the full contact': () => ({
		parameters: { source: 'workflow', secret: SECRET, fetchRecords: true },
		delivery: {
			headers: { 'x-webhook-secret': SECRET },
			body: Buffer.from(
				JSON.stringify({
					contact_id: SEED.contacts.maria,
					first_name: 'Maria',
					customData: { event: 'contact_changed' },
					location: { id: SEED.locationId },
				}),
			),
		} as Delivery,
	}),
};

/** Deliveries are remembered per workflow. */
let workflows = 0;

async function emitted(name: string, typeVersion: number, more: INodeParameters = {}) {
	const saved = SAVED[name]?.();
	if (!saved) throw new Error(`There is no ${name}`);
	const trigger = {
		nodeType: new HighLevelWebhookTrigger(),
		typeVersion,
		workflowId: `saved ${++workflows}`,
		parameters: { ...saved.parameters, ...more },
		credentials: { highLevelPrivateIntegrationApi: account.credential() },
	};
	expect(await account.engine.webhookMethod(trigger, 'checkExists')).toBe(true);
	return withoutTimes(jsonOf(await account.engine.webhook(trigger, saved.delivery)));
}

describe.each([1, 1.1])('version %s', (version) => {
	test.each(Object.keys(SAVED))('%s', async (name) => {
		expect(await emitted(name, version)).toEqual(recorded[name]);
	});
});

describe('newer settings', () => {
	const inAction = async (operation: string, simple: boolean) => {
		const byId = (value: string) => ({ __rl: true, mode: 'id', value });
		const ids = { contactId: byId(SEED.contacts.maria), taskId: byId(TASK) };
		const [record] = await account.records('contacts', operation, { ...ids, simple });
		return withoutTimes(record);
	};

	test.each([
		['version 1.2', 1.2, {}, true],
		['version 1.2 without Simplify', 1.2, { simple: false }, false],
		['version 1.1 with Simplify', 1.1, { simple: true }, true],
		['version 1 with Simplify', 1, { simple: true }, true],
	])('%s adds the records as the action node gives them', async (_, version, more, simple) => {
		const source = { source: 'app', ...more };
		const { contact, task } = await emitted('an app, with the full task', version, source);
		expect(contact).toEqual(await inAction('contact.get', simple));
		expect(task).toEqual(await inAction('task.get', simple));
	});

	test('needs no app by default; older versions need the events of one', async () => {
		const webhook = (typeVersion: number) =>
			account.engine.webhookMethod(
				{ nodeType: new HighLevelWebhookTrigger(), typeVersion, parameters: { secret: SECRET } },
				'checkExists',
			);
		expect(await webhook(1.2)).toBe(true);
		for (const old of [1, 1.1])
			await expect(async () => await webhook(old)).rejects.toThrow(/event/);
	});
});
