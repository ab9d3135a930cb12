// The operations of the resource 'Campaign' of contacts.

import { toId } from '../../../shared/convert';
import { DONE } from '../../../shared/expectation';
import type { Field, Resource } from '../../../shared/operation';
import { optionsFrom } from '../../../shared/standardFields';
import { contactId } from '../../fields/locators';
import { outcome } from './outcome';

const WRITE = 'contacts.write';

const campaignId: Field = {
	displayName: 'Campaign Name or ID',
	name: 'campaignId',
	type: 'options',
	default: '',
	required: true,
	...optionsFrom('getCampaigns'),
	send: { as: toId },
};

/** Campaigns that a contact goes through (OpenAPI: contacts-v3.json, campaigns). Enrolment is queued by HighLevel. */
export const contactCampaign: Resource = {
	name: 'Campaign',
	value: 'campaign',
	description: 'Campaigns that a contact goes through',
	operations: [
		{
			name: 'Add Contact',
			value: 'add',
			action: 'Add a contact to a campaign',
			description:
				'Add a contact to a campaign, which HighLevel queues and may start a little later',
			request: 'POST /contacts/{contactId}/campaigns/{campaignId}',
			scope: WRITE,
			fields: [contactId, campaignId],
			expects: DONE,
			output: outcome('contactId', 'campaignId'),
		},
		{
			name: 'Remove Contact',
			value: 'remove',
			action: 'Remove a contact from a campaign',
			description: 'Remove a contact from a campaign',
			request: 'DELETE /contacts/{contactId}/campaigns/{campaignId}',
			scope: WRITE,
			fields: [contactId, campaignId],
			repeatable: true,
			expects: DONE,
			output: outcome('contactId', 'campaignId'),
		},
		{
			name: 'Remove Contact From All',
			value: 'removeFromAll',
			action: 'Remove a contact from all campaigns',
			description: 'Remove a contact from every campaign that it is in',
			request: 'DELETE /contacts/{contactId}/campaigns/remove-all',
			scope: WRITE,
			fields: [contactId],
			repeatable: true,
			expects: DONE,
			output: outcome('contactId'),
		},
	],
};
