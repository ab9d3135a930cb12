/** Feeds of tasks, which ActiveCampaign calls calendars. */
import { createHash } from 'node:crypto';

import type { JsonObject } from '../../shared/json';
import type { Call, Handlers } from '../call';
import { idOf, neededText, textOf, wrapped } from '../call';
import { metaOf, page } from '../listing';
import type { Calendar } from '../records';
import { invalid, noResult } from '../refusal';

const TYPES = ['All', 'Deals', 'Contacts'];

function calendarOf(call: Call): Calendar {
	const id = idOf(call);
	const calendar = call.state.calendars.get(id);
	if (calendar === undefined) throw noResult('Calendar', id);
	return calendar;
}

function typeIn(given: JsonObject, otherwise?: string): string {
	const type =
		otherwise === undefined ? neededText(given, 'type') : (textOf(given, 'type') ?? otherwise);
	if (!TYPES.includes(type)) throw invalid('The type is not valid', 'invalid', 'type');
	return type;
}

export const calendars: Handlers = {
	'POST /calendars': (call) => {
		const given = wrapped(call, 'calendar');
		const title = neededText(given, 'title');
		const calendar = call.state.calendars.add({
			title,
			type: typeIn(given),
			notification: Number(textOf(given, 'notification') ?? 0),
			token: createHash('sha256').update(`feed ${title} ${call.now}`).digest('hex').slice(0, 32),
			...call.changes.dated(),
		});
		call.effect('calendar.create', calendar.id);
		return { body: { calendar: call.shapes.calendar(calendar, calendar.notification) } };
	},
	'GET /calendars': (call) => {
		const listed = page(call, call.state.calendars.all());
		const shown = listed.rows.map((one) => call.shapes.calendar(one, String(one.notification)));
		return { body: { calendars: shown, meta: metaOf(listed) } };
	},
	'GET /calendars/{id}': (call) => {
		const calendar = calendarOf(call);
		return { body: { calendar: call.shapes.calendar(calendar, String(calendar.notification)) } };
	},
	'PUT /calendars/{id}': (call) => {
		const calendar = calendarOf(call);
		const given = wrapped(call, 'calendar');
		Object.assign(calendar, {
			title: textOf(given, 'title') ?? calendar.title,
			type: typeIn(given, calendar.type),
			notification: Number(textOf(given, 'notification') ?? calendar.notification),
			udate: call.now,
		});
		call.effect('calendar.update', calendar.id);
		return { body: { calendar: call.shapes.calendar(calendar, calendar.notification) } };
	},
	'DELETE /calendars/{id}': (call) => {
		const calendar = calendarOf(call);
		call.state.calendars.delete(calendar.id);
		call.effect('calendar.delete', calendar.id);
		return { body: {} };
	},
};
