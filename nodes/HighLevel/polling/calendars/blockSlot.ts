import type { IDataObject } from 'n8n-workflow';

import { listUnder } from '../../../shared/expectation';
import type { Field } from '../../../shared/operation';
import { isRecord, recordsOf } from '../../../shared/values';
import type { Poll, PollEvent } from '../event';
import { refuseTooMany } from '../memory';
import { FAR_MS, goneAsEmpty } from '../parts';
import { byAdded, calendarsIn, pastDays, watchedCalendars, watchEvents } from './appointment';
import { EXAMPLE_BLOCK } from './example';

const watchedUsers: Field = {
	displayName: 'User Names or IDs',
	name: 'userIds',
	type: 'multiOptions',
	default: [],
	typeOptions: { loadOptionsMethod: 'getUsers' },
	description:
		'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	hint: 'Users whose own blocked times are watched as well; each costs one call a poll',
};

async function readOf(poll: Poll, whose: IDataObject, from: number, to: number) {
	const query = {
		locationId: poll.location,
		...whose,
		startTime: String(from),
		endTime: String(to),
	};
	const answer = await poll.send(
		{ method: 'GET', path: '/calendars/blocked-slots', query },
		{
			label: 'List blocked slots',
			scope: 'calendars/events.readonly',
			expects: listUnder('events'),
			refused: goneAsEmpty,
		},
	);
	return recordsOf(isRecord(answer) ? answer.events : undefined);
}

/** The blocked slots of the watched calendars and users; the same slot may come with both. */
async function readBlocks(poll: Poll, from: number, to: number): Promise<IDataObject[]> {
	const blocks: IDataObject[] = [];
	const users: unknown[] = Array.isArray(poll.values.userIds) ? poll.values.userIds : [];
	const owners: IDataObject[] = [
		...(await calendarsIn(poll)).map((calendarId) => ({ calendarId })),
		...users.map((userId) => ({ userId: String(userId) })),
	];
	for (const owner of owners) {
		blocks.push(...(await readOf(poll, owner, from, to)));
		refuseTooMany(
			poll,
			blocks.length,
			'blocked slots',
			"Choose fewer calendars under 'Calendar Names or IDs', or fewer 'Past Days'.",
		);
	}
	return blocks.filter(({ deleted }) => deleted !== true);
}

export const blockedSlotAdded: PollEvent = {
	name: 'Blocked Slot Added',
	value: 'blockedSlotAdded',
	action: 'On blocked slot added',
	description: 'Time was blocked in a calendar or for a user',
	fields: [watchedCalendars, watchedUsers, pastDays],
	keys: ['calendarIds', 'userIds', 'pastDays'],
	watch: async (poll, memory) => {
		const read = async (from: number, to: number) => await readBlocks(poll, from, to);
		const watched = await watchEvents(poll, memory, read, () => '');
		const items = watched.differences
			.filter(
				({ before, record }) => watched.begun && before === undefined && watched.isNew(record),
			)
			.map(({ record }) => record);
		return { items: byAdded(items), memory: watched.memory() };
	},
	sample: async (poll) => (await readBlocks(poll, poll.now, FAR_MS))[0],
	example: EXAMPLE_BLOCK,
	source: 'The blocked slots of each watched calendar and user after the past days',
	cursor: 'The IDs of the known blocked slots; `dateAdded` tells new ones from moved ones',
	bound: 'One mark for each blocked slot in that range, at most 20,000',
	calls: '1 for each watched calendar and user; 1 more when all calendars are watched',
	misses:
		'Blocked times of users that are not chosen; slots that were deleted before the next poll; clocks more than an hour apart',
};
