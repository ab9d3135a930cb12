/** The control endpoints that only this stand-in has. */
import { Refusal } from '../shared/answer';
import { wrongControl } from '../shared/control';
import type { JsonObject } from '../shared/json';
import { number, text } from '../shared/json';
import type { Control } from '../shared/parts';
import type { Actor } from './actor';
import type { Limiter, LimiterOptions } from './limiter';
import type { Source } from './records';
import { SOURCES } from './records';
import type { BehaviourSettings } from './settings';
import type { State } from './state';
import type { ContactView } from './view';
import type { WebhookSender } from './webhooks';

/** What the control endpoints work on. */
export interface Controlled {
	readonly state: State;
	readonly limiter: Limiter;
	readonly settings: BehaviourSettings;
	readonly webhooks: WebhookSender;
	as(source: Source): Actor;
	views(): ContactView[];
}

/** The methods of an actor that other processes may call, with the names of their arguments. */
const DEEDS = {
	addContact: ['values'],
	updateContact: ['contact', 'values'],
	deleteContact: ['contact'],
	setContactField: ['contact', 'perstag', 'value'],
	setContactFields: ['contact', 'fields'],
	addTag: ['contact', 'tag'],
	removeTag: ['contact', 'tag'],
	createTag: ['tag'],
	renameTag: ['tag', 'newName'],
	deleteTag: ['tag'],
	subscribe: ['contact', 'list'],
	unsubscribe: ['contact', 'list'],
	addList: ['list'],
	addNote: ['contact', 'note'],
	addTask: ['contact', 'title', 'duedate'],
	addField: ['values'],
	renameField: ['perstag', 'title'],
	deleteField: ['perstag'],
} as const satisfies Partial<Record<keyof Actor, readonly string[]>>;

function change(parts: Controlled, body: JsonObject): unknown {
	const source = SOURCES.find((one) => one === (body.as ?? 'admin'));
	const deed = text(body, 'do') as keyof typeof DEEDS | undefined;
	if (source === undefined) throw wrongControl(`as must be one of ${SOURCES.join(', ')}`);
	if (deed === undefined || !Object.hasOwn(DEEDS, deed)) {
		throw wrongControl(`do must be one of ${Object.keys(DEEDS).join(', ')}`);
	}
	const names: readonly string[] = DEEDS[deed];
	const missing = names.find((name) => body[name] === undefined);
	if (missing !== undefined) throw wrongControl(`${deed} needs ${missing}`);
	const actor = parts.as(source);
	const method = actor[deed] as (...given: unknown[]) => unknown;
	try {
		return (
			method.apply(
				actor,
				names.map((name) => body[name]),
			) ?? {}
		);
	} catch (error) {
		throw wrongControl(error instanceof Error ? error.message : String(error));
	}
}

/**
 * ActiveCampaign's control endpoints: POST change (what people do in the app), GET contacts (with everything about each), GET
 * contact (by `email` or `id`), GET deliveries, POST limiter, POST behaviour.
 */
export function activeCampaignControls(parts: Controlled): Record<string, Control> {
	return {
		'POST change': (body) => change(parts, body),
		'GET contacts': () => parts.views(),
		'GET contact': (_, query) => {
			const name = query.get('email')?.toLowerCase() ?? query.get('id') ?? '';
			const view = parts.views().find(({ id, email }) => id === name || email === name);
			if (view === undefined) throw new Refusal(404, { error: `There is no contact ${name}` });
			return view;
		},
		'GET deliveries': (_, query) => {
			const since = Number(query.get('since') ?? 0);
			return parts.webhooks.deliveries.filter(({ id }) => id > since);
		},
		'POST limiter': (body) => {
			const options: LimiterOptions = {};
			for (const key of ['max', 'intervalMs', 'status'] as const) {
				const value = number(body, key);
				if (value !== undefined) options[key] = value;
			}
			if (typeof body.countRefused === 'boolean') options.countRefused = body.countRefused;
			parts.limiter.set(options);
			return parts.limiter.settings;
		},
		'POST behaviour': (body) => {
			const { settings } = parts;
			settings.duplicateTagStatus =
				number(body, 'duplicateTagStatus') ?? settings.duplicateTagStatus;
			for (const key of ['allowNullEmail', 'updatesWithoutChange', 'webhookPortCheck'] as const) {
				const value = body[key];
				if (typeof value === 'boolean') settings[key] = value;
			}
			return { ...settings };
		},
	};
}
