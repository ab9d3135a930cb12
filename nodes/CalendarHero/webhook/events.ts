// The eight events of CalendarHero's webhooks. A delivery does not say which it is, so each has a URL of its own.

import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

/** An event, as CalendarHero's help pages list them. */
export interface HookEvent
	extends Required<Pick<INodePropertyOptions, 'name' | 'action' | 'description'>> {
	/** CalendarHero's name, which is part of the URL. */
	value: string;
	/** What a delivery is about. */
	about: 'contact' | 'request';
}

/** In the order of the menu. */
export const EVENTS: HookEvent[] = [
	{
		name: 'Contact Added',
		value: 'new_contact_added',
		action: 'On contact added by the scheduling link',
		description:
			'Somebody became a contact through a scheduling link, not through the API or the app',
		about: 'contact',
	},
	{
		name: 'Meeting Completed',
		value: 'meeting_completed',
		action: 'On meeting completed',
		description: 'A booked meeting reached its end time',
		about: 'request',
	},
	{
		name: 'Meeting Request Booked',
		value: 'meeting_request_success',
		action: 'On meeting request booked',
		description: 'A meeting request became a booked meeting',
		about: 'request',
	},
	{
		name: 'Meeting Request Cancelled',
		value: 'meeting_request_cancelled',
		action: 'On meeting request cancelled',
		description: 'The user cancelled a meeting request',
		about: 'request',
	},
	{
		name: 'Meeting Request Created',
		value: 'new_meeting_request',
		action: 'On meeting request created',
		description: 'The user asked somebody to meet',
		about: 'request',
	},
	{
		name: 'Meeting Request Expired',
		value: 'meeting_request_expired',
		action: 'On meeting request expired',
		description: 'The window of a meeting request passed without a booking',
		about: 'request',
	},
	{
		name: 'Meeting Rescheduled',
		value: 'meeting_rescheduled',
		action: 'On meeting rescheduled',
		description: 'A booked meeting moved',
		about: 'request',
	},
	{
		name: 'Meeting Started',
		value: 'meeting_started',
		action: 'On meeting started',
		description: 'A booked meeting reached its start time',
		about: 'request',
	},
];

interface Parameters {
	getNodeParameter(name: string, fallback: unknown): unknown;
}

/** @returns the events that the user chose */
export function chosenEvents(context: Parameters): HookEvent[] {
	const chosen = context.getNodeParameter('events', []);
	return EVENTS.filter(({ value }) => Array.isArray(chosen) && chosen.includes(value));
}

const TIME = '2026-09-14T13:00:00.000Z';

/** @returns a made-up delivery, for a test run in an account whose samples are empty */
export function exampleOf({ about }: HookEvent): IDataObject {
	if (about === 'contact') {
		return {
			id: '65f0c1a27be4d9003c8a1f10',
			name: 'Mara Lindqvist',
			email: ['mara@northwind.example'],
		};
	}
	return {
		id: '65f1d3f97be4d9003c8a2b44',
		status: 'scheduled',
		dateScheduledStart: TIME,
		dateScheduledEnd: TIME.replace('T13:00', 'T13:30'),
	};
}
