// A list of calendars.

import type { Field } from '../../shared/operation';
import { ValueError } from '../../shared/valueErrors';
import { isRecord } from '../../shared/values';
import { calendarId } from './locators';

/** The IDs of the entries in a list of calendars, without duplicates. */
export function toCalendarIds(value: unknown): unknown[] {
	if (!Array.isArray(value)) throw new ValueError('is not a list');
	return [...new Set(value.filter(isRecord).map(({ calendar }) => calendar))];
}

/** Several calendars, each a resource locator; sent as a list of IDs. */
export const calendarIds: Field = {
	displayName: 'Calendars',
	name: 'calendarIds',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add calendar',
	options: [
		{
			displayName: 'Calendar',
			name: 'calendars',
			values: [{ ...calendarId, displayName: 'Calendar', name: 'calendar' }],
		},
	],
	send: { as: toCalendarIds },
};
