/** What the webhook trigger does with a request: what it answers, what it starts and what it remembers. */
import type { IDataObject, IWebhookResponseData } from 'n8n-workflow';

import { deliveriesOf } from '../../../nodes/HighLevel/webhook/duplicates';
import { receive } from '../../../nodes/HighLevel/webhook/receive';
import { WebhookSender } from '../../standins/highlevel/webhooks';
import type { FakeContextOptions } from '../fakeContext';
import { CREDENTIAL, fakeContext } from '../fakeContext';

const MEGABYTE = 1024 * 1024;
const SECRET = 'correct horse';
const sender = new WebhookSender('app-1', 'loc-1');
const created = (webhookId = 'w1') =>
	sender.appWebhook('ContactCreate', { id: 'c1' }, { envelope: { webhookId } });

let nodes = 0;
/** A trigger of its own, to which deliveries are sent one by one. */
function trigger(parameters: IDataObject = {}, more: FakeContextOptions = {}) {
	nodes += 1;
	const nodeId = more.nodeId ?? `receive-${nodes}`;
	const { options, ...rest } = parameters;
	const staticData: IDataObject = {};
	return {
		nodeId,
		staticData,
		async send({ body, headers }: { body?: Buffer; headers: object } = created()) {
			const fake = fakeContext({
				nodeId,
				staticData,
				request: { rawBody: body },
				headers: { ...headers },
				parameters: {
					source: 'app',
					events: ['*'],
					options: { publicKeys: sender.publicKey, ...(options as IDataObject | undefined) },
					...rest,
				},
				...more,
			});
			const { response } = fake;
			const result = await receive(fake.context);
			return { ...fake, result, status: response.statusCode, answer: response.answer };
		},
	};
}

type Sent = Awaited<ReturnType<ReturnType<typeof trigger>['send']>>;

/** The JSON of the items that start an execution; undefined if none starts. */
const itemsOf = ({ workflowData }: IWebhookResponseData) =>
	workflowData?.map((items) => items.map(({ json }) => json));

function expectRefused(sent: Sent, status: number, message: RegExp) {
	expect(sent.result).toEqual({ noWebhookResponse: true });
	expect(sent.status).toBe(status);
	expect(sent.answer).toEqual({
		started: false,
		message: expect.stringMatching(message) as string,
	});
}

/** n8n answers, and starts an execution. */
function expectStarted(sent: Sent) {
	expect(itemsOf(sent.result)).toEqual([[expect.objectContaining({ event: 'ContactCreate' })]]);
	expect(sent.result.noWebhookResponse).toBeUndefined();
	expect(sent.answer).toBeUndefined();
}

const workflow = { source: 'workflow', headerName: 'X-Secret', secret: SECRET };
const paid = (body: string, headers: object = { 'x-secret': SECRET }) => ({
	body: Buffer.from(body),
	headers,
});

describe('a request', () => {
	it('to a trigger that is not set up is answered 503, and the log says why', async () => {
		const sent = await trigger({ events: [] }).send();
		expectRefused(sent, 503, /not fully set up/);
		expect(sent.warnings).toEqual([expect.stringContaining("'Events'")]);
		expect(JSON.stringify(sent.answer)).not.toContain('Events');
	});

	it('that breaks off is answered 400', async () => {
		const readRawBody = async () => await Promise.reject(new Error('aborted'));
		expectRefused(await trigger({}, { request: { readRawBody } }).send(), 400, /cannot be read/);
	});

	it('without a body is judged as an empty one', async () => {
		expectRefused(await trigger().send({ headers: {} }), 401, /not signed/);
		const unset = await trigger(workflow).send({ headers: { 'x-secret': SECRET } });
		expectRefused(unset, 400, /JSON object/);
	});

	it('is refused from one byte over a megabyte on, before its secret is checked', async () => {
		const json = JSON.stringify({ event: 'paid', text: '' });
		const filled = (size: number) => json.replace('""', `"${'x'.repeat(size - json.length)}"`);
		const most = await trigger(workflow).send(paid(filled(MEGABYTE)));
		expect(itemsOf(most.result)?.[0]).toHaveLength(1);
		expectRefused(await trigger(workflow).send(paid(filled(MEGABYTE + 1), {})), 413, /too large/);
	});

	it('that is not authenticated starts nothing', async () => {
		const { body } = created();
		const sent = await trigger().send({ body, headers: {} });
		expectRefused(sent, 401, /not signed/);
		expect(sent.warnings).toEqual([]);
	});

	it('is measured against the time at which it arrives', async () => {
		const young = trigger({ options: { maximumAge: 1 } });
		expectStarted(await young.send());
		const old = sender.appWebhook(
			'ContactCreate',
			{ id: 'c1' },
			{ envelope: { timestamp: new Date(Date.now() - 3_600_000).toISOString() } },
		);
		expectRefused(await young.send(old), 401, /too old/);
	});
});

