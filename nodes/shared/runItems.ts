// Sends each item on its own.

import { KeyedQueue } from './keyedQueue';
import type { Run } from './run';
import { workOn } from './run';
import { sendItem } from './sendItem';

/** Lets tasks that are prepared side by side begin in the order in which they were announced. */
class Turns {
	private last: Promise<unknown> = Promise.resolve();

	/** Waits until `own` and all announced before it have settled. Must be called in the order of the tasks. */
	async after<T>(own: Promise<T>): Promise<T> {
		const before = this.last;
		this.last = Promise.allSettled([before, own]);
		await before;
		return await own;
	}
}

/** Sends each item on its own: started in order, many at once. */
export async function runItems(run: Run): Promise<void> {
	const { operation, groups, outcomes, read } = run;
	const queue = new KeyedQueue();
	// Items with equal order keys belong to one account, so each account has turns of its own.
	const entries = groups.map((group) => {
		const turns = new Turns();
		return group.map((itemIndex) => ({ itemIndex, turns }));
	});
	await workOn(entries, run, async ({ itemIndex, turns }) => {
		try {
			const item = await turns.after(read(itemIndex));
			if (outcomes.hasEnded) return;
			await queue.run(item.orderKeys, async () => {
				await outcomes.take(item, sendItem(operation, item));
			});
		} catch (error) {
			outcomes.fail(itemIndex, error);
		}
	});
}
