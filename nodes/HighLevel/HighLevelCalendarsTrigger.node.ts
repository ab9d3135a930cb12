// The polling trigger for calendars: its description; the events are in `polling/calendars`.

import type {
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { authentication } from './authentication';
import { calendarEvents } from './polling/calendars';
import { pollTrigger } from './polling/engine';
import { methods } from './polling/methods';
import { toTriggerProperties } from './polling/properties';
import { withSubAccount } from './subAccount';
import { eventSubtitle } from './subtitle';

export class HighLevelCalendarsTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'HighLevel Calendars Trigger',
		name: 'highLevelCalendarsTrigger',
		icon: {
			light: 'file:highLevelCalendars.svg',
			dark: 'file:highLevelCalendars.dark.svg',
		},
		group: ['trigger'],
		version: [1, 1.1],
		subtitle: eventSubtitle(calendarEvents),
		description:
			'Work with the calendars and appointments of a HighLevel (GoHighLevel) sub-account, or start a workflow when they change',
		defaults: { name: 'HighLevel Calendars Trigger' },
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
			...withSubAccount(toTriggerProperties(calendarEvents, 'appointmentCreated')),
		],
	};

	methods = methods;

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await pollTrigger(this, calendarEvents);
	}
}
