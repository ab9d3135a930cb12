/** What cells of every kind share: which calls to strike, and what a busy machine does to them. */
import type { LogEntry } from '../../standins/shared/log';
import type { FaultKind, Times } from '../faults';

/** A kind of call. */
export interface Aimed {
	method: string;
	operationId: string;
}

/** The kinds of calls in a log, each once. */
export function aimsIn(log: LogEntry[]): Aimed[] {
	const kinds = new Map<string, Aimed>();
	for (const { method, operationId = '' } of log) {
		kinds.set(`${method} ${operationId}`, { method, operationId });
	}
	return [...kinds.values()];
}

/** What came of one run of a cell. */
export interface Attempt {
	problems: string[];
	/** A healthy call was given up, so that the run says nothing. */
	isDisturbed: boolean;
}

const MOST_RUNS = 4;

/** Runs a cell until nothing disturbs it. */
export async function repeatedly(once: () => Promise<Attempt>): Promise<string[]> {
	for (let run = 1; ; run += 1) {
		const { problems, isDisturbed } = await once();
		if (!isDisturbed || problems.length === 0 || run === MOST_RUNS) return problems;
	}
}

/**
 * Whether a healthy call was given up; it may not even have arrived.
 *
 * @param said everything that the run said
 */
export function wasDisturbed(
	{ stalls }: FaultKind,
	times: Times,
	log: LogEntry[],
	said: string,
): boolean {
	if (log.some(({ hungUp, fault }) => hungUp && fault === undefined)) return true;
	const mayBeLate = stalls === true && times === 'always';
	return !mayBeLate && /No complete response arrived|did not respond within/.test(said);
}
