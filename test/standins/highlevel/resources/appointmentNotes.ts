/** The notes of appointments. */
import { number, pick, text } from '../../shared/json';
import type { JsonObject } from '../../shared/json';
import { isoUtc } from '../../shared/times';
import type { Call, Handlers } from '../call';
import type { Appointment, Owned } from '../records';
import { unknownRecord } from '../refusal';

import { changeRecord, deleteRecord, newRecord } from './stored';
import { requireUser } from './users';

const KEYS = ['body', 'userId'] as const;

function appointmentOf(call: Call): Appointment {
	const id = call.params.appointmentId ?? '';
	const appointment = call.state.appointments.get(id);
	if (appointment === undefined || appointment.locationId !== call.location?.id) {
		throw unknownRecord('Appointment', id);
	}
	return appointment;
}

function noteOf(call: Call): Owned {
	const appointment = appointmentOf(call);
	const id = call.params.noteId ?? '';
	const note = call.state.appointmentNotes.get(id);
	if (note === undefined || note.ownerId !== appointment.id) throw unknownRecord('Note', id);
	return note;
}

function show(call: Call, note: Owned): JsonObject {
	const userId = text(note.values, 'userId');
	const user = userId === undefined ? undefined : call.state.users.get(userId);
	return {
		id: note.id,
		...note.values,
		contactId: call.state.appointments.get(note.ownerId)?.contactId,
		dateAdded: isoUtc(note.dateAdded),
		createdBy: user && { id: user.id, name: `${user.firstName} ${user.lastName}` },
	};
}

function valuesOf(call: Call): JsonObject {
	requireUser(call, text(call.body, 'userId'));
	return pick(call.body, KEYS);
}

const LIST = '/calendars/appointments/{appointmentId}/notes';
const ONE = `${LIST}/{noteId}`;

export const appointmentNotes: Handlers = {
	[`GET ${LIST}`]: (call) => {
		const appointment = appointmentOf(call);
		const rows = call.state.appointmentNotes.where((note) => note.ownerId === appointment.id);
		const offset = number(call.query, 'offset') ?? 0;
		const end = offset + (number(call.query, 'limit') ?? 0);
		const notes = rows.slice(offset, end).map((note) => show(call, note));
		return { body: { notes, hasMore: end < rows.length } };
	},
	[`POST ${LIST}`]: (call) => {
		const appointment = appointmentOf(call);
		const note = call.state.appointmentNotes.put({
			...newRecord(call, valuesOf(call)),
			ownerId: appointment.id,
		});
		call.effect('appointmentNote.create', note.id);
		return { body: { note: show(call, note) } };
	},
	[`PUT ${ONE}`]: (call) => {
		const table = call.state.appointmentNotes;
		const values = valuesOf(call);
		const note = changeRecord(call, table, noteOf(call), values, 'appointmentNote.update');
		return { body: { note: show(call, note) } };
	},
	[`DELETE ${ONE}`]: (call) => {
		deleteRecord(call, call.state.appointmentNotes, noteOf(call), 'appointmentNote.delete');
		return { body: { success: true } };
	},
};
