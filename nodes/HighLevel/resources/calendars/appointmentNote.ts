// The operations of the resource 'Appointment Note'.

import type { Convert } from '../../../shared/convert';
import { toText } from '../../../shared/convert';
import type { Field, Resource } from '../../../shared/operation';
import type { Strategy } from '../../../shared/pagination';
import { byOffset } from '../../../shared/pagination';
import { ValueError } from '../../../shared/valueErrors';
import { isRecord } from '../../../shared/values';
import { appointmentOfNote } from '../../fields/appointment';
import { user } from '../../fields/locators';
import { GET_MANY } from '../getMany';

const READ = 'calendars/events.readonly';
const WRITE = 'calendars/events.write';
const MAX_LENGTH = 5000;

const toNote: Convert = (value) => {
	const note = toText(value);
	if (note.length > MAX_LENGTH) throw new ValueError(`is longer than ${MAX_LENGTH} characters`);
	return note;
};

/** Not named `body`, which means something else in other operations. */
const noteBody: Field = {
	displayName: 'Note Text',
	name: 'noteBody',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	required: true,
	send: { key: 'body', as: toNote },
};

const noteId: Field = {
	displayName: 'Note ID',
	name: 'noteId',
	type: 'string',
	default: '',
	required: true,
	description: 'As returned by Get Many',
};

const author = user('User', 'userId', 'The user who wrote the note');

const offset = byOffset('offset', 20);

/** Pages of at most 20; `hasMore` in the response shows whether more follow. */
const pages: Strategy = {
	...offset,
	more: (page, size, response) =>
		isRecord(response) && typeof response.hasMore === 'boolean'
			? response.hasMore && page.length > 0
			: offset.more(page, size, response),
};

/** Notes on appointments (OpenAPI: calendars-v3.json, calendars.json). */
export const appointmentNote: Resource = {
	name: 'Appointment Note',
	value: 'appointmentNote',
	initial: GET_MANY,
	operations: [
		{
			name: 'Create',
			value: 'create',
			action: 'Add a note to an appointment',
			description: 'Create a new note on an appointment',
			request: 'POST /calendars/appointments/{appointmentId}/notes',
			scope: WRITE,
			fields: [appointmentOfNote, noteBody],
			optional: [author],
			unwrap: ['note'],
		},
		{
			name: 'Delete',
			value: 'delete',
			action: 'Delete a note of an appointment',
			description: 'Delete a note of an appointment permanently',
			request: 'DELETE /calendars/appointments/{appointmentId}/notes/{noteId}',
			scope: WRITE,
			fields: [appointmentOfNote, noteId],
			repeatable: true,
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many notes of an appointment',
			description: 'Retrieve many notes of an appointment',
			request: 'GET /calendars/appointments/{appointmentId}/notes',
			scope: READ,
			fields: [appointmentOfNote],
			paginate: pages,
			unwrap: ['notes'],
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update a note of an appointment',
			description: 'Replace the text of a note',
			request: 'PUT /calendars/appointments/{appointmentId}/notes/{noteId}',
			scope: WRITE,
			fields: [appointmentOfNote, noteId, noteBody],
			optional: [author],
			unwrap: ['note'],
			repeatable: true,
		},
	],
};
