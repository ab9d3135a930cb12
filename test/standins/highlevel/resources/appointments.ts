/** Appointments: booking, rescheduling, reading and listing them, recurring series included. */
import type { Answer } from '../../shared/answer';
import { compact, flag, text } from '../../shared/json';
import type { JsonObject } from '../../shared/json';
import { isoInZone, isoUtc, parseIso, wallClock } from '../../shared/times';
import type { Call, Handlers } from '../call';
import type { Appointment, Calendar } from '../records';
import { badRequest, slotLost, unknownRecord, unprocessable } from '../refusal';
import { occurrences } from '../rrule';
import { freeSlots, slotLength, teamOf, zoneOf } from '../slots';
import type { State } from '../state';

import { deleteBlockSlot } from './blockSlots';
import { calendarOf } from './calendars';
import { contactOf } from './contactWrites';
import { scopeOf, windowOf } from './eventQuery';
import { requireUser } from './users';

/** The API sends both spellings of the status. */
function statusKeys(appointment: Appointment): JsonObject {
	return {
		status: 'booked',
		appointmentStatus: appointment.appointmentStatus,
		appoinmentStatus: appointment.appointmentStatus,
	};
}

/** What create and update answer: no wrapper, no start, no end. */
function showWritten(appointment: Appointment): JsonObject {
	return compact({
		id: appointment.id,
		calendarId: appointment.calendarId,
		locationId: appointment.locationId,
		contactId: appointment.contactId,
		title: appointment.title,
		...statusKeys(appointment),
		address: appointment.address ?? undefined,
		dateAdded: isoUtc(appointment.dateAdded),
		dateUpdated: isoUtc(appointment.dateUpdated),
		isRecurring: appointment.masterEventId !== null,
		masterEventId: appointment.masterEventId ?? undefined,
	});
}

/** An appointment as it is read, with times in the location's offset. */
function showEvent(state: State, appointment: Appointment): JsonObject {
	const zone = zoneOf(state, appointment.locationId);
	return compact({
		id: appointment.id,
		calendarId: appointment.calendarId,
		locationId: appointment.locationId,
		contactId: appointment.contactId,
		groupId: appointment.groupId ?? undefined,
		title: appointment.title,
		...statusKeys(appointment),
		assignedUserId: appointment.assignedUserId ?? undefined,
		users: appointment.assignedUserId === null ? [] : [appointment.assignedUserId],
		notes: appointment.notes ?? undefined,
		description: appointment.notes ?? undefined,
		address: appointment.address ?? undefined,
		meetingLocationType: appointment.meetingLocationType ?? undefined,
		meetingLocationId: appointment.meetingLocationId ?? undefined,
		startTime: isoInZone(appointment.startTime, zone),
		endTime: isoInZone(appointment.endTime, zone),
		isRecurring: appointment.masterEventId !== null,
		rrule: appointment.rrule ?? undefined,
		masterEventId: appointment.masterEventId ?? undefined,
		assignedResources: [],
		deleted: appointment.deleted,
		createdBy: { source: appointment.source, userId: null },
		dateAdded: isoUtc(appointment.dateAdded),
		dateUpdated: isoUtc(appointment.dateUpdated),
	});
}

/** An appointment in a contact's list, with local times of the location. */
function showOfContact(state: State, appointment: Appointment): JsonObject {
	const zone = zoneOf(state, appointment.locationId);
	return {
		...showEvent(state, appointment),
		startTime: wallClock(appointment.startTime, zone),
		endTime: wallClock(appointment.endTime, zone),
	};
}

/** An appointment by its ID, or the first of a series by the ID of the series. */
function appointmentOf(call: Call, id: string): Appointment {
	const found =
		call.state.appointments.get(id) ??
		call.state.appointments.find((one) => one.masterEventId === id);
	if (found === undefined || found.locationId !== call.location?.id) {
		throw unknownRecord('Appointment', id);
	}
	return found;
}

/** All instances if the ID is that of a series, else the one appointment. */
function instancesOf(call: Call, id: string): Appointment[] {
	const single = call.state.appointments.get(id);
	if (single !== undefined) return [appointmentOf(call, id)];
	const first = appointmentOf(call, id);
	return call.state.appointments.where((one) => one.masterEventId === first.masterEventId);
}

