// The node HighLevel Contacts: its description; the operations are in `resources/contacts`.

import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { executeOperation } from '../shared/execute';
import { toProperties } from '../shared/properties';
import { operationSubtitle } from '../shared/subtitle';
import { withTimesNotice } from '../shared/timesNotice';
import { authentication } from './authentication';
import { contactResources } from './resources/contacts';
import { methods } from './search';
import { highLevel, withSubAccount } from './subAccount';

export class HighLevelContacts implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'HighLevel Contacts',
		name: 'highLevelContacts',
		icon: {
			light: 'file:highLevelContacts.svg',
			dark: 'file:highLevelContacts.dark.svg',
		},
		group: ['transform'],
		version: [1, 1.1],
		subtitle: operationSubtitle(contactResources),
		description: 'Work with the contacts of a HighLevel (GoHighLevel) sub-account',
		defaults: { name: 'HighLevel Contacts' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'highLevelPrivateIntegrationApi',
				required: true,
				displayOptions: { show: { authentication: ['privateIntegration'] } },
			},
			{
				name: 'highLevelAppOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
		],
		properties: [
			authentication,
			...withSubAccount(toProperties(withTimesNotice(contactResources), 'contact')),
		],
	};

	methods = methods;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeOperation(this, contactResources, highLevel);
	}
}
