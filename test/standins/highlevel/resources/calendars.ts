/** Calendars. */
import { flag, objects, omit, text } from '../../shared/json';
import type { JsonObject } from '../../shared/json';
import { calendarDefaults } from '../calendarDefaults';
import type { Call, Handlers } from '../call';
import type { Calendar } from '../records';
import { unknownRecord, unprocessable } from '../refusal';

import { requireUser } from './users';

/** A calendar of the call's location, else 400. */
export function calendarOf(call: Call, id: string): Calendar {
	const calendar = call.state.calendars.get(id);
	if (calendar === undefined || calendar.locationId !== call.location?.id) {
		throw unknownRecord('Calendar', id);
	}
	return calendar;
}

/** A calendar as every operation shows it: both spellings of the seats, no timestamps. */
function showCalendar(calendar: Calendar): JsonObject {
	const { appoinmentPerSlot, ...rest } = calendar.values;
	return {
		id: calendar.id,
		locationId: calendar.locationId,
		...rest,
		appoinmentPerSlot,
		appointmentPerSlot: appoinmentPerSlot,
	};
}

const WITH_TEAM = ['round_robin', 'collective', 'class_booking', 'service_booking'];

/** Refuses a team that does not fit the calendar's type. */
function checkTeam(call: Call, values: JsonObject): void {
	const members = objects(values, 'teamMembers');
	const type = text(values, 'calendarType') ?? 'event';
	if (WITH_TEAM.includes(type) && members.length === 0) {
		throw unprocessable(['teamMembers should not be empty']);
	}
	if (type === 'personal' && members.length !== 1) {
		throw unprocessable(['teamMembers must contain exactly 1 element']);
	}
	const primary = members.filter((member) => member.isPrimary === true).length;
	if (type === 'collective' && primary !== 1) {
		throw unprocessable(['exactly one of teamMembers should be primary']);
	}
	for (const member of members) requireUser(call, text(member, 'userId') ?? '');
}

function checkGroup(call: Call): void {
	const groupId = text(call.body, 'groupId');
	if (groupId !== undefined && call.state.groups.get(groupId) === undefined) {
		throw unknownRecord('Calendar group', groupId);
	}
}

export const calendars: Handlers = {
	'GET /calendars/': (call) => {
		const groupId = text(call.query, 'groupId');
		const drafts = flag(call.query, 'showDrafted') !== false;
		const rows = call.state.calendars.where(
			(calendar) =>
				calendar.locationId === call.location?.id &&
				(groupId === undefined || calendar.values.groupId === groupId) &&
				(drafts || calendar.values.isActive !== false),
		);
		return { body: { calendars: rows.map(showCalendar) } };
	},
	'POST /calendars/': (call) => {
		const values: Calendar['values'] = {
			...calendarDefaults(),
			...omit(call.body, ['locationId']),
		};
		checkTeam(call, values);
		checkGroup(call);
		const now = call.clock.now();
		const calendar = call.state.calendars.put({
			id: call.state.newId(),
			locationId: call.location?.id ?? '',
			dateAdded: now,
			dateUpdated: now,
			values,
		});
		call.effect('calendar.create', calendar.id);
		return { body: { calendar: showCalendar(calendar) } };
	},
	'GET /calendars/{calendarId}': (call) => ({
		body: { calendar: showCalendar(calendarOf(call, call.params.calendarId ?? '')) },
	}),
	'PUT /calendars/{calendarId}': (call) => {
		const before = calendarOf(call, call.params.calendarId ?? '');
		const values = { ...before.values, ...call.body };
		if (call.body.teamMembers !== undefined) checkTeam(call, values);
		checkGroup(call);
		const calendar = call.state.calendars.put({
			...before,
			values,
			dateUpdated: call.clock.now(),
		});
		call.effect('calendar.update', calendar.id);
		return { body: { calendar: showCalendar(calendar) } };
	},
	'DELETE /calendars/{calendarId}': (call) => {
		const calendar = calendarOf(call, call.params.calendarId ?? '');
		call.state.calendars.delete(calendar.id);
		call.effect('calendar.delete', calendar.id);
		return { body: { message: 'calendar deleted', calendar: showCalendar(calendar) } };
	},
};
