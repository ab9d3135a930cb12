// Probes calendars, free slots and events.

import { isObject } from '../../../test/standins/shared/json';
import type { Api, Reply } from '../api';
import { listIn, textIn } from '../body';
import { observe, observed, typesIn } from '../observe';
import type { Probe } from './probe';

const DAY_MS = 86_400_000;

/** Calendars, their free slots and their events. */
export const CALENDARS: Probe[] = [
	{
		title: 'calendars: list',
		run: async (api, found) => {
			const reply = await api.call('get-calendars', { query: api.location });
			const active = listIn(reply.body, 'calendars').find(({ isActive }) => isActive !== false);
			found.calendarId = api.account.calendarId ?? textIn(active, 'id');
			return observe(reply);
		},
	},
	{
		title: 'calendars: get',
		needs: ['calendarId'],
		run: async (api, { calendarId }) =>
			observe(await api.call('get-calendar', { path: { calendarId } })),
	},
	{
		title: 'free slots',
		needs: ['calendarId'],
		run: async (api, { calendarId }) => {
			const reply = await freeSlots(api, calendarId);
			const hasTrace = isObject(reply.body) && 'traceId' in reply.body;
			const format = slotStarts(reply)
				.slice(0, 1)
				.map((start) =>
					observed('a slot is ISO with an offset', /T.*[+-]\d{2}:\d{2}$/.test(start)),
				);
			return [
				observed('status', reply.status),
				observed('traceId is among the dates', hasTrace, 'free-slots-trace'),
				...format,
				typesIn(reply),
			];
		},
	},
	{
		title: 'free slots over more than 31 days',
		needs: ['calendarId'],
		run: async (api, { calendarId }) => {
			const { status } = await freeSlots(api, calendarId, 40);
			return [observed('status', status)];
		},
	},
	{
		title: 'events',
		needs: ['calendarId'],
		run: async (api, { calendarId }) => {
			const reply = await events(api, calendarId, String);
			if (listIn(reply.body, 'events').length === 0) return observe(reply);
			const iso = await events(api, calendarId, (time) => new Date(time).toISOString());
			const given = listIn(iso.body, 'events').length > 0 ? 'events' : 'no events';
			return [
				...observe(reply),
				observed('ISO times in the query give', `${iso.status}, ${given}`, 'events-iso-times'),
			];
		},
	},
];

/** Requests the free slots of the coming days. */
export async function freeSlots(api: Api, calendarId: string, days = 28): Promise<Reply> {
	const startDate = Date.now();
	return await api.call('get-slots', {
		path: { calendarId },
		query: { startDate, endDate: startDate + days * DAY_MS },
	});
}

/** @returns the starts of all slots in a response, in its order */
export function slotStarts({ body }: Reply): string[] {
	if (!isObject(body)) return [];
	return Object.values(body).flatMap((day) =>
		isObject(day) && Array.isArray(day.slots) ? day.slots.map(String) : [],
	);
}

async function events(
	api: Api,
	calendarId: string,
	format: (milliseconds: number) => string,
): Promise<Reply> {
	const now = Date.now();
	return await api.call('get-calendar-events', {
		query: {
			...api.location,
			calendarId,
			startTime: format(now - 365 * DAY_MS),
			endTime: format(now + 365 * DAY_MS),
		},
	});
}
