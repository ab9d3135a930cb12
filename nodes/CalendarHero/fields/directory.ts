// The fields of a directory.

import { textField } from '../../shared/builders';
import type { Field } from '../../shared/operation';
import { multiOptionsFrom } from '../../shared/standardFields';

const kept = { in: 'values' as const };

export const directoryName = textField('Directory Name', 'directoryName', {
	placeholder: 'e.g. northwind-team',
	description: 'A name that no other directory has',
	send: kept,
});

/** The names of the types; the owner's ID is added to each. */
export const meetingTypes: Field = {
	displayName: 'Meeting Type Names or IDs',
	name: 'meetingTypes',
	type: 'multiOptions',
	default: [],
	...multiOptionsFrom('getMeetingTypes', 'The types that the directory shows.'),
	send: kept,
};

export const details: Field[] = [
	textField('Directory Code', 'code', {
		description: 'A code of your own for the directory',
		send: kept,
	}),
	{
		displayName: 'Google Tracking IDs',
		name: 'googleTrackingIds',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add tracking ID',
		options: [
			{
				displayName: 'Tracking ID',
				name: 'ids',
				values: [
					textField('ID', 'id', { required: true, placeholder: 'e.g. GTM-ABC123' }),
					textField('Type', 'type', { required: true, placeholder: 'e.g. GTM' }),
				],
			},
		],
		send: kept,
	},
	textField('Booking Instructions', 'instructions', {
		typeOptions: { rows: 3 },
		description: 'What visitors read on the page',
		send: kept,
	}),
	{
		displayName: 'Is Default',
		name: 'isDefault',
		type: 'boolean',
		default: true,
		description: "Whether this is the user's default directory",
		send: kept,
	},
	{
		displayName: 'Directory Locked',
		name: 'locked',
		type: 'boolean',
		default: true,
		description: 'Whether the directory can no longer be changed',
		send: kept,
	},
	textField('Owner User ID', 'userId', {
		placeholder: 'e.g. 65e9b0d41c2f880021aa7701',
		description: "Whose meeting types these are. If empty, they are those of the token's user.",
		send: kept,
	}),
	textField('Page Title', 'pageTitle', { description: 'The heading of the page', send: kept }),
];
