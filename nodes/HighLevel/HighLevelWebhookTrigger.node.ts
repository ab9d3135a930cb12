// The webhook trigger: its description; requests are handled in `webhook/receive.ts`.

import type {
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { toRefusal } from '../shared/errors';
import { authentication } from './authentication';
import { webhookSubtitle } from './subtitle';
import { eventOptions } from './webhook/events';
import { sources, webhookProperties } from './webhook/properties';
import { receive } from './webhook/receive';
import { readSettings, SettingsFault } from './webhook/settings';

const WHERE =
	'developer portal > My Apps > your app > Advanced Settings > Webhooks, or in a sub-account: Automation > Workflows > your workflow > Webhook action';

export class HighLevelWebhookTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'HighLevel Webhook Trigger',
		name: 'highLevelWebhookTrigger',
		icon: {
			light: 'file:highLevelWebhookTrigger.svg',
			dark: 'file:highLevelWebhookTrigger.dark.svg',
		},
		group: ['trigger'],
		// n8n evaluates an expression on every request to a webhook node of version 1, even a refused one.
		version: [1, 1.1, 1.2],
		subtitle: webhookSubtitle(sources, eventOptions()),
		description:
			'Starts the workflow when HighLevel (GoHighLevel) events occur: contacts, notes, tasks, appointments and more',
		defaults: { name: 'HighLevel Webhook Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		// Needed only to fetch records.
		credentials: [
			{
				name: 'highLevelPrivateIntegrationApi',
				required: true,
				displayOptions: { show: { authentication: ['privateIntegration'], fetchRecords: [true] } },
			},
			{
				name: 'highLevelAppOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'], fetchRecords: [true] } },
			},
		],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				responseData: 'noData',
				path: 'webhook',
			},
		],
		eventTriggerDescription: 'Waiting for HighLevel to call the Test URL',
		triggerPanel: {
			header: 'Listen for an event in HighLevel',
			executionsHelp: {
				inactive: `<b>While building your workflow</b>, click 'Execute step', enter the Test URL in HighLevel (${WHERE}) and make an event happen there. The Test URL responds only while n8n listens.<br /><br /><b>Once your workflow works</b>, enter the Production URL instead and publish the workflow.`,
				active: `<b>While changing your workflow</b>, click 'Execute step' and send an event to the Test URL, for example by resending a delivery from the webhook logs under Insights in the developer portal.<br /><br /><b>The published workflow</b> runs for every event that HighLevel sends to the Production URL (${WHERE}).`,
			},
			activationHint:
				'To receive events all the time, publish the workflow and enter the Production URL in HighLevel',
		},
		activationMessage: `The Production URL now responds. Enter it in HighLevel, which has no API for registering webhooks (${WHERE}).`,
		properties: [authentication, ...webhookProperties],
	};

	webhookMethods = {
		default: {
			/** @throws NodeOperationError when the trigger, as configured, cannot authenticate any delivery */
			checkExists(this: IHookFunctions): Promise<boolean> {
				const settings = readSettings(this);
				if (settings instanceof SettingsFault) {
					throw toRefusal(this.getNode(), settings.message, settings.advice);
				}
				// HighLevel has no API for subscriptions: the user pastes the URL, so there is nothing to check.
				return Promise.resolve(true);
			},
			create(this: IHookFunctions): Promise<boolean> {
				// The user registers the URL, in the developer portal or in a workflow's action.
				return Promise.resolve(true);
			},
			delete(this: IHookFunctions): Promise<boolean> {
				// The user removes the URL; until then, n8n responds to it with 404.
				return Promise.resolve(true);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}
}
