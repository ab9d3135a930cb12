import { createHash } from 'node:crypto';

import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { isRecord } from '../../shared/values';
import { deliveriesOf, isStored, store } from './duplicates';
import { enrich } from './enrich';
import type { Incoming } from './http';
import { answerBySelf, onAnswered, readRequest } from './http';
import type { HighLevelEvent } from './normalise';
import { normaliseAppWebhook, normaliseWorkflowWebhook } from './normalise';
import type { Settings } from './settings';
import { readSettings, SettingsFault } from './settings';
import { checkSignature, sameSecret } from './signature';

/** HighLevel's deliveries have a few kilobytes. */
export const MOST_BYTES = 1024 * 1024;

/** An answer that starts nothing. */
interface Refusal {
	status: number;
	/** For the sender: HighLevel shows it in the app's webhook logs. Holds nothing of the settings. */
	message: string;
}

/** A delivery that is to be handed on. */
interface Delivery {
	event: HighLevelEvent;
	/** The same on every repetition; null where nothing tells a repetition from another event. */
	id: string | null;
}

type Verdict = Delivery | { refusal: Refusal };

const refuse = (status: number, message: string): Verdict => ({ refusal: { status, message } });
const unproven = (message: string) => refuse(401, message);
/** Fine, but not wanted here: anything else than 2xx would make HighLevel repeat it. */
const ignore = (message: string) => refuse(200, message);

function parse(raw: Buffer): IDataObject | undefined {
	try {
		const body: unknown = JSON.parse(raw.toString('utf8'));
		return isRecord(body) ? body : undefined;
	} catch {
		return undefined;
	}
}

const sameName = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

function judgeApp(
	raw: Buffer,
	headers: Record<string, unknown>,
	settings: Settings,
	now: number,
): Verdict {
	const objection = checkSignature(raw, headers, settings.keys, settings.allowLegacy);
	if (objection !== undefined) return unproven(objection);
	const body = parse(raw);
	const event = body && normaliseAppWebhook(body);
	if (!event) return refuse(400, 'The body is not an event of HighLevel');
	// HighLevel signs for every app with the same key: only the body tells whose event it is.
	if (settings.appId !== '' && event.appId !== settings.appId) {
		return unproven('The delivery is of another app');
	}
	if (settings.freshMs > 0) {
		const age = Math.abs(now - Date.parse(event.timestamp ?? ''));
		if (!(age <= settings.freshMs)) return unproven('The delivery is too old');
	}
	const { events } = settings;
	if (events && !events.some((name) => sameName(name, event.event))) {
		return ignore('This event is not asked for');
	}
	// Without an ID of its own a delivery is known by its body, which holds the time of the event.
	const id = event.webhookId ?? createHash('sha256').update(raw).digest('hex');
	return inLocation({ event, id }, settings);
}

function judgeWorkflow(raw: Buffer, headers: Record<string, unknown>, settings: Settings): Verdict {
	const { secret } = settings;
	const byHeader = secret.in === 'header';
	if (byHeader && !sameSecret(headers[secret.name.toLowerCase()], secret.value)) {
		return unproven('The secret is missing or wrong');
	}
	const body = parse(raw);
	if (!byHeader) {
		const custom = isRecord(body?.customData) ? body.customData : {};
		if (!sameSecret(custom[secret.name] ?? body?.[secret.name], secret.value)) {
			return unproven('The secret is missing or wrong');
		}
	}
	if (!body) return refuse(400, 'The body is not a JSON object');
	const event = normaliseWorkflowWebhook(body, byHeader ? '' : secret.name);
	const { events } = settings;
	if (events && !events.some((name) => sameName(name, event.event))) {
		return ignore('This event is not asked for');
	}
	// The same body twice may be the same workflow started twice, so nothing tells a repetition.
	return inLocation({ event, id: null }, settings);
}

function inLocation(delivery: Delivery, { locationIds }: Settings): Verdict {
	const { locationId } = delivery.event;
	const wanted =
		locationIds.length === 0 || (locationId !== null && locationIds.includes(locationId));
	return wanted ? delivery : ignore('This sub-account is not asked for');
}

