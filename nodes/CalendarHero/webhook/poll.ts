// The poll keeps the hooks registered: CalendarHero, or another program, may have dropped them.

import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { toNodeError, toRefusal } from '../../shared/errors';
import { mayPass } from '../../shared/passing';
import { rejectOnAbort } from '../../shared/wait';
import { missedSince } from './catchUp';
import type { HookEvent } from './events';
import { chosenEvents, exampleOf } from './events';
import type { HookApi } from './hooks';
import { hostOf, isUnheard, openHooks, urlFor } from './hooks';
import { identityOf } from './lifecycle';
import type { Memory } from './memory';
import { memoryOf } from './memory';
import { keyOf, requestOutput, toOutput } from './output';
import { recall, store } from './stored';

/** How long the first poll of a process waits for the activation beside it. */
const ACTIVATION_MS = 15_000;

/**
 * One poll. A manual run shows a sample of each event and touches no hook.
 *
 * @returns what happened while a hook was missing; null if nothing did
 * @throws NodeApiError | NodeOperationError when somebody has to mend something, such as a hook that another program took
 */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	if (context.getMode() === 'manual') return await samples(context);
	const memory = memoryOf(context);
	if (memory.isPolling) return null;
	memory.isPolling = true;
	try {
		return await watch(context, memory);
	} finally {
		memory.isPolling = false;
	}
}

async function samples(context: IPollFunctions): Promise<INodeExecutionData[][]> {
	const events = chosenEvents(context);
	if (events.length === 0) {
		throw toRefusal(context.getNode(), 'No event is chosen', "Choose at least one in 'Events'.");
	}
	const simple = context.getNodeParameter('simple', true) === true;
	const api = await openHooks(context);
	const items = await Promise.all(
		events.map(async (event) => {
			const sample = (await api.sampleOf(event.value)) ?? exampleOf(event);
			return { json: toOutput(event, sample, simple) };
		}),
	);
	return [items];
}

/** Waits for the activation that runs beside the first poll, and fails as it does. */
async function waitForActivation(context: IPollFunctions, memory: Memory): Promise<void> {
	if (memory.hasPolled) return;
	const deadline = AbortSignal.timeout(ACTIVATION_MS);
	const late = () => new Error('The activation takes too long');
	const refusal = await rejectOnAbort(memory.activation, [deadline, late]).catch(() => undefined);
	if (refusal === undefined) return;
	throw toRefusal(
		context.getNode(),
		`The trigger is not active: ${refusal}`,
		'Follow what the message says, then publish the workflow again.',
	);
}

async function watch(
	context: IPollFunctions,
	memory: Memory,
): Promise<INodeExecutionData[][] | null> {
	await waitForActivation(context, memory);
	const isFirst = !memory.hasPolled;
	memory.hasPolled = true;
	const staticData = context.getWorkflowStaticData('node');
	recall(staticData, memory);
	// Nobody has said yet where deliveries should go.
	if (memory.url === '') return null;
	try {
		const api = await openHooks(context);
		const { missing, foreign } = await mend(context, memory, api);
		const items = await catchUp(context, memory, api, missing);
		if (items.length > 0) {
			store(staticData, memory);
			return [items];
		}
		if (!isFirst) reportTakeover(context, memory, foreign);
		return null;
	} catch (caught) {
		const error = toNodeError(context.getNode(), caught);
		// n8n gives up for good on a trigger whose first poll fails.
		if (!isFirst && !mayPass(error)) throw error;
		context.logger.warn(`${error.message}. The next poll tries again.`);
		return null;
	}
}

interface Foreign {
	event: HookEvent;
	url: string;
}

/** Registers the hooks that are missing. Leaves those of other programs alone: two that fight get nothing. */
async function mend(
	context: IPollFunctions,
	memory: Memory,
	api: HookApi,
): Promise<{ missing: HookEvent[]; foreign: Foreign[] }> {
	const identity = identityOf(context.getNode().webhookId, memory);
	const missing: HookEvent[] = [];
	const foreign: Foreign[] = [];
	for (const event of chosenEvents(context)) {
		const { value } = event;
		const owner = await api.ownerOf(value, identity);
		if (owner.kind === 'foreign') {
			foreign.push({ event, url: owner.url });
			continue;
		}
		memory.reported.delete(value);
		// It may be ours or not, so nothing is known about it.
		if (owner.kind === 'unreadable') continue;
		if (isUnheard(owner)) {
			memory.hooks.set(value, await api.register(value, urlFor(memory.url, value)));
			memory.missed.add(value);
		}
		if (memory.missed.has(value)) missing.push(event);
		else memory.good.set(value, Date.now());
	}
	return { missing, foreign };
}

async function catchUp(
	context: IPollFunctions,
	memory: Memory,
	api: HookApi,
	missing: HookEvent[],
): Promise<INodeExecutionData[]> {
	if (missing.length === 0) return [];
	const simple = context.getNodeParameter('simple', true) === true;
	const fetches = context.getNodeParameter('fetchRequest', false) === true;
	const until = Date.now();
	const found = await missedSince(api.read, missing, memory.good);
	const fresh = found.filter(
		({ event, delivery }) => !memory.delivered.has(keyOf(event, delivery)),
	);
	for (const { value } of missing) {
		memory.missed.delete(value);
		memory.good.set(value, until);
	}
	return fresh.map(({ event, delivery, request }) => {
		const more: IDataObject = { caughtUp: true };
		if (fetches) more.request = requestOutput(request, simple);
		return { json: toOutput(event, delivery, simple, more) };
	});
}

/** @throws NodeOperationError once for each takeover */
function reportTakeover(context: IPollFunctions, memory: Memory, foreign: Foreign[]): void {
	const fresh = foreign.filter(({ event }) => !memory.reported.has(event.value));
	if (fresh.length === 0) return;
	for (const { event } of fresh) memory.reported.add(event.value);
	const names = fresh.map(({ event }) => `"${event.name}"`).join(', ');
	const hosts = [...new Set(fresh.map(({ url }) => hostOf(url)))].join(', ');
	throw toRefusal(
		context.getNode(),
		`Another program replaced the CalendarHero hook for ${names}, which is now at ${hosts}`,
		"This workflow no longer gets these events. Switch the other program off, or publish this workflow again with 'Replace Existing Hook' turned on.",
	);
}
