// What n8n calls when the trigger is switched on and off.

import type { IHookFunctions } from 'n8n-workflow';

import { asError } from '../../shared/errorChain';
import { toNodeError, toRefusal } from '../../shared/errors';
import type { HookEvent } from './events';
import { chosenEvents, EVENTS } from './events';
import type { HookApi, Identity, Owner } from './hooks';
import { hostOf, isUnheard, openHooks, urlFor } from './hooks';
import type { Memory } from './memory';
import { beginActivation, forget, memoryOf } from './memory';
import { erase, recall, store } from './stored';

/** @returns what makes a hook this trigger's */
export const identityOf = (webhookId: string | undefined, memory: Memory): Identity => ({
	webhookId: webhookId ?? '',
	url: memory.url,
	hooks: memory.hooks,
});

/** n8n starts again, rather than somebody switching the trigger on. */
const isRestart = (context: IHookFunctions) => context.getActivationMode() === 'init';

/** Whether all chosen events have hooks of ours. Leaves what cannot be found out to `create`, which says why. */
export async function checkExists(context: IHookFunctions): Promise<boolean> {
	const memory = memoryOf(context);
	beginActivation(memory);
	memory.url = context.getNodeWebhookUrl('default') ?? '';
	const staticData = context.getWorkflowStaticData('node');
	recall(staticData, memory);
	try {
		const api = await openHooks(context);
		const identity = identityOf(context.getNode().webhookId, memory);
		const events = chosenEvents(context);
		const owners = await Promise.all(
			events.map(async ({ value }) => await api.ownerOf(value, identity)),
		);
		if (events.length === 0 || owners.some(({ kind }) => kind !== 'ours')) return false;
		for (const { value } of events) memory.good.set(value, Date.now());
		store(staticData, memory);
		memory.settle();
		return true;
	} catch {
		return false;
	}
}

/** Registers the hooks that are missing. All or none: what was registered before a refusal is taken back. */
export async function create(context: IHookFunctions): Promise<boolean> {
	const memory = memoryOf(context);
	try {
		const api = await openHooks(context);
		await registerAll(context, memory, api);
		store(context.getWorkflowStaticData('node'), memory);
		memory.settle();
		return true;
	} catch (error) {
		const refusal = toNodeError(context.getNode(), error);
		if (isRestart(context)) {
			// n8n would give up on the trigger for good after five tries; the polls try again instead.
			context.logger.warn(`${refusal.message}. The next poll tries again.`);
			memory.settle();
			return true;
		}
		memory.settle(refusal.message);
		throw refusal;
	}
}

async function registerAll(context: IHookFunctions, memory: Memory, api: HookApi): Promise<void> {
	const events = chosenEvents(context);
	if (events.length === 0) {
		throw toRefusal(context.getNode(), 'No event is chosen', "Choose at least one in 'Events'.");
	}
	const replaces = context.getNodeParameter('replaceExisting', false) === true;
	const identity = identityOf(context.getNode().webhookId, memory);
	const before = await Promise.all(
		events.map(async (event) => ({ event, owner: await api.ownerOf(event.value, identity) })),
	);
	const others = before.filter(({ owner }) => isOthers(owner));
	if (others.length > 0 && !replaces && !isRestart(context)) throw refuseOthers(context, others);
	const toRegister = before.filter(
		({ owner }) => isUnheard(owner) || (isOthers(owner) && replaces && !isRestart(context)),
	);
	const done: typeof before = [];
	try {
		for (const one of toRegister) {
			const { value } = one.event;
			// Even a registration that fails may have taken effect.
			done.push(one);
			memory.hooks.set(value, await api.register(value, urlFor(memory.url, value)));
		}
	} catch (error) {
		await takeBack(context, memory, api, done);
		throw asError(error);
	}
	for (const { event, owner } of before) {
		if (isOthers(owner) && !toRegister.some((one) => one.event === event)) continue;
		// What happened while n8n was down is read by the first poll.
		if (isRestart(context) && isUnheard(owner)) memory.missed.add(event.value);
		else memory.good.set(event.value, Date.now());
	}
}

const isOthers = ({ kind }: Owner) => kind === 'foreign' || kind === 'unreadable';

function refuseOthers(
	context: IHookFunctions,
	others: Array<{ event: HookEvent; owner: Owner }>,
): Error {
	const names = others.map(({ event }) => `"${event.name}"`).join(', ');
	const urls = others.flatMap(({ owner }) => (owner.kind === 'foreign' ? [owner.url] : []));
	const hosts = [...new Set(urls.map(hostOf))].join(', ');
	return toRefusal(
		context.getNode(),
		hosts === ''
			? `CalendarHero already has a webhook for ${names}, and does not say whose`
			: `Another program or workflow already has the webhook for ${names}, at ${hosts}`,
		"CalendarHero keeps one webhook for each event and user. Switch the other one off first, or turn on 'Replace Existing Hook' to take it over.",
	);
}

/** Removes what was registered, and gives other programs back what was replaced. */
async function takeBack(
	context: IHookFunctions,
	memory: Memory,
	api: HookApi,
	done: Array<{ event: HookEvent; owner: Owner }>,
): Promise<void> {
	for (const { event, owner } of done) {
		try {
			if (owner.kind === 'foreign') await api.register(event.value, owner.url);
			else await api.remove(event.value);
			memory.hooks.delete(event.value);
		} catch (error) {
			const { message } = toNodeError(context.getNode(), error);
			context.logger.warn(`The webhook for "${event.name}" may remain. ${message}`);
		}
	}
}

/** Removes the hooks that are ours, of all events: the choice may have changed since. Never throws. */
export async function remove(context: IHookFunctions): Promise<boolean> {
	const memory = memoryOf(context);
	const staticData = context.getWorkflowStaticData('node');
	if (memory.url === '') memory.url = context.getNodeWebhookUrl('default') ?? '';
	recall(staticData, memory);
	const chosen = new Set([
		...chosenEvents(context).map(({ value }) => value),
		...memory.hooks.keys(),
	]);
	const identity = identityOf(context.getNode().webhookId, memory);
	for (const { name, value } of EVENTS.filter((event) => chosen.has(event.value))) {
		try {
			const api = await openHooks(context);
			const { kind } = await api.ownerOf(value, identity);
			if (kind === 'ours' || kind === 'moved') await api.remove(value);
		} catch (error) {
			const { message } = toNodeError(context.getNode(), error);
			context.logger.warn(`The webhook for "${name}" may remain in CalendarHero. ${message}`);
		}
	}
	erase(staticData);
	forget(context);
	return true;
}
