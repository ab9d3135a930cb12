// The opening hours of a calendar: by weekday ('Open Hours') and by date ('Special Days').

import type { IDataObject } from 'n8n-workflow';

import type { Convert } from '../../shared/convert';
import { toDay } from '../../shared/convertTime';
import type { Field, FieldTarget } from '../../shared/operation';
import { ValueError } from '../../shared/valueErrors';
import { recordsOf, textOf, textsOf } from '../../shared/values';
import { dateTimeField, offSwitch, textField } from './builders';
import type { OpenHours } from './hours';
import {
	CLOSED,
	fromTo,
	hoursByDay,
	hoursField,
	openOrNot,
	requireTimes,
	toHourAndMinute,
	WEEKDAYS,
} from './hours';
import { inNewNodes, inVersion1 } from './nodeVersion';

/** Sends a time of day as HighLevel's two keys. */
const asHourAndMinute = (prefix: 'open' | 'close'): FieldTarget => ({
	key: '',
	as: (value) => {
		const [hour, minute] = toHourAndMinute(value);
		return { [`${prefix}Hour`]: hour, [`${prefix}Minute`]: minute };
	},
});

const FROM_TO = { from: asHourAndMinute('open'), to: asHourAndMinute('close') };

const minutes = (hour: unknown, minute: unknown) => Number(hour) * 60 + Number(minute);

/** @throws ValueError for hours that do not end after they start */
function requireForward(hours: IDataObject, which: string): void {
	const { openHour, openMinute, closeHour, closeMinute } = hours;
	if (minutes(closeHour, closeMinute) <= minutes(openHour, openMinute)) {
		throw new ValueError(
			`has hours that do not close after they open: ${which}`,
			'Split hours that pass midnight into two entries.',
		);
	}
}

/** In nodes of version 1, a list of hours. */
const hours = hoursField({
	displayName: 'Hours',
	name: 'hours',
	placeholder: 'Add hours',
	entryName: 'entry',
	from: ['Opens', 'open'],
	to: ['Closes', 'close'],
	sendFrom: FROM_TO.from,
	sendTo: FROM_TO.to,
	check: (value) => {
		const list = recordsOf(value);
		list.forEach((entry, index) => requireForward(entry, `entry ${index + 1}`));
		return list;
	},
});

/** @returns the entry without its hours, and those */
function splitHours(entry: IDataObject, which: string): [rest: IDataObject, hours: IDataObject] {
	const { openHour, openMinute, closeHour, closeMinute, ...rest } = entry;
	requireTimes(openHour, closeHour);
	const open = { openHour, openMinute, closeHour, closeMinute };
	requireForward(open, which);
	return [rest, open];
}

/** HighLevel numbers the days of the week from Sunday, 0. */
const WEEK = ['Sunday', ...WEEKDAYS.slice(0, 6)];

const toDayNumbers: Convert = (value) => (Array.isArray(value) ? value.map(Number) : value);

/** One entry for each set of days that have the same hours, so that no day is sent twice. */
const toOpenHours: Convert = (value) => {
	const entries = recordsOf(value).flatMap((entry, index) => {
		const [{ daysOfTheWeek }, open] = splitHours(entry, `entry ${index + 1}`);
		return textsOf(daysOfTheWeek).map((day): [string, OpenHours] => [day, [open]]);
	});
	const groups = new Map<string, { daysOfTheWeek: number[]; hours: IDataObject[] }>();
	for (const [day, ofDay] of hoursByDay(entries)) {
		const key = JSON.stringify(ofDay);
		const group = groups.get(key) ?? { daysOfTheWeek: [], hours: ofDay };
		group.daysOfTheWeek.push(Number(day));
		groups.set(key, group);
	}
	return [...groups.values()];
};

const weekdays: Field = {
	displayName: 'Weekdays',
	name: 'daysOfTheWeek',
	type: 'multiOptions',
	default: ['1', '2', '3', '4', '5'],
	required: true,
	options: WEEK.map((name, day) => ({ name, value: String(day) })),
	send: { as: toDayNumbers },
};

