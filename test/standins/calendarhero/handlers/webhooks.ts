/** Webhooks: one for each event. */
import type { Call, Handlers } from '../call';
import { isEvent, sampleOf } from '../events';
import type { EventName } from '../events';
import { requiredText } from '../read';
import type { Hook } from '../records';
import { invalid, notFound } from '../refusal';

function eventOf(call: Call): EventName {
	const name = call.params.event ?? '';
	if (!isEvent(name)) throw notFound(`Event ${name}`);
	return name;
}

function hookOf(call: Call): Hook | undefined {
	const name = eventOf(call);
	return call.state.hooks.find(({ event }) => event === name);
}

function hookUrlOf(call: Call): string {
	const given = requiredText(call, call.body, 'hookUrl');
	if (!URL.canParse(given) || !/^https?:/i.test(given)) {
		throw invalid(call.settings, 'hookUrl must be an http or https address');
	}
	return call.settings.hookUrlQuery === 'kept' ? given : given.replace(/\?.*$/, '');
}

export const webhooks: Handlers = {
	'GET /webhook/{event}': (call) => {
		const hook = hookOf(call);
		const { hookAnswer, noHookAnswer } = call.settings;
		if (hook !== undefined) {
			const { id, hookUrl } = hook;
			return { body: hookAnswer === 'full' ? { id, hookUrl } : { id } };
		}
		if (noHookAnswer === 404) throw notFound('Webhook');
		if (noHookAnswer === 204) return { status: 204, body: '' };
		return { body: noHookAnswer === 'emptyObject' ? {} : '' };
	},

	'POST /webhook/{event}': (call) => {
		const event = eventOf(call);
		const hookUrl = hookUrlOf(call);
		const before = hookOf(call);
		if (before !== undefined) call.state.hooks.delete(before.id);
		const { id } = call.state.hooks.put({ id: call.state.newId(), event, hookUrl });
		call.effect('hook.create', id);
		return { body: { id } };
	},

	'DELETE /webhook/{event}': (call) => {
		const hook = hookOf(call);
		if (hook !== undefined) {
			call.state.hooks.delete(hook.id);
			call.effect('hook.delete', hook.id);
		} else if (call.settings.deleteMissingHookStatus === 404) {
			throw notFound('Webhook');
		}
		return { body: {} };
	},

	'GET /webhook/{event}/sample': (call) => {
		const sample = sampleOf(eventOf(call));
		return { body: call.settings.sampleShape === 'object' ? sample : [sample] };
	},
};
