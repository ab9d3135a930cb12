// The operations of the resource 'Note' of contacts.

import type { Field, Resource } from '../../../shared/operation';
import { wholeList } from '../../../shared/pagination';
import { clearFields, withCleared } from '../../fields/clear';
import { toColor } from '../../fields/color';
import { noteId } from '../../fields/contactRecords';
import { contactId, user } from '../../fields/locators';
import { GET_MANY } from '../getMany';

const WRITE = 'contacts.write';
const READ = 'contacts.readonly';

const text: Field = {
	displayName: 'Note Text',
	name: 'noteBody',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	description: 'HighLevel returns it as HTML in body and as plain text in bodyText',
	send: { key: 'body' },
};

/** Optional fields of a note. They have their own names where other operations use the name for something else. */
const details: Field[] = [
	{
		...user('Note Author', 'noteUserId', 'The user shown as the author of the note'),
		send: { key: 'userId' },
	},
	{
		displayName: 'Note Color',
		name: 'color',
		type: 'color',
		default: '',
		placeholder: 'e.g. #FFAA00',
		send: { as: toColor },
	},
	{
		displayName: 'Note Pinned',
		name: 'pinned',
		type: 'boolean',
		default: false,
		description: 'Whether the note stays at the top',
	},
	{
		displayName: 'Note Title',
		name: 'noteTitle',
		type: 'string',
		default: '',
		placeholder: 'e.g. Follow-up summary',
		send: { key: 'title' },
	},
];

/** Notes on a contact (OpenAPI: contacts-v3.json, notes). */
export const contactNote: Resource = {
	name: 'Note',
	value: 'note',
	description: 'Notes on a contact',
	initial: GET_MANY,
	operations: [
		{
			name: 'Create',
			value: 'create',
			action: 'Add a note to a contact',
			description: 'Create a note on a contact',
			request: 'POST /contacts/{contactId}/notes',
			scope: WRITE,
			fields: [contactId, { ...text, required: true }],
			optional: details,
			unwrap: ['note'],
		},
		{
			name: 'Delete',
			value: 'delete',
			action: 'Delete a note of a contact',
			description: 'Delete a note permanently',
			request: 'DELETE /contacts/{contactId}/notes/{id}',
			scope: WRITE,
			fields: [contactId, noteId],
			repeatable: true,
		},
		{
			name: 'Get',
			value: 'get',
			action: 'Get a note of a contact',
			description: 'Retrieve one note of a contact',
			request: 'GET /contacts/{contactId}/notes/{id}',
			scope: READ,
			fields: [contactId, noteId],
			unwrap: ['note'],
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many notes of a contact',
			description: 'Retrieve many notes of a contact',
			request: 'GET /contacts/{contactId}/notes',
			scope: READ,
			fields: [contactId],
			paginate: wholeList,
			ifNone: 'To add one to the contact, call Note > Create.',
			unwrap: ['notes'],
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update a note of a contact',
			description: 'Update only the given fields of a note',
			request: 'PUT /contacts/{contactId}/notes/{id}',
			scope: WRITE,
			fields: [contactId, noteId],
			optional: [
				...details,
				text,
				clearFields('clearNoteFields', [
					{ name: 'Note Color', value: 'color' },
					{ name: 'Note Title', value: 'title' },
				]),
			],
			unwrap: ['note'],
			repeatable: true,
			prepare: withCleared('clearNoteFields'),
		},
	],
};
