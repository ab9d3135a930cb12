// Opening hours, which calendars (`openHours.ts`) and schedules (`schedule.ts`) send in different formats.

import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import type { Convert } from '../../shared/convert';
import type { Field, FieldTarget } from '../../shared/operation';
import { ValueError } from '../../shared/valueErrors';
import { isAbsent, isRecord } from '../../shared/values';
import { choiceField, textField } from './builders';

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

const OPENS = '09:00';
const CLOSES = '17:00';

/** A field for a time of day. */
const timeOfDayField = (
	displayName: string,
	name: string,
	initial: string,
	more: Partial<Field>,
): Field =>
	textField(displayName, name, { default: initial, placeholder: `e.g. ${initial}`, ...more });

/** Where the two times of an entry are sent. */
interface HoursTarget {
	from: FieldTarget;
	to: FieldTarget;
}

/** From when to when a day is open; filled in when the entry is added. */
export const fromTo = ({ from, to }: HoursTarget, more: Partial<Field> = {}): Field[] => [
	timeOfDayField('From', 'from', OPENS, { ...more, send: from }),
	timeOfDayField('To', 'to', CLOSES, { ...more, send: to }),
];

const OPEN = { name: 'Open', value: 'open' };
export const CLOSED = { name: 'Closed', value: 'closed' };

/** Whether a day is open, and from when to when. The converter checks the times, which only an open day needs. */
export const openOrNot = (
	target: HoursTarget,
	otherwise: INodePropertyOptions[] = [CLOSED],
): Field[] => [
	choiceField('Availability', 'availability', OPEN.value, [OPEN, ...otherwise]),
	...fromTo(target, { show: { availability: [OPEN.value] } }),
];

/** The hours for which an entry opens its day; `closed` where the user chose so. */
export type OpenHours = IDataObject[] | 'closed';

/**
 * The hours of each day, from all entries about it.
 *
 * @throws ValueError if one entry opens a day and another one closes it
 */
export function hoursByDay(
	entries: Array<[day: string, hours: OpenHours]>,
): Map<string, IDataObject[]> {
	const days = new Map<string, IDataObject[]>();
	const closed = new Set<string>();
	for (const [day, hours] of entries) {
		const known = days.get(day) ?? [];
		if (hours === 'closed') closed.add(day);
		days.set(day, hours === 'closed' ? known : [...known, ...hours]);
	}
	const both = [...closed].find((day) => days.get(day)?.length !== 0);
	if (both !== undefined) throw new ValueError(`has ${both} both open and closed`);
	return days;
}

/** @throws ValueError where an open day has no time from which, or until which, it is open */
export function requireTimes(from: unknown, to: unknown): void {
	if (isAbsent(from) || isAbsent(to)) {
		throw new ValueError("has an open day without 'From' or 'To'");
	}
}

/** How one API represents opening hours, as nodes of version 1 show them. */
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

/** A list of opening hours within one day, each from one time of day to another, as nodes of version 1 show them. */
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
					timeOfDayField(...from, OPENS, { required: true, send: source.sendFrom }),
					timeOfDayField(...to, CLOSES, { required: true, send: source.sendTo }),
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
