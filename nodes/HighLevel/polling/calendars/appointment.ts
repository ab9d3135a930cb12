import type { IDataObject } from 'n8n-workflow';

import { listUnder } from '../../../shared/expectation';
import type { Field } from '../../../shared/operation';
import { encodePart } from '../../../shared/request';
import { isRecord, recordsOf, textOf, toWholeNumber } from '../../../shared/values';
import { APPOINTMENT } from '../../expected';
import { dueFrom, readDue } from '../dueWindow';
import type { Memory, Poll, PollEvent } from '../event';
import type { Difference, Marks } from '../memory';
import {
	compare,
	fingerprint,
	forgetOldest,
	idOf,
	millisecondsOf,
	readMarks,
	refuseTooMany,
	writeMarks,
} from '../memory';
import { DAY_MS, FAR_MS, goneAsEmpty, isGone, MINUTE_MS, minutesBefore, minutesTo } from '../parts';
import { EXAMPLE_APPOINTMENT } from './example';
import { readCalendars } from './list';

/** How far the clocks of n8n and HighLevel may be apart. */
const SKEW_MS = 3_600_000;

/** The calendars whose events are read. */
export const watchedCalendars: Field = {
	displayName: 'Calendar Names or IDs',
	name: 'calendarIds',
	type: 'multiOptions',
	default: [],
	typeOptions: { loadOptionsMethod: 'getCalendars' },
	description:
		'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	hint: 'All calendars when empty; each calendar costs one call a poll',
};

/** How far back events are watched. */
export const pastDays: Field = {
	displayName: 'Past Days',
	name: 'pastDays',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 365 },
	default: 7,
	description:
		'How many days back appointments are watched; those ahead are watched however far they are',
	send: { as: toWholeNumber(0, 365) },
};

/** The calendars to read: the chosen ones, or all, for which one call finds them. */
export async function calendarsIn(poll: Poll): Promise<string[]> {
	const chosen: unknown[] = Array.isArray(poll.values.calendarIds) ? poll.values.calendarIds : [];
	if (chosen.length > 0) return chosen.map(String);
	return (await readCalendars(poll)).map(idOf);
}

/** The appointments of one calendar that start in a range; HighLevel asks for milliseconds as text. */
async function readEvents(
	poll: Poll,
	calendarId: string,
	from: number,
	to: number,
): Promise<IDataObject[]> {
	const query = {
		locationId: poll.location,
		calendarId,
		startTime: String(from),
		endTime: String(to),
	};
	const answer = await poll.send(
		{ method: 'GET', path: '/calendars/events', query },
		{
			label: 'List appointments',
			scope: 'calendars/events.readonly',
			expects: listUnder('events'),
			refused: goneAsEmpty,
		},
	);
	return recordsOf(isRecord(answer) ? answer.events : undefined);
}

/** The appointments of all watched calendars that start in a range, by their start. */
async function readAppointments(poll: Poll, from: number, to: number): Promise<IDataObject[]> {
	const all: IDataObject[] = [];
	for (const calendarId of await calendarsIn(poll)) {
		all.push(...(await readEvents(poll, calendarId, from, to)));
		refuseTooMany(
			poll,
			all.length,
			'appointments',
			"Choose fewer calendars under 'Calendar Names or IDs', or fewer 'Past Days'.",
		);
	}
	return all.sort((a, b) => startOf(a) - startOf(b));
}

const startOf = ({ startTime }: IDataObject): number => millisecondsOf(startTime) ?? 0;
const statusOf = (event: IDataObject): string =>
	textOf(event.appointmentStatus) || textOf(event.appoinmentStatus);
const isDeleted = ({ deleted }: IDataObject): boolean => deleted === true;

/** An event's mark: when it starts, so that it can be forgotten, and what tells whether it changed. */
function markWith(content: (event: IDataObject) => string) {
	return (event: IDataObject) => `${startOf(event).toString(36)}.${content(event)}`;
}

const startIn = (mark: string): number => Number.parseInt(mark, 36);
const contentIn = (mark: string): string => mark.slice(mark.indexOf('.') + 1);

/** What was found out about the events since the last poll. */
interface Watched {
	/** False on the first poll, when everything is new. */
	begun: boolean;
	differences: Difference[];
	/** Remembered ones that HighLevel no longer lists although they have not passed out of the range. */
	missing: string[];
	known: Marks;
	marks: Marks;
	/** Whether an event that was not known is a new one, rather than one that was moved into the range. */
	isNew(event: IDataObject): boolean;
	memory(): Memory;
}

