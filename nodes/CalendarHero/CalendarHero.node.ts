// The node CalendarHero: its description; the operations are in `resources`.

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
import { calendarHero } from './api';
import { calendarHeroResources } from './resources';
import { methods } from './search';

export class CalendarHero implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'CalendarHero',
		name: 'calendarHero',
		icon: { light: 'file:calendarHero.svg', dark: 'file:calendarHero.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: operationSubtitle(calendarHeroResources),
		description: 'Ask people to meet with CalendarHero, and work with its contacts and meetings',
		defaults: { name: 'CalendarHero' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'calendarHeroApi', required: true }],
		properties: toProperties(withTimesNotice(calendarHeroResources), 'contact'),
	};

	methods = methods;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await executeOperation(this, calendarHeroResources, calendarHero);
	}
}
