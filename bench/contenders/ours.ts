// Contender: this package's HighLevel Contacts node.

import type { ICredentialDataDecryptedObject, INodeParameters, INodeType } from 'n8n-workflow';
import { join } from 'node:path';

import { COMPILED } from '../engine';
import type { Job } from '../jobs';
import type { Account } from '../standIn';
import { CONTACT_PARAMETERS, contactItems } from './contender';
import type { Prepare, Share } from './contender';
import { instantiate, openEngine, outcomeOf, privateIntegration } from './engineRun';

/** This package's HighLevel Contacts node, compiled as published. */
export const prepareOurs: Prepare = async (job) => {
	const engine = await openEngine();
	const nodeType = instantiate<INodeType>(
		join(COMPILED, 'nodes/HighLevel/HighLevelContacts.node.js'),
		'HighLevelContacts',
	);
	return async (share) => {
		const { authentication, credentials } = connectionOf(share.account);
		const { parameters, items } = taskOf(job, share);
		const result = await engine.run({
			nodeType,
			parameters: { authentication, ...parameters } as INodeParameters,
			credentials,
			items,
			onError: 'continueRegularOutput',
		});
		const outcome = outcomeOf(result, share.emails);
		return job.measureHeap === true ? { ...outcome, records: result.items } : outcome;
	};
};

/** OAuth2 if the account has an app's tokens, otherwise the private integration. */
function connectionOf(account: Account): {
	authentication: string;
	credentials: Record<string, ICredentialDataDecryptedObject>;
} {
	if (account.accessToken === undefined) {
		return { authentication: 'privateIntegration', credentials: privateIntegration(account) };
	}
	const { locationId, url, clientId, clientSecret, companyId } = account;
	const userType = companyId === undefined ? 'Location' : 'Company';
	return {
		authentication: 'oAuth2',
		credentials: {
			highLevelAppOAuth2Api: {
				locationId,
				apiVersion: 'v3',
				apiUrl: url,
				userType,
				clientId,
				clientSecret,
				accessTokenUrl: `${url}/oauth/token`,
				oauthTokenData: {
					access_token: account.accessToken,
					refresh_token: account.refreshToken ?? '',
					token_type: 'Bearer',
					userType,
					...(companyId === undefined ? { locationId } : { companyId }),
				},
			},
		},
	};
}

const ITS_SUB_ACCOUNT = { __rl: true, mode: 'id', value: '={{ $json.subAccount }}' };

/** The node's parameters for a job, and the items to run it with. */
function taskOf(job: Job, { emails, subAccounts, contactIds }: Share) {
	const options = job.timeoutSeconds === undefined ? {} : { timeout: job.timeoutSeconds };
	const simple = job.whole !== true;
	switch (job.work) {
		case 'list':
		case 'listSorted': {
			const sort = { by: [{ field: 'dateAdded', direction: 'asc' }] };
			return {
				parameters: {
					resource: 'contact',
					operation: 'getAll',
					returnAll: true,
					simple,
					...(job.work === 'listSorted' ? { filters: { sort } } : {}),
					options,
				},
				items: [{}],
			};
		}
		case 'tag':
			return {
				parameters: {
					resource: 'tag',
					operation: 'add',
					contactId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
					newTags: 'bench',
					options,
				},
				items: contactIds.map((id) => ({ id })),
			};
		default:
			return {
				parameters: {
					resource: 'contact',
					operation: job.work,
					...CONTACT_PARAMETERS,
					...(subAccounts ? { subAccount: ITS_SUB_ACCOUNT } : {}),
					simple,
					options,
				},
				items: contactItems(emails, subAccounts),
			};
	}
}
