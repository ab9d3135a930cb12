/** The notes of contacts. */
import { pick, text } from '../../shared/json';
import type { JsonObject } from '../../shared/json';
import { isoUtc } from '../../shared/times';
import type { Call, Handlers } from '../call';
import type { Owned } from '../records';

import { contactRecords } from './contactRecords';
import { requireUser } from './users';

const KEYS = ['userId', 'title', 'color', 'pinned'] as const;

function html(plain: string): string {
	const escaped = plain.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
	return `<p>${escaped.replace(/\n/g, '<br>')}</p>`;
}

function showNote(note: Owned): JsonObject {
	const { bodyText, ...rest } = note.values;
	const plain = typeof bodyText === 'string' ? bodyText : '';
	return {
		id: note.id,
		...rest,
		body: html(plain),
		bodyText: plain,
		contactId: note.ownerId,
		dateAdded: isoUtc(note.dateAdded),
	};
}

function valuesOf(call: Call): JsonObject {
	requireUser(call, text(call.body, 'userId'));
	const body = text(call.body, 'body');
	return { ...pick(call.body, KEYS), ...(body === undefined ? {} : { bodyText: body }) };
}

const records = contactRecords({
	name: 'note',
	idParameter: 'id',
	table: (state) => state.notes,
	valuesOf,
	show: showNote,
});

export const notes: Handlers = {
	'GET /contacts/{contactId}/notes': records.list,
	'POST /contacts/{contactId}/notes': records.create,
	'GET /contacts/{contactId}/notes/{id}': records.get,
	'PUT /contacts/{contactId}/notes/{id}': records.update,
	'DELETE /contacts/{contactId}/notes/{id}': records.remove,
};
