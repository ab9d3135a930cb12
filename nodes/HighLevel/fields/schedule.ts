// Fields of schedules.

import type { IDataObject } from 'n8n-workflow';

import type { Convert } from '../../shared/convert';
import { toDay, toTimeZone } from '../../shared/convertTime';
import { locator } from '../../shared/locator';
import type { Field } from '../../shared/operation';
import { ValueError } from '../../shared/valueErrors';
import { isRecord, textOf, textsOf } from '../../shared/values';
import { dateTimeField, timeZoneField } from './builders';
import type { OpenHours } from './hours';
import {
	CLOSED,
	entriesOf,
	hoursByDay,
	hoursField,
	openOrNot,
	requireTimes,
	toHourAndMinute,
	WEEKDAYS,
} from './hours';
import { user } from './locators';
import { inNewNodes, inVersion1 } from './nodeVersion';
import * as find from '../search/finders';

const EXAMPLE_ID = '65e5f6dfacf123513228d384';

/** The schedule that an operation works on; `{id}` in its path. */
export const scheduleId = locator({
	displayName: 'Schedule',
	name: 'scheduleId',
	searchListMethod: 'searchSchedules',
	find: find.schedule,
	example: 'Office Hours',
	placeholder: EXAMPLE_ID,
	required: true,
	send: { key: 'id' },
});

/** The user whose availability the schedule describes. */
export const scheduleUser: Field = {
	...user('User', 'userId', 'The user whose availability the schedule is'),
	required: true,
};

/** The time zones that HighLevel accepts for schedules: two parts of letters (OpenAPI: CreateScheduleDTO). */
export const SCHEDULE_ZONE = /^[A-Za-z_]+\/[A-Za-z_]+$/;

const toScheduleZone: Convert = (value) => {
	const zone = toTimeZone(value);
	if (!SCHEDULE_ZONE.test(zone)) {
		throw new ValueError(
			`is "${zone}", which HighLevel does not accept for schedules`,
			'Choose a city with the same time whose zone has two parts of letters, such as America/New_York.',
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

/** @throws ValueError for an interval that does not end after it starts */
function requireForward({ from, to }: IDataObject): void {
	if (typeof from === 'string' && typeof to === 'string' && from >= to) {
		throw new ValueError(
			`has an entry from ${from} to ${to}, which does not end after it starts`,
			'Split hours that pass midnight into two days.',
		);
	}
}

/** In nodes of version 1, a list of hours; no entry means closed. */
const intervals = hoursField({
	displayName: 'Open',
	name: 'intervals',
	placeholder: 'Add open hours',
	description: 'Times in 24-hour format, HH:mm. Without an entry, the days are closed.',
	entryName: 'interval',
	from: ['From', 'from'],
	to: ['To', 'to'],
	sendFrom: { as: toClockTime },
	sendTo: { as: toClockTime },
	check: (value) => {
		entriesOf(value).forEach(requireForward);
		return entriesOf(value);
	},
});

function hoursOf({ availability, from, to }: IDataObject): OpenHours {
	if (availability === CLOSED.value) return 'closed';
	requireTimes(from, to);
	requireForward({ from, to });
	return [{ from, to }];
}

/** One rule per day, as HighLevel requires; entries for the same day are merged. */
const toRules =
	(read: (entry: IDataObject) => OpenHours): Convert =>
	(value) => {
		const { weekdays, dates } = isRecord(value) ? value : {};
		const ofDays = entriesOf(weekdays).flatMap((entry) =>
			textsOf(entry.days).map((day): [string, OpenHours] => [day, read(entry)]),
		);
		const ofDates = entriesOf(dates).map((entry): [string, OpenHours] => [
			textOf(entry.date),
			read(entry),
		]);
		return [
			...[...hoursByDay(ofDays)].map(([day, open]) => ({ type: 'wday', day, intervals: open })),
			...[...hoursByDay(ofDates)].map(([date, open]) => ({ type: 'date', date, intervals: open })),
		];
	};

const days: Field = {
	displayName: 'Days',
	name: 'days',
	type: 'multiOptions',
	default: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
	required: true,
	options: WEEKDAYS.map((day) => ({ name: day, value: day.toLowerCase() })),
};

const date = dateTimeField('Date', 'date', {
	required: true,
	description: 'A day with hours of its own. The time of day does not matter.',
	send: { as: toDay },
});

const rulesWith = (ofDay: Field[], description: string, as: Convert): Field => ({
	displayName: 'Hours',
	name: 'rules',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add hours',
	description,
	options: [
		{ displayName: 'Weekdays', name: 'weekdays', values: [days, ...ofDay] },
		{ displayName: 'Dates', name: 'dates', values: [date, ...ofDay] },
	],
	send: { as },
});

/** The hours of a schedule, by weekday and by date. In nodes of version 1, an entry without hours closes its days. */
export const rules: Field[] = [
	inVersion1(
		rulesWith(
			[intervals],
			'When bookings are possible. On update, they replace all hours of the schedule.',
			toRules(({ intervals: open }) => entriesOf(open)),
		),
	),
	inNewNodes(
		rulesWith(
			openOrNot({ from: { as: toClockTime }, to: { as: toClockTime } }),
			'When bookings are possible. For a break, add the same days again with the hours after it. On update, they replace all hours of the schedule.',
			toRules(hoursOf),
		),
	),
];
