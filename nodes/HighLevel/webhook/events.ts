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
		description: 'A contact was added, by a person, a form, an import or the API',
		scope: CONTACTS,
	},
	{
		type: 'ContactUpdate',
		group: 'Contacts',
		name: 'Contact Updated',
		action: 'When a contact is updated',
		description: 'Any field of a contact changed. The event does not tell which one.',
		scope: CONTACTS,
	},
	{
		type: 'ContactDelete',
		group: 'Contacts',
		name: 'Contact Deleted',
		action: 'When a contact is deleted',
		description: 'A contact was deleted; its last state comes with the event',
		scope: CONTACTS,
	},
	{
		type: 'ContactTagUpdate',
		group: 'Contacts',
		name: 'Contact Tags Changed',
		action: 'When the tags of a contact change',
		description: 'Tags were added or removed; the event lists all tags that are left',
		scope: CONTACTS,
	},
	{
		type: 'ContactDndUpdate',
		group: 'Contacts',
		name: 'Contact DND Changed',
		action: 'When do not disturb changes for a contact',
		description: 'Do not disturb was switched for a channel or for all of them',
		scope: CONTACTS,
	},
	{
		type: 'NoteCreate',
		group: 'Notes',
		name: 'Note Created',
		action: 'When a note is added to a contact',
		description: 'A note was written on a contact',
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
		description: 'A note was deleted; its last text comes with the event',
		scope: CONTACTS,
	},
	{
		type: 'TaskCreate',
		group: 'Tasks',
		name: 'Task Created',
		action: 'When a task is created',
		description:
			'A task was added to a contact. HighLevel often leaves out which contact: Fetch Full Records looks it up.',
		scope: CONTACTS,
	},
	{
		type: 'TaskComplete',
		group: 'Tasks',
		name: 'Task Completed',
		action: 'When a task is completed',
		description: 'A task was marked as done. HighLevel has no event for other changes of a task.',
		scope: CONTACTS,
	},
	{
		type: 'TaskDelete',
		group: 'Tasks',
		name: 'Task Deleted',
		action: 'When a task is deleted',
		description: 'A task was deleted; its last state comes with the event',
		scope: CONTACTS,
	},
	{
		type: 'AppointmentCreate',
		group: 'Appointments',
		name: 'Appointment Created',
		action: 'When an appointment is booked',
		description: 'An appointment was booked, by the contact or by a user',
		scope: APPOINTMENTS,
	},
	{
		type: 'AppointmentUpdate',
		group: 'Appointments',
		name: 'Appointment Updated',
		action: 'When an appointment is changed, rescheduled or cancelled',
		description: 'An appointment changed: its time, its status or anything else',
		scope: APPOINTMENTS,
	},
	{
		type: 'AppointmentDelete',
		group: 'Appointments',
		name: 'Appointment Deleted',
		action: 'When an appointment is deleted',
		description: 'An appointment was deleted; its last state comes with the event',
		scope: APPOINTMENTS,
	},
	{
		type: 'CampaignStatusUpdate',
		group: 'Campaigns',
		name: 'Campaign Status Changed',
		action: 'When the status of a contact in a campaign changes',
		description: 'A contact was added to a campaign, paused or finished it, or replied',
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
		description: 'The data of a sub-account (location) changed',
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
		description: 'A sub-account moved to another plan of a paid app',
		scope: '',
	},
	{
		type: 'EXTERNAL_AUTH_CONNECTED',
		group: 'App',
		name: 'App External Authentication Connected',
		action: 'When external authentication of the app is connected',
		description: 'A user connected the account that the app asks for during its installation',
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
			action: 'When anything happens that the app is subscribed to',
			description: 'Every event that HighLevel sends to this URL',
		},
	].sort((a, b) => a.name.localeCompare(b.name, 'en'));
}