describe('a delivery of an app', () => {
	it('starts an execution, and is answered by n8n', async () => {
		const sent = await trigger().send();
		expectStarted(sent);
		expect(itemsOf(sent.result)?.[0]?.[0]).not.toHaveProperty('enrichment');
		expect(sent.calls).toEqual([]);
	});

	it.each([200, 201, 299])('to which n8n responded %d is not accepted again', async (status) => {
		const one = trigger();
		const first = await one.send();
		first.response.close(status);
		expectRefused(await one.send(), 200, /already received/);
		expectStarted(await one.send(created('w2')));
	});

	it.each([300, 404, 500])('to which n8n responded %d is accepted again', async (status) => {
		const one = trigger();
		(await one.send()).response.close(status);
		expectStarted(await one.send());
	});

	it('is answered 503 while the outcome of an earlier one stays unknown', async () => {
		const clock = new AbortController();
		const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(clock.signal);
		try {
			const one = trigger();
			expectStarted(await one.send());
			const again = one.send();
			clock.abort();
			expectRefused(await again, 503, /still being processed/);
		} finally {
			timeout.mockRestore();
		}
	});

	it('is remembered by workflow and node', async () => {
		const one = trigger();
		(await one.send()).response.close(200);
		expect(await deliveriesOf('workflow-1', one.nodeId).claim('w1')).toBe('handed');
		const unsaved = trigger({}, { workflowId: undefined });
		(await unsaved.send()).response.close(200);
		expect(await deliveriesOf('', unsaved.nodeId).claim('w1')).toBe('handed');
	});

	it('is accepted however often in a test run', async () => {
		const one = trigger({}, { mode: 'manual' });
		for (let repetition = 0; repetition < 2; repetition++) {
			const sent = await one.send();
			expectStarted(sent);
			sent.response.close(200);
		}
	});

	it('of which n8n cannot make items is accepted again', async () => {
		const one = trigger({}, { itemsFail: true });
		await expect(one.send()).rejects.toThrow('cannot be built');
		expectStarted(await trigger({}, { nodeId: one.nodeId }).send());
	});
});

describe('a delivery of a workflow', () => {
	it('is accepted each time, since the workflow may run twice', async () => {
		const one = trigger(workflow);
		for (let repetition = 0; repetition < 2; repetition++) {
			const sent = await one.send(paid('{"event":"paid"}'));
			expect(itemsOf(sent.result)).toEqual([[expect.objectContaining({ event: 'paid' })]]);
			sent.response.close(200);
		}
	});
});

describe('deliveries remembered in the workflow', () => {
	const stored = { options: { rememberInWorkflow: true } };

	it('are answered by the node, which n8n needs to save them', async () => {
		const one = trigger(stored);
		const sent = await one.send();
		expect(itemsOf(sent.result)).toEqual([[expect.objectContaining({ event: 'ContactCreate' })]]);
		expect(sent.result.noWebhookResponse).toBe(true);
		expect([sent.status, sent.answer]).toEqual([200, { started: true, message: 'Received' }]);
		expect(Object.keys(one.staticData)).toEqual(['deliveries']);
		// The process remembers it as well, without waiting for a response of n8n.
		one.staticData.deliveries = '';
		expectRefused(await one.send(), 200, /already received/);
	});

	it('are recognised by another process, which then remembers them too', async () => {
		const [one, other] = [trigger(stored), trigger(stored)];
		await one.send();
		Object.assign(other.staticData, one.staticData);
		expectRefused(await other.send(), 200, /already received/);
		other.staticData.deliveries = '';
		expectRefused(await other.send(), 200, /already received/);
	});

	it('are stored with the option alone', async () => {
		const one = trigger();
		expectStarted(await one.send());
		expect(one.staticData).toEqual({});
	});

	it.each([
		['Schedule', 'n8n-nodes-base.scheduleTrigger'],
		['Poll', 'highLevelContactsTRIGGER'],
	])('are not stored if the trigger %s leads to the same nodes', async (name, type) => {
		const one = trigger(stored, { parents: { [name]: type } });
		expectStarted(await one.send());
		expect(one.staticData).toEqual({});
	});

	it('are stored if other nodes lead there', async () => {
		const one = trigger(stored, { parents: { Edit: 'set', Wait: 'triggerless' } });
		await one.send();
		expect(one.staticData).toHaveProperty('deliveries');
	});
});

describe('fetched records', () => {
	it('are part of the item, in the shape that the node is set to', async () => {
		const respond = () => ({ contact: { id: 'c1', contactName: 'Ada', extra: 1 } });
		const more = { credential: CREDENTIAL, respond };
		const sent = await trigger({ fetchRecords: true, simple: true }, more).send();
		expect(itemsOf(sent.result)?.[0]?.[0]).toMatchObject({
			event: 'ContactCreate',
			contact: { id: 'c1', name: 'Ada' },
		});
		expect(JSON.stringify(itemsOf(sent.result))).not.toContain('extra');
	});
});
