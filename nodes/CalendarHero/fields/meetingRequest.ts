// The fields of a meeting request, and the body that they make.

import type { IDataObject } from 'n8n-workflow';

import { countField, dateTimeField, textField } from '../../shared/builders';
import { toList, toWholeNumber } from '../../shared/convert';
import type { Field } from '../../shared/operation';
import { isAbsent, textsOf } from '../../shared/values';
import { emailsField } from './emails';
import { meetingType } from './locators';
import { toUtcSeconds } from './times';

/** A box that says who gets emails. */
export const emailNotice = (displayName: string): Field => ({
	displayName,
	name: 'emailNotice',
	type: 'notice',
	default: '',
	send: false,
});

const windowField = (displayName: string, name: string, description: string): Field =>
	dateTimeField(displayName, name, {
		required: true,
		description,
		send: { in: 'values', as: toUtcSeconds },
	});

/** The window in which the meeting can take place. */
export const dateStart = windowField(
	'Window Start',
	'dateStart',
	'Earliest time for the meeting. Invitees choose a time within the window.',
);
export const dateEnd = windowField(
	'Window End',
	'dateEnd',
	'Latest time for the meeting. For one exact time, make the window as long as the meeting.',
);

export const subject = textField('Meeting Subject', 'subject', {
	description: 'What the meeting is about. Invitees see it.',
	send: { in: 'values' },
});

export const contactEmails = emailsField('Invitee Emails', 'contactEmails');

export const type = meetingType({
	description:
		"Its settings apply, such as length and location. If empty, CalendarHero's default is used.",
	send: { in: 'values' },
});

const meetingLength = countField('Meeting Length (Minutes)', 'meetingLength', 30, {
	description: "If not set, the meeting type's own length",
	typeOptions: { minValue: 1 },
	send: { in: 'values', as: toWholeNumber(1) },
});

const contactIds = textField('Invitee Contact IDs', 'contactIds', {
	placeholder: 'e.g. 65f0c1a27be4d9003c8a1f10',
	description:
		'Contacts to invite besides the emails: IDs separated by commas, or an expression that returns a list',
	send: { in: 'values', as: (value) => [...new Set(toList(value))] },
});

const description = textField('Meeting Description', 'description', {
	typeOptions: { rows: 4 },
	description: 'The agenda. Invitees see it, and it cannot be changed later.',
	send: { in: 'values' },
});

const location = textField('Meeting Location', 'location', {
	description: 'One fixed place',
	send: { in: 'values' },
});

const locations = textField('Preferred Locations', 'locations', {
	description: 'Places separated by commas, or an expression that returns a list',
	send: { in: 'values', as: toList },
});

const capacity = countField('Room Capacity', 'capacity', 0, {
	description: 'Seats needed in a meeting room. 0 books no room.',
	send: { in: 'values', as: toWholeNumber(0) },
});

/** What a request may also have. */
export const details: Field[] = [
	capacity,
	contactIds,
	description,
	location,
	locations,
	meetingLength,
];

/** The keys that are sent as they are, in the order of the API's documentation. */
const PLAIN_KEYS = [
	'subject',
	'description',
	'dateStart',
	'dateEnd',
	'meetingLength',
	'type',
	'contactEmails',
	'location',
	'capacity',
];

/** @returns the body of a new request (CalendarHero's API documentation, as third-party connectors repeat it) */
export function bodyOf(values: IDataObject): IDataObject {
	const given = PLAIN_KEYS.filter((key) => !isAbsent(values[key]));
	const body: IDataObject = Object.fromEntries(given.map((key) => [key, values[key]]));
	const contacts = textsOf(values.contactIds).map((id) => ({ id }));
	const locations = textsOf(values.locations).map((name) => ({ name }));
	if (contacts.length > 0) body.contacts = contacts;
	if (locations.length > 0) body.locations = locations;
	return body;
}
