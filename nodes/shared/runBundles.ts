// Sends the records of several items in shared calls.

import type { Entry } from './bundles';
import { formBundles, recordKey, sendBundle } from './bundles';
import type { Item } from './item';
import { KeyedQueue } from './keyedQueue';
import type { Bundle } from './operation';
import { shapeRecords } from './records';
import type { Results } from './refusedRecord';
import type { Run } from './run';
import { workOn } from './run';
import { groupBy } from './values';

/** The results so far of an item whose records may be in several calls. */
interface Pending {
	ids: string[];
	results: Map<string, Results[number]>;
}

/** Reads all items first, then sends their records in shared calls. */
export async function runBundles(run: Run, bundle: Bundle, oneCallPerItem: boolean): Promise<void> {
	const { operation, concurrency, outcomes } = run;
	const { pending, unreadable } = await readAll(run, bundle);

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
	const groups = inOrder ? [bundles] : groupBy(bundles, ([first]) => first?.item.accountKey ?? '');
	await workOn(groups, run, async (entries) => {
		await queue.run(
			entries.map(({ item, id }) => recordKey(item, id)),
			async () => await send(entries),
		);
	});
	for (const [itemIndex, error] of unreadable) outcomes.fail(itemIndex, error);
}

/** Reads the items, several at once. Without 'continue on fail', those from the first unreadable one on are left out. */
async function readAll({ groups, concurrency, outcomes, read }: Run, bundle: Bundle) {
	const results = new Map<number, { item: Item; ids: string[] } | { error: unknown }>();
	let end = Number.POSITIVE_INFINITY;
	await workOn(groups, { concurrency, outcomes }, async (itemIndex) => {
		if (itemIndex > end) return;
		try {
			const item = await read(itemIndex);
			results.set(itemIndex, { item, ids: bundle.ids(item) });
		} catch (error) {
			results.set(itemIndex, { error });
			// The items before it are still sent.
			if (!outcomes.continuesOnFail) end = Math.min(end, itemIndex);
		}
	});
	const pending = new Map<Item, Pending>();
	const unreadable = new Map<number, unknown>();
	for (const itemIndex of groups.flat().sort((a, b) => a - b)) {
		const result = results.get(itemIndex);
		if (!result || itemIndex > end) break;
		if ('error' in result) unreadable.set(itemIndex, result.error);
		else pending.set(result.item, { ids: result.ids, results: new Map() });
	}
	return { pending, unreadable };
}
