// The fields of a contact.

import { textField } from '../../shared/builders';
import { toList } from '../../shared/convert';
import type { Field } from '../../shared/operation';
import { emailsField, toEmail } from './emails';

const kept = { in: 'values' as const };

const contactName = textField('Contact Name', 'name', {
	placeholder: 'e.g. Ada Lovelace',
	description: 'First and last name. A new contact without a name gets the email as its name.',
	send: kept,
});

const telephone = textField('Phone Numbers', 'telephone', {
	placeholder: 'e.g. +15551234567',
	description: 'Numbers separated by commas, or an expression that returns a list',
	send: { in: 'values', as: toList },
});

const defaultEmail = textField('Default Email', 'defaultEmail', {
	placeholder: 'e.g. name@email.com',
	description: "Which of the contact's emails to write to",
	send: { in: 'values', as: toEmail },
});

const organization = textField('Organization', 'organization', { send: kept });

const title = textField('Job Title', 'title', { send: kept });

/** What a contact may have, besides its name and its emails. */
const details: Field[] = [defaultEmail, organization, telephone, title];

/** What a new contact may have. */
export const newDetails: Field[] = [
	...details,
	emailsField('Additional Emails', 'additionalEmails'),
	contactName,
];

/** What an update may change. */
export const changes: Field[] = [
	...details,
	contactName,
	emailsField('Emails', 'emails', {
		description: 'All emails of the contact, separated by commas. They replace the current ones.',
	}),
	{
		displayName: 'Clear Fields',
		name: 'clearFields',
		type: 'multiOptions',
		default: [],
		options: [
			{ name: 'Job Title', value: 'title' },
			{ name: 'Organization', value: 'organization' },
			{ name: 'Phone Numbers', value: 'telephone' },
		],
		description: 'Fields to clear. An empty value elsewhere leaves a field unchanged.',
		send: kept,
	},
];

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'.split('');

/** Which contacts to list. CalendarHero accepts either a search or a group. */
export const filters: Field[] = [
	{
		displayName: 'Contact Group',
		name: 'filter',
		type: 'options',
		default: 'recent',
		options: [
			{ name: 'Popular', value: 'popular' },
			{ name: 'Recent', value: 'recent' },
			...LETTERS.map((letter) => ({
				name: `Starts With ${letter.toUpperCase()}`,
				value: letter,
			})),
		],
		description: 'Which contacts to return. Cannot be combined with a search.',
	},
	{
		displayName: 'Include Duplicates',
		name: 'all',
		type: 'boolean',
		default: true,
		description: 'Whether to return duplicate contacts separately instead of merged',
	},
	{
		displayName: 'Include Teams',
		name: 'includeTeams',
		type: 'boolean',
		default: true,
		description: 'Whether to return groups of contacts as well, which have no email of their own',
	},
	textField('Search Text', 'search', {
		placeholder: 'e.g. ada@email.com',
		description: 'An email, a domain such as @email.com, or a full name',
	}),
];
