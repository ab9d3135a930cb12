// The events that HighLevel sends for marketplace apps.

import type { INodePropertyOptions } from 'n8n-workflow';

/** One kind of webhook that HighLevel sends for a marketplace app. */
export interface AppEvent {
	/** `type` in the body of a delivery. */
	type: string;
	group: 'Contacts' | 'Notes' | 'Tasks' | 'Appointments' | 'Campaigns' | 'Locations' | 'App';
	/** Menu entry, Title Case. */
	name: string;
	/** Sentence for the node panel. */
	action: string;
	description: string;
	/** The scope that the app needs; '' where the event is always sent. */
	scope: string;
}

const CONTACTS = 'contacts.readonly';
const APPOINTMENTS = 'calendars/events.readonly';
const LOCATIONS = 'locations.readonly';

/** The events that the menu offers, in menu order (HighLevel developer portal, Webhook events). */
export const appEvents: readonly AppEvent[] = [
	{
		type: 'ContactCreate',
		group: 'Contacts',
		name: 'Contact Created',
		action: 'When a contact is created',
		description: 'A contact was created, whether by a user, a form, an import or the API',
		scope: CONTACTS,
	},
	{
		type: 'ContactUpdate',
		group: 'Contacts',
		name: 'Contact Updated',
		action: 'When a contact is updated',
		description: 'Any field of a contact changed. The event does not say which one.',
		scope: CONTACTS,
	},
	{
		type: 'ContactDelete',
		group: 'Contacts',
		name: 'Contact Deleted',
		action: 'When a contact is deleted',
		description: 'A contact was deleted. The event contains its last values.',
		scope: CONTACTS,
	},
	{
		type: 'ContactTagUpdate',
		group: 'Contacts',
		name: 'Contact Tags Changed',
		action: 'When the tags of a contact change',
		description: 'Tags were added or removed. The event contains the current tags.',
		scope: CONTACTS,
	},
	{
		type: 'ContactDndUpdate',
		group: 'Contacts',
		name: 'Contact DND Changed',
		action: 'When do not disturb changes for a contact',
		description: 'Do Not Disturb was turned on or off for some or all channels',
		scope: CONTACTS,
	},
	{
		type: 'NoteCreate',
		group: 'Notes',
		name: 'Note Created',
		action: 'When a note is added to a contact',
		description: 'A note was added to a contact',
		scope: CONTACTS,
	},
	{
		type: 'NoteUpdate',
		group: 'Notes',
		name: 'Note Updated',
		action: 'When a note of a contact is updated',
		description: 'The text of a note changed',
		scope: CONTACTS,
	},
	{
		type: 'NoteDelete',
		group: 'Notes',
		name: 'Note Deleted',
		action: 'When a note of a contact is deleted',
		description: 'A note was deleted. The event contains its last text.',
		scope: CONTACTS,
	},
	{
		type: 'TaskCreate',
		group: 'Tasks',
		name: 'Task Created',
		action: 'When a task is created',
		description:
			'A task was created for a contact. The event often lacks the contact. Fetch Full Records adds it.',
		scope: CONTACTS,
	},
	{
		type: 'TaskComplete',
		group: 'Tasks',
		name: 'Task Completed',
		action: 'When a task is completed',
		description:
			'A task was marked as completed. HighLevel has no event for other changes of a task.',
		scope: CONTACTS,
	},
	{
		type: 'TaskDelete',
		group: 'Tasks',
		name: 'Task Deleted',
		action: 'When a task is deleted',
		description: 'A task was deleted. The event contains its last values.',
		scope: CONTACTS,
	},
	{
		type: 'AppointmentCreate',
		group: 'Appointments',
		name: 'Appointment Created',
		action: 'When an appointment is booked',
		description: 'An appointment was booked by the contact or a user',
		scope: APPOINTMENTS,
	},
	{
		type: 'AppointmentUpdate',
		group: 'Appointments',
		name: 'Appointment Updated',
		action: 'When an appointment is changed, rescheduled or cancelled',
		description: 'Anything about an appointment changed, such as its time or status',
		scope: APPOINTMENTS,
	},
	{
		type: 'AppointmentDelete',
		group: 'Appointments',
		name: 'Appointment Deleted',
		action: 'When an appointment is deleted',
		description: 'An appointment was deleted. The event contains its last values.',
		scope: APPOINTMENTS,
	},
	{
		type: 'CampaignStatusUpdate',
		group: 'Campaigns',
		name: 'Campaign Status Changed',
		action: 'When the status of a contact in a campaign changes',
		description: 'A contact was added to a campaign, paused or finished it, or replied to it',
		scope: 'campaigns.readonly',
	},
	{
		type: 'LocationCreate',
		group: 'Locations',
		name: 'Location Created',
		action: 'When a sub-account is created',
		description: 'A sub-account (location) was created in the agency',
		scope: LOCATIONS,
	},
	{
		type: 'LocationUpdate',
		group: 'Locations',
		name: 'Location Updated',
		action: 'When a sub-account is updated',
		description: 'The details of a sub-account (location) changed',
		scope: LOCATIONS,
	},
	{
		type: 'INSTALL',
		group: 'App',
		name: 'App Installed',
		action: 'When the app is installed',
		description: 'The app was installed in a sub-account or an agency',
		scope: '',
	},
	{
		type: 'UNINSTALL',
		group: 'App',
		name: 'App Uninstalled',
		action: 'When the app is uninstalled',
		description: 'The app was removed from a sub-account or an agency',
		scope: '',
	},
	{
		type: 'PLAN_CHANGE',
		group: 'App',
		name: 'App Plan Changed',
		action: 'When the plan of the app is changed',
		description: 'A sub-account switched to another plan of a paid app',
		scope: '',
	},
	{
		type: 'EXTERNAL_AUTH_CONNECTED',
		group: 'App',
		name: 'App External Authentication Connected',
		action: 'When external authentication of the app is connected',
		description: 'A user connected the external account that the app requires during installation',
		scope: '',
	},
];

