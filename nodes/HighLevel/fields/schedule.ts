// Fields of schedules.

import type { IDataObject } from 'n8n-workflow';

import type { Convert } from '../../shared/convert';
import { toDay, toTimeZone } from '../../shared/convertTime';
import { locator } from '../../shared/locator';
import type { Field } from '../../shared/operation';
import { ValueError } from '../../shared/valueErrors';
import { isRecord } from '../../shared/values';
import { timeZoneField } from './builders';
import { entriesOf, hoursField, toHourAndMinute, WEEKDAYS } from './hours';
import { user } from './locators';

const EXAMPLE_ID = '65e5f6dfacf123513228d384';

/** The schedule that an operation works on; `{id}` in its path. */
export const scheduleId = locator({
	displayName: 'Schedule ID',
	name: 'scheduleId',
	searchListMethod: 'searchSchedules',
	placeholder: EXAMPLE_ID,
	required: true,
	send: { key: 'id' },
});

/** The user whose availability the schedule describes. */
export const scheduleUser: Field = {
	...user('User ID', 'userId', 'The user whose availability the schedule is'),
	required: true,
};

/** The time zones that HighLevel accepts for schedules: two parts of letters (OpenAPI: CreateScheduleDTO). */
export const SCHEDULE_ZONE = /^[A-Za-z_]+\/[A-Za-z_]+$/;

const toScheduleZone: Convert = (value) => {
	const zone = toTimeZone(value);
	if (!SCHEDULE_ZONE.test(zone)) {
		throw new ValueError(
			`is "${zone}", which HighLevel does not take for schedules: only zones of two parts in letters, such as America/New_York. Choose a city with the same time.`,
		);
	}
	return zone;
};

/** A schedule's zone. It has its own name because other time zones need not match the pattern. */
export const scheduleTimezone = timeZoneField('Time Zone', 'scheduleTimezone', {
	required: true,
	typeOptions: { loadOptionsMethod: 'getScheduleTimezones' },
	send: { key: 'timezone', as: toScheduleZone },
});

/** A time of day in HighLevel's format, HH:mm. */
const toClockTime: Convert = (value) =>
	toHourAndMinute(value)
		.map((part) => String(part).padStart(2, '0'))
		.join(':');

const requireForward: Convert = (value) => {
	const intervals = entriesOf(value);
	for (const { from, to } of intervals) {
		if (typeof from === 'string' && typeof to === 'string' && from >= to) {
			throw new ValueError(
				`has an entry from ${from} to ${to}, which does not end after it starts; hours that pass midnight take two days`,
			);
		}
	}
	return intervals;
};

const intervals = hoursField({
	displayName: 'Open',
	name: 'intervals',
	placeholder: 'Add open hours',
	description: 'From and to as HH:mm on 24 hours. No entry: closed.',
	entryName: 'interval',
	from: ['From', 'from'],
	to: ['To', 'to'],
	sendFrom: { as: toClockTime },
	sendTo: { as: toClockTime },
	check: requireForward,
});

/** One rule per day, as HighLevel requires; entries for the same day are merged. */
const toRules: Convert = (value) => {
	const { weekdays, dates } = isRecord(value) ? value : {};
	const rules = new Map<
		string,
		{ type: string; day?: string; date?: string; intervals: IDataObject[] }
	>();
	const add = (type: 'wday' | 'date', key: 'day' | 'date', when: unknown, open: unknown) => {
		const name = String(when);
		const rule = rules.get(name) ?? { type, [key]: name, intervals: [] };
		rule.intervals.push(...entriesOf(open));
		rules.set(name, rule);
	};
	for (const { days, intervals: open } of entriesOf(weekdays)) {
		for (const day of Array.isArray(days) ? days : []) add('wday', 'day', day, open);
	}
	for (const { date, intervals: open } of entriesOf(dates)) add('date', 'date', date, open);
	return [...rules.values()];
};

/** The hours of a schedule, by weekday and by date. */
export const rules: Field = {
	displayName: 'Hours',
	name: 'rules',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add hours',
	description: 'When bookings are possible. On update they replace all hours of the schedule.',
	options: [
		{
			displayName: 'Weekdays',
			name: 'weekdays',
			values: [
				{
					displayName: 'Days',
					name: 'days',
					type: 'multiOptions',
					default: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
					required: true,
					options: WEEKDAYS.map((day) => ({ name: day, value: day.toLowerCase() })),
				},
				intervals,
			],
		},
		{
			displayName: 'Dates',
			name: 'dates',
			values: [
				{
					displayName: 'Date',
					name: 'date',
					type: 'dateTime',
					default: '',
					required: true,
					description: 'A day with hours of its own; the time of day does not matter',
					send: { as: toDay },
				},
				intervals,
			],
		},
	],
	send: { as: toRules },
};
