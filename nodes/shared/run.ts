// One run of an operation over all items, and the loop that its two forms share.

import type { Item } from './item';
import type { Operation } from './operation';
import type { Outcomes } from './outcomes';

/** One run of an operation over all items. */
export interface Run {
	operation: Operation;
	/** Indices of the items of each account, in the order of the input. Accounts do not wait for each other. */
	groups: number[][];
	/** How many items or calls of a group may be in flight at once. */
	concurrency: number;
	outcomes: Outcomes;
	/** Reads and checks the parameters of one item, and finds the records that they name. */
	read: (itemIndex: number) => Promise<Item>;
}

/** Works on the entries of each group, started in order, several at once, until the run has ended. */
export async function workOn<T>(
	groups: T[][],
	{ concurrency, outcomes }: Pick<Run, 'concurrency' | 'outcomes'>,
	work: (entry: T) => Promise<void>,
): Promise<void> {
	const workOnGroup = async (group: T[]): Promise<void> => {
		const entries = group.values();
		const worker = async (): Promise<void> => {
			// The workers share the iterator, so each entry is taken once.
			for (const entry of entries) {
				if (outcomes.hasEnded) return;
				await work(entry);
			}
		};
		await Promise.all(Array.from({ length: Math.min(concurrency, group.length) }, worker));
	};
	await Promise.all(groups.map(workOnGroup));
}