/** Reads a range of events and holds it against what was remembered; what has passed out of the range is forgotten. */
export async function watchEvents(
	poll: Poll,
	memory: Memory | undefined,
	read: (from: number, to: number) => Promise<IDataObject[]>,
	content: (event: IDataObject) => string,
): Promise<Watched> {
	const from = poll.now - Number(poll.values.pastDays ?? 0) * DAY_MS;
	const known = readMarks(memory?.marks);
	for (const [id, mark] of known) if (startIn(mark) < from) known.delete(id);
	const events = await read(from, FAR_MS);
	const { differences, missing, marks, present } = compare(known, events, idOf, markWith(content));
	const before = Number(memory?.at ?? poll.now);
	return {
		begun: memory !== undefined,
		differences: differences.filter(
			({ before: mark, record }) => mark === undefined || contentIn(mark) !== content(record),
		),
		missing,
		known,
		marks,
		isNew: (event) => {
			const added = millisecondsOf(event.dateAdded);
			return added === undefined || added >= before - SKEW_MS;
		},
		memory: () => {
			forgetOldest(marks, present);
			return { at: poll.now, marks: writeMarks(marks) };
		},
	};
}

const byStart = (poll: Poll) => async (from: number, to: number) =>
	(await readAppointments(poll, from, to)).filter((event) => !isDeleted(event));

/** The appointment that comes next, else the last one. */
async function nearest(
	poll: Poll,
	suits: (event: IDataObject) => boolean = () => true,
): Promise<IDataObject | undefined> {
	const all = await readAppointments(
		poll,
		poll.now - Number(poll.values.pastDays ?? 0) * DAY_MS,
		FAR_MS,
	);
	const events = all.filter((event) => !isDeleted(event) && suits(event));
	return events.find((event) => startOf(event) >= poll.now) ?? events.at(-1);
}

const shared = {
	fields: [watchedCalendars, pastDays],
	keys: ['calendarIds', 'pastDays'],
	sample: async (poll) => await nearest(poll),
	example: EXAMPLE_APPOINTMENT,
	source: 'The appointments of each watched calendar that start after the past days',
	bound: 'One mark for each appointment in that range, at most 20,000',
	calls: '1 for each watched calendar; 1 more when all are watched',
} satisfies Partial<PollEvent>;

export const appointmentCreated: PollEvent = {
	...shared,
	name: 'Appointment Created',
	value: 'appointmentCreated',
	action: 'On appointment created',
	description: 'An appointment was booked, by whatever way',
	watch: async (poll, memory) => {
		const watched = await watchEvents(poll, memory, byStart(poll), () => '');
		const items = watched.differences
			.filter(
				({ before, record }) => watched.begun && before === undefined && watched.isNew(record),
			)
			.map(({ record }) => record);
		return { items: byAdded(items), memory: watched.memory() };
	},
	cursor: 'The IDs of the known appointments; `dateAdded` tells new ones from moved ones',
	misses:
		'Appointments that were deleted before the next poll, or were booked in the past beyond the past days; clocks more than an hour apart',
};

const added = ({ dateAdded }: IDataObject) => millisecondsOf(dateAdded) ?? 0;
const updated = ({ dateUpdated }: IDataObject) => millisecondsOf(dateUpdated) ?? 0;
/** Events in the order in which they were made. */
export const byAdded = (events: IDataObject[]) => events.sort((a, b) => added(a) - added(b));
/** Events in the order in which they were last changed. */
export const byUpdated = (events: IDataObject[]) => events.sort((a, b) => updated(a) - updated(b));

/** The events whose content is another one; with those that were moved into the range where they count. */
function changedEvents(
	content: (event: IDataObject) => string,
	keep: (event: IDataObject, before: string | undefined) => boolean,
) {
	return async (poll: Poll, memory: Memory | undefined) => {
		const watched = await watchEvents(poll, memory, byStart(poll), content);
		const items = watched.differences
			.filter(({ before, record }) => {
				if (!watched.begun || (before === undefined && watched.isNew(record))) return false;
				return keep(record, before === undefined ? undefined : contentIn(before));
			})
			.map(({ record }) => record);
		return { items: byUpdated(items), memory: watched.memory() };
	};
}

export const appointmentUpdated: PollEvent = {
	...shared,
	name: 'Appointment Updated',
	value: 'appointmentUpdated',
	action: 'On appointment updated',
	description: 'Anything about an appointment changed: time, status, user, title, notes',
	watch: changedEvents(fingerprint, () => true),
	cursor: 'A mark of the content of each appointment',
	misses:
		'What changed; deleted appointments (see appointment cancelled); appointments that were moved to a calendar that is not watched, or to before the past days',
};

const times = (event: IDataObject) =>
	`${startOf(event).toString(36)}-${(millisecondsOf(event.endTime) ?? 0).toString(36)}`;

export const appointmentRescheduled: PollEvent = {
	...shared,
	name: 'Appointment Rescheduled',
	value: 'appointmentRescheduled',
	action: 'On appointment rescheduled',
	description: 'An appointment got another start or end',
	watch: changedEvents(times, () => true),
	cursor: 'Start and end of each appointment',
	misses:
		'The times before; appointments that were moved back again between two polls, to a calendar that is not watched, or to before the past days',
};

