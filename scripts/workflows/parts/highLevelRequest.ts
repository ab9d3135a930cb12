/**
 * HighLevel by HTTP Request with this package's credential, for what the package's nodes have no operation for: custom
 * fields of the sub-account, and the tasks of all its contacts.
 */
import type { FlowNode, NodeExtras, Values } from '../flow';
import { core } from './core';
import { SETTING, text } from './settings';

/** Where HighLevel's API is: HTTP Request cannot take it from the credential. */
export const highLevelUrl = text('highLevelUrl', 'https://services.leadconnectorhq.com');

function request(name: string, parameters: Values, options: Values, extras: NodeExtras): FlowNode {
	return core(
		'httpRequest',
		4.2,
		name,
		{
			...parameters,
			url: `={{ ${SETTING}.highLevelUrl }}{{ $json.path }}`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'highLevelPrivateIntegrationApi',
			sendHeaders: true,
			headerParameters: { parameters: [{ name: 'Version', value: '2021-07-28' }] },
			options: { batching: { batch: { batchSize: 1, batchInterval: 100 } }, ...options },
		},
		extras,
	);
}

const AGAIN: NodeExtras = { retryOnFail: true, maxTries: 3, waitBetweenTries: 2000 };
const JSON_BODY = { sendBody: true, specifyBody: 'json', jsonBody: '={{ $json.body }}' };

/** Reads what each item's `path` names. */
export function readPath(name: string, extras: NodeExtras = {}): FlowNode {
	return request(name, { method: 'GET' }, {}, { ...AGAIN, ...extras });
}

/** Reads what each item's `path` names. Outputs `statusCode` and `body`, also of what does not exist. */
export function readIfThere(name: string): FlowNode {
	return request(
		name,
		{ method: 'GET' },
		{ response: { response: { fullResponse: true, neverError: true } } },
		{},
	);
}

/** Sends each item's `body` to its `path`. */
export function postPath(name: string, extras: NodeExtras = {}): FlowNode {
	return request(name, { method: 'POST', ...JSON_BODY }, {}, extras);
}

/**
 * Reads one whole list for each item, of a `path` that takes its paging in the body. Outputs pages. A page that is refused
 * fails, and never passes for the last one.
 *
 * @param list the list's key in the answer, with pages of 100
 * @param body an expression for the rest of the body
 */
export function postPages(name: string, list: string, body: string): FlowNode {
	const pagination = {
		paginationMode: 'updateAParameterInEachRequest',
		parameters: { parameters: [{ type: 'body', name: 'skip', value: '={{ $pageCount * 100 }}' }] },
		paginationCompleteWhen: 'other',
		completeExpression: `={{ $response.statusCode < 300 && $response.body.${list}.length < 100 }}`,
		requestInterval: 100,
	};
	return request(
		name,
		{ method: 'POST', sendBody: true, specifyBody: 'json', jsonBody: `={{ ${body} }}` },
		{ pagination: { pagination } },
		{},
	);
}
