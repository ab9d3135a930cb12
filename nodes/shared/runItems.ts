// The loop over the items: each on its own, or in shared calls.

import type { Entry } from './bundles';
import { formBundles, sendBundle } from './bundles';
import type { Item } from './item';
import { KeyedQueue } from './keyedQueue';
import type { Bundle, Operation } from './operation';
import type { Outcomes } from './outcomes';
import { shapeRecords } from './records';
import type { Results } from './refusedRecord';
import { sendItem } from './sendItem';

/** One run of an operation over all items. */
interface Run {
	operation: Operation;
	/** Number of items. */
	count: number;
	/** How many items or calls may be in flight at once. */
	concurrency: number;
	outcomes: Outcomes;
	/** Reads and checks the parameters of one item. */
	read: (itemIndex: number) => Item;
}

async function workers(count: number, work: () => Promise<void>): Promise<void> {
	await Promise.all(Array.from({ length: count }, work));
}

/** Sends each item on its own: started in order, many at once. */
export async function runItems(run: Run): Promise<void> {
	const { operation, count, concurrency, outcomes, read } = run;
	const queue = new KeyedQueue();
	let next = 0;
	await workers(Math.min(concurrency, count), async () => {
		while (next < count && !outcomes.hasEnded) {
			const itemIndex = next++;
			try {
				const item = read(itemIndex);
				await queue.run(item.orderKeys, async () => {
					await outcomes.take(item, sendItem(operation, item));
				});
			} catch (error) {
				outcomes.fail(itemIndex, error);
			}
		}
	});
}

/** The results so far of an item whose records may be in several calls. */
interface Pending {
	ids: string[];
	results: Map<string, Results[number]>;
}

/** Reads all items first, then sends their records in shared calls. */
export async function runBundles(run: Run, bundle: Bundle, oneCallPerItem: boolean): Promise<void> {
	const { operation, count, concurrency, outcomes, read } = run;
	const pending = new Map<Item, Pending>();
	const unreadable = new Map<number, unknown>();
	for (let itemIndex = 0; itemIndex < count; itemIndex++) {
		try {
			const item = read(itemIndex);
			pending.set(item, { ids: bundle.ids(item), results: new Map() });
		} catch (error) {
			unreadable.set(itemIndex, error);
			// The items before it are still sent.
			if (!outcomes.continuesOnFail) break;
		}
	}

	const receive = async (item: Item, id: string, result: Results[number]): Promise<void> => {
		const own = pending.get(item);
		if (!own) return;
		own.results.set(id, result);
		if (own.results.size < own.ids.length) return;
		pending.delete(item);
		const all = own.ids.map((one) => own.results.get(one)).filter((one) => one !== undefined);
		await outcomes.take(item, shapeRecords(operation, item, all)).catch((error: unknown) => {
			outcomes.fail(item.itemIndex, error);
		});
	};

	const send = async (entries: Entry[]): Promise<void> => {
		// Once one of its calls has failed, an item needs no others.
		const needed = entries.filter(({ item }) => pending.has(item));
		try {
			const results = await sendBundle(bundle, needed);
			for (const [index, { item, id }] of needed.entries()) {
				const result = results[index];
				if (result !== undefined) await receive(item, id, result);
			}
		} catch (error) {
			for (const item of new Set(needed.map(({ item }) => item))) {
				if (pending.delete(item)) outcomes.fail(item.itemIndex, error);
			}
		}
	};

	const inOrder = concurrency === 1;
	const bundles = formBundles(bundle, [...pending.keys()], { oneCallPerItem, inOrder });
	const queue = new KeyedQueue();
	let next = 0;
	await workers(Math.min(concurrency, bundles.length), async () => {
		while (next < bundles.length && !outcomes.hasEnded) {
			const entries = bundles[next++] ?? [];
			await queue.run(
				entries.map(({ id }) => id),
				async () => await send(entries),
			);
		}
	});
	for (const [itemIndex, error] of unreadable) outcomes.fail(itemIndex, error);
}
