// Fields for the tags of a contact.

import type { Field } from '../../shared/operation';
import { multiOptionsFrom } from '../../shared/standardFields';
import { textField } from './builders';

const tagNames: Field = {
	displayName: 'Tag Names or IDs',
	name: 'tags',
	type: 'multiOptions',
	default: [],
	...multiOptionsFrom('getTags'),
	send: { in: 'values' },
};

const newTags = textField('New Tags', 'newTags', {
	placeholder: 'e.g. webinar, spring sale',
	description: 'Names that are not in the list yet, separated by commas; HighLevel creates them',
	send: { in: 'values' },
});

/** Tags of a new contact. */
export const tagsOfNew: Field[] = [tagNames, newTags];

/** A change to the tags that a contact has. */
export const tagChange: Field = {
	displayName: 'Tags',
	name: 'tagChange',
	type: 'fixedCollection',
	default: {},
	placeholder: 'Change tags',
	send: { in: 'values' },
	options: [
		{
			displayName: 'Tags',
			name: 'change',
			values: [
				{
					displayName: 'Action',
					name: 'mode',
					type: 'options',
					default: 'add',
					options: [
						{ name: 'Add', value: 'add', description: 'Keep the tags that the contact has' },
						{ name: 'Remove', value: 'remove', description: 'Take these tags off' },
						{
							name: 'Replace All',
							value: 'replace',
							description: 'The contact has just these tags afterwards; none clears them',
						},
					],
				},
				newTags,
				tagNames,
			],
		},
	],
};
