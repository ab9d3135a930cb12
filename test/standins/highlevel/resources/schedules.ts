/** Schedules of users, and those of event calendars. */
import { number, omit, text, texts } from '../../shared/json';
import type { JsonObject } from '../../shared/json';
import { isoUtc } from '../../shared/times';
import type { Call, Handlers } from '../call';
import type { Owned, Stored } from '../records';
import { badRequest, notFound } from '../refusal';

import { calendarOf } from './calendars';
import { changeRecord, deleteRecord, ofLocation, newRecord, recordOf, showRecord } from './stored';
import { requireUser } from './users';

function missing(id: string): Error {
	return notFound(`Schedule with id ${id} not found`);
}

function show(schedule: Stored): JsonObject {
	return {
		...showRecord(schedule),
		deleted: false,
		dateAdded: isoUtc(schedule.dateAdded),
		dateUpdated: isoUtc(schedule.dateUpdated),
	};
}

function scheduleOf(call: Call): Stored {
	return recordOf(call, call.state.schedules, call.params.id ?? '', missing);
}

/** Associates the calendar with the schedule, or ends the association. */
function associate(call: Call, adds: boolean): { body: JsonObject } {
	const schedule = scheduleOf(call);
	const calendar = calendarOf(call, call.params.calendarId ?? '');
	const others = texts(schedule.values, 'calendarIds').filter((id) => id !== calendar.id);
	const calendarIds = adds ? [...others, calendar.id] : others;
	changeRecord(call, call.state.schedules, schedule, { calendarIds }, 'schedule.associate');
	return { body: { success: true } };
}

function showEvent(schedule: Owned): JsonObject {
	return {
		calendarId: schedule.ownerId,
		...schedule.values,
		dateAdded: isoUtc(schedule.dateAdded),
		dateUpdated: isoUtc(schedule.dateUpdated),
	};
}

function eventScheduleOf(call: Call): Owned {
	const calendar = calendarOf(call, call.params.calendarId ?? '');
	const schedule = call.state.eventSchedules.find((one) => one.ownerId === calendar.id);
	if (schedule === undefined) throw notFound(`Schedule of calendar ${calendar.id} not found`);
	return schedule;
}

const EVENT_PATH = '/calendars/schedules/event-calendar/{calendarId}';

export const schedules: Handlers = {
	'GET /calendars/schedules/search': (call) => {
		const calendarId = text(call.query, 'calendarId');
		const rows = ofLocation(call, call.state.schedules).filter(
			({ values }) =>
				values.userId === call.query.userId &&
				(calendarId === undefined || texts(values, 'calendarIds').includes(calendarId)),
		);
		const skip = number(call.query, 'skip') ?? 0;
		const shown = rows.slice(skip, skip + (number(call.query, 'limit') ?? 50));
		return { body: { schedules: shown.map(show) } };
	},
	'POST /calendars/schedules': (call) => {
		requireUser(call, text(call.body, 'userId') ?? '');
		for (const id of texts(call.body, 'calendarIds')) calendarOf(call, id);
		const values = { rules: [], calendarIds: [], ...omit(call.body, ['locationId']) };
		const schedule = call.state.schedules.put(newRecord(call, values));
		call.effect('schedule.create', schedule.id);
		return { body: { schedule: show(schedule) } };
	},
	'GET /calendars/schedules/{id}': (call) => ({ body: { schedule: show(scheduleOf(call)) } }),
	'PUT /calendars/schedules/{id}': (call) => {
		const schedule = scheduleOf(call);
		const changed = changeRecord(
			call,
			call.state.schedules,
			schedule,
			call.body,
			'schedule.update',
		);
		return { body: { schedule: show(changed) } };
	},
	'DELETE /calendars/schedules/{id}': (call) => {
		deleteRecord(call, call.state.schedules, scheduleOf(call), 'schedule.delete');
		return { body: { success: true } };
	},
	'PUT /calendars/schedules/{id}/associations/{calendarId}': (call) => associate(call, true),
	'DELETE /calendars/schedules/{id}/associations/{calendarId}': (call) => associate(call, false),
	[`GET ${EVENT_PATH}`]: (call) => ({ body: { schedule: showEvent(eventScheduleOf(call)) } }),
	[`POST ${EVENT_PATH}`]: (call) => {
		const calendar = calendarOf(call, call.params.calendarId ?? '');
		if (call.state.eventSchedules.find((one) => one.ownerId === calendar.id) !== undefined) {
			throw badRequest('The calendar has a schedule already.');
		}
		const schedule = call.state.eventSchedules.put({
			...newRecord(call, call.body),
			ownerId: calendar.id,
		});
		call.effect('eventSchedule.create', schedule.id);
		return { body: { schedule: showEvent(schedule) } };
	},
	[`PUT ${EVENT_PATH}`]: (call) => {
		const before = eventScheduleOf(call);
		const table = call.state.eventSchedules;
		const schedule = changeRecord(call, table, before, call.body, 'eventSchedule.update');
		return { body: { schedule: showEvent(schedule) } };
	},
};
