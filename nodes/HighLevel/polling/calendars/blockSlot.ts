// The event 'Blocked Slot Added'.

import type { IDataObject } from 'n8n-workflow';

import type { Field } from '../../../shared/operation';
import { multiOptionsFrom } from '../../../shared/standardFields';
import { textsOf } from '../../../shared/values';
import { refuseTooMany } from '../compare';
import type { Poll, PollEvent } from '../event';
import type { Range } from './eventRange';
import { comingRange, findAdded, isDeleted, pastDays, readEvents } from './eventRange';
import { EXAMPLE_BLOCK } from './example';
import { watchedCalendarIds, watchedCalendars } from './watchedCalendars';

const BLOCKED_SLOTS = { path: '/calendars/blocked-slots', label: 'List blocked slots' };

const watchedUsers: Field = {
	displayName: 'User Names or IDs',
	name: 'userIds',
	type: 'multiOptions',
	default: [],
	...multiOptionsFrom('getUsers'),
	hint: 'Users whose own blocked times to watch too. Each costs one call per poll.',
};

/** The blocked slots of the watched calendars and users in a range; one can be listed under both. */
async function readBlockedSlots(poll: Poll, range: Range): Promise<IDataObject[]> {
	const slots: IDataObject[] = [];
	const owners: IDataObject[] = [
		...(await watchedCalendarIds(poll)).map((calendarId) => ({ calendarId })),
		...textsOf(poll.values.userIds).map((userId) => ({ userId })),
	];
	for (const owner of owners) {
		slots.push(...(await readEvents(poll, BLOCKED_SLOTS, owner, range)));
		refuseTooMany(
			poll,
			slots.length,
			'blocked slots',
			"Select fewer calendars in 'Calendar Names or IDs' or fewer 'Past Days'.",
		);
	}
	return slots.filter((slot) => !isDeleted(slot));
}

export const blockedSlotAdded: PollEvent = {
	name: 'Blocked Slot Added',
	value: 'blockedSlotAdded',
	action: 'On blocked slot added',
	description: 'Time was blocked in a calendar or for a user',
	fields: [watchedCalendars, watchedUsers, pastDays],
	keys: ['calendarIds', 'userIds', 'pastDays'],
	watch: async (poll, state) =>
		await findAdded(poll, state, async (range) => await readBlockedSlots(poll, range)),
	sample: async (poll) => (await readBlockedSlots(poll, comingRange(poll)))[0],
	example: EXAMPLE_BLOCK,
	source: 'The blocked slots of each watched calendar and user, from the past days on',
	cursor: 'The IDs of the known blocked slots; `dateAdded` distinguishes new ones from moved ones',
	bound: 'One mark for each blocked slot in that range, at most 20,000',
	calls: '1 for each watched calendar and user, plus 1 when all calendars are watched',
	misses:
		'Blocked times of users that are not selected; slots deleted before the next poll; anything if the clocks of n8n and HighLevel differ by more than an hour',
};