const openHoursWith = (ofDay: Field[], description: string): Field => ({
	displayName: 'Open Hours',
	name: 'openHours',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add weekdays',
	description,
	options: [{ displayName: 'Weekdays', name: 'entry', values: [weekdays, ...ofDay] }],
});

/** Opening hours by weekday (OpenAPI: OpenHour). HighLevel recommends schedules instead. */
export const openHours: Field[] = [
	inVersion1(
		openHoursWith(
			[{ ...hours, required: true }],
			'Hours by weekday. HighLevel recommends a Schedule instead.',
		),
	),
	inNewNodes({
		...openHoursWith(
			fromTo(FROM_TO, { required: true }),
			'Hours by weekday. For a break, add the same weekdays again with the hours after it. HighLevel recommends a Schedule instead.',
		),
		send: { as: toOpenHours },
	}),
];

/** A day in HighLevel's format for this field: the local date with a meaningless time. */
const toLocalDay: Convert = (value, context) => `${String(toDay(value, context))}T00:00:00.000Z`;

/** HighLevel requires `hours`; an empty list means that the day is closed. */
const withHours: Convert = (value) =>
	recordsOf(value).map((entry): IDataObject => ({ hours: [], ...entry }));

const REMOVED = {
	name: 'Removed',
	value: 'removed',
	description: 'The day has its usual hours again',
};

/** One entry for each day. Several entries about a day are merged: its hours before and after a break. */
const toSpecialDays: Convert = (value) => {
	const days = new Map<string, IDataObject>();
	const entries = recordsOf(value).map((entry, index): [string, OpenHours] => {
		const { availability, ...given } = entry;
		const isOpen = availability !== CLOSED.value && availability !== REMOVED.value;
		const [rest, open] = isOpen ? splitHours(given, `entry ${index + 1}`) : [given];
		const date = textOf(rest.date).slice(0, 'YYYY-MM-DD'.length);
		const deleted = availability === REMOVED.value ? { deleted: true } : {};
		days.set(date, { ...days.get(date), ...rest, ...deleted });
		return [date, open ? [open] : 'closed'];
	});
	return [...hoursByDay(entries)].map(([date, ofDay]) => ({ ...days.get(date), hours: ofDay }));
};

const date = dateTimeField('Date', 'date', {
	required: true,
	description: 'The time of day does not matter',
	send: { as: toLocalDay },
});

const specialDaysWith = (ofDay: Field[], description: string, as: Convert): Field => ({
	displayName: 'Special Days',
	name: 'availabilities',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add day',
	description,
	options: [{ displayName: 'Day', name: 'day', values: [date, ...ofDay] }],
	send: { as },
});

const specialDays = (idOfVersion1: Field[], dayId: Field[]): Field[] => [
	inVersion1(
		specialDaysWith(
			[
				hours,
				{
					displayName: 'More',
					name: 'more',
					type: 'collection',
					default: {},
					placeholder: 'Add field',
					options: [
						offSwitch('Delete', 'deleted', 'Whether to remove this special day'),
						...idOfVersion1,
					],
					send: { key: '' },
				},
			],
			'Hours of single days. A day without hours is closed.',
			withHours,
		),
	),
	inNewNodes(
		specialDaysWith(
			[...openOrNot(FROM_TO, [CLOSED, REMOVED]), ...dayId],
			'Hours of single days. For a break, add the same day again with the hours after it.',
			toSpecialDays,
		),
	),
];

/** Hours by date of a new calendar (OpenAPI: Availability). */
export const availabilities = specialDays([], []);

const idField = (displayName: string) =>
	textField(displayName, 'id', {
		description: 'ID of the special day to change or remove, as returned by Get',
	});

/** Hours by date of an existing calendar (OpenAPI: UpdateAvailability). */
export const availabilityChanges = specialDays([idField('ID')], [idField('Day ID')]);