/** Further documented event types; the user enters their names. */
export const otherEventTypes: readonly string[] = [
	...['AppPaymentStatus', 'AppUpdate', 'AssociationCreate', 'AssociationDelete'],
	...['AssociationUpdate', 'ConversationUnreadUpdate', 'InboundMessage', 'InvoiceCreate'],
	...['InvoiceDelete', 'InvoicePaid', 'InvoicePartiallyPaid', 'InvoiceSent', 'InvoiceUpdate'],
	...['InvoiceVoid', 'KnowledgeBaseFileChange', 'LCEmailStats', 'ObjectSchemaCreate'],
	...['ObjectSchemaUpdate', 'OpportunityAssignedToUpdate', 'OpportunityCreate'],
	...['OpportunityDelete', 'OpportunityMonetaryValueUpdate', 'OpportunityStageUpdate'],
	...['OpportunityStatusUpdate', 'OpportunityUpdate', 'OrderCreate', 'OrderStatusUpdate'],
	...['OutboundMessage', 'PriceCreate', 'PriceDelete', 'PriceUpdate', 'ProductCreate'],
	...['ProductDelete', 'ProductUpdate', 'ProviderOutboundMessage', 'RecordCreate'],
	...['RecordDelete', 'RecordUpdate', 'RelationCreate', 'RelationDelete', 'SaaSPlanCreate'],
	...['SupportTicketUpdate', 'UserCreate', 'UserDelete', 'UserUpdate', 'VoiceAiCallEnd'],
];

export const ANY_EVENT = '*';

/** @returns the entries of the Events menu, sorted by name, which keeps the groups together */
export function eventOptions(): INodePropertyOptions[] {
	return [
		...appEvents.map(({ type, name, action, description }) => ({
			name,
			value: type,
			action,
			description,
		})),
		{
			name: 'Any Event',
			value: ANY_EVENT,
			action: 'When any event occurs that the app is subscribed to',
			description: 'Every event that HighLevel sends to the URL',
		},
	].sort((a, b) => a.name.localeCompare(b.name, 'en'));
}
