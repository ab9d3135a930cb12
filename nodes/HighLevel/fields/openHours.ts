// The opening hours of a calendar: by weekday ('Open Hours') and by date ('Special Days').

import type { IDataObject } from 'n8n-workflow';

import type { Convert } from '../../shared/convert';
import { toDay } from '../../shared/convertTime';
import type { Field, FieldTarget } from '../../shared/operation';
import { ValueError } from '../../shared/valueErrors';
import { isRecord } from '../../shared/values';
import { hoursField, toHourAndMinute, WEEKDAYS } from './hours';

/** Sends a time of day as HighLevel's two keys. */
const asHourAndMinute = (prefix: 'open' | 'close'): FieldTarget => ({
	key: '',
	as: (value) => {
		const [hour, minute] = toHourAndMinute(value);
		return { [`${prefix}Hour`]: hour, [`${prefix}Minute`]: minute };
	},
});

const minutes = (hour: unknown, minute: unknown) => Number(hour) * 60 + Number(minute);

const requireForward: Convert = (value) => {
	const list = Array.isArray(value) ? value.filter(isRecord) : [];
	list.forEach(({ openHour, openMinute, closeHour, closeMinute }, index) => {
		if (minutes(closeHour, closeMinute) <= minutes(openHour, openMinute)) {
			throw new ValueError(
				`entry ${index + 1} does not close after it opens; hours that pass midnight take two entries`,
			);
		}
	});
	return list;
};

const hours = hoursField({
	displayName: 'Hours',
	name: 'hours',
	placeholder: 'Add hours',
	entryName: 'entry',
	from: ['Opens', 'open'],
	to: ['Closes', 'close'],
	sendFrom: asHourAndMinute('open'),
	sendTo: asHourAndMinute('close'),
	check: requireForward,
});

/** HighLevel numbers the days of the week from Sunday, 0. */
const WEEK = ['Sunday', ...WEEKDAYS.slice(0, 6)];

const toDayNumbers: Convert = (value) => (Array.isArray(value) ? value.map(Number) : value);

/** Opening hours by weekday (OpenAPI: OpenHour). HighLevel recommends schedules instead. */
export const openHours: Field = {
	displayName: 'Open Hours',
	name: 'openHours',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add weekdays',
	description: 'Hours by weekday. HighLevel recommends a Schedule instead.',
	options: [
		{
			displayName: 'Weekdays',
			name: 'entry',
			values: [
				{
					displayName: 'Weekdays',
					name: 'daysOfTheWeek',
					type: 'multiOptions',
					default: ['1', '2', '3', '4', '5'],
					required: true,
					options: WEEK.map((name, day) => ({ name, value: String(day) })),
					send: { as: toDayNumbers },
				},
				{ ...hours, required: true },
			],
		},
	],
};

/** A day in HighLevel's format for this field: the local date with a meaningless time. */
const toLocalDay: Convert = (value, context) => `${String(toDay(value, context))}T00:00:00.000Z`;

/** HighLevel requires `hours`; an empty list means that the day is closed. */
const withHours: Convert = (value) =>
	Array.isArray(value)
		? value.filter(isRecord).map((entry): IDataObject => ({ hours: [], ...entry }))
		: value;

const specialDays = (idField: Field[]): Field => ({
	displayName: 'Special Days',
	name: 'availabilities',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add day',
	description: 'Hours of single days; a day without hours is closed',
	options: [
		{
			displayName: 'Day',
			name: 'day',
			values: [
				{
					displayName: 'Date',
					name: 'date',
					type: 'dateTime',
					default: '',
					required: true,
					description: 'The time of day does not matter',
					send: { as: toLocalDay },
				},
				hours,
				{
					displayName: 'More',
					name: 'more',
					type: 'collection',
					default: {},
					placeholder: 'Add field',
					options: [
						{
							displayName: 'Delete',
							name: 'deleted',
							type: 'boolean',
							default: false,
							description: 'Whether to take this special day away',
						},
						...idField,
					],
					send: { key: '' },
				},
			],
		},
	],
	send: { as: withHours },
});

/** Hours by date of a new calendar (OpenAPI: Availability). */
export const availabilities = specialDays([]);

/** Hours by date of an existing calendar (OpenAPI: UpdateAvailability). */
export const availabilityChanges = specialDays([
	{
		displayName: 'ID',
		name: 'id',
		type: 'string',
		default: '',
		description: 'Of the special day to change or delete, as Get gives it',
	},
]);
