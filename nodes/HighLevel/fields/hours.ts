// Opening hours, which calendars (`openHours.ts`) and schedules (`schedule.ts`) send in different formats.

import type { IDataObject } from 'n8n-workflow';

import type { Convert } from '../../shared/convert';
import type { Field, FieldTarget } from '../../shared/operation';
import { ValueError } from '../../shared/valueErrors';
import { isRecord } from '../../shared/values';
import { textField } from './builders';

/** Days of the week as English names, Monday first. */
export const WEEKDAYS = [
	'Monday',
	'Tuesday',
	'Wednesday',
	'Thursday',
	'Friday',
	'Saturday',
	'Sunday',
];

/**
 * @param value a time of day, HH:mm on a 24-hour clock
 * @throws ValueError
 */
export function toHourAndMinute(value: unknown): [hour: number, minute: number] {
	const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(typeof value === 'string' ? value.trim() : '');
	if (!match) throw new ValueError('is not a time from 00:00 to 23:59, written as HH:mm');
	return [Number(match[1]), Number(match[2])];
}

/** A field for a time of day. */
const timeOfDayField = (
	displayName: string,
	name: string,
	initial: string,
	send: FieldTarget,
): Field =>
	textField(displayName, name, {
		default: initial,
		placeholder: `e.g. ${initial}`,
		required: true,
		send,
	});

/** How one API represents opening hours. */
interface HoursSource {
	displayName: string;
	name: string;
	placeholder: string;
	description?: string;
	/** Name of each entry's group, which has the field's title. */
	entryName: string;
	/** Titles and names of an entry's two times. */
	from: [displayName: string, name: string];
	to: [displayName: string, name: string];
	/** Where each of the two times is sent. */
	sendFrom: FieldTarget;
	sendTo: FieldTarget;
	/** Checks the converted entries. */
	check: Convert;
}

/** A list of opening hours within one day, each from one time of day to another. */
export function hoursField(source: HoursSource): Field {
	const { displayName, name, placeholder, description, entryName, from, to } = source;
	return {
		displayName,
		name,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder,
		...(description === undefined ? {} : { description }),
		options: [
			{
				displayName,
				name: entryName,
				values: [
					timeOfDayField(...from, '09:00', source.sendFrom),
					timeOfDayField(...to, '17:00', source.sendTo),
				],
			},
		],
		send: { as: source.check },
	};
}

/** @returns the entries of a list that was filled in once or several times */
export function entriesOf(value: unknown): IDataObject[] {
	if (Array.isArray(value)) return value.filter(isRecord);
	return isRecord(value) ? [value] : [];
}
