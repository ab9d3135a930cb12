// The events for calendars.

import { encodePart } from '../../../shared/url';
import { CALENDAR } from '../../expected';
import { calendarShape } from '../../records/calendar';
import type { PollEvent } from '../event';
import { CALENDAR_LIST, readCalendars } from './calendarList';
import { EXAMPLE_CALENDAR } from './example';
import type { WholeList } from './wholeList';
import { isUnknown, listEvent } from './wholeList';

const calendars: WholeList = {
	what: 'calendars',
	read: readCalendars,
	isGone: async (poll, id) =>
		await isUnknown(poll, `/calendars/${encodePart(id)}`, { ...CALENDAR_LIST, expects: CALENDAR }),
};

const ofCalendars = {
	source: 'The list of calendars, drafts included',
	bound: 'A fingerprint and the name of each calendar, at most 20,000',
	calls: '1',
};

export const calendarCreated: PollEvent = {
	...listEvent(calendars, ['created']),
	...ofCalendars,
	name: 'Calendar Created',
	value: 'calendarCreated',
	action: 'On calendar created',
	description: 'A calendar was created, as a draft or active',
	example: EXAMPLE_CALENDAR,
	shape: calendarShape,
	misses: 'Calendars deleted before the next poll',
};

export const calendarUpdated: PollEvent = {
	...listEvent(calendars, ['updated']),
	...ofCalendars,
	name: 'Calendar Updated',
	value: 'calendarUpdated',
	action: 'On calendar updated',
	description: 'Any setting of a calendar changed. HighLevel has no webhook for this.',
	example: EXAMPLE_CALENDAR,
	shape: calendarShape,
	misses: 'What changed; changes that were undone between two polls; notifications and schedules',
};

export const calendarDeleted: PollEvent = {
	...listEvent(calendars, ['deleted']),
	...ofCalendars,
	name: 'Calendar Deleted',
	value: 'calendarDeleted',
	action: 'On calendar deleted',
	description: 'A calendar was deleted. Only its ID and name are left to emit.',
	example: { id: EXAMPLE_CALENDAR.id, name: EXAMPLE_CALENDAR.name, deleted: true },
	calls: '1, plus 1 for each deleted calendar',
	misses: 'Calendars created and deleted between two polls',
};
