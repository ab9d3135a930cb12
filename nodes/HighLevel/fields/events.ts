// The fields of a list of events or blocked slots.

import { locator } from '../../shared/locator';
import type { Field, ItemContext } from '../../shared/operation';
import { calendarId, user } from './locators';
import { rangeEnd, rangeStart, refuseBackwards } from './times';
import * as find from '../search/finders';

const owner: Field = {
	displayName: 'Events Of',
	name: 'eventsOf',
	type: 'options',
	default: 'calendar',
	description: 'Whose events to list',
	options: [
		{ name: 'Calendar', value: 'calendar' },
		{ name: 'Calendar Group', value: 'group' },
		{ name: 'User', value: 'user' },
	],
	send: { in: 'values' },
};

/** The fields of a list of events or blocked slots: exactly one owner, and a range of start times. */
export const eventSearch: Field[] = [
	owner,
	{ ...calendarId, show: { eventsOf: ['calendar'] } },
	{
		...locator({
			displayName: 'Calendar Group',
			name: 'groupId',
			searchListMethod: 'searchCalendarGroups',
			find: find.calendarGroup,
			example: 'Consultations',
			placeholder: 'BqTwX8QFwXzpegMve9EQ',
			required: true,
		}),
		show: { eventsOf: ['group'] },
	},
	{ ...user('User', 'userId'), required: true, show: { eventsOf: ['user'] } },
	rangeStart,
	rangeEnd,
];

/** Refuses a range that ends before it starts. */
export function refuseBackwardsRange(item: ItemContext): void {
	const { rangeStart: from, rangeEnd: to } = item.values;
	// The bounds are already converted: milliseconds, as text.
	refuseBackwards(item, Number(from), Number(to), ['Search From', 'Search To']);
}
