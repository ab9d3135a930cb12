/** Made-up events in the published format (developer portal, Webhook events), without the envelope. */
import type { JsonObject } from '../shared/json';

const contactId = 'nmFmQEsNgz6AVpgLVUJ0';
const companyId = 'otg8dTQqGLh3Q6iQI55w';
const userId = 'YlWd2wuCAZQzh2cH1fVZ';
const dateAdded = '2026-09-14T08:15:02.117Z';

const contact: JsonObject = {
	id: contactId,
	address1: '1 Example St',
	city: 'Springfield',
	state: 'IL',
	companyName: 'Example Co',
	country: 'US',
	source: 'website form',
	dateAdded,
	dateOfBirth: '1990-01-05T00:00:00.000Z',
	dnd: false,
	email: 'ada@example.com',
	name: 'Ada Example',
	firstName: 'Ada',
	lastName: 'Example',
	phone: '+15550100001',
	postalCode: '62701',
	tags: ['new lead', 'webinar'],
	website: 'https://example.com',
	attachments: [],
	assignedTo: userId,
	customFields: [{ id: 'BcdmQEsNgz6AVpgLVUJ0', value: 'XYZ Corp' }],
};

const channel = (status: string): JsonObject => ({ status, message: 'by request', code: '101' });

const note: JsonObject = { id: 'nt7eTQqGLh3Q6iQI55w1', body: 'Called back', contactId, dateAdded };

const task: JsonObject = {
	id: 'UlRWGLSXh0ji5qbiGu4i',
	assignedTo: userId,
	body: 'Bring the contract',
	contactId,
	title: 'Call Ada',
	dateAdded,
	dueDate: '2026-09-20T12:00:00.000Z',
};

const appointment: JsonObject = {
	appointment: {
		id: '0007BWpSzSwfiuSl0tR2',
		address: 'https://example.com/meeting',
		title: 'Intro call with Ada',
		calendarId: 'BqTwX8QFwXzpegMve9EQ',
		contactId,
		groupId: '9NkT25Vor1v4aQatFsv2',
		appointmentStatus: 'confirmed',
		assignedUserId: userId,
		users: [userId],
		notes: 'First call',
		source: 'booking_widget',
		startTime: '2026-09-25T16:00:00+05:30',
		endTime: '2026-09-25T16:30:00+05:30',
		dateAdded: '2026-09-14T16:00:00+05:30',
		dateUpdated: '2026-09-14T16:00:00+05:30',
	},
};

const location: JsonObject = {
	locationId: undefined,
	id: 've9EPM428h8vShlRW1KT',
	companyId,
	name: 'Example Clinic',
	email: 'mailer@example.com',
	stripeProductId: 'prod_xyz123abc',
};

const install: JsonObject = {
	installType: 'Location',
	companyId,
	userId,
	planId: '66a0419a0dffa47fb5f8b22f',
	trial: { onTrial: true, trialDuration: 10, trialStartDate: dateAdded },
	isWhitelabelCompany: false,
	whitelabelDetails: {},
	companyName: 'Example Company',
};

/** An event with the fields that HighLevel publishes for it; a `locationId` of undefined means that it has none. */
export interface EventSample {
	name: string;
	type: string;
	fields: JsonObject;
}

const sample = (type: string, fields: JsonObject, name = type): EventSample => ({
	name,
	type,
	fields,
});

