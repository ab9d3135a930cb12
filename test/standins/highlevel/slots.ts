/** Finds the free slots of a calendar. */
import { DateTime } from 'luxon';

import { isObject, number, objects, text, texts } from '../shared/json';
import type { JsonObject } from '../shared/json';
import type { Appointment, BlockSlot, Calendar } from './records';
import type { State } from './state';

const MINUTE = 60_000;
const UNITS: Record<string, number> = {
	mins: MINUTE,
	hours: 60 * MINUTE,
	days: 1440 * MINUTE,
	weeks: 7 * 1440 * MINUTE,
	months: 30 * 1440 * MINUTE,
};
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** Opening hours, in minutes since midnight. */
type Interval = [from: number, to: number];

/** When a calendar or a user is available: a time zone, and the intervals of a day in it. */
interface Hours {
	zone: string;
	on(day: DateTime): Interval[];
}

/** Which slots to look for. */
export interface SlotQuery {
	/** Milliseconds; slots start at or after `from` and before `to`. */
	from: number;
	to: number;
	/** Only slots of these team members. */
	userIds?: string[];
	/** Ignores minimum notice and booking horizon. */
	ignoreDateRange?: boolean;
	/** ID of an appointment to disregard, because it is the one being rescheduled. */
	ignoreAppointmentId?: string;
}

/** A free start time, and the team members who are free then (none for a calendar without a team). */
export interface Slot {
	start: number;
	userIds: string[];
}

function duration(values: JsonObject, key: string, unitKey: string, fallback: number): number {
	const amount = number(values, key);
	return amount === undefined
		? fallback
		: amount * (UNITS[text(values, unitKey) ?? 'mins'] ?? MINUTE);
}

/** Length of a slot in milliseconds. */
export function slotLength(calendar: Calendar): number {
	return duration(calendar.values, 'slotDuration', 'slotDurationUnit', 30 * MINUTE);
}

/** The location's time zone, in which HighLevel shows times. */
export function zoneOf(state: State, locationId: string): string {
	return state.locations.get(locationId)?.timezone ?? 'UTC';
}

/** The user IDs of the calendar's team. */
export function teamOf(calendar: Calendar): string[] {
	return objects(calendar.values, 'teamMembers').flatMap((member) => text(member, 'userId') ?? []);
}

function clock(value: unknown): number {
	const [hours = 0, minutes = 0] = String(value).split(':').map(Number);
	return hours * 60 + minutes;
}

function ruleHours(values: JsonObject): Hours {
	const rules = objects(values, 'rules');
	const intervals = (rule: JsonObject): Interval[] =>
		objects(rule, 'intervals').map((one) => [clock(one.from), clock(one.to)]);
	return {
		zone: text(values, 'timezone') ?? 'UTC',
		on(day) {
			const date = rules.filter((rule) => rule.type === 'date' && rule.date === day.toISODate());
			const weekday = DAYS[day.weekday % 7];
			const found =
				date.length > 0
					? date
					: rules.filter((rule) => rule.type === 'wday' && rule.day === weekday);
			return found.flatMap(intervals);
		},
	};
}

function openHours(calendar: Calendar, zone: string): Hours {
	const { openHours: weekly } = calendar.values;
	const intervals = (entry: JsonObject): Interval[] =>
		objects(entry, 'hours').map((one) => [
			(number(one, 'openHour') ?? 0) * 60 + (number(one, 'openMinute') ?? 0),
			(number(one, 'closeHour') ?? 0) * 60 + (number(one, 'closeMinute') ?? 0),
		]);
	const entries = Array.isArray(weekly) ? weekly.filter(isObject) : [];
	const dates = objects(calendar.values, 'availabilities').filter((one) => one.deleted !== true);
	return {
		zone,
		on(day) {
			const date = dates.filter((one) => text(one, 'date')?.slice(0, 10) === day.toISODate());
			if (date.length > 0) return date.flatMap(intervals);
			return entries
				.filter((entry) => {
					const days: unknown = entry.daysOfTheWeek;
					return Array.isArray(days) && days.includes(day.weekday % 7);
				})
				.flatMap(intervals);
		},
	};
}

function hoursOf(state: State, calendar: Calendar, userId: string | undefined): Hours {
	if (userId === undefined) {
		const own = state.eventSchedules.find((one) => one.ownerId === calendar.id);
		if (own !== undefined) return ruleHours(own.values);
	}
	const schedule = state.schedules.find(
		(one) =>
			one.values.deleted !== true &&
			texts(one.values, 'calendarIds').includes(calendar.id) &&
			(userId === undefined || one.values.userId === userId),
	);
	return schedule === undefined
		? openHours(calendar, zoneOf(state, calendar.locationId))
		: ruleHours(schedule.values);
}

/** Every start time on the slot grid that lies within the hours. */
function starts(calendar: Calendar, hours: Hours, query: SlotQuery): number[] {
	const length = slotLength(calendar);
	const step = Math.max(
		MINUTE,
		duration(calendar.values, 'slotInterval', 'slotIntervalUnit', length),
	);
	const found: number[] = [];
	let day = DateTime.fromMillis(query.from, { zone: hours.zone }).startOf('day');
	while (day.toMillis() < query.to) {
		for (const [from, to] of hours.on(day)) {
			const open = day.set({ hour: Math.floor(from / 60), minute: from % 60 }).toMillis();
			const close = day.set({ hour: Math.floor(to / 60), minute: to % 60 }).toMillis();
			for (let start = open; start + length <= close; start += step) {
				if (start >= query.from && start < query.to) found.push(start);
			}
		}
		day = day.plus({ days: 1 });
	}
	return found;
}

