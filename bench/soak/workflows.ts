// The workflows of the soak: those with this package's nodes, and the same work with n8n's own.

import type { WorkflowDefinition, WorkflowNode } from '../../test/e2e/lib/client';
import type { JsonObject } from '../../test/e2e/lib/json';
import { CONTACTS, ourNode } from '../../test/e2e/lib/world';
import type { Login } from '../../test/e2e/lib/world';
import type { HighLevelStandIn } from '../../test/standins/highlevel';
import type { PolledEvent } from './account';

export const ITEMS_PATH = 'soak-items';
export const DELIVERIES_PATH = 'soak-deliveries';

const to = (target: string) => ({
	main: [[{ node: target, type: 'main' as const, index: 0 }]],
});

function builtIn(
	name: string,
	type: string,
	typeVersion: number,
	parameters: JsonObject,
	webhookId?: string,
): WorkflowNode {
	return {
		id: `node ${name}`,
		name,
		type: `n8n-nodes-base.${type}`,
		typeVersion,
		position: [0, 0],
		parameters,
		...(webhookId === undefined ? {} : { webhookId }),
	};
}

const webhook = (path: string) =>
	builtIn(
		'Webhook',
		'webhook',
		2,
		{ httpMethod: 'POST', path, responseMode: 'onReceived', options: {} },
		path,
	);

/** Webhook > Split Out > the node, which runs once for each of the items in the call's body. */
function itemsInto(node: WorkflowNode): WorkflowDefinition {
	const split = builtIn('Split Out', 'splitOut', 1, {
		fieldToSplitOut: 'body.items',
		options: {},
	});
	return {
		name: 'Items',
		nodes: [webhook(ITEMS_PATH), split, node],
		connections: { Webhook: to('Split Out'), 'Split Out': to(node.name) },
	};
}

/** Adds a note for each item, with this package. */
export function ourItems(login: Login): WorkflowDefinition {
	const contactId = { __rl: true, mode: 'id', value: '={{ $json.contactId }}' };
	return itemsInto(
		ourNode('Add Note', CONTACTS, login, {
			...{ resource: 'note', operation: 'create' },
			...{ contactId, noteBody: '={{ $json.text }}' },
		}),
	);
}

const headersOf = ({ tokens }: HighLevelStandIn) => ({
	sendHeaders: true,
	headerParameters: {
		parameters: [
			{ name: 'Authorization', value: `Bearer ${tokens.privateIntegration}` },
			{ name: 'Version', value: 'v3' },
		],
	},
});

const httpRequest = (parameters: JsonObject) =>
	builtIn('HTTP Request', 'httpRequest', 4.2, { ...parameters, options: {} });

/** Adds a note for each item, with n8n's HTTP Request node. */
export function plainItems(standIn: HighLevelStandIn): WorkflowDefinition {
	return itemsInto(
		httpRequest({
			method: 'POST',
			url: `=${standIn.url}/contacts/{{ $json.contactId }}/notes`,
			...headersOf(standIn),
			...{ sendBody: true, specifyBody: 'json' },
			jsonBody: '={{ JSON.stringify({ body: $json.text }) }}',
		}),
	);
}

/** Takes deliveries with n8n's Webhook node. */
export const plainDeliveries = (): WorkflowDefinition => ({
	name: 'Deliveries',
	nodes: [webhook(DELIVERIES_PATH)],
	connections: {},
});

/** Polls for one event, each minute. */
export function ourPolling({ event, type, parameters }: PolledEvent, login: Login) {
	const pollTimes = { item: [{ mode: 'everyMinute' }] };
	return {
		name: `Polling ${event}`,
		nodes: [ourNode('Trigger', type, login, { event, pollTimes, ...parameters })],
		connections: {},
	} satisfies WorkflowDefinition;
}

/** Reads what a poll reads, each minute, with n8n's own nodes. */
export function plainPolling(standIn: HighLevelStandIn, { event, reads }: PolledEvent) {
	const rule = { interval: [{ field: 'minutes', minutesInterval: 1 }] };
	const query = typeof reads === 'string' ? { method: 'GET', url: standIn.url + reads } : {};
	return {
		name: `Reading ${event}`,
		nodes: [
			builtIn('Schedule', 'scheduleTrigger', 1.2, { rule }),
			httpRequest({ ...query, ...headersOf(standIn) }),
		],
		connections: { Schedule: to('HTTP Request') },
	} satisfies WorkflowDefinition;
}
