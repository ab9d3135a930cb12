import type { Convert, Field } from '../../shared/operation';
import { isRecord, ValueError } from '../../shared/values';
import { calendarId } from './locators';

/** The entries of a list of calendars become their IDs, each once. */
const toIds: Convert = (value) => {
	if (!Array.isArray(value)) throw new ValueError('is not a list');
	return [...new Set(value.filter(isRecord).map(({ calendar }) => calendar))];
};

/** Several calendars, each chosen from the list or given by ID; sent as a list of IDs. */
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
	send: { as: toIds },
};