function answer(
	context: IWebhookFunctions,
	{ status, message }: Refusal,
	started = false,
): IWebhookResponseData {
	answerBySelf(context, status, { started, message });
	return { noWebhookResponse: true };
}

/**
 * One request to the trigger's URL. What cannot be proven is answered 401 without an execution, what is proven but not
 * wanted 200. Never throws for what a sender can send.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const settings = readSettings(context);
	if (settings instanceof SettingsFault) {
		// Fails closed: HighLevel repeats the delivery later, and activation tells the user what is missing.
		context.logger.warn(`HighLevel Webhook Trigger takes no deliveries: ${settings.message}`);
		return answer(context, { status: 503, message: 'The trigger is not set up completely' });
	}
	let request: Incoming;
	try {
		request = await readRequest(context);
	} catch {
		return answer(context, { status: 400, message: 'The body cannot be read' });
	}
	const { headers, raw = Buffer.alloc(0) } = request;
	if (raw.length > MOST_BYTES) {
		return answer(context, { status: 413, message: 'The body is too large' });
	}
	const now = Date.now();
	const verdict =
		settings.source === 'app'
			? judgeApp(raw, headers, settings, now)
			: judgeWorkflow(raw, headers, settings);
	if ('refusal' in verdict) return answer(context, verdict.refusal);
	return await handOn(context, verdict, settings, now);
}

const REPEATED: Refusal = { status: 200, message: 'This delivery was handed on before' };
const PENDING: Refusal = { status: 503, message: 'This delivery is still being handed on' };

async function handOn(
	context: IWebhookFunctions,
	{ event, id }: Delivery,
	settings: Settings,
	now: number,
): Promise<IWebhookResponseData> {
	// A test listens for one delivery, often one that was sent before.
	if (id === null || context.getMode() === 'manual') {
		return { workflowData: await output(context, event, settings) };
	}
	const workflowId = context.getWorkflow().id ?? '';
	const claim = await deliveriesOf(workflowId, context.getNode().id).claim(id);
	if (claim === 'handed') return answer(context, REPEATED);
	if (claim === 'pending') return answer(context, PENDING);
	let outcome: 'handed' | 'open' | undefined;
	try {
		const shared = settings.sharesMemory && isOnlyTrigger(context);
		const memory = shared ? context.getWorkflowStaticData('node') : undefined;
		if (memory && isStored(memory, id, now)) {
			outcome = 'handed';
			return answer(context, REPEATED);
		}
		const workflowData = await output(context, event, settings);
		if (memory) {
			// n8n keeps the data of a webhook that starts a run only where the node answers by itself.
			store(memory, id, now);
			outcome = 'handed';
			return { ...answer(context, { status: 200, message: 'Received' }, true), workflowData };
		}
		// n8n answers once it has the execution. If it cannot make one, HighLevel repeats the delivery, which must pass then.
		onAnswered(context, (status) => (status < 300 ? claim.handed() : claim.release()));
		outcome = 'open';
		return { workflowData };
	} finally {
		if (outcome === 'handed') claim.handed();
		else if (outcome === undefined) claim.release();
	}
}

async function output(context: IWebhookFunctions, event: HighLevelEvent, settings: Settings) {
	const item: IDataObject = { ...event };
	if (settings.enriches) Object.assign(item, await enrich(context, event));
	return [context.helpers.returnJsonArray([item])];
}

/**
 * n8n saves the data of all nodes of a workflow as one, the last writer wins. A write here could put back the cursor of a
 * polling trigger beside this one, so nothing is written where another trigger leads to the same nodes.
 */
function isOnlyTrigger(context: IWebhookFunctions): boolean {
	const { name } = context.getNode();
	return context
		.getChildNodes(name)
		.flatMap((child) => context.getParentNodes(child.name))
		.every((parent) => parent.name === name || !/trigger$/i.test(parent.type));
}
