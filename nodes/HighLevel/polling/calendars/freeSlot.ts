import { DateTime, Duration } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import type { Field } from '../../../shared/operation';
import { encodePart } from '../../../shared/request';
import { isRecord, textOf, toWholeNumber } from '../../../shared/values';
import { CALENDAR, DAY, FREE_SLOTS } from '../../expected';
import { calendarId } from '../../fields/locators';
import type { Poll, PollEvent } from '../event';
import { millisecondsOf } from '../memory';
import { DAY_MS } from '../parts';
import { EXAMPLE_SLOT } from './example';

const SCOPE = 'calendars.readonly';

const daysAhead: Field = {
	displayName: 'Days Ahead',
	name: 'daysAhead',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 31 },
	default: 14,
	required: true,
	description: 'How many days ahead slots are watched; HighLevel gives 31 days a call',
	send: { as: toWholeNumber(1, 31) },
};

interface Slot {
	date: string;
	/** As HighLevel wrote it, which is what booking asks for. */
	start: string;
	at: number;
}

const path = (poll: Poll): string => `/calendars/${encodePart(textOf(poll.values.calendarId))}`;

async function readSlots(poll: Poll, to: number): Promise<Slot[]> {
	const answer = await poll.send(
		{
			method: 'GET',
			path: `${path(poll)}/free-slots`,
			query: { startDate: poll.now, endDate: to },
		},
		{ label: 'Get free slots', scope: SCOPE, expects: FREE_SLOTS },
	);
	if (!isRecord(answer)) return [];
	// Keys that are no dates, such as traceId, stand among them.
	return Object.entries(answer)
		.filter(([key]) => DAY.test(key))
		.flatMap(([date, day]) => {
			const starts: unknown[] = isRecord(day) && Array.isArray(day.slots) ? day.slots : [];
			return starts
				.filter((start): start is string => typeof start === 'string')
				.map((start) => ({ date, start, at: millisecondsOf(start) ?? 0 }));
		})
		.sort((a, b) => a.at - b.at);
}

async function slotLength(poll: Poll): Promise<number> {
	const answer = await poll.send(
		{ method: 'GET', path: path(poll), query: {} },
		{ label: 'Get calendar', scope: SCOPE, expects: CALENDAR },
	);
	const calendar = isRecord(answer) && isRecord(answer.calendar) ? answer.calendar : {};
	const length = Number(calendar.slotDuration ?? 30);
	const unit = calendar.slotDurationUnit === 'hours' ? 'hours' : 'minutes';
	return Duration.fromObject({ [unit]: length }).toMillis();
}

/** One item a slot, with the end that its calendar gives it. */
async function complete(poll: Poll, slots: Slot[]): Promise<IDataObject[]> {
	if (slots.length === 0) return [];
	const length = await slotLength(poll);
	return slots.map(({ date, start }) => ({
		date,
		start,
		end: DateTime.fromISO(start, { setZone: true })
			.plus(length)
			.toISO({ suppressMilliseconds: true }),
		calendarId: textOf(poll.values.calendarId),
	}));
}

export const freeSlotOpened: PollEvent = {
	name: 'Free Slot Opened',
	value: 'freeSlotOpened',
	action: 'On free slot opened',
	description:
		'A time can be booked that could not: a cancellation, new hours, a block that was lifted',
	fields: [calendarId, daysAhead],
	keys: ['calendarId'],
	watch: async (poll, memory) => {
		const to = poll.now + Number(poll.values.daysAhead) * DAY_MS;
		const slots = await readSlots(poll, to);
		const before = textOf(memory?.slots);
		const known = new Set(before.split(' '));
		const until = Number(memory?.until ?? 0);
		// One empty answer may be a moment of trouble: it counts only when a second one follows.
		if (slots.length === 0 && before !== '' && memory?.doubted !== true) {
			return { items: [], memory: { until, slots: before, doubted: true } };
		}
		// Behind the end of the last poll's range every slot is new to us, not newly open.
		const opened = slots.filter(({ at }) => at <= until && !known.has(at.toString(36)));
		return {
			items: await complete(poll, opened),
			memory: { until: to, slots: slots.map(({ at }) => at.toString(36)).join(' ') },
		};
	},
	sample: async (poll) => {
		const slots = await readSlots(poll, poll.now + Number(poll.values.daysAhead) * DAY_MS);
		return (await complete(poll, slots.slice(0, 1)))[0];
	},
	example: EXAMPLE_SLOT,
	source: "The chosen calendar's free slots",
	cursor: 'The free slots of the last poll, and how far it looked',
	bound: 'The slots of at most 31 days',
	calls: '1, and 1 more when a slot opened',
	misses:
		'Slots that were taken again before the next poll; slots that opened again within one poll after all had been taken; days that come into reach by the passing of time; a booking and its cancellation between two polls',
};
