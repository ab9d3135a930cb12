// Reads and checks the webhook trigger's parameters.

import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { isRecord, textOf } from '../../shared/values';
import type { Detail } from '../records/shape';
import { detailOf } from '../records/shape';
import { ANY_EVENT } from './events';
import type { PublicKeys } from './signature';
import { KeyFault, publicKeys } from './signature';
import { SHAPED_FROM } from './versions';

/** Shorter ones can be guessed. */
const MIN_SECRET_LENGTH = 12;

/** The node's parameters, read and checked. */
export interface Settings {
	source: 'app' | 'workflow';
	/** The events to accept; undefined for all. */
	events: string[] | undefined;
	/** '' to accept deliveries for any app. */
	appId: string;
	/** Empty to accept events from every sub-account. */
	locationIds: string[];
	keys: PublicKeys;
	allowLegacy: boolean;
	/** How old a delivery may be; 0 for any age. */
	maxAgeMs: number;
	secret: { in: 'header' | 'body'; name: string; value: string };
	/** Whether to fetch the event's records. */
	fetchesRecords: boolean;
	/** How the fetched records look. */
	detail: Detail;
	/** Whether deliveries are also remembered in the workflow's static data. */
	storesDeliveries: boolean;
}

/** Why the trigger, as configured, cannot authenticate any delivery, and what the user can do. */
export class SettingsFault {
	constructor(
		readonly message: string,
		readonly advice: string,
	) {}
}

function listOf(value: unknown): string[] {
	const parts: unknown[] = Array.isArray(value) ? value : textOf(value).split(/[\s,;]+/);
	return parts.map((part) => textOf(part).trim()).filter((part) => part !== '');
}

/** @returns a SettingsFault if something required to authenticate deliveries is missing */
export function readSettings(
	context: IWebhookFunctions | IHookFunctions,
): Settings | SettingsFault {
	const read = (name: string): unknown => context.getNodeParameter(name, '');
	const given: unknown = context.getNodeParameter('options', {});
	const options = isRecord(given) ? given : {};
	const keys = publicKeys(textOf(options.publicKeys));
	if (keys instanceof KeyFault) {
		return new SettingsFault(
			`'Public Keys' ${keys.message}`,
			"Paste the keys as HighLevel publishes them, or clear 'Public Keys' to trust the key that comes with the node.",
		);
	}
	const settings: Settings = {
		source: read('source') === 'workflow' ? 'workflow' : 'app',
		events: undefined,
		appId: '',
		locationIds: listOf(read('locationIds')),
		keys,
		allowLegacy: options.legacySignature === true,
		maxAgeMs: 0,
		secret: { in: 'header', name: '', value: '' },
		fetchesRecords: read('fetchRecords') === true,
		detail: detailOf(context, SHAPED_FROM),
		storesDeliveries: options.rememberInWorkflow === true,
	};
	if (settings.source === 'app') {
		const events = [...listOf(read('events')), ...listOf(read('otherEvents'))];
		if (events.length === 0) {
			return new SettingsFault(
				"No event is selected in 'Events'",
				"Select an event, or enter one in 'Other Event Names'.",
			);
		}
		settings.events = events.includes(ANY_EVENT) ? undefined : events;
		settings.appId = textOf(read('appId')).trim();
		settings.maxAgeMs = Math.max(0, Number(options.maximumAge) || 0) * 60_000;
		return settings;
	}
	const events = listOf(read('workflowEvents'));
	settings.events = events.length > 0 ? events : undefined;
	const byBody = read('secretIn') === 'body';
	settings.secret = {
		in: byBody ? 'body' : 'header',
		name: textOf(read(byBody ? 'bodyKey' : 'headerName')).trim(),
		value: textOf(read('secret')),
	};
	if (settings.secret.name === '') {
		return new SettingsFault(
			`'${byBody ? 'Secret Key' : 'Secret Header'}' is empty`,
			'Enter the name under which HighLevel sends the secret.',
		);
	}
	if (settings.secret.value.length < MIN_SECRET_LENGTH) {
		return new SettingsFault(
			`'Secret' has fewer than ${MIN_SECRET_LENGTH} characters, and HighLevel does not sign the webhooks of workflows`,
			`Enter at least ${MIN_SECRET_LENGTH} characters that are hard to guess, and the same secret in HighLevel.`,
		);
	}
	return settings;
}
