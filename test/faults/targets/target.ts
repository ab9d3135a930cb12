/** What the rows of the table have in common. */
import type { FaultKind, Times } from '../faults';

/** How a call is made; the largest answer is tried once for each. */
export type Way =
	| 'read'
	| 'list'
	| 'write'
	| 'look-up'
	| 'exchange'
	| 'poll'
	| 'delivery'
	| 'registration';

/** Something that the nodes do, which every fault strikes. */
export interface Target {
	/** Unique. */
	name: string;
	/** The row of the table on the page. */
	row: string;
	way: Way;
	/** Finds out what it does without a fault; rejects if it does not succeed. */
	prepare(): Promise<void>;
	/**
	 * Runs one cell.
	 *
	 * @returns what is wrong; nothing if the cell passes; undefined if the fault does not exist for this target
	 */
	run(fault: FaultKind, times: Times): Promise<string[] | undefined>;
}
