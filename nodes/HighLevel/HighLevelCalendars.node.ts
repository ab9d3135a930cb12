// The node HighLevel Calendars: its description; the operations are in `resources/calendars`.

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
import { calendarResources } from './resources/calendars';
import { methods } from './search';
import { highLevel, withSubAccount } from './subAccount';

export class HighLevelCalendars implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'HighLevel Calendars',
		name: 'highLevelCalendars',
		icon: {
			light: 'file:highLevelCalendars.svg',
			dark: 'file:highLevelCalendars.dark.svg',
		},
		group: ['transform'],
		version: [1, 1.1],
		subtitle: operationSubtitle(calendarResources),
		description: 'Work with the calendars of a HighLevel (GoHighLevel) sub-account',
		defaults: { name: 'HighLevel Calendars' },
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
			...withSubAccount(toProperties(withTimesNotice(calendarResources), 'appointment')),
		],
	};

	methods = methods;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeOperation(this, calendarResources, highLevel);
	}
}
