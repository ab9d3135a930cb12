// Handles one request to the URL of the webhook trigger.

import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { Delivery, Refusal } from './authenticate';
import { authenticate } from './authenticate';
import { deliveriesOf } from './duplicates';
import { enrich } from './enrich';
import type { Incoming } from './http';
import { onResponse, readRequest, respond } from './http';
import type { HighLevelEvent } from './normalise';
import type { Settings } from './settings';
import { readSettings, SettingsFault } from './settings';
import { isStored, store } from './storedDeliveries';

/** Largest body that is accepted; HighLevel's deliveries are a few kilobytes. */
const MAX_BYTES = 1024 * 1024;

/**
 * Handles one request to the trigger's URL. A request that cannot be authenticated gets a 401, one that is genuine but
 * unwanted a 200; neither starts an execution. Never throws, whatever the sender sends.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const settings = readSettings(context);
	if (settings instanceof SettingsFault) {
		// Fails closed: HighLevel redelivers later, and activating the workflow tells the user what is missing.
		context.logger.warn(`HighLevel Webhook Trigger accepts no deliveries: ${settings.message}`);
		return refuse(context, { status: 503, message: 'The trigger is not fully set up' });
	}
	let request: Incoming;
	try {
		request = await readRequest(context);
	} catch {
		return refuse(context, { status: 400, message: 'The body cannot be read' });
	}
	const { headers, raw = Buffer.alloc(0) } = request;
	if (raw.length > MAX_BYTES) {
		return refuse(context, { status: 413, message: 'The body is too large' });
	}
	const now = Date.now();
	const verdict = authenticate(raw, headers, settings, now);
	if ('refusal' in verdict) return refuse(context, verdict.refusal);
	return await handOver(context, verdict, settings, now);
}

/** Responds in n8n's place and starts no execution. */
function refuse(context: IWebhookFunctions, { status, message }: Refusal): IWebhookResponseData {
	respond(context, status, { started: false, message });
	return { noWebhookResponse: true };
}

const DUPLICATE: Refusal = { status: 200, message: 'This delivery was already received' };
const PENDING: Refusal = { status: 503, message: 'This delivery is still being processed' };

/** Hands a delivery to n8n, unless it was handed over before. */
async function handOver(
	context: IWebhookFunctions,
	{ event, id }: Delivery,
	settings: Settings,
	now: number,
): Promise<IWebhookResponseData> {
	// A test run waits for one delivery, often one that was sent before.
	if (id === null || context.getMode() === 'manual') {
		return { workflowData: await output(context, event, settings) };
	}
	const workflowId = context.getWorkflow().id ?? '';
	const claim = await deliveriesOf(workflowId, context.getNode().id).claim(id);
	if (claim === 'handed') return refuse(context, DUPLICATE);
	if (claim === 'pending') return refuse(context, PENDING);
	let outcome: 'handed' | 'open' | undefined;
	try {
		const mayStore = settings.storesDeliveries && isOnlyTrigger(context);
		const staticData = mayStore ? context.getWorkflowStaticData('node') : undefined;
		if (staticData && isStored(staticData, id, now)) {
			outcome = 'handed';
			return refuse(context, DUPLICATE);
		}
		const workflowData = await output(context, event, settings);
		if (staticData) {
			// n8n saves the static data of a webhook that starts an execution only if the node itself responds.
			store(staticData, id, now);
			outcome = 'handed';
			respond(context, 200, { started: true, message: 'Received' });
			return { noWebhookResponse: true, workflowData };
		}
		// n8n responds once it has created the execution. If it cannot, HighLevel redelivers, and that must be accepted.
		onResponse(context, (status) => (status < 300 ? claim.handed() : claim.release()));
		outcome = 'open';
		return { workflowData };
	} finally {
		if (outcome === 'handed') claim.handed();
		else if (outcome === undefined) claim.release();
	}
}

async function output(context: IWebhookFunctions, event: HighLevelEvent, settings: Settings) {
	const item: IDataObject = { ...event };
	if (settings.fetchesRecords) Object.assign(item, await enrich(context, event, settings.detail));
	return [context.helpers.returnJsonArray([item])];
}

/**
 * Whether the node may write static data. n8n saves the static data of all nodes of a workflow as one, and the last write
 * wins, so a write here could reset the cursor of a polling trigger that leads to the same nodes.
 */
function isOnlyTrigger(context: IWebhookFunctions): boolean {
	const { name } = context.getNode();
	return context
		.getChildNodes(name)
		.flatMap((child) => context.getParentNodes(child.name))
		.every((parent) => parent.name === name || !/trigger$/i.test(parent.type));
}
