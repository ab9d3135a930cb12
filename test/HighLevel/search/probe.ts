import type { INodeProperties, INodeType } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { authentication } from '../../../nodes/HighLevel/authentication';
import { HighLevelContacts } from '../../../nodes/HighLevel/HighLevelContacts.node';
import { methods } from '../../../nodes/HighLevel/search';

const locator = (name: string): INodeProperties => ({
	displayName: name,
	name,
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	modes: [
		{ displayName: 'From List', name: 'list', type: 'list' },
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			extractValue: { type: 'regex', regex: '/contacts/detail/([0-9A-Za-z]+)' },
		},
	],
});

/** A node with the package's credentials and the editor's methods, and with the fields that some lists depend on. */
export const probe: INodeType = {
	description: {
		displayName: 'Probe',
		name: 'probe',
		group: ['transform'],
		version: 1,
		description: 'Has the lists of the HighLevel nodes',
		defaults: { name: 'Probe' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: new HighLevelContacts().description.credentials,
		properties: [
			authentication,
			locator('contactId'),
			locator('calendarId'),
			locator('userId'),
			locator('appointmentId'),
			{ displayName: 'Type', name: 'resourceType', type: 'string', default: '' },
		],
	},
	methods,
};
