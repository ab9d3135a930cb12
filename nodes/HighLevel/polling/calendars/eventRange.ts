// Compares the events of calendars (appointments, blocked slots, bookings) with those of the last poll.

import type { IDataObject } from 'n8n-workflow';

import { toWholeNumber } from '../../../shared/convert';
import { listUnder } from '../../../shared/expectation';
import type { Field } from '../../../shared/operation';
import { recordsAt } from '../../../shared/values';
import { millisecondsOf } from '../../record';
import type { Difference } from '../compare';
import { boundedMarks, compare } from '../compare';
import type { Found, Poll, State } from '../event';
import type { Marks } from '../marks';
import { readMarks } from '../marks';
import { notFoundAsResponse } from '../notFound';

const DAY_MS = 24 * 3_600_000;
/** The end of every range, in the year 2100: nothing is too far ahead, so nothing enters the range as time passes. */
const RANGE_END = 4_102_444_800_000;
/** How far apart n8n's and HighLevel's clocks may be. */
const MAX_SKEW_MS = 3_600_000;

/** How far back events are watched. */
export const pastDays: Field = {
	displayName: 'Past Days',
	name: 'pastDays',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 365 },
	default: 7,
	description: 'How many days back to watch. Everything in the future is watched.',
	send: { as: toWholeNumber(0, 365) },
};

/** A range of start times, in milliseconds since 1970. */
export interface Range {
	from: number;
	to: number;
}

/** @returns the watched range */
export function watchedRange({ now, values }: Poll): Range {
	return { from: now - Number(values.pastDays ?? 0) * DAY_MS, to: RANGE_END };
}

/** @returns the range from now on */
export function comingRange({ now }: Poll): Range {
	return { from: now, to: RANGE_END };
}

/** @returns the query for a range; HighLevel expects milliseconds as text */
export function rangeQuery({ from, to }: Range): { startTime: string; endTime: string } {
	return { startTime: String(from), endTime: String(to) };
}

/**
 * The events of one calendar or user in a range; none if it no longer exists.
 *
 * @param owner `calendarId` or `userId`
 */
export async function readEvents(
	poll: Poll,
	{ path, label }: { path: string; label: string },
	owner: IDataObject,
	range: Range,
): Promise<IDataObject[]> {
	const query = { locationId: poll.location, ...owner, ...rangeQuery(range) };
	const response = await poll.send(
		{ method: 'GET', path, query },
		{
			label,
			scope: 'calendars/events.readonly',
			expects: listUnder('events'),
			onRefusal: notFoundAsResponse,
		},
	);
	return recordsAt(response, 'events');
}

export const startOf = ({ startTime }: IDataObject): number => millisecondsOf(startTime) ?? 0;
export const isDeleted = ({ deleted }: IDataObject): boolean => deleted === true;

/** @returns events sorted by when they were added */
const byAdded = (events: IDataObject[]) => byStamp(events, 'dateAdded');
/** @returns events sorted by when they were last changed */
export const byUpdated = (events: IDataObject[]) => byStamp(events, 'dateUpdated');

function byStamp(events: IDataObject[], key: 'dateAdded' | 'dateUpdated'): IDataObject[] {
	const stamp = (event: IDataObject) => millisecondsOf(event[key]) ?? 0;
	return events.sort((a, b) => stamp(a) - stamp(b));
}

/** An event's mark: `start.content`, with the start in milliseconds in base 36. */
export const markOf = (start: number, content: string) => `${start.toString(36)}.${content}`;
export const startIn = (mark: string): number => Number.parseInt(mark, 36);
export const contentIn = (mark: string): string => mark.slice(mark.indexOf('.') + 1);

/** What happened to the events since the last poll. */
export interface EventChanges {
	/** Whether this is the first poll, when everything is new. */
	isFirst: boolean;
	/** Events that are new in the range or whose content changed. */
	differences: Difference[];
	/** Known events that HighLevel no longer lists although they are still in the range. */
	missing: string[];
	known: Marks;
	/** Marks to remember; may be changed before `state` is called. */
	marks: Marks;
	/** Whether an unknown event is new, rather than moved into the range. */
	isNew(event: IDataObject): boolean;
	state(): State;
}

/**
 * Compares the events of the watched range with those of the last poll. Events that have left the range with the passing of
 * time are forgotten.
 *
 * @param contentOf an event counts as changed when this value does
 */
export async function compareEvents(
	poll: Poll,
	state: State | undefined,
	read: (range: Range) => Promise<IDataObject[]>,
	contentOf: (event: IDataObject) => string,
): Promise<EventChanges> {
	const range = watchedRange(poll);
	const known = readMarks(state?.marks);
	for (const [id, mark] of known) if (startIn(mark) < range.from) known.delete(id);
	const events = await read(range);
	const { differences, missing, marks, present } = compare(known, events, (event) =>
		markOf(startOf(event), contentOf(event)),
	);
	const lastPoll = Number(state?.at ?? poll.now);
	return {
		isFirst: state === undefined,
		differences: differences.filter(
			({ before, record }) => before === undefined || contentIn(before) !== contentOf(record),
		),
		missing,
		known,
		marks,
		isNew: (event) => {
			const added = millisecondsOf(event.dateAdded);
			return added === undefined || added >= lastPoll - MAX_SKEW_MS;
		},
		state: () => ({ at: poll.now, marks: boundedMarks({ marks, present }) }),
	};
}

/** An item for each event that was added since the last poll. */
export async function findAdded(
	poll: Poll,
	state: State | undefined,
	read: (range: Range) => Promise<IDataObject[]>,
): Promise<Found> {
	const changes = await compareEvents(poll, state, read, () => '');
	const items = changes.differences
		.filter(
			({ before, record }) => !changes.isFirst && before === undefined && changes.isNew(record),
		)
		.map(({ record }) => record);
	return { items: byAdded(items), state: changes.state() };
}
