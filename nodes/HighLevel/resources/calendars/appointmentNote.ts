// The operations of the resource 'Appointment Note'.

import type { Convert } from '../../../shared/convert';
import { toText } from '../../../shared/convert';
import type { Field, Resource } from '../../../shared/operation';
import { ValueError } from '../../../shared/valueErrors';
import { appointmentOfNote } from '../../fields/appointment';
import { user } from '../../fields/locators';
import { idTextInVersion1 } from '../../fields/nodeVersion';
import { appointmentNotePages } from '../../appointmentNotePages';
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

const noteId = idTextInVersion1(
	{ displayName: 'Note ID', description: 'As returned by Get Many' },
	{
		displayName: 'Note',
		name: 'noteId',
		searchListMethod: 'searchAppointmentNotes',
		placeholder: 'QCN0ObEnNVKCFcL3lQ5y',
		idsFrom: 'Appointment Note > Get Many',
	},
);

const author = user('User', 'userId', 'The user who wrote the note');

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
			fields: [appointmentOfNote, ...noteId],
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
			paginate: appointmentNotePages,
			unwrap: ['notes'],
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update a note of an appointment',
			description: 'Replace the text of a note',
			request: 'PUT /calendars/appointments/{appointmentId}/notes/{noteId}',
			scope: WRITE,
			fields: [appointmentOfNote, ...noteId, noteBody],
			optional: [author],
			unwrap: ['note'],
			repeatable: true,
		},
	],
};
