/**
 * ActiveCampaign: n8n's own nodes, and HTTP Request with their credential for what those cannot do. ActiveCampaign takes 5
 * requests a second and n8n's nodes keep no pace, so the requests of one node are spaced, and each node in a loop is
 * followed by a pause.
 */
import type { FlowNode, NodeExtras, Values } from '../flow';
import { code, core, READS_AGAIN } from './core';
import { SETTING } from './settings';

/** Milliseconds between two requests of one node, a little more than ActiveCampaign demands. */
const SPACING = `={{ 1050 / ${SETTING}.callsPerSecond }}`;

/** n8n's ActiveCampaign node. */
export function activeCampaign(
	name: string,
	resource: string,
	operation: string,
	parameters: Values,
	extras: NodeExtras = {},
): FlowNode {
	return core('activeCampaign', 1, name, { resource, operation, ...parameters }, extras);
}

/** n8n's ActiveCampaign trigger. Changes that come through the API are left out, so that a workflow does not hear itself. */
export function activeCampaignTrigger(name: string, events: string[]): FlowNode {
	return core('activeCampaignTrigger', 1, name, {
		events,
		sources: ['public', 'admin', 'system'],
	});
}

/**
 * The pause after a node in a loop that sends one request, as long as it takes to keep the pace. Pauses of a workflow are
 * numbered from 1 on, without gaps.
 */
export const pause = (number: number): FlowNode => code(`Pause ${number}`, 'pause');

/**
 * The pause after a node that sends several requests: whatever it has used up, a second later all 5 are there again. Below
 * 65 seconds n8n keeps the run in memory.
 */
export const fullPause = (name: string): FlowNode => core('wait', 1.1, name, { amount: 1 });

function httpRequest(
	name: string,
	parameters: Values,
	options: Values,
	extras: NodeExtras,
): FlowNode {
	return core(
		'httpRequest',
		4.2,
		name,
		{
			...parameters,
			url: `={{ ${SETTING}.activeCampaignUrl }}/api/3{{ $json.path }}`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'activeCampaignApi',
			options: {
				batching: { batch: { batchSize: 1, batchInterval: SPACING } },
				...options,
			},
		},
		extras,
	);
}

/** Reads one record for each item: the item's `path`, from `/api/3` on. */
export function read(name: string, extras: NodeExtras = READS_AGAIN): FlowNode {
	return httpRequest(name, { method: 'GET' }, {}, extras);
}

/** Sends one request for each item: the item's `path` and `body`. */
export function send(name: string, method: 'POST' | 'PUT', extras: NodeExtras = {}): FlowNode {
	const body = { sendBody: true, specifyBody: 'json', jsonBody: '={{ $json.body }}' };
	return httpRequest(name, { method, ...body }, {}, extras);
}

/** Deletes one record for each item: the item's `path`. */
export function remove(name: string, extras: NodeExtras = {}): FlowNode {
	return httpRequest(name, { method: 'DELETE' }, {}, extras);
}

/**
 * Reads one whole list for each item: the item's `path`, and `list`, its key in the answer. Outputs pages. A page that is
 * refused is read again, and never passes for the last one.
 */
export function readLists(name: string, extras: NodeExtras = READS_AGAIN): FlowNode {
	const pagination = {
		paginationMode: 'updateAParameterInEachRequest',
		parameters: {
			parameters: [{ type: 'qs', name: 'offset', value: '={{ $pageCount * 100 }}' }],
		},
		paginationCompleteWhen: 'other',
		completeExpression:
			'={{ $response.statusCode < 300 && $response.body[$json.list].length < 100 }}',
		requestInterval: SPACING,
	};
	return httpRequest(name, { method: 'GET' }, { pagination: { pagination } }, extras);
}