function time(call: Call, key: 'startTime' | 'endTime', locationId: string): number | undefined {
	const given = text(call.body, key);
	return given === undefined ? undefined : parseIso(given, zoneOf(call.state, locationId));
}

/** Checks that the start time is a free slot, and returns who is free then. */
function checkSlot(
	call: Call,
	calendar: Calendar,
	start: number,
	assignedUserId: string | undefined,
	ignoreAppointmentId?: string,
): string[] {
	if (call.settings.strictSlotText && text(call.body, 'startTime')?.endsWith('Z') === true) {
		throw slotLost(call.settings.slotTakenStatus);
	}
	const [slot] = freeSlots(call.state, calendar, {
		from: start,
		to: start + 1,
		...(assignedUserId === undefined ? {} : { userIds: [assignedUserId] }),
		ignoreDateRange: flag(call.body, 'ignoreDateRange') === true,
		...(ignoreAppointmentId === undefined ? {} : { ignoreAppointmentId }),
	});
	if (slot === undefined) throw slotLost(call.settings.slotTakenStatus);
	return slot.userIds;
}

/** The one of these users who has the fewest appointments on this calendar. */
function leastBusy(state: State, calendar: Calendar, userIds: string[]): string | null {
	const load = (userId: string): number =>
		state.appointments.where(
			(one) => one.calendarId === calendar.id && one.assignedUserId === userId && !one.deleted,
		).length;
	return [...userIds].sort((one, other) => load(one) - load(other))[0] ?? null;
}

function create(call: Call): Answer {
	const { body, state } = call;
	const calendar = calendarOf(call, text(body, 'calendarId') ?? '');
	const contact = contactOf(call, text(body, 'contactId') ?? '');
	const start = time(call, 'startTime', calendar.locationId);
	if (start === undefined) throw unprocessable(['startTime must be a valid ISO 8601 date string']);
	const end = time(call, 'endTime', calendar.locationId) ?? start + slotLength(calendar);
	if (end <= start) throw badRequest('endTime should be greater than startTime');
	const asked = text(body, 'assignedUserId');
	requireUser(call, asked);
	const unchecked = flag(body, 'ignoreFreeSlotValidation') === true;
	const free = unchecked ? teamOf(calendar) : checkSlot(call, calendar, start, asked);
	const now = call.clock.now();
	const confirmed = calendar.values.autoConfirm === false ? 'new' : 'confirmed';
	const title = text(body, 'title');
	const common: Omit<Appointment, 'id' | 'startTime' | 'endTime' | 'masterEventId' | 'rrule'> = {
		locationId: calendar.locationId,
		calendarId: calendar.id,
		contactId: contact.id,
		groupId: text(calendar.values, 'groupId') ?? null,
		title: title ?? [contact.firstName, contact.lastName].filter((one) => one !== null).join(' '),
		appointmentStatus: text(body, 'appointmentStatus') ?? confirmed,
		assignedUserId: asked ?? leastBusy(state, calendar, free),
		notes: text(body, 'description') ?? null,
		address: text(body, 'address') ?? null,
		meetingLocationType:
			text(body, 'meetingLocationType') ?? (body.address === undefined ? null : 'custom'),
		meetingLocationId: text(body, 'meetingLocationId') ?? null,
		toNotify: flag(body, 'toNotify') !== false,
		deleted: false,
		source: 'third_party',
		dateAdded: now,
		dateUpdated: now,
	};
	const rrule = text(body, 'rrule');
	if (rrule === undefined || !unchecked) {
		const id = state.newId();
		const one = { ...common, id, startTime: start, endTime: end, masterEventId: null, rrule: null };
		state.appointments.put(one);
		call.effect('appointment.create', id);
		return { body: showWritten(one) };
	}
	const masterEventId = state.newId();
	const length = end - start;
	const series = occurrences(rrule, start, zoneOf(state, calendar.locationId)).map((startTime) =>
		state.appointments.put({
			...common,
			id: `${masterEventId}_${startTime}_${length / 1000}`,
			startTime,
			endTime: startTime + length,
			masterEventId,
			rrule,
		}),
	);
	const [first] = series;
	if (first === undefined) throw unprocessable(['rrule is not valid']);
	call.effect('appointment.create', ...series.map((one) => one.id));
	return { body: showWritten(first) };
}

