import type { Convert, Field } from '../../shared/operation';
import { toTimeZone, ValueError } from '../../shared/values';

/** A text field. */
export const text = (displayName: string, name: string, more: Partial<Field> = {}): Field => ({
	displayName,
	name,
	type: 'string',
	default: '',
	...more,
});

/** A field for a date with a time. */
export const time = (displayName: string, name: string, more: Partial<Field> = {}): Field => ({
	displayName,
	name,
	type: 'dateTime',
	default: '',
	...more,
});

/** A switch that is off until the user says otherwise. */
export const off = (displayName: string, name: string, description: string): Field => ({
	displayName,
	name,
	type: 'boolean',
	default: false,
	description,
});

/** A switch that is on once it is added. */
export const on = (displayName: string, name: string, description: string): Field => ({
	...off(displayName, name, description),
	default: true,
});

/** A menu of the time zones that the sub-account accepts. */
export const timeZone = (displayName: string, name: string, more: Partial<Field> = {}): Field => ({
	displayName: `${displayName} Name or ID`,
	name,
	type: 'options',
	default: '',
	typeOptions: { loadOptionsMethod: 'getTimezones' },
	description:
		'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	send: { as: toTimeZone },
	...more,
});

/** A time of the day as its hour and minute. */
export function toHourAndMinute(value: unknown): [hour: number, minute: number] {
	const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(typeof value === 'string' ? value.trim() : '');
	if (!match) throw new ValueError('is not a time from 00:00 to 23:59, written as HH:mm');
	return [Number(match[1]), Number(match[2])];
}

/** A field for a time of the day on 24 hours. */
export const clock = (
	displayName: string,
	name: string,
	initial: string,
	send: { key?: string; as: Convert },
): Field =>
	text(displayName, name, {
		default: initial,
		placeholder: `e.g. ${initial}`,
		required: true,
		send,
	});
