import type { Failure } from './failure';
import type { Item } from './item';
import type { Bundle, Results } from './operation';
import { isRecord } from './values';

/** One record that an item is about. */
export interface Entry {
	item: Item;
	id: string;
}

/** How items may be brought together. */
export interface BundleRules {
	/** Items never share a call. */
	oneCallPerItem: boolean;
	/** Only neighbours share a call, so that no item overtakes another. */
	inOrder: boolean;
}

/**
 * Distributes the records of all items over calls: items that say the same share calls, each record once a call. Sent in
 * their order, the calls treat every record in the order of the items that name it.
 */
export function formBundles(bundle: Bundle, items: Item[], rules: BundleRules): Entry[][] {
	const bundles: Entry[][] = [];
	/** Calls with room, by what they say. */
	const open = new Map<string, number[]>();
	const latest = new Map<string, number>();
	for (const item of items) {
		const same = JSON.stringify([
			bundle.request([], item),
			rules.oneCallPerItem ? item.itemIndex : null,
		]);
		const candidates = open.get(same) ?? [];
		open.set(same, candidates);
		for (const id of bundle.ids(item)) {
			// Behind every call that has the record already.
			const behind = Math.max(latest.get(id) ?? -1, rules.inOrder ? bundles.length - 2 : -1);
			const place = candidates.findIndex((index) => index > behind);
			const index = candidates[place] ?? bundles.push([]) - 1;
			if (place < 0) candidates.push(index);
			const entries = bundles[index] ?? [];
			entries.push({ item, id });
			latest.set(id, index);
			if (entries.length >= bundle.size) candidates.splice(candidates.indexOf(index), 1);
		}
	}
	return bundles;
}

const REFUSAL = 'refusalOfBundle';
/** Single records refused with one and the same reason, and none taken: the reason is not the records. */
const ENOUGH_ALIKE = 8;

function refusalOfValues({ status, message }: Failure) {
	return status === 400 || status === 404 || status === 422 ? { [REFUSAL]: message } : undefined;
}

/**
 * Sends the records of one bundle and gives what each came to, in order. A bundle that the service refuses as a whole is
 * halved, so that one bad ID does not take the others with it.
 *
 * @throws NodeApiError when the call fails for another reason than its values, or a single record alone is refused
 * @throws NodeOperationError when the service refuses whatever record it is given
 */
export async function sendBundle(bundle: Bundle, entries: Entry[]): Promise<Results> {
	const [first] = entries;
	if (!first) return [];
	const { item } = first;
	let taken = false;
	const reasons: string[] = [];

	const refuse = (id: string, reason: string): Results => {
		reasons.push(reason);
		const alike = reasons.every((one) => one === reasons[0]) && !taken;
		if (alike && reasons.length >= ENOUGH_ALIKE) {
			throw item.refuse(
				`The service refuses every record: ${reason}`,
				`None of the ${entries.length} records of this call was changed. The reason lies in what is the same for all of them, or all IDs are of another account.`,
			);
		}
		return [bundle.refused(id, reason)];
	};

	const send = async (ids: string[]): Promise<Results> => {
		const sent = await item.send(bundle.request(ids, item), {
			repeatable: true,
			...(entries.length > 1 ? { refused: refusalOfValues } : {}),
		});
		const answer = isRecord(sent) ? sent : {};
		const reason = answer[REFUSAL];
		if (typeof reason !== 'string') {
			taken = true;
			return bundle.results(ids, answer, item);
		}
		const [only] = ids;
		if (ids.length === 1 && only !== undefined) return refuse(only, reason);
		const middle = Math.ceil(ids.length / 2);
		const before = await send(ids.slice(0, middle));
		return [...before, ...(await send(ids.slice(middle)))];
	};

	return await send(entries.map(({ id }) => id));
}