export const appEventSamples: readonly EventSample[] = [
	sample('ContactCreate', contact),
	sample('ContactUpdate', contact),
	sample('ContactDelete', contact),
	sample('ContactTagUpdate', contact),
	sample('ContactDndUpdate', {
		...contact,
		dnd: true,
		dndSettings: {
			SMS: channel('inactive'),
			Call: channel('inactive'),
			Email: channel('active'),
			GMB: channel('active'),
			FB: channel('active'),
			WhatsApp: channel('active'),
		},
	}),
	sample('NoteCreate', note),
	sample('NoteUpdate', note),
	sample('NoteDelete', note),
	sample('TaskCreate', task),
	sample(
		'TaskCreate',
		{ ...task, contactId: undefined, body: undefined },
		'TaskCreate as it arrives',
	),
	sample('TaskComplete', task),
	sample('TaskDelete', task),
	sample('AppointmentCreate', appointment),
	sample('AppointmentUpdate', appointment),
	sample('AppointmentDelete', appointment),
	sample('CampaignStatusUpdate', {
		id: '2hxvXh8Fjc69SvujEWMD',
		contactId,
		status: 'paused',
		templateId: 'Y2I9XM7aO1hncuSOlc9L',
		replied: 'no',
		dateAdded,
	}),
	sample('LocationCreate', location),
	sample('LocationUpdate', location),
	sample('INSTALL', install),
	sample(
		'INSTALL',
		{
			...install,
			isWhitelabelCompany: true,
			whitelabelDetails: { domain: 'example.com', logoUrl: 'https://example.com/logo.png' },
		},
		'INSTALL of a white-label agency',
	),
	sample(
		'INSTALL',
		{ installType: 'Company', locationId: undefined, companyId, planId: install.planId },
		'INSTALL in an agency',
	),
	sample('UNINSTALL', {}),
	sample('UNINSTALL', { locationId: undefined, companyId }, 'UNINSTALL from an agency'),
	sample('PLAN_CHANGE', {
		companyId,
		userId,
		currentPlanId: '66a0419a0dffa47fb5f8b22f',
		newPlanId: '66a0419a0dffa47fb5f8b230',
	}),
	sample('EXTERNAL_AUTH_CONNECTED', { companyId, authType: 'oauth2', scopes: ['read'] }),
];

/** The fixed JSON of a workflow's Webhook action, triggered by a change of a contact. */
export const workflowContact: JsonObject = {
	'Preferred Doctor': 'Dr. Example',
	'Insurance Plan': 'Basic',
	contact_id: contactId,
	first_name: 'Ada',
	last_name: 'Example',
	full_name: 'Ada Example',
	email: 'ada@example.com',
	phone: '+15550100001',
	tags: 'new lead,webinar',
	address1: '1 Example St',
	city: 'Springfield',
	state: 'IL',
	country: 'US',
	timezone: 'America/Chicago',
	date_created: dateAdded,
	postal_code: '62701',
	company_name: 'Example Co',
	website: 'https://example.com',
	date_of_birth: '1990-01-05T00:00:00.000Z',
	contact_source: 'website form',
	full_address: '1 Example St, Springfield IL 62701',
	contact_type: 'lead',
	location: {
		name: 'Example Clinic',
		address: '2 Example Ave',
		city: 'Springfield',
		state: 'IL',
		country: 'US',
		postalCode: '62701',
		fullAddress: '2 Example Ave, Springfield IL 62701',
		id: 've9EPM428h8vShlRW1KT',
	},
	user: {
		firstName: 'Sam',
		lastName: 'Staff',
		email: 'sam@example.com',
		phone: '+15550100002',
	},
	workflow: { id: 'bac2d2c5-358a-44c6-909d-e4411d171cf8', name: 'Send to n8n' },
	triggerData: {},
	contact: {
		attributionSource: { sessionSource: 'CRM UI', medium: 'manual', mediumId: null },
		lastAttributionSource: {},
	},
	attributionSource: {},
	customData: { event: 'contact_created', secret: 'choose-your-own' },
};

/** The same, triggered by an appointment, with HighLevel's misspelling. */
export const workflowAppointment: JsonObject = {
	...workflowContact,
	customData: { event: 'appointment_booked', secret: 'choose-your-own' },
	calendar: {
		id: 'BqTwX8QFwXzpegMve9EQ',
		calendarName: 'Intro call',
		appointmentId: '0007BWpSzSwfiuSl0tR2',
		title: 'Intro call with Ada',
		selectedTimezone: 'America/Chicago',
		startTime: '2026-09-16T10:00:00',
		endTime: '2026-09-16T10:30:00',
		status: 'booked',
		appoinmentStatus: 'confirmed',
		address: 'https://example.com/meeting',
		notes: '',
		created_by_meta: { source: 'booking_widget', channel: 'web_app' },
		last_updated_by_meta: { source: 'booking_widget', channel: 'web_app' },
	},
};
