/** Notes on contacts, deals and other records. */
import type { JsonObject } from '../../shared/json';
import type { Call, Handlers } from '../call';
import { idOf, neededText, textOf, wrapped } from '../call';
import { metaOf, page } from '../listing';
import type { Note, NoteTarget } from '../records';
import { invalid, noResult } from '../refusal';
import { contactOf } from './contacts';

const TARGETS: NoteTarget[] = ['Subscriber', 'Deal', 'DealTask', 'Activity', 'CustomerAccount'];

function noteOf(call: Call): Note {
	const id = idOf(call);
	const note = call.state.notes.get(id);
	if (note === undefined) throw noResult('Note', id, 403);
	return note;
}

function targetIn(call: Call, given: JsonObject): { relid: string; reltype: NoteTarget } {
	const relid = neededText(given, 'relid');
	const type = neededText(given, 'reltype');
	const reltype = TARGETS.find((one) => one === type);
	if (reltype === undefined) throw invalid('The reltype is not valid', 'invalid', 'reltype');
	if (reltype === 'Subscriber') contactOf(call, relid);
	if (reltype === 'Deal' && call.state.deals.get(relid) === undefined) {
		throw noResult('Deal', relid);
	}
	return { relid, reltype };
}

function show(call: Call, note: Note): JsonObject {
	const contact = note.reltype === 'Subscriber' ? call.state.contacts.get(note.relid) : undefined;
	const contacts = contact === undefined ? {} : { contacts: [call.shapes.contact(contact)] };
	return { ...contacts, note: call.shapes.note(note) };
}

export const notes: Handlers = {
	'POST /notes': (call) => {
		const given = wrapped(call, 'note');
		const text = neededText(given, 'note');
		const { relid, reltype } = targetIn(call, given);
		const note = call.changes.addNote('api', reltype, relid, text);
		call.effect('note.create', note.id);
		return { status: 201, body: show(call, note) };
	},
	'GET /notes': (call) => {
		const listed = page(call, call.state.notes.all());
		return {
			body: { notes: listed.rows.map((note) => call.shapes.note(note)), meta: metaOf(listed) },
		};
	},
	'GET /notes/{id}': (call) => ({ body: { note: call.shapes.note(noteOf(call)) } }),
	'PUT /notes/{id}': (call) => {
		const note = noteOf(call);
		const given = wrapped(call, 'note');
		const text = textOf(given, 'note') ?? note.note;
		Object.assign(note, { ...targetIn(call, given), note: text, udate: call.now });
		call.effect('note.update', note.id);
		return { body: show(call, note) };
	},
	'DELETE /notes/{id}': (call) => {
		const note = noteOf(call);
		call.state.notes.delete(note.id);
		call.effect('note.delete', note.id);
		return { body: {} };
	},
};
