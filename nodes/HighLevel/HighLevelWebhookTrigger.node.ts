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
import { webhookProperties } from './webhook/properties';
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
		subtitle:
			'={{$parameter["source"] === "workflow" ? "workflow webhook" : ($parameter["events"] ?? []).join(", ")}}',
		description:
			'Start the workflow at once when something happens in HighLevel (GoHighLevel): contacts, notes, tasks, appointments and more',
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
		triggerPanel: {
			header: 'Listen for an event of HighLevel',
			executionsHelp: {
				inactive: `HighLevel knows one URL only. <b>While building</b>, choose 'Execute step', put the Test URL where HighLevel sends to (${WHERE}) and make something happen there. <br /> <br /><b>Once it works</b>, put the Production URL there and publish the workflow.`,
				active: `The workflow runs for every event that HighLevel sends to the Production URL (${WHERE}). <br /> <br /><b>To test a change</b>, choose 'Execute step' and send a delivery again, for example from the webhook logs under Insights in the developer portal, to the Test URL.`,
			},
			activationHint:
				'Publish the workflow so that the Production URL answers, and paste that URL in HighLevel.',
		},
		activationMessage: `The Production URL answers now. HighLevel has no API for webhooks: paste the URL yourself (${WHERE}).`,
		properties: [authentication, ...webhookProperties],
	};

	webhookMethods = {
		default: {
			/** @throws NodeOperationError when the trigger, as configured, cannot authenticate any delivery */
			checkExists(this: IHookFunctions): Promise<boolean> {
				const settings = readSettings(this);
				if (settings instanceof SettingsFault) {
					throw toRefusal(
						this.getNode(),
						settings.message,
						'Open the HighLevel Webhook Trigger and fill it in, then publish the workflow again.',
					);
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