function update(call: Call): Answer {
	const { body, state, params } = call;
	const targets = instancesOf(call, params.eventId ?? '').filter((one) => !one.deleted);
	const [first] = targets;
	if (first === undefined) throw unknownRecord('Appointment', params.eventId ?? '');
	const calendarId = text(body, 'calendarId') ?? first.calendarId;
	const calendar = calendarOf(call, calendarId);
	const start = time(call, 'startTime', first.locationId);
	const end = time(call, 'endTime', first.locationId);
	const asked = text(body, 'assignedUserId');
	requireUser(call, asked);
	const shift = start === undefined ? 0 : start - first.startTime;
	const length =
		end === undefined ? first.endTime - first.startTime : end - (start ?? first.startTime);
	if (length <= 0) throw badRequest('endTime should be greater than startTime');
	const moved = shift !== 0 || calendarId !== first.calendarId;
	if (moved && flag(body, 'ignoreFreeSlotValidation') !== true) {
		const user = asked ?? first.assignedUserId ?? undefined;
		checkSlot(
			call,
			calendar,
			start ?? first.startTime,
			teamOf(calendar).length > 0 ? user : undefined,
			first.id,
		);
	}
	const now = call.clock.now();
	const changed = targets.map((before) =>
		state.appointments.put({
			...before,
			calendarId,
			groupId: text(calendar.values, 'groupId') ?? null,
			title: text(body, 'title') ?? before.title,
			appointmentStatus: text(body, 'appointmentStatus') ?? before.appointmentStatus,
			assignedUserId: asked ?? before.assignedUserId,
			notes: text(body, 'description') ?? before.notes,
			address: text(body, 'address') ?? before.address,
			meetingLocationType: text(body, 'meetingLocationType') ?? before.meetingLocationType,
			meetingLocationId: text(body, 'meetingLocationId') ?? before.meetingLocationId,
			toNotify: flag(body, 'toNotify') ?? before.toNotify,
			startTime: before.startTime + shift,
			endTime: before.startTime + shift + length,
			dateUpdated: now,
		}),
	);
	call.effect('appointment.update', ...changed.map((one) => one.id));
	return { body: showWritten(changed[0] ?? first) };
}

function list(call: Call): Answer {
	const { calendarIds, userId } = scopeOf(call);
	const window = windowOf(call);
	if (window === undefined) return { body: { events: [] } };
	const rows = call.state.appointments.where(
		(one) =>
			one.locationId === call.location?.id &&
			!one.deleted &&
			one.startTime >= window.from &&
			one.startTime <= window.to &&
			(calendarIds?.includes(one.calendarId) ?? true) &&
			(userId === undefined || one.assignedUserId === userId),
	);
	rows.sort((one, other) => one.startTime - other.startTime);
	return { body: { events: rows.map((one) => showEvent(call.state, one)) } };
}

function remove(call: Call): Answer {
	const id = call.params.eventId ?? '';
	if (deleteBlockSlot(call, id)) return { body: { succeeded: true } };
	const targets = instancesOf(call, id).filter((one) => !one.deleted);
	if (targets.length === 0) throw unknownRecord('Event', id);
	for (const one of targets) {
		call.state.appointments.put({ ...one, deleted: true, dateUpdated: call.clock.now() });
	}
	call.effect('appointment.delete', ...targets.map((one) => one.id));
	return { body: { succeeded: true } };
}

export const appointments: Handlers = {
	'POST /calendars/events/appointments': create,
	'PUT /calendars/events/appointments/{eventId}': update,
	'GET /calendars/events/appointments/{eventId}': (call) => ({
		body: { appointment: showEvent(call.state, appointmentOf(call, call.params.eventId ?? '')) },
	}),
	'DELETE /calendars/events/{eventId}': remove,
	'GET /calendars/events': list,
	'GET /contacts/{contactId}/appointments': (call) => {
		const contact = contactOf(call, call.params.contactId ?? '');
		const rows = call.state.appointments.where(
			(one) => one.contactId === contact.id && !one.deleted,
		);
		return { body: { events: rows.map((one) => showOfContact(call.state, one)) } };
	},
};
