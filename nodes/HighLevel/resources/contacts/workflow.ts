// The operations of the resource 'Workflow' of contacts.

import { toId } from '../../../shared/convert';
import { toDateTime } from '../../../shared/convertTime';
import { DONE } from '../../../shared/expectation';
import type { Field, Resource } from '../../../shared/operation';
import { optionsFrom } from '../../../shared/standardFields';
import { contactId } from '../../fields/locators';
import { inputTimeZone } from '../../fields/timeZone';
import { outcome } from './outcome';

const WRITE = 'contacts.write';

const workflowId: Field = {
	displayName: 'Workflow Name or ID',
	name: 'workflowId',
	type: 'options',
	default: '',
	required: true,
	...optionsFrom('getWorkflows'),
	send: { as: toId },
};

const eventStartTime: Field = {
	displayName: 'Event Start Time',
	name: 'eventStartTime',
	type: 'dateTime',
	default: '',
	description: 'Time of the event that the steps of the workflow refer to',
	send: { as: toDateTime },
};

/** HighLevel's workflows, insofar as contacts go through them (OpenAPI: contacts-v3.json, workflow). */
export const contactWorkflow: Resource = {
	name: 'Workflow',
	value: 'workflow',
	description: 'HighLevel workflows that a contact goes through',
	operations: [
		{
			name: 'Add Contact',
			value: 'add',
			action: 'Add a contact to a workflow',
			description:
				'Start a HighLevel workflow for a contact, which HighLevel queues and may start a little later',
			request: 'POST /contacts/{contactId}/workflow/{workflowId}',
			scope: WRITE,
			fields: [contactId, workflowId],
			optional: [eventStartTime],
			options: [inputTimeZone],
			expects: DONE,
			output: outcome('contactId', 'workflowId'),
		},
		{
			name: 'Remove Contact',
			value: 'remove',
			action: 'Remove a contact from a workflow',
			description: 'Stop a HighLevel workflow for a contact',
			request: 'DELETE /contacts/{contactId}/workflow/{workflowId}',
			scope: WRITE,
			sends: 'body',
			fields: [contactId, workflowId],
			optional: [eventStartTime],
			options: [inputTimeZone],
			repeatable: true,
			expects: DONE,
			output: outcome('contactId', 'workflowId'),
		},
	],
};
