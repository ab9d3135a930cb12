/** Recipes that start by themselves. */
import { locate } from '../parts/core';
import { contacts, pollingTrigger, webhookTrigger } from '../parts/highLevel';
import { number, settings, text } from '../parts/settings';
import { recipe } from './recipe';

/** n8n's node has no trigger (n8n pull request 1575; Activepieces, issue 2694; Pipedream, issue 6789). */
export const newContact = recipe(
	{
		file: 'task-for-new-contact',
		title: 'Start on a new contact, without an app',
		text: 'The trigger asks HighLevel every minute. It needs no app in the marketplace and no address that HighLevel can reach: a private integration token is enough. Here each new contact gets a task.',
	},
	pollingTrigger('New Contact', 'highLevelContactsTrigger', 'contactCreated'),
	settings([text('task', 'Say hello'), number('dueInHours', 24)], { tells: false }),
	contacts('Create Task', 'task', 'create', {
		contactId: locate('id', '={{ $json.id }}'),
		taskTitle: '={{ $json.task }}',
		dueDate: '={{ $now.plus({ hours: $json.dueInHours }).toISO() }}',
	}),
);

/** Webhooks without an app, and whom to trust (HighLevel API docs, issues 26, 162, 257, 269). */
export const workflowWebhook = recipe(
	{
		file: 'webhook-from-highlevel-workflow',
		title: 'Start from a workflow in HighLevel, with a shared secret',
		text: 'Enter a **Secret** of at least 12 characters, publish, and paste the **Production URL** in the action **Webhook** of your workflow in HighLevel; there add the header `X-Webhook-Secret` with the same secret, and under Custom Data the key `event`. A request without the secret starts nothing. Here the event becomes a note.',
	},
	webhookTrigger('From HighLevel', {
		source: 'workflow',
		workflowEvents: '',
		secretIn: 'header',
		headerName: 'X-Webhook-Secret',
		secret: '',
		locationIds: '',
	}),
	contacts('Write a Note', 'note', 'create', {
		contactId: locate('id', '={{ $json.contactId }}'),
		noteBody: '=Event in HighLevel: {{ $json.event }}',
	}),
);
