// Decides whether a request comes from HighLevel, and whether the trigger accepts its event.

import { createHash } from 'node:crypto';

import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../shared/values';
import type { HighLevelEvent } from './normalise';
import { normaliseAppWebhook, normaliseWorkflowWebhook } from './normalise';
import type { Settings } from './settings';
import { checkSignature, sameSecret } from './signature';

/** A response that starts no execution. */
export interface Refusal {
	status: number;
	/** For the sender: HighLevel shows it in the app's webhook logs. Reveals nothing about the settings. */
	message: string;
}

/** A delivery to hand to n8n. */
export interface Delivery {
	event: HighLevelEvent;
	/** The same on every redelivery; null if redeliveries cannot be told apart from other events. */
	id: string | null;
}

type Verdict = Delivery | { refusal: Refusal };

const refuse = (status: number, message: string): Verdict => ({ refusal: { status, message } });
const unauthenticated = (message: string) => refuse(401, message);
/** Genuine but unwanted. Any status other than 2xx would make HighLevel redeliver it. */
const ignore = (message: string) => refuse(200, message);

/**
 * Authenticates a delivery and reads its event.
 *
 * @param headers names in lower case
 * @param now milliseconds since 1970
 */
export function authenticate(
	raw: Buffer,
	headers: Record<string, unknown>,
	settings: Settings,
	now: number,
): Verdict {
	const verdict =
		settings.source === 'app'
			? authenticateApp(raw, headers, settings, now)
			: authenticateWorkflow(raw, headers, settings);
	return 'refusal' in verdict ? verdict : filter(verdict, settings);
}

function authenticateApp(
	raw: Buffer,
	headers: Record<string, unknown>,
	{ keys, allowLegacy, appId, maxAgeMs }: Settings,
	now: number,
): Verdict {
	const objection = checkSignature(raw, headers, keys, allowLegacy);
	if (objection !== undefined) return unauthenticated(objection);
	const body = parse(raw);
	const event = body && normaliseAppWebhook(body);
	if (!event) return refuse(400, 'The body is not a HighLevel event');
	// HighLevel signs with the same key for all apps: only the body says which app an event is for.
	if (appId !== '' && event.appId !== appId)
		return unauthenticated('The delivery is for another app');
	if (maxAgeMs > 0) {
		const age = Math.abs(now - Date.parse(event.timestamp ?? ''));
		if (!(age <= maxAgeMs)) return unauthenticated('The delivery is too old');
	}
	// A delivery without an ID is identified by its body, which contains the time of the event.
	const id = event.webhookId ?? createHash('sha256').update(raw).digest('hex');
	return { event, id };
}

function authenticateWorkflow(
	raw: Buffer,
	headers: Record<string, unknown>,
	{ secret }: Settings,
): Verdict {
	const isInHeader = secret.in === 'header';
	const missing = unauthenticated('The secret is missing or another one');
	// A body is not parsed before its header has been checked.
	if (isInHeader && !sameSecret(headers[secret.name.toLowerCase()], secret.value)) return missing;
	const body = parse(raw);
	if (!isInHeader) {
		const customData = isRecord(body?.customData) ? body.customData : {};
		const given = customData[secret.name] ?? body?.[secret.name];
		if (!sameSecret(given, secret.value)) return missing;
	}
	if (!body) return refuse(400, 'The body is not a JSON object');
	const event = normaliseWorkflowWebhook(body, isInHeader ? '' : secret.name);
	// The same body twice may mean that the workflow ran twice.
	return { event, id: null };
}

function parse(raw: Buffer): IDataObject | undefined {
	try {
		const body: unknown = JSON.parse(raw.toString('utf8'));
		return isRecord(body) ? body : undefined;
	} catch {
		return undefined;
	}
}

/** Ignores events and sub-accounts that the trigger does not listen to. */
function filter(delivery: Delivery, { events, locationIds }: Settings): Verdict {
	const { event, locationId } = delivery.event;
	if (events && !events.some((name) => name.toLowerCase() === event.toLowerCase())) {
		return ignore('The trigger does not listen to this event');
	}
	const isWatched =
		locationIds.length === 0 || (locationId !== null && locationIds.includes(locationId));
	return isWatched ? delivery : ignore('The trigger does not listen to this sub-account');
}
