// The operations of the resource 'Block Slot'.

import type { Field, ItemContext, Resource } from '../../../shared/operation';
import { wholeList } from '../../../shared/pagination';
import { isAbsent } from '../../../shared/values';
import { newCalendarId } from '../../fields/appointment';
import { eventSearch, refuseBackwardsRange } from '../../fields/events';
import { calendarId, user } from '../../fields/locators';
import { idTextInVersion1 } from '../../fields/nodeVersion';
import { endTime, newEnd, newStart, refuseBackwards, startTime } from '../../fields/times';
import { inputTimeZone } from '../../fields/timeZone';
import { GET_MANY } from '../getMany';

const READ = 'calendars/events.readonly';
const WRITE = 'calendars/events.write';

const EXAMPLE_ID = '0TkCdp9PfvLeWKYRRvIz';

const blockSlotId = idTextInVersion1(
	{
		displayName: 'Block Slot ID',
		placeholder: `e.g. ${EXAMPLE_ID}`,
		description: 'As returned by Get Many',
	},
	{
		displayName: 'Block Slot',
		name: 'blockSlotId',
		searchListMethod: 'searchBlockSlots',
		placeholder: EXAMPLE_ID,
		idsFrom: 'Block Slot > Get Many',
		send: { key: 'eventId' },
	},
);

const blockFor: Field = {
	displayName: 'Block Time Of',
	name: 'blockFor',
	type: 'options',
	default: 'calendar',
	description: 'HighLevel blocks the time of a calendar or of a user, not of both',
	options: [
		{ name: 'Calendar', value: 'calendar' },
		{ name: 'User', value: 'user' },
	],
	send: { in: 'values' },
};

const assigned = user('User', 'assignedUserId');

const title: Field = { displayName: 'Block Title', name: 'title', type: 'string', default: '' };

function check(item: ItemContext): void {
	const { values } = item;
	if (!isAbsent(values.calendarId) && !isAbsent(values.assignedUserId)) {
		throw item.refuse("'Calendar' and 'User' are both given, but only one of them can be blocked");
	}
	refuseBackwards(item, values.startTime, values.endTime, ['Start Time', 'End Time']);
}

/** Times at which nothing can be booked (OpenAPI: calendars-v3.json, calendars.json). */
export const blockSlot: Resource = {
	name: 'Block Slot',
	value: 'blockSlot',
	initial: GET_MANY,
	operations: [
		{
			name: 'Create',
			value: 'create',
			action: 'Block a time of a calendar or user',
			description: 'Block a time of a calendar or of a user',
			request: 'POST /calendars/events/block-slots',
			scope: WRITE,
			location: 'body',
			fields: [
				blockFor,
				{ ...calendarId, show: { blockFor: ['calendar'] } },
				{ ...assigned, required: true, show: { blockFor: ['user'] } },
				startTime,
				endTime,
			],
			optional: [title],
			options: [inputTimeZone],
			orderedBy: ['calendarId', 'assignedUserId'],
			check,
		},
		{
			name: 'Delete',
			value: 'delete',
			action: 'Delete a block slot',
			description: 'Delete a block slot, which frees its time again',
			request: 'DELETE /calendars/events/{eventId}',
			scope: WRITE,
			sends: 'body',
			fields: blockSlotId,
			repeatable: true,
		},
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many block slots in a range',
			description: 'Retrieve many blocked times in a range',
			request: 'GET /calendars/blocked-slots',
			scope: READ,
			location: 'query',
			fields: eventSearch,
			options: [inputTimeZone],
			paginate: wholeList,
			unwrap: ['events'],
			check: refuseBackwardsRange,
		},
		{
			name: 'Update',
			value: 'update',
			action: 'Update a block slot',
			description: 'Update fields of a block slot. Fields that you do not add stay as they are.',
			request: 'PUT /calendars/events/block-slots/{eventId}',
			scope: WRITE,
			location: 'body',
			fields: blockSlotId,
			optional: [assigned, newCalendarId, newEnd, newStart, title],
			options: [inputTimeZone],
			orderedBy: ['calendarId', 'assignedUserId'],
			check,
		},
	],
};
