// Contender: n8n's own HighLevel node.

import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IExecutePaginationFunctions,
	INodeTypeDescription,
	IVersionedNodeType,
} from 'n8n-workflow';
import { join } from 'node:path';

import { BUILT_IN_NODES } from '../engine';
import type { Job } from '../jobs';
import type { Account } from '../standIn';
import { CONTACT_PARAMETERS, contactItems } from './contender';
import type { Prepare } from './contender';
import { instantiate, openEngine, outcomeOf } from './engineRun';

/** n8n's own HighLevel node. Its description hard-codes the base URL, so that is replaced there, in memory. */
export const prepareN8nNode: Prepare = async (job) => {
	const engine = await openEngine([
		instantiate<ICredentialType>(
			join(BUILT_IN_NODES, 'dist/credentials/HighLevelOAuth2Api.credentials.js'),
			'HighLevelOAuth2Api',
		),
	]);
	const nodeType = instantiate<IVersionedNodeType>(
		join(BUILT_IN_NODES, 'dist/nodes/HighLevel/HighLevel.node.js'),
		'HighLevel',
	);
	const { description } = nodeType.getNodeType(2);
	removeTrailingSlashes(description);
	if (job.mended === true) addLocationToEveryPage(description, job);
	const { requestDefaults } = description;
	if (requestDefaults?.baseURL === undefined) {
		throw new Error("n8n's node no longer has a base URL to replace");
	}
	const isList = job.work === 'list';
	const { email, lastName } = CONTACT_PARAMETERS;
	return async ({ account, emails }) => {
		requestDefaults.baseURL = account.url;
		const result = await engine.run({
			nodeType,
			typeVersion: 2,
			parameters: {
				resource: 'contact',
				...(isList
					? { operation: 'getAll', returnAll: true }
					: { operation: 'create', email, additionalFields: { lastName } }),
			},
			credentials: { highLevelOAuth2Api: credentialOf(account) },
			items: isList ? [{}] : contactItems(emails),
			onError: 'continueRegularOutput',
		});
		return outcomeOf(result, emails);
	};
};

function credentialOf(account: Account): ICredentialDataDecryptedObject {
	return {
		clientId: account.clientId,
		clientSecret: account.clientSecret,
		oauthTokenData: {
			access_token: account.token,
			token_type: 'Bearer',
			locationId: account.locationId,
		},
	};
}

/**
 * n8n's paths end in a slash; HighLevel's reference has none, and the stand-in follows the reference. Whether the real
 * service objects is unknown, so the slash must not count against the node.
 */
function removeTrailingSlashes({ properties }: INodeTypeDescription): void {
	for (const { name, options = [] } of properties) {
		if (name !== 'operation') continue;
		for (const option of options) {
			if (!('routing' in option) || option.routing === undefined) continue;
			const { request } = option.routing;
			if (request?.url !== undefined && request.url !== '=/contacts/') {
				request.url = request.url.replace(/\/$/, '');
			}
		}
	}
}

/**
 * From the second page on, n8n's node omits the location, and HighLevel refuses the page with 403 (n8n issue 11353). Adds
 * it, because otherwise the cost of a whole list could not be measured.
 */
function addLocationToEveryPage({ requestOperations }: INodeTypeDescription, job: Job): void {
	const paginate = requestOperations?.pagination;
	if (!requestOperations || typeof paginate !== 'function') {
		throw new TypeError("n8n's node no longer reads its lists with a pagination function");
	}
	const [account] = job.accounts;
	requestOperations.pagination = async function (this: IExecutePaginationFunctions, data) {
		const makeRoutingRequest: IExecutePaginationFunctions['makeRoutingRequest'] = async (page) => {
			const { options } = page;
			const qs = { ...options.qs, locationId: account?.locationId };
			return await this.makeRoutingRequest({ ...page, options: { ...options, qs } });
		};
		const functions = Object.create(this, {
			makeRoutingRequest: { value: makeRoutingRequest },
		}) as IExecutePaginationFunctions;
		return await paginate.call(functions, data);
	};
}
