// Events for records that are due soon: some minutes before a moment, once per record and moment.

import type { IDataObject } from 'n8n-workflow';

import { toWholeNumber } from '../../shared/convert';
import type { Field } from '../../shared/operation';
import type { State } from './event';
import type { Marks } from './marks';
import { readMarks, writeMarks } from './marks';

const MINUTE_MS = 60_000;
/** How long an announcement is remembered after its moment, in case n8n's clock is set back. */
const KEPT_MS = 24 * 60 * MINUTE_MS;

/** How long before its moment a record is announced. */
export const minutesBefore: Field = {
	displayName: 'Minutes Before',
	name: 'minutesBefore',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 43200 },
	default: 60,
	required: true,
	description:
		'How many minutes ahead to start the workflow. It starts with the first poll within that time.',
	send: { as: toWholeNumber(1, 43_200) },
};

/** @returns the field `minutesBefore` in milliseconds */
export function leadTimeOf({ minutesBefore: minutes }: IDataObject): number {
	return Number(minutes) * MINUTE_MS;
}

/** @returns whole minutes from now to a moment; negative once it has passed */
export function minutesTo(at: number, now: number): number {
	return Math.round((at - now) / MINUTE_MS);
}

/** A record with a moment. */
export interface Upcoming {
	id: string;
	/** Milliseconds since 1970. */
	at: number;
	record: IDataObject;
}

/** @returns the time from which records must be read: earlier ones have been announced or have passed */
export function dueFrom(state: State | undefined, now: number): number {
	return Math.min(Number(state?.until ?? now), now);
}

/**
 * The records that are due within the lead time and were not announced. Those that became due while nothing polled are late;
 * those already due on the first poll are not announced.
 *
 * @param upcoming at least everything between `dueFrom` and now plus the lead time
 */
export function findDue(
	upcoming: Upcoming[],
	state: State | undefined,
	now: number,
	leadMs: number,
): { due: Upcoming[]; state: State } {
	const from = dueFrom(state, now);
	const announced: Marks = readMarks(state?.announced);
	const due = upcoming
		.filter(({ id, at }) => at > from && at <= now + leadMs && announced.get(id) !== markOf(at))
		.sort((a, b) => a.at - b.at);
	for (const { id, at } of due) announced.set(id, markOf(at));
	for (const [id, mark] of announced) {
		if (Number.parseInt(mark, 36) < from - KEPT_MS) announced.delete(id);
	}
	return {
		due: state === undefined ? [] : due,
		state: { until: now, announced: writeMarks(announced) },
	};
}

const markOf = (at: number): string => at.toString(36);
