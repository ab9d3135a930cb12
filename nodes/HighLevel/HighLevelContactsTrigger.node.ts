// The polling trigger for contacts: its description; the events are in `polling/contacts`.

import type {
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { authentication } from './authentication';
import { contactEvents } from './polling/contacts';
import { pollTrigger } from './polling/engine';
import { methods } from './polling/methods';
import { toTriggerProperties } from './polling/properties';
import { withSubAccount } from './subAccount';
import { eventSubtitle } from './subtitle';

export class HighLevelContactsTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'HighLevel Contacts Trigger',
		name: 'highLevelContactsTrigger',
		icon: {
			light: 'file:highLevelContacts.svg',
			dark: 'file:highLevelContacts.dark.svg',
		},
		group: ['trigger'],
		version: [1, 1.1],
		subtitle: eventSubtitle(contactEvents),
		description:
			'Work with the contacts of a HighLevel (GoHighLevel) sub-account, or start a workflow when they change',
		defaults: { name: 'HighLevel Contacts Trigger' },
		polling: true,
		inputs: [],
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
			...withSubAccount(toTriggerProperties(contactEvents, 'contactCreated')),
		],
	};

	methods = methods;

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await pollTrigger(this, contactEvents);
	}
}
