// What the editor shows for the trigger.

import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { toProperty } from '../../shared/properties';
import { simple } from '../../shared/standardFields';
import { EVENTS } from './events';

/** The menu of events. */
export const eventOptions = (): INodePropertyOptions[] =>
	EVENTS.map(({ name, value, action, description }) => ({ name, value, action, description }));

export const properties: INodeProperties[] = [
	{
		displayName:
			'CalendarHero keeps <b>one webhook for each event and user</b>. Two workflows, or a workflow and another program, cannot listen to the same event of one user.',
		name: 'oneHookNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		noDataExpression: true,
		required: true,
		options: eventOptions(),
		default: ['meeting_request_success'],
		description: 'Which events start the workflow',
	},
	{
		displayName: 'Replace Existing Hook',
		name: 'replaceExisting',
		type: 'boolean',
		default: false,
		description:
			"Whether to take over an event's webhook that another program created, or whose origin is unknown. The other program then receives nothing.",
	},
	{
		displayName: 'Fetch Full Request',
		name: 'fetchRequest',
		type: 'boolean',
		default: false,
		description:
			'Whether to look up the meeting request of an event, since CalendarHero sends little more than its ID. If it cannot be read, the event arrives without it.',
	},
	toProperty(simple),
];
