import type { Call, Handlers } from '../call';
import { pick, text } from '../json';
import type { JsonObject } from '../json';
import { notFound, unknownRecord } from '../refusal';
import type { Owned } from '../state';
import { isoUtc } from '../times';

import { BOTH_FLAGS, contactOf } from './contacts';

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
	const userId = text(call.body, 'userId');
	if (userId !== undefined && call.state.users.get(userId) === undefined) {
		throw unknownRecord('User', userId);
	}
	const body = text(call.body, 'body');
	return { ...pick(call.body, KEYS), ...(body === undefined ? {} : { bodyText: body }) };
}

function noteOf(call: Call): Owned {
	const contact = contactOf(call, call.params.contactId ?? '');
	const id = call.params.id ?? '';
	const note = call.state.notes.get(id);
	if (note === undefined || note.ownerId !== contact.id) {
		throw notFound(`Note with id ${id} not found`);
	}
	return note;
}

export const notes: Handlers = {
	'GET /contacts/{contactId}/notes': (call) => {
		const contact = contactOf(call, call.params.contactId ?? '');
		const rows = call.state.notes.where((note) => note.ownerId === contact.id);
		return { body: { notes: rows.map(showNote) } };
	},
	'POST /contacts/{contactId}/notes': (call) => {
		const contact = contactOf(call, call.params.contactId ?? '');
		const now = call.clock.now();
		const note = call.state.notes.put({
			id: call.state.newId(),
			locationId: contact.locationId,
			ownerId: contact.id,
			values: valuesOf(call),
			dateAdded: now,
			dateUpdated: now,
		});
		call.effect('note.create', note.id);
		return { body: { note: showNote(note) } };
	},
	'GET /contacts/{contactId}/notes/{id}': (call) => ({ body: { note: showNote(noteOf(call)) } }),
	'PUT /contacts/{contactId}/notes/{id}': (call) => {
		const before = noteOf(call);
		const note = call.state.notes.put({
			...before,
			values: { ...before.values, ...valuesOf(call) },
			dateUpdated: call.clock.now(),
		});
		call.effect('note.update', note.id);
		return { body: { note: showNote(note) } };
	},
	'DELETE /contacts/{contactId}/notes/{id}': (call) => {
		const note = noteOf(call);
		call.state.notes.delete(note.id);
		call.effect('note.delete', note.id);
		return { body: BOTH_FLAGS };
	},
};
