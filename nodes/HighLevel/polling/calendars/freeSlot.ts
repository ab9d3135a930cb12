// The event 'Free Slot Opened'.

import type { IDataObject } from 'n8n-workflow';

import { toWholeNumber } from '../../../shared/convert';
import type { Field } from '../../../shared/operation';
import { encodePart } from '../../../shared/url';
import { textOf } from '../../../shared/values';
import { CALENDAR, FREE_SLOTS } from '../../expected';
import { calendarId } from '../../fields/locators';
import type { FreeSlot } from '../../freeSlots';
import { endOf, slotDurationIn, slotsIn } from '../../freeSlots';
import { millisecondsOf } from '../../record';
import type { Poll, PollEvent } from '../event';
import { EXAMPLE_SLOT } from './example';

const SCOPE = 'calendars.readonly';
const DAY_MS = 24 * 3_600_000;

const daysAhead: Field = {
	displayName: 'Days Ahead',
	name: 'daysAhead',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 31 },
	default: 14,
	required: true,
	description: 'How many days ahead to watch',
	send: { as: toWholeNumber(1, 31) },
};

/** A free slot and its start, in milliseconds since 1970. */
interface Slot extends FreeSlot {
	at: number;
}

const calendarPath = ({ values }: Poll): string =>
	`/calendars/${encodePart(textOf(values.calendarId))}`;

/** The end of the watched range, in milliseconds since 1970. */
const rangeEnd = ({ now, values }: Poll): number => now + Number(values.daysAhead) * DAY_MS;

/** The free slots of the range, sorted by time; one call. */
async function readSlots(poll: Poll): Promise<Slot[]> {
	const response = await poll.send(
		{
			method: 'GET',
			path: `${calendarPath(poll)}/free-slots`,
			query: { startDate: poll.now, endDate: rangeEnd(poll) },
		},
		{ label: 'Get free slots', scope: SCOPE, expects: FREE_SLOTS },
	);
	return slotsIn(response)
		.map((slot) => ({ ...slot, at: millisecondsOf(slot.start) ?? 0 }))
		.sort((a, b) => a.at - b.at);
}

/** One item per slot, with its end computed from the calendar's slot duration; one more call. */
async function toItems(poll: Poll, slots: Slot[]): Promise<IDataObject[]> {
	if (slots.length === 0) return [];
	const calendar = await poll.send(
		{ method: 'GET', path: calendarPath(poll), query: {} },
		{ label: 'Get calendar', scope: SCOPE, expects: CALENDAR },
	);
	const durationMs = slotDurationIn(calendar);
	return slots.map(({ date, start }) => ({
		date,
		start,
		end: endOf(start, durationMs),
		calendarId: textOf(poll.values.calendarId),
	}));
}

export const freeSlotOpened: PollEvent = {
	name: 'Free Slot Opened',
	value: 'freeSlotOpened',
	action: 'On free slot opened',
	description:
		'A time became available: through a cancellation, new hours or the removal of a block',
	fields: [calendarId, daysAhead],
	keys: ['calendarId'],
	watch: async (poll, state) => {
		const slots = await readSlots(poll);
		const before = textOf(state?.slots);
		const known = new Set(before.split(' '));
		const until = Number(state?.until ?? 0);
		// A single empty response may be a temporary fault; it counts once a second one follows.
		if (slots.length === 0 && before !== '' && state?.doubted !== true) {
			return { items: [], state: { until, slots: before, doubted: true } };
		}
		// A slot beyond the last poll's range has not necessarily opened: that poll did not look there.
		const opened = slots.filter(({ at }) => at <= until && !known.has(at.toString(36)));
		return {
			items: await toItems(poll, opened),
			state: { until: rangeEnd(poll), slots: slots.map(({ at }) => at.toString(36)).join(' ') },
		};
	},
	sample: async (poll) => {
		const slots = await readSlots(poll);
		return (await toItems(poll, slots.slice(0, 1)))[0];
	},
	example: EXAMPLE_SLOT,
	source: "The selected calendar's free slots",
	cursor: 'The free slots of the last poll, and the end of its range',
	bound: 'The slots of at most 31 days',
	calls: '1, plus 1 when a slot opened',
	misses:
		'Slots booked again before the next poll; slots that open while none was free at all, within one poll; days that only now come into the range; a booking cancelled before the next poll',
};