export const appointmentStatusChanged: PollEvent = {
	...shared,
	name: 'Appointment Status Changed',
	value: 'appointmentStatusChanged',
	action: 'On appointment status changed',
	description: 'An appointment was confirmed, cancelled, marked as showed or not shown, and so on',
	watch: changedEvents(statusOf, (_, before) => before !== undefined),
	cursor: 'The status of each appointment',
	misses:
		'The status before; statuses that lasted from no poll to the next; deleted appointments (see appointment cancelled)',
};

const CANCELLED = 'cancelled';
/** Of an appointment that is gone from the watched calendars and not deleted. */
const ELSEWHERE = 'elsewhere';

/** What became of an appointment that is no longer listed; undefined when HighLevel no longer knows it. */
async function lookAt(poll: Poll, id: string): Promise<IDataObject | undefined> {
	const answer = await poll.send(
		{ method: 'GET', path: `/calendars/events/appointments/${encodePart(id)}`, query: {} },
		{
			label: 'Get appointment',
			scope: 'calendars/events.readonly',
			expects: APPOINTMENT,
			refused: goneAsEmpty,
		},
	);
	if (isGone(answer)) return undefined;
	const event = isRecord(answer) ? (answer.appointment ?? answer.event) : undefined;
	return isRecord(event) ? event : {};
}

export const appointmentCancelled: PollEvent = {
	...shared,
	name: 'Appointment Cancelled',
	value: 'appointmentCancelled',
	action: 'On appointment cancelled or deleted',
	description: "An appointment got the status cancelled, or was deleted ('deleted' says which)",
	watch: async (poll, memory) => {
		const watched = await watchEvents(poll, memory, byStart(poll), statusOf);
		const items = watched.differences
			.filter(({ record }) => watched.begun && statusOf(record) === CANCELLED)
			.map(({ record }): IDataObject => ({ ...record, deleted: false }));
		for (const id of watched.missing) {
			const mark = watched.known.get(id) ?? '';
			if (contentIn(mark) === ELSEWHERE) continue;
			const event = await lookAt(poll, id);
			if (event && idOf(event) === '') continue;
			if (event && !isDeleted(event)) {
				watched.marks.set(id, `${startIn(mark).toString(36)}.${ELSEWHERE}`);
				continue;
			}
			watched.marks.delete(id);
			// It had been cancelled before, which has been told.
			if (contentIn(mark) !== CANCELLED) items.push({ ...event, id, deleted: true });
		}
		return { items: byUpdated(items), memory: watched.memory() };
	},
	sample: async (poll) => {
		const event =
			(await nearest(poll, (one) => statusOf(one) === CANCELLED)) ?? (await nearest(poll));
		return event && { ...event, appointmentStatus: CANCELLED, deleted: false };
	},
	example: { ...EXAMPLE_APPOINTMENT, appointmentStatus: 'cancelled' },
	cursor: 'The status of each appointment; one that is gone from the list is looked at',
	calls:
		'1 for each watched calendar, 1 more when all are watched, and 1 for every appointment that was deleted or moved away',
	misses:
		'Appointments that were booked and deleted between two polls; cancellations that were taken back before the next poll',
};

export const appointmentStartingSoon: PollEvent = {
	...shared,
	name: 'Appointment Starting Soon',
	value: 'appointmentStartingSoon',
	action: 'On appointment starting soon',
	description: 'An appointment that is not cancelled comes up',
	fields: [watchedCalendars, minutesBefore],
	keys: ['calendarIds'],
	watch: async (poll, memory) => {
		const leadMs = Number(poll.values.minutesBefore) * MINUTE_MS;
		const events = await readAppointments(poll, dueFrom(memory, poll.now), poll.now + leadMs);
		const upcoming = events
			.filter((event) => !isDeleted(event) && statusOf(event) !== CANCELLED)
			.map((record) => ({ id: idOf(record), at: startOf(record), record }));
		const { due, memory: next } = readDue(upcoming, memory, poll.now, leadMs);
		return {
			items: due.map(({ at, record }) => ({
				...record,
				startsInMinutes: minutesTo(at, poll.now),
			})),
			memory: next,
		};
	},
	sample: async (poll) => {
		const event = await nearest(poll);
		return event && { ...event, startsInMinutes: minutesTo(startOf(event), poll.now) };
	},
	example: { ...EXAMPLE_APPOINTMENT, startsInMinutes: 60 },
	source:
		'The appointments of each watched calendar that start between the last poll and the lead time',
	bound: 'The start that was announced of each appointment, until a day after it',
	cursor: "n8n's clock, and the start that was announced of each appointment",
	misses: 'Appointments that were within reach when the trigger was activated',
};
