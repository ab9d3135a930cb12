import type { IDataObject } from 'n8n-workflow';

import type { Memory } from './event';
import type { Marks } from './memory';
import { readMarks, writeMarks } from './memory';

/** Something that comes up at a moment. */
export interface Upcoming {
	id: string;
	/** Milliseconds since 1970. */
	at: number;
	record: IDataObject;
}

/** How long what was announced is remembered behind its moment, should n8n's clock be put back. */
const KEPT_MS = 24 * 3_600_000;

/** @returns the moment from which on upcoming records must be read: nothing before it can be due any more */
export function dueFrom(memory: Memory | undefined, now: number): number {
	return Math.min(Number(memory?.until ?? now), now);
}

/**
 * What comes up within `leadMs`, each moment of each record once. What came up while nobody looked comes late; what was
 * within reach on the first poll does not come.
 *
 * @param upcoming everything between `dueFrom` and now plus the lead, at least
 */
export function readDue(
	upcoming: Upcoming[],
	memory: Memory | undefined,
	now: number,
	leadMs: number,
): { due: Upcoming[]; memory: Memory } {
	const from = dueFrom(memory, now);
	const announced: Marks = readMarks(memory?.announced);
	const due = upcoming
		.filter(({ id, at }) => at > from && at <= now + leadMs && announced.get(id) !== markOf(at))
		.sort((a, b) => a.at - b.at);
	for (const { id, at } of due) announced.set(id, markOf(at));
	for (const [id, mark] of announced) {
		if (Number.parseInt(mark, 36) < from - KEPT_MS) announced.delete(id);
	}
	return {
		due: memory === undefined ? [] : due,
		memory: { until: now, announced: writeMarks(announced) },
	};
}

const markOf = (at: number): string => at.toString(36);
