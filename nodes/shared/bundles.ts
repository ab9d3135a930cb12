// Sends the records of several items in one call, where the service has an endpoint for many records.

import type { Failure } from './failure';
import type { Item } from './item';
import type { Bundle } from './operation';
import type { Results } from './refusedRecord';
import { isRecord } from './values';

/** One record that an item is about. */
export interface Entry {
	item: Item;
	id: string;
}

interface BundleRules {
	/** Items never share a call. */
	oneCallPerItem: boolean;
	/** Only neighbours share a call, so that no item overtakes another. */
	inOrder: boolean;
}

/** Identifies a record among those of all accounts. */
export const recordKey = ({ accountKey }: Item, id: string) => `${accountKey} ${id}`;

/**
 * Distributes the records of all items over calls: items whose requests are otherwise equal share calls, and a call contains
 * each record at most once. Sent in order, the calls process every record in the order of the items that name it.
 */
export function formBundles(bundle: Bundle, items: Item[], rules: BundleRules): Entry[][] {
	const bundles: Entry[][] = [];
	/** Indices of the calls that have room, by their request. */
	const open = new Map<string, number[]>();
	/** Index of the last call that contains a record. */
	const lastCall = new Map<string, number>();
	for (const item of items) {
		const key = JSON.stringify([
			item.accountKey,
			bundle.request([], item),
			rules.oneCallPerItem ? item.itemIndex : null,
		]);
		const candidates = open.get(key) ?? [];
		open.set(key, candidates);
		for (const id of bundle.ids(item)) {
			const after = Math.max(
				lastCall.get(recordKey(item, id)) ?? -1,
				rules.inOrder ? bundles.length - 2 : -1,
			);
			const position = candidates.findIndex((index) => index > after);
			const index = candidates[position] ?? bundles.push([]) - 1;
			if (position < 0) candidates.push(index);
			const entries = bundles[index] ?? [];
			entries.push({ item, id });
			lastCall.set(recordKey(item, id), index);
			if (entries.length >= bundle.size) candidates.splice(candidates.indexOf(index), 1);
		}
	}
	return bundles;
}

/** Key under which a refusal of a bundle's values is passed on as a response. */
const REFUSAL = 'refusalOfBundle';
/** With this many single records refused for the same reason and none accepted, the records are not to blame. */
const SAME_REFUSALS = 8;

function refusalOfValues({ status, message }: Failure) {
	return status === 400 || status === 404 || status === 422 ? { [REFUSAL]: message } : undefined;
}

/**
 * Sends the records of one bundle. A bundle that the service refuses as a whole is sent again in halves, so that one bad
 * ID does not fail the other records.
 *
 * @returns each record's result, in order
 * @throws NodeApiError when the call fails for a reason other than its values, or its only record is refused
 * @throws NodeOperationError when the service refuses every record for the same reason
 */
export async function sendBundle(bundle: Bundle, entries: Entry[]): Promise<Results> {
	const [first] = entries;
	if (!first) return [];
	const { item } = first;
	let anyAccepted = false;
	const reasons: string[] = [];

	const refuse = (id: string, reason: string): Results => {
		reasons.push(reason);
		const allSame = reasons.every((one) => one === reasons[0]) && !anyAccepted;
		if (allSame && reasons.length >= SAME_REFUSALS) {
			throw item.refuse(
				`The service refused every record: ${reason}`,
				`None of the ${entries.length} records in this call was changed. Check the values that all of them share, and that the IDs belong to this account.`,
			);
		}
		return [bundle.refused(id, reason)];
	};

	const send = async (ids: string[]): Promise<Results> => {
		const body = await item.send(bundle.request(ids, item), {
			repeatable: true,
			...(entries.length > 1 ? { onRefusal: refusalOfValues } : {}),
		});
		const response = isRecord(body) ? body : {};
		const reason = response[REFUSAL];
		if (typeof reason !== 'string') {
			anyAccepted = true;
			return bundle.results(ids, response, item);
		}
		const [only] = ids;
		if (ids.length === 1 && only !== undefined) return refuse(only, reason);
		const middle = Math.ceil(ids.length / 2);
		const firstHalf = await send(ids.slice(0, middle));
		return [...firstHalf, ...(await send(ids.slice(middle)))];
	};

	return await send(entries.map(({ id }) => id));
}
