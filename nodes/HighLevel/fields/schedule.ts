import type { IDataObject } from 'n8n-workflow';

import { locator } from '../../shared/fields';
import type { Convert, Field } from '../../shared/operation';
import { isRecord, toDay, toTimeZone, ValueError } from '../../shared/values';
import { user } from './locators';
import { clock, timeZone, toHourAndMinute } from './plain';

const EXAMPLE_ID = '65e5f6dfacf123513228d384';

/** The schedule that an operation is about; `{id}` of its path. */
export const scheduleId = locator({
	displayName: 'Schedule ID',
	name: 'scheduleId',
	searchListMethod: 'searchSchedules',
	placeholder: EXAMPLE_ID,
	required: true,
	send: { key: 'id' },
});

/** The user whose availability a schedule is. */
export const scheduleUser: Field = {
	...user('User ID', 'userId', 'The user whose availability the schedule is'),
	required: true,
};

/** HighLevel's pattern for the zones of schedules: two parts of letters (OpenAPI: CreateScheduleDTO). */
export const SCHEDULE_ZONE = /^[A-Za-z_]+\/[A-Za-z_]+$/;

const toScheduleZone: Convert = (value, context) => {
	const zone = toTimeZone(value, context);
	if (typeof zone !== 'string' || !SCHEDULE_ZONE.test(zone)) {
		throw new ValueError(
			`is "${String(zone)}", which HighLevel does not take for schedules: only zones of two parts in letters, such as America/New_York. Choose a city with the same time.`,
		);
	}
	return zone;
};

/** Zone of a schedule; its own name, since other time zones are not held to the pattern. */
export const scheduleTimezone = timeZone('Time Zone', 'scheduleTimezone', {
	required: true,
	typeOptions: { loadOptionsMethod: 'getScheduleTimezones' },
	send: { key: 'timezone', as: toScheduleZone },
});

/** A clock time as HighLevel writes it, HH:mm on 24 hours. */
const toClock: Convert = (value) =>
	toHourAndMinute(value)
		.map((part) => String(part).padStart(2, '0'))
		.join(':');

function records(value: unknown): IDataObject[] {
	if (Array.isArray(value)) return value.filter(isRecord);
	return isRecord(value) ? [value] : [];
}

const toIntervals: Convert = (value) => {
	const hours = records(value);
	for (const { from, to } of hours) {
		if (typeof from === 'string' && typeof to === 'string' && from >= to) {
			throw new ValueError(
				`has an entry from ${from} to ${to}, which does not end after it starts; hours that pass midnight take two days`,
			);
		}
	}
	return hours;
};

const intervals: Field = {
	displayName: 'Open',
	name: 'intervals',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add open hours',
	description: 'From and to as HH:mm on 24 hours. No entry: closed.',
	options: [
		{
			displayName: 'Open',
			name: 'interval',
			values: [
				clock('From', 'from', '09:00', { as: toClock }),
				clock('To', 'to', '17:00', { as: toClock }),
			],
		},
	],
	send: { as: toIntervals },
};

const WEEK = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const DAYS = WEEK.map((day) => ({ name: day, value: day.toLowerCase() }));

/** One rule a day; entries for the same day are put together. */
const toRules: Convert = (value) => {
	const { weekdays, dates } = isRecord(value) ? value : {};
	const rules = new Map<
		string,
		{ type: string; day?: string; date?: string; intervals: IDataObject[] }
	>();
	const add = (type: 'wday' | 'date', key: 'day' | 'date', when: unknown, open: unknown) => {
		const name = String(when);
		const rule = rules.get(name) ?? { type, [key]: name, intervals: [] };
		rule.intervals.push(...records(open));
		rules.set(name, rule);
	};
	for (const { days, intervals: open } of records(weekdays)) {
		for (const day of Array.isArray(days) ? days : []) add('wday', 'day', day, open);
	}
	for (const { date, intervals: open } of records(dates)) add('date', 'date', date, open);
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
					options: DAYS,
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
