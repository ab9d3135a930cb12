// The operations of the resource 'Free Slot'.

import type { IDataObject } from 'n8n-workflow';

import { toWholeNumber } from '../../../shared/convert';
import type { Field, ItemContext, Resource } from '../../../shared/operation';
import { wholeList } from '../../../shared/pagination';
import { multiOptionsFrom } from '../../../shared/standardFields';
import { MAX_TOOL_LIMIT } from '../../../shared/tool';
import { textOf } from '../../../shared/values';
import { FREE_SLOTS } from '../../expected';
import { calendarId, user } from '../../fields/locators';
import { endDate, refuseBackwards, startDate, timezone } from '../../fields/times';
import type { FreeSlot } from '../../freeSlots';
import type { SlotSearch } from './slotSearch';
import { endOfSlot, readFreeSlots } from './slotSearch';

const READ = 'calendars.readonly';
const DAY_MS = 24 * 3_600_000;

/** Whose slots are read, and the zone in which they are written. */
const filters: Field[] = [
	timezone,
	user('User', 'userId', 'Only slots of this team member'),
	{
		displayName: 'User Names or IDs',
		name: 'userIds',
		type: 'multiOptions',
		default: [],
		...multiOptionsFrom('getCalendarTeamMembers'),
	},
];

/** How many slots a model is offered unless it asks for another number. */
const TOOL_COUNT = 5;

const count: Field = {
	displayName: 'Number of Slots',
	name: 'count',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 1,
	required: true,
	send: { in: 'values', as: toWholeNumber(1) },
};

const rawOutput: Field = {
	displayName: 'Raw Output',
	name: 'rawOutput',
	type: 'boolean',
	default: false,
	description:
		'Whether to return one item with the slots by date, as HighLevel returns them, instead of one item per slot',
	send: { in: 'values' },
};

/** The item's part of every request's query. */
function queryOf({ values }: ItemContext): IDataObject {
	const query: IDataObject = {};
	for (const key of ['timezone', 'userId', 'userIds']) {
		if (values[key] !== undefined) query[key] = values[key];
	}
	return query;
}

async function take(
	item: ItemContext,
	search: SlotSearch,
	limit: number | undefined,
): Promise<FreeSlot[]> {
	const slots: FreeSlot[] = [];
	if (limit === 0) return slots;
	for await (const slot of readFreeSlots(item, search)) {
		slots.push(slot);
		if (slots.length === limit) break;
	}
	return slots;
}

function byDate(slots: FreeSlot[]): IDataObject {
	const days: Record<string, { slots: string[] }> = {};
	for (const { date, start } of slots) (days[date] ??= { slots: [] }).slots.push(start);
	return days;
}

/** One record per slot, or a single one with all slots by date. */
async function shape(item: ItemContext, slots: FreeSlot[]): Promise<IDataObject | IDataObject[]> {
	const { values } = item;
	if (values.rawOutput === true) return byDate(slots);
	const id = textOf(values.calendarId);
	return await Promise.all(
		slots.map(async ({ date, start }): Promise<IDataObject> => {
			const slot: IDataObject = {
				date,
				start,
				end: await endOfSlot(item, id, start),
				calendarId: id,
			};
			if (values.timezone !== undefined) slot.timezone = values.timezone;
			if (values.userId !== undefined) slot.userId = values.userId;
			return slot;
		}),
	);
}

async function getAll(item: ItemContext): Promise<IDataObject | IDataObject[]> {
	const { values } = item;
	const { calendarId: id, startDate: from, endDate: to } = values;
	// Slots by date cannot be cut afterwards.
	const limit = item.isTool && values.rawOutput === true ? item.shown : item.limit;
	const slots = await take(
		item,
		{ calendarId: textOf(id), from: Number(from), to: Number(to), query: queryOf(item) },
		limit,
	);
	return await shape(item, slots);
}

async function getNext(item: ItemContext): Promise<IDataObject | IDataObject[]> {
	const { calendarId: id, count, daysAhead } = item.values;
	const from = Date.now();
	const slots = await take(
		item,
		{
			calendarId: textOf(id),
			from,
			to: from + Number(daysAhead ?? 62) * DAY_MS,
			query: queryOf(item),
		},
		item.isTool ? Math.min(Number(count), MAX_TOOL_LIMIT) : Number(count),
	);
	return await shape(item, slots);
}

/** Times at which a calendar can be booked (OpenAPI: get-slots). */
export const freeSlot: Resource = {
	name: 'Free Slot',
	value: 'freeSlot',
	operations: [
		{
			name: 'Get Many',
			value: 'getAll',
			action: 'Get many free slots of a calendar in a range',
			description:
				"Retrieve many free slots of a calendar in any range. Book one with its 'calendarId' and its 'start' unchanged.",
			request: 'GET /calendars/{calendarId}/free-slots',
			scope: READ,
			fields: [calendarId, startDate, endDate],
			optional: filters,
			options: [rawOutput],
			paginate: wholeList,
			check: (item) =>
				refuseBackwards(item, item.values.startDate, item.values.endDate, [
					'Search From',
					'Search To',
				]),
			expects: FREE_SLOTS,
			ifNone: 'Try a later or a wider range, or Free Slot > Get Next.',
			run: getAll,
		},
		{
			name: 'Get Next',
			value: 'getNext',
			action: 'Get the next free slots of a calendar',
			description: 'Retrieve the next free slots of a calendar from now on',
			request: 'GET /calendars/{calendarId}/free-slots',
			scope: READ,
			fields: [
				calendarId,
				{ ...count, show: { '@tool': [false] } },
				{ ...count, default: TOOL_COUNT, show: { '@tool': [true] } },
			],
			optional: [
				{
					displayName: 'Days Ahead',
					name: 'daysAhead',
					type: 'number',
					typeOptions: { minValue: 1, maxValue: 366 },
					default: 62,
					description: 'How many days ahead to look for slots',
					send: { in: 'values', as: toWholeNumber(1, 366) },
				},
				...filters,
			],
			options: [rawOutput],
			expects: FREE_SLOTS,
			ifNone: "Try more 'Days Ahead', or another calendar.",
			run: getNext,
		},
	],
};
