/** Subscriptions to webhooks. */
import { texts } from '../../shared/json';
import type { JsonObject } from '../../shared/json';
import type { Call, Handlers } from '../call';
import { idOf, neededText, textOf, wrapped } from '../call';
import { WEBHOOK_EVENTS } from '../events';
import { filter, metaOf, page } from '../listing';
import type { Source, Webhook } from '../records';
import { SOURCES } from '../records';
import { invalid, missing, noResult } from '../refusal';

function hookOf(call: Call): Webhook {
	const id = idOf(call);
	const hook = call.state.webhooks.get(id);
	if (hook === undefined) throw noResult('Webhook', id);
	return hook;
}

function urlIn(call: Call, given: JsonObject): string {
	const url = neededText(given, 'url');
	if (!URL.canParse(url)) throw invalid('The url is not valid', 'invalid', 'url');
	const { protocol, port } = new URL(url);
	if (call.settings.webhookPortCheck && (protocol !== 'https:' || port !== '')) {
		throw invalid('The url must use https on port 443', 'invalid', 'url');
	}
	return url;
}

function eventsIn(given: JsonObject): string[] {
	const events = texts(given, 'events');
	if (events.length === 0) throw missing('events');
	if (!events.every((event) => WEBHOOK_EVENTS.some((known) => known === event))) {
		throw invalid('The events are not valid', 'invalid', 'events');
	}
	return events;
}

function sourcesIn(given: JsonObject): Source[] {
	const sources = texts(given, 'sources');
	if (sources.length === 0) throw missing('sources');
	return sources.map((source) => {
		const known = SOURCES.find((one) => one === source);
		if (known === undefined) throw invalid('The sources are not valid', 'invalid', 'sources');
		return known;
	});
}

export const webhooks: Handlers = {
	'GET /webhook/events': (call) => {
		const { rows, total } = page(call, [...WEBHOOK_EVENTS]);
		return { body: { webhookEvents: rows, meta: { total } } };
	},
	'POST /webhooks': (call) => {
		const given = wrapped(call, 'webhook');
		const hook = call.state.webhooks.add({
			name: neededText(given, 'name'),
			url: urlIn(call, given),
			events: eventsIn(given),
			sources: sourcesIn(given),
			listid: textOf(given, 'listid') ?? '0',
			isOff: false,
			...call.changes.dated(),
		});
		call.effect('webhook.create', hook.id);
		return { status: 201, body: { webhook: call.shapes.webhook(hook) } };
	},
	'GET /webhooks': (call) => {
		const found = call.state.webhooks.where((hook) =>
			(['name', 'url', 'listid'] as const).every((key) => {
				const wanted = filter(call, key);
				return wanted === undefined || hook[key] === wanted;
			}),
		);
		const listed = page(call, found);
		const shown = listed.rows.map((hook) => call.shapes.webhook(hook));
		return { body: { webhooks: shown, meta: metaOf(listed) } };
	},
	'GET /webhooks/{id}': (call) => ({ body: { webhook: call.shapes.webhook(hookOf(call)) } }),
	'PUT /webhooks/{id}': (call) => {
		const hook = hookOf(call);
		const given = wrapped(call, 'webhook');
		const values: Partial<Webhook> = {
			name: textOf(given, 'name') ?? hook.name,
			url: given.url === undefined ? hook.url : urlIn(call, given),
			events: given.events === undefined ? hook.events : eventsIn(given),
			sources: given.sources === undefined ? hook.sources : sourcesIn(given),
			listid: textOf(given, 'listid') ?? hook.listid,
		};
		Object.assign(hook, values);
		call.effect('webhook.update', hook.id);
		return { body: { webhook: call.shapes.webhook(hook) } };
	},
	'DELETE /webhooks/{id}': (call) => {
		const hook = hookOf(call);
		call.state.webhooks.delete(hook.id);
		call.effect('webhook.delete', hook.id);
		return { body: {} };
	},
};
