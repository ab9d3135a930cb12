import type { IDataObject } from 'n8n-workflow';

import type { Failure } from '../../shared/failure';
import type { Field } from '../../shared/operation';
import { isRecord, toWholeNumber } from '../../shared/values';

export const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;
/** The end of every range of events, in the year 2100: with no bound ahead, nothing enters by the passing of time alone. */
export const FAR_MS = 4_102_444_800_000;

/** Minutes before something comes up. */
export const minutesBefore: Field = {
	displayName: 'Minutes Before',
	name: 'minutesBefore',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 43200 },
	default: 60,
	required: true,
	description: 'How long before that moment the workflow starts, as far as the polls allow',
	send: { as: toWholeNumber(1, 43_200) },
};

/** Whole minutes from now to a moment; below zero once it has passed. */
export function minutesTo(at: number, now: number): number {
	return Math.round((at - now) / MINUTE_MS);
}

/** What stands for the answer about a record that is gone. */
const GONE = 'goneFromHighLevel';

/** A record that is gone is no fault: its answer has nothing of it, and `isGone` tells. */
export function goneAsEmpty({ status, message }: Failure): IDataObject | undefined {
	const gone = status === 404 && !/^cannot /i.test(message);
	return gone || (status === 400 && /not found/i.test(message)) ? { [GONE]: true } : undefined;
}

/** @returns whether `goneAsEmpty` made this answer */
export function isGone(answer: unknown): boolean {
	return isRecord(answer) && answer[GONE] === true;
}
