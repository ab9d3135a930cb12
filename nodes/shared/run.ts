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

/** In flight in all groups together: as many as three groups use at most. Without it, 50 accounts open 900 connections. */
const MAX_IN_ALL = 300;

/** A group that has entries left or in flight. */
interface Active<T> {
	entries: Iterator<T>;
	inFlight: number;
}

/**
 * Works on the entries of each group, started in order, several at once, until the run has ended. The groups with entries
 * left share evenly what may be in flight in all.
 */
export async function workOn<T>(
	groups: T[][],
	{ concurrency, outcomes }: Pick<Run, 'concurrency' | 'outcomes'>,
	work: (entry: T) => Promise<void>,
): Promise<void> {
	const waiting = groups.values();
	const active = new Set<Active<T>>();
	await new Promise<void>((resolve, reject) => {
		const fill = (group: Active<T>): void => {
			const share = Math.floor(MAX_IN_ALL / active.size);
			while (group.inFlight < Math.min(concurrency, share)) {
				const next = outcomes.hasEnded ? undefined : group.entries.next();
				if (!next || next.done) break;
				group.inFlight += 1;
				work(next.value).then(() => {
					group.inFlight -= 1;
					fill(group);
					if (!active.has(group)) fillAll();
				}, reject);
			}
			if (group.inFlight === 0) active.delete(group);
		};
		const fillAll = (): void => {
			while (active.size < MAX_IN_ALL) {
				const next = waiting.next();
				if (next.done) break;
				active.add({ entries: next.value.values(), inFlight: 0 });
			}
			for (const group of active) fill(group);
			if (active.size === 0) resolve();
		};
		fillAll();
	});
}
