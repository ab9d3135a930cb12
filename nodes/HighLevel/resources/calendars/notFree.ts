// Why HighLevel refused a time as not free, for a model: the slot is taken, or the calendar does not offer the time.

import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { toNodeError } from '../../../shared/errors';
import type { ItemContext } from '../../../shared/operation';
import type { FreeSlot } from '../../freeSlots';
import { readFreeSlots } from './slotSearch';

const DAY_MS = 24 * 3_600_000;
/** The same weekday before and twice after tells what the calendar offers. Together less than the 31 days of one call. */
const DAYS_BEFORE = 7;
const DAYS_AFTER = 15;
const MAX_STARTS = 5;

interface Refused {
	calendarId: string;
	/** ISO 8601 with an offset. */
	start: string;
	userId?: string;
}

/**
 * Reads the free slots around a refused time, with one call, and tells a model why the time was refused and which starts are
 * nearest. HighLevel's refusal says neither.
 *
 * @returns `reason`, and `freeStarts`: the starts of slots as HighLevel writes them
 */
export async function whyNotFree(item: ItemContext, refused: Refused): Promise<IDataObject> {
	const start = DateTime.fromISO(refused.start, { setZone: true });
	const now = Date.now();
	const isPast = start.toMillis() < now;
	const around = isPast ? now : start.toMillis();
	const slots = await slotsAround(item, refused, around, now);
	if (!slots) return { reason: 'The slot is no longer available' };
	const reason = isPast
		? `The time ${refused.start} is in the past`
		: reasonFor(refused.start, start, slots);
	return { reason, freeStarts: nearest(slots, around) };
}

async function slotsAround(
	item: ItemContext,
	{ calendarId, userId }: Refused,
	around: number,
	now: number,
): Promise<FreeSlot[] | undefined> {
	const search = {
		calendarId,
		from: Math.max(now, around - DAYS_BEFORE * DAY_MS),
		to: around + DAYS_AFTER * DAY_MS,
		query: userId === undefined ? {} : { userId },
	};
	const slots: FreeSlot[] = [];
	try {
		for await (const slot of readFreeSlots(item, search)) slots.push(slot);
	} catch (error) {
		if (error instanceof NodeApiError) return undefined;
		throw toNodeError(item.node, error, item.itemIndex);
	}
	return slots;
}

const timeOf = ({ start }: FreeSlot) => DateTime.fromISO(start, { setZone: true });
const weekly = (time: DateTime) => time.toFormat('EEEE HH:mm', { locale: 'en' });

function reasonFor(text: string, start: DateTime, slots: FreeSlot[]): string {
	const [first] = slots;
	if (!first) return `The calendar has no free slot within ${DAYS_AFTER} days of ${text}`;
	const times = slots.map(timeOf);
	if (times.some((time) => time.toMillis() === start.toMillis())) {
		return `HighLevel refused ${text}, although it is listed as free`;
	}
	// In the calendar's zone. All slots of a day have one offset.
	const closest = times.reduce((a, b) => (distance(a, start) <= distance(b, start) ? a : b));
	const local = weekly(start.setZone(closest.zone));
	return times.some((time) => weekly(time) === local)
		? `The slot is taken: the calendar offers ${local}, but ${text} is no longer free`
		: `The time is off the calendar: it offers no slot at ${local}, which is ${text}`;
}

const distance = (one: DateTime, other: DateTime) => Math.abs(one.toMillis() - other.toMillis());

/** The starts nearest to a time, in order. */
function nearest(slots: FreeSlot[], around: number): string[] {
	const away = (slot: FreeSlot) => Math.abs(timeOf(slot).toMillis() - around);
	return [...slots]
		.sort((a, b) => away(a) - away(b))
		.slice(0, MAX_STARTS)
		.sort((a, b) => timeOf(a).toMillis() - timeOf(b).toMillis())
		.map(({ start }) => start);
}
