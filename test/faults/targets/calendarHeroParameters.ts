/** The parameters of CalendarHero's operations that need some, by `resource.operation`. */
import type { INodeParameters } from 'n8n-workflow';

const fromItem = (name: string) => `={{ $json.${name} }}`;
const byId = (name: string) => ({ [name]: { __rl: true, mode: 'id', value: fromItem(name) } });
const call = { type: { __rl: true, mode: 'name', value: 'call' } };
const window = { dateStart: fromItem('dateStart'), dateEnd: fromItem('dateEnd') };
const range = { start: fromItem('start'), end: fromItem('end') };

export const CALENDAR_HERO: Record<string, INodeParameters> = {
	'availability.getAll': { ...call, ...range },
	'contact.create': { email: fromItem('email') },
	'contact.delete': byId('contactId'),
	'contact.get': byId('contactId'),
	'contact.update': { ...byId('contactId'), updateFields: { title: fromItem('title') } },
	'contact.upsert': { email: fromItem('email'), additionalFields: { title: fromItem('title') } },
	'directory.create': { directoryName: fromItem('directoryName'), meetingTypes: ['call'] },
	'directory.delete': byId('directoryId'),
	'directory.get': byId('directoryId'),
	'directory.update': { ...byId('directoryId'), updateFields: { pageTitle: fromItem('title') } },
	'meeting.getAll': range,
	'meetingRequest.cancel': byId('meetingRequestId'),
	'meetingRequest.create': {
		subject: fromItem('subject'),
		contactEmails: fromItem('email'),
		...window,
		...call,
	},
	'meetingRequest.get': byId('meetingRequestId'),
	'meetingRequest.getAll': { state: 'active' },
	'meetingRequest.remind': byId('meetingRequestId'),
	'meetingRequest.reschedule': { ...byId('meetingRequestId'), ...window },
	'meetingType.get': call,
};
