// Finds what happened while an event's hook was missing, in the lists of meeting requests.

import type { IDataObject } from 'n8n-workflow';

import { cachedIn } from '../../shared/cache';
import { textOf, trimmedText } from '../../shared/values';
import type { Read } from '../calls';
import { listOf } from '../contacts';
import { allMeetingRequests } from '../meetingRequests';
import type { HookEvent } from './events';

/** The stretch of time in which a hook was missing, in milliseconds since 1970. */
interface Gap {
	since: number;
	now: number;
}

/** Older events are of no use to anybody, and a closed list may be long. */
const LONGEST_GAP_MS = 30 * 24 * 60 * 60_000;

const timeOf = (value: unknown): number => Date.parse(textOf(value));

/** NaN is in no gap. */
const isIn = ({ since, now }: Gap, value: unknown): boolean =>
	timeOf(value) > since && timeOf(value) <= now;

/** `scheduled` and `rescheduled` were seen in production; the other statuses are guesses, so words in them count. */
const hasStatus = (request: IDataObject, word: RegExp): boolean =>
	word.test(trimmedText(request.taskStatus));

const wasBooked = (request: IDataObject): boolean =>
	request.state !== 'active' && !hasStatus(request, /cancel|expire/i);

/** Whether an event took place in the gap. CalendarHero keeps no history, so only the latest change of a request shows. */
const HAPPENED: Record<string, (request: IDataObject, gap: Gap) => boolean> = {
	new_meeting_request: ({ dateAdded }, gap) => isIn(gap, dateAdded),
	meeting_request_success: (request, gap) =>
		request.state === 'upcoming' &&
		!hasStatus(request, /resched/i) &&
		isIn(gap, request.dateUpdated),
	meeting_rescheduled: (request, gap) =>
		request.state === 'upcoming' &&
		hasStatus(request, /resched/i) &&
		isIn(gap, request.dateUpdated),
	meeting_request_expired: (request, gap) =>
		request.state === 'closed' && hasStatus(request, /expire/i) && isIn(gap, request.dateUpdated),
	meeting_request_cancelled: (request, gap) =>
		request.state === 'closed' && hasStatus(request, /cancel/i) && isIn(gap, request.dateUpdated),
	meeting_started: (request, gap) => wasBooked(request) && isIn(gap, listOf(request.dates)[0]),
	meeting_completed: (request, gap) => wasBooked(request) && isIn(gap, listOf(request.dates)[1]),
};

/** A request as a delivery has it. */
function asDelivery(request: IDataObject): IDataObject {
	const booked = wasBooked(request);
	const [start = null, end = null] = listOf(request.dates);
	return {
		...request,
		status: request.taskStatus ?? null,
		dateScheduledStart: booked ? start : null,
		dateScheduledEnd: booked ? end : null,
	};
}

/** Something that happened while nobody listened. */
export interface Missed {
	event: HookEvent;
	delivery: IDataObject;
	request: IDataObject;
}

/**
 * What happened since each event's hook was last known to be ours, oldest change first. New contacts have no date, so they
 * cannot be found.
 *
 * @param since by event, in milliseconds since 1970
 */
export async function missedSince(
	read: Read,
	events: HookEvent[],
	since: ReadonlyMap<string, number>,
): Promise<Missed[]> {
	const now = Date.now();
	const wanted = events.filter(({ value }) => value in HAPPENED && since.has(value));
	if (wanted.length === 0) return [];
	const requests = await allMeetingRequests(read, cachedIn(new Map()));
	const missed = wanted.flatMap((event) => {
		const from = Math.max(since.get(event.value) ?? now, now - LONGEST_GAP_MS);
		return requests
			.filter((request) => HAPPENED[event.value]?.(request, { since: from, now }) === true)
			.map((request) => ({ event, delivery: asDelivery(request), request }));
	});
	const when = ({ request }: Missed) => timeOf(request.dateUpdated) || 0;
	return missed.sort((a, b) => when(a) - when(b));
}
