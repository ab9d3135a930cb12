// The operations of the resource 'Follower' of contacts.

import { toList } from '../../../shared/convert';
import { textsUnder } from '../../../shared/expectation';
import type { Field, Resource } from '../../../shared/operation';
import { multiOptionsFrom } from '../../../shared/standardFields';
import { contactId } from '../../fields/locators';
import { withIds } from './outcome';

const WRITE = 'contacts.write';

const FOLLOWERS = textsUnder('followers');

const followers: Field = {
	displayName: 'User Names or IDs',
	name: 'followers',
	type: 'multiOptions',
	default: [],
	required: true,
	...multiOptionsFrom('getUsers'),
	send: { as: toList },
};

/** Users who follow a contact (OpenAPI: contacts-v3.json, followers). */
export const contactFollower: Resource = {
	name: 'Follower',
	value: 'follower',
	description: 'Users who follow a contact',
	operations: [
		{
			name: 'Add',
			value: 'add',
			action: 'Add followers to a contact',
			description: 'Add users to the followers of a contact',
			request: 'POST /contacts/{contactId}/followers',
			scope: WRITE,
			fields: [contactId, followers],
			repeatable: true,
			changes: ['followersAdded'],
			expects: FOLLOWERS,
			output: withIds('contactId'),
		},
		{
			name: 'Remove',
			value: 'remove',
			action: 'Remove followers from a contact',
			description: 'Remove users from the followers of a contact',
			request: 'DELETE /contacts/{contactId}/followers',
			scope: WRITE,
			sends: 'body',
			fields: [contactId, followers],
			repeatable: true,
			changes: ['followersRemoved'],
			expects: FOLLOWERS,
			output: withIds('contactId'),
		},
	],
};
