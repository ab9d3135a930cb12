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

async function emitted(name: string, typeVersion: number, more: INodeParameters = {}) {
	const saved = SAVED[name]?.();
	if (!saved) throw new Error(`There is no ${name}`);
	const trigger = {
		nodeType: new HighLevelWebhookTrigger(),
		typeVersion,
		workflowId: `saved ${name} ${typeVersion}`,
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
