// The trigger: its description. One node that is webhook and polling at once: the poll keeps its hooks registered, and a
// test run polls, so that it touches no hook.

import type {
	IHookFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { eventsSubtitle } from '../shared/subtitle';
import { checkExists, create, remove } from './webhook/lifecycle';
import { poll } from './webhook/poll';
import { eventOptions, properties } from './webhook/properties';
import { receive } from './webhook/receive';

export class CalendarHeroTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'CalendarHero Trigger',
		name: 'calendarHeroTrigger',
		icon: { light: 'file:calendarHero.svg', dark: 'file:calendarHero.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: eventsSubtitle(eventOptions()),
		description:
			'Ask people to meet with CalendarHero, or start a workflow when they book, move or cancel',
		defaults: { name: 'CalendarHero Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'calendarHeroApi', required: true }],
		webhooks: [
			{
				name: 'default',
				// A test run builds the workflow inactive, so it has no webhook and n8n polls instead (n8n 2.41).
				httpMethod: '={{$workflow.active ? "POST" : ""}}',
				responseMode: 'onReceived',
				responseData: 'noData',
				path: '={{$webhookId}}/:event',
				isFullPath: true,
				ndvHideUrl: true,
				ndvHideMethod: true,
			},
		],
		properties,
	};

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await checkExists(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await create(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await remove(this);
			},
		},
	};

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this);
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}
}
