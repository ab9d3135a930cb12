import type { IDataObject } from 'n8n-workflow';

import type { Convert, Field } from '../../shared/operation';
import { isRecord, toDay, ValueError } from '../../shared/values';
import { clock, toHourAndMinute } from './plain';

/** One clock time as the two keys that HighLevel has for it. */
const toClock =
	(which: 'open' | 'close'): Convert =>
	(value) => {
		const [hour, minute] = toHourAndMinute(value);
		return { [`${which}Hour`]: hour, [`${which}Minute`]: minute };
	};

const minutes = (hours: unknown, rest: unknown) => Number(hours) * 60 + Number(rest);

const toHours: Convert = (value) => {
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

const hours: Field = {
	displayName: 'Hours',
	name: 'hours',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add hours',
	options: [
		{
			displayName: 'Hours',
			name: 'entry',
			values: [
				clock('Opens', 'open', '09:00', { key: '', as: toClock('open') }),
				clock('Closes', 'close', '17:00', { key: '', as: toClock('close') }),
			],
		},
	],
	send: { as: toHours },
};

/** HighLevel counts the days of the week from Sunday, 0. */
const WEEK = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const toWeekdays: Convert = (value) => (Array.isArray(value) ? value.map(Number) : value);

/** Open hours by weekday (OpenAPI: OpenHour); HighLevel recommends schedules instead. */
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
					send: { as: toWeekdays },
				},
				{ ...hours, required: true },
			],
		},
	],
};

/** A day as HighLevel writes it here: the local date with a time that means nothing. */
const toLocalDay: Convert = (value, context) => `${String(toDay(value, context))}T00:00:00.000Z`;

/** HighLevel requires `hours`; none means that the day is closed. */
const withHours: Convert = (value) =>
	Array.isArray(value)
		? value.filter(isRecord).map((entry): IDataObject => ({ hours: [], ...entry }))
		: value;

const availability = (id: Field[]): Field => ({
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
						...id,
					],
					send: { key: '' },
				},
			],
		},
	],
	send: { as: withHours },
});

/** Hours by date of a new calendar (OpenAPI: Availability). */
export const availabilities = availability([]);

/** Hours by date of a calendar that may have some (OpenAPI: UpdateAvailability). */
export const availabilityChanges = availability([
	{
		displayName: 'ID',
		name: 'id',
		type: 'string',
		default: '',
		description: 'Of the special day to change or delete, as Get gives it',
	},
]);
