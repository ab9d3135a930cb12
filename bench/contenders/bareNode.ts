// Contender: the minimum that a node in n8n can do, without checks or pacing.

import type { IDataObject, INodeExecutionData, INodeType } from 'n8n-workflow';

import type { Account } from '../standIn';
import { CONTACT_PARAMETERS, contactItems } from './contender';
import type { Prepare } from './contender';
import { openEngine, outcomeOf, privateIntegration } from './engineRun';

const CREDENTIAL_TYPE = 'highLevelPrivateIntegrationApi';

/** The minimum that a node in n8n can do: one call after another, without checks or pacing. */
export const prepareBareNode: Prepare = async (job) => {
	const engine = await openEngine();
	const readsParameters = job.contender === 'bareLoop';
	return async ({ account, emails }) => {
		const result = await engine.run({
			nodeType: bareNode(account, readsParameters),
			parameters: readsParameters ? CONTACT_PARAMETERS : {},
			credentials: privateIntegration(account),
			items: contactItems(emails),
		});
		return outcomeOf(result, emails);
	};
};

/** @param readsParameters whether values come from node parameters, as in a real node, or straight from the item */
function bareNode({ url, locationId }: Account, readsParameters: boolean): INodeType {
	return {
		description: {
			displayName: 'Bare Loop',
			name: 'bareLoop',
			group: [],
			version: 1,
			description: '',
			defaults: { name: 'Bare Loop' },
			inputs: ['main'],
			outputs: ['main'],
			credentials: [{ name: CREDENTIAL_TYPE, required: true }],
			properties: [
				{ displayName: 'Email', name: 'email', type: 'string', default: '' },
				{ displayName: 'Last Name', name: 'lastName', type: 'string', default: '' },
			],
		},
		async execute() {
			const output: INodeExecutionData[] = [];
			for (const [item, { json }] of this.getInputData().entries()) {
				const values = readsParameters
					? {
							email: this.getNodeParameter('email', item),
							lastName: this.getNodeParameter('lastName', item),
						}
					: json;
				const answer: unknown = await this.helpers.httpRequestWithAuthentication.call(
					this,
					CREDENTIAL_TYPE,
					{
						method: 'POST',
						url: `${url}/contacts/upsert`,
						headers: { Version: 'v3' },
						body: { ...values, locationId },
						json: true,
					},
				);
				const { contact } = answer as { contact: IDataObject };
				output.push({ json: contact, pairedItem: { item } });
			}
			return [output];
		},
	};
}
