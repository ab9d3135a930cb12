// Fields for the tags of a contact.

import type { INodePropertyOptions } from 'n8n-workflow';

import type { Field } from '../../shared/operation';
import { multiOptionsFrom } from '../../shared/standardFields';
import { textField } from './builders';
import { inNewNodes, inVersion1 } from './nodeVersion';

/** Existing tags, by name: HighLevel has no other use for their IDs. */
export const tagNames: Field = {
	displayName: 'Tag Names or IDs',
	name: 'tags',
	type: 'multiOptions',
	default: [],
	...multiOptionsFrom(
		'getTags',
		'Tags are given by name, and adding one that does not exist yet creates it. An expression can return a list, or text separated by commas.',
	),
	send: { in: 'values' },
};

const newTags = textField('New Tags', 'newTags', {
	placeholder: 'e.g. webinar, spring sale',
	description: 'Names that are not in the list yet, separated by commas. HighLevel creates them.',
	send: { in: 'values' },
});

const ACTIONS: INodePropertyOptions[] = [
	{ name: 'Add', value: 'add', description: 'Keep the tags that the contact has' },
	{ name: 'Remove', value: 'remove', description: 'Remove these tags' },
	{
		name: 'Replace All',
		value: 'replace',
		description: 'Leave the contact with only these tags, or with none if none are given',
	},
];

const tagAction: Field = {
	displayName: 'Tag Action',
	name: 'tagAction',
	type: 'options',
	default: 'add',
	options: ACTIONS,
	// Absent if nothing was chosen, so that an update without any other value counts as empty.
	send: { in: 'values', as: (action) => (action === 'add' ? undefined : action) },
};

/** Tags to add. */
export const tagsToAdd: Field[] = [tagNames, newTags];

/** Tags of a new contact, next to its other main fields. */
export const tagsOfNew: Field[] = tagsToAdd.map(inNewNodes);

/** Tags of a new contact among the additional fields. */
export const tagsOfNewInVersion1: Field[] = tagsToAdd.map(inVersion1);

/** A change to the tags that a contact has, next to its other main fields. */
export const tagChange: Field[] = [
	tagNames,
	tagAction,
	{ ...newTags, show: { tagAction: ['add', 'replace'] } },
].map(inNewNodes);

/** A change to the tags that a contact has, in a group among the optional fields. */
export const tagChangeInVersion1: Field = inVersion1({
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
					options: ACTIONS,
				},
				newTags,
				tagNames,
			],
		},
	],
});