function isBooked(appointment: Appointment): boolean {
	return !appointment.deleted && !['cancelled', 'invalid'].includes(appointment.appointmentStatus);
}

interface Busy {
	appointments: Appointment[];
	blocks: BlockSlot[];
}

function busyOf(state: State, calendar: Calendar, query: SlotQuery): Busy {
	const margin = 2 * 1440 * MINUTE;
	const near = (one: { startTime: number; endTime: number }): boolean =>
		one.endTime > query.from - margin && one.startTime < query.to + margin;
	return {
		appointments: state.appointments.where(
			(one) =>
				one.locationId === calendar.locationId &&
				isBooked(one) &&
				near(one) &&
				one.id !== query.ignoreAppointmentId &&
				(query.ignoreAppointmentId === undefined ||
					one.masterEventId !== query.ignoreAppointmentId),
		),
		blocks: state.blockSlots.where(
			(one) => one.locationId === calendar.locationId && !one.deleted && near(one),
		),
	};
}

/** Whether a start time is free for a team member, or for the calendar itself if it has no team. */
function isFree(
	state: State,
	calendar: Calendar,
	busy: Busy,
	userId: string | undefined,
	start: number,
): boolean {
	const { values } = calendar;
	const from = start - duration(values, 'preBuffer', 'preBufferUnit', 0);
	const to = start + slotLength(calendar) + duration(values, 'slotBuffer', 'slotBufferUnit', 0);
	const overlaps = (one: { startTime: number; endTime: number }): boolean =>
		one.startTime < to && one.endTime > from;
	const blocked = busy.blocks.some(
		(one) =>
			overlaps(one) &&
			(one.calendarId === calendar.id || (userId !== undefined && one.assignedUserId === userId)),
	);
	if (blocked) return false;
	const mine = busy.appointments.filter((one) =>
		userId === undefined ? one.calendarId === calendar.id : one.assignedUserId === userId,
	);
	const shares = (one: Appointment): boolean =>
		one.calendarId === calendar.id && one.startTime === start;
	const seats = number(values, 'appoinmentPerSlot') ?? 1;
	const seated = userId === undefined || values.calendarType === 'class_booking' ? seats : 1;
	if (mine.some((one) => overlaps(one) && !(seated > 1 && shares(one)))) return false;
	if (mine.filter(shares).length >= seated) return false;
	const perDay = number(values, 'appoinmentPerDay');
	if (perDay === undefined || perDay <= 0) return true;
	const zone = zoneOf(state, calendar.locationId);
	const dateOf = (ms: number): string | null => DateTime.fromMillis(ms, { zone }).toISODate();
	const date = dateOf(start);
	const sameDay = mine.filter(
		(one) => one.calendarId === calendar.id && dateOf(one.startTime) === date,
	);
	return sameDay.length < perDay;
}

/**
 * The free slots of a calendar, sorted by start: its hours (schedules take precedence over open hours) minus
 * appointments and block slots with their buffers, within minimum notice and booking horizon. With a team, a slot is
 * free if any member is (for collective calendars, if all of them are).
 */
export function freeSlots(state: State, calendar: Calendar, query: SlotQuery): Slot[] {
	const { values } = calendar;
	if (values.isActive === false) return [];
	const now = state.clock.now();
	let { from, to } = query;
	if (query.ignoreDateRange !== true) {
		from = Math.max(from, now + duration(values, 'allowBookingAfter', 'allowBookingAfterUnit', 0));
		const horizon = duration(values, 'allowBookingFor', 'allowBookingForUnit', 0);
		if (horizon > 0) to = Math.min(to, now + horizon);
	}
	if (to <= from) return [];
	const limited = { ...query, from, to };
	const busy = busyOf(state, calendar, limited);
	const team = teamOf(calendar);
	if (team.length === 0) {
		if (query.userIds !== undefined) return [];
		return starts(calendar, hoursOf(state, calendar, undefined), limited)
			.filter((start) => isFree(state, calendar, busy, undefined, start))
			.sort((one, other) => one - other)
			.filter((start, at, all) => start !== all[at - 1])
			.map((start) => ({ start, userIds: [] }));
	}
	const asked = team.filter((userId) => query.userIds?.includes(userId) ?? true);
	const free = new Map<number, string[]>();
	for (const userId of asked) {
		for (const start of starts(calendar, hoursOf(state, calendar, userId), limited)) {
			if (!isFree(state, calendar, busy, userId, start)) continue;
			const users = free.get(start) ?? [];
			if (!users.includes(userId)) free.set(start, [...users, userId]);
		}
	}
	const everybody = values.calendarType === 'collective' ? asked.length : 1;
	return [...free]
		.filter(([, userIds]) => userIds.length >= everybody)
		.map(([start, userIds]) => ({ start, userIds }))
		.sort((one, other) => one.start - other.start);
}
