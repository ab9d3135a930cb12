import type { IDataObject, INodeType } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { accountForWebhooks, expectRefused } from './triggers';

const { account, sender, appTrigger, contactCreate } = accountForWebhooks();

/** A node that does nothing: another trigger, or a node that follows the trigger. */
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

describe('repeated deliveries', () => {
	it('start one execution and are answered 200, but are accepted again in test mode', async () => {
		const trigger = appTrigger();
		const webhook = account.engine.openWebhook(trigger);
		const delivery = contactCreate();
		expect((await webhook.call(delivery)).items).toHaveLength(1);
		expectRefused(await webhook.call(delivery), 200, /already received/);
		// A delivery with another body and signature but the same ID is a repetition.
		const { webhookId } = JSON.parse(delivery.body.toString());
		expectRefused(
			await webhook.call(contactCreate({ envelope: { webhookId } })),
			200,
			/already received/,
		);
		const test = { ...trigger, mode: 'manual' as const };
		expect((await account.engine.webhook(test, delivery)).items).toHaveLength(1);
		expect((await account.engine.webhook(test, delivery)).items).toHaveLength(1);
	});

	it('start one execution if they are concurrent', async () => {
		const webhook = account.engine.openWebhook(appTrigger({ fetchRecords: true }));
		const delivery = contactCreate();
		const results = await Promise.all(Array.from({ length: 25 }, () => webhook.call(delivery)));
		expect(results.filter(({ items }) => items !== undefined)).toHaveLength(1);
		expect(results.every(({ status }) => status === 200)).toBe(true);
	});

	it('are accepted if n8n failed to start an execution for the first', async () => {
		const webhook = account.engine.openWebhook(appTrigger());
		const delivery = contactCreate();
		expect((await webhook.call({ ...delivery, executionFails: true })).status).toBe(500);
		expect((await webhook.call(delivery)).items).toHaveLength(1);
		expectRefused(await webhook.call(delivery), 200, /already received/);
	});

	it.each([undefined, null, 17, '', {}])(
		'are recognised by their body if the ID is %p',
		async (webhookId) => {
			const webhook = account.engine.openWebhook(appTrigger());
			const nameless = contactCreate({ envelope: { webhookId: webhookId as never } });
			expect((await webhook.call(nameless)).items).toHaveLength(1);
			expectRefused(await webhook.call(nameless), 200, /already received/);
			const another = contactCreate(
				{ envelope: { webhookId: webhookId as never } },
				{ name: 'Grace' },
			);
			expect((await webhook.call(another)).items).toHaveLength(1);
		},
	);

	/** A delivery whose records take a while, so that the sender can hang up before they are there. */
	function slowDelivery() {
		account.standIn.settings.latencyMs = 200;
		const { id } = account.standIn.state.contacts.all()[0] ?? {};
		const credentials = { highLevelPrivateIntegrationApi: account.credential() };
		const trigger = appTrigger({ fetchRecords: true }, { credentials });
		return {
			webhook: account.engine.openWebhook(trigger),
			delivery: sender().appWebhook('ContactUpdate', { id }),
		};
	}

	it('are answered after the sender of the first hung up, which runs once', async () => {
		const { webhook, delivery } = slowDelivery();
		expect((await webhook.call({ ...delivery, hangsUp: true })).items).toHaveLength(1);
		for (let repetition = 0; repetition < 3; repetition++) {
			expectRefused(await webhook.call(delivery), 200, /already received/);
		}
	});

	it('are answered if they arrive while the first, whose sender hung up, is being processed', async () => {
		const { webhook, delivery } = slowDelivery();
		const results = await Promise.all([
			webhook.call({ ...delivery, hangsUp: true }),
			webhook.call(delivery),
			webhook.call(delivery),
		]);
		expect(results.filter(({ items }) => items !== undefined)).toHaveLength(1);
	});

	it('are accepted if the first was filtered out', async () => {
		const trigger = appTrigger({ events: ['NoteCreate'] });
		const delivery = contactCreate();
		expectRefused(await account.engine.webhook(trigger, delivery), 200);
		const wider = { ...trigger, parameters: { ...trigger.parameters, events: ['*'] } };
		expect((await account.engine.webhook(wider, delivery)).items).toHaveLength(1);
	});

	const sharing = { options: { rememberInWorkflow: true } };
	const after = { nodeType: plainNode('after', true), name: 'After' };
	const beside = { nodeType: plainNode('scheduleTrigger', false), name: 'Schedule' };

	it("are not stored in the workflow's static data by default", async () => {
		const webhook = account.engine.openWebhook(appTrigger({}, { then: [after] }));
		await webhook.call(contactCreate());
		expect(webhook.staticData).toEqual({});
	});

	it("stored in the workflow's static data are recognised in another process", async () => {
		const webhook = account.engine.openWebhook(appTrigger(sharing, { then: [after] }));
		const delivery = contactCreate();
		const first = await webhook.call(delivery);
		expect(first).toMatchObject({ status: 200, answeredByNode: true, savesStaticData: true });
		expect(first.items).toHaveLength(1);
		const staticData: IDataObject = JSON.parse(JSON.stringify(webhook.staticData));
		expect(Object.keys(staticData)).toEqual(['node:Node']);
		// Another workflow ID has a memory of its own, as another process would.
		const elsewhere = account.engine.openWebhook(
			appTrigger(sharing, { then: [after], staticData }),
		);
		expectRefused(await elsewhere.call(delivery), 200, /already received/);
		expect((await elsewhere.call(contactCreate())).items).toHaveLength(1);
	});

	it("are never stored in the workflow's static data if it has another trigger", async () => {
		const staticData: IDataObject = { 'node:Schedule': { cursor: 7 } };
		const webhook = account.engine.openWebhook(
			appTrigger(sharing, { then: [after], beside: [beside], staticData }),
		);
		const result = await webhook.call(contactCreate());
		expect(result.items).toHaveLength(1);
		expect(result).toMatchObject({ answeredByNode: false });
		expect(webhook.staticData).toEqual({ 'node:Schedule': { cursor: 7 } });
	});
});
