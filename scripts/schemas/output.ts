// Derives a row's output from the digest.

import { isDelete, requestLine } from '../../nodes/shared/operation';
import type { Operation as Official } from '../../test/standins/highlevel/digest';
import { operationKey } from '../../test/standins/highlevel/digest';
import { Mistake } from '../lib/command';
import { AMENDMENTS } from './amendments';
import type { Keys } from './jsonSchema';
import { flag, keysOf, KNOWN, text } from './jsonSchema';
import type { Row } from './rows';
import { nameOf } from './rows';

/** The endpoint of a row in the digest or the overlay; v3's if the row's own version lacks it. */
function endpointOf({ operation }: Row, official: Official[]): Official {
	const { method, template: path } = requestLine(operation);
	const sets = [operation.versions?.[0] === '2021' ? '2021' : 'v3', 'v3'] as const;
	const keys = sets.map((set) => operationKey({ set, method, path }));
	const found = official.find((one) => keys.includes(operationKey(one)));
	if (found) return found;
	throw new Mistake(
		[
			`${operation.request}: neither the digest nor the overlay has this endpoint.`,
			"If HighLevel's official files have it: npm run api:digest -- --from <folder of the official files>",
			'If they lack it: describe it in test/contract/api-overlay.json.',
			'CONTRIBUTING.md, "Add an endpoint", explains how.',
		].join('\n'),
	);
}

function operationById(operationId: string, row: Row, official: Official[]): Official {
	const found = official.find((one) => one.set === 'v3' && one.operationId === operationId);
	if (found) return found;
	throw new Mistake(
		`${nameOf(row)}: there is no operation "${operationId}", which "from" names in scripts/schemas/amendments.ts.`,
	);
}

/** The record in a response: under the first key of `unwrap` that the official file has; for a list, one entry. */
function recordOf({ responses, success }: Official, unwrap: string[]): Keys {
	const answer = responses[String(success)] ?? {};
	const wrapped = unwrap.map((key) => answer.keys?.[key]).find((one) => one !== undefined);
	const held = wrapped ?? answer;
	return keysOf(held.type === 'array' ? (held.items ?? {}) : held);
}

/** The keys of a row's record before Simplify. */
function wholeRecord(row: Row, official: Official[]): { keys: Keys; id: Keys } {
	const { operation } = row;
	const { from, omit = [], first, add } = AMENDMENTS[nameOf(row)] ?? {};
	const record =
		from === undefined
			? recordOf(endpointOf(row, official), operation.unwrap ?? [])
			: recordOf(operationById(from, row, official), ['contact']);
	for (const key of omit) delete record[key];
	// Rows put the ID first, whatever HighLevel calls it.
	const id: Keys = record.id || record._id || record.bookingId ? { id: text } : {};
	return { keys: { ...id, ...first, ...record, ...add }, id };
}

/** The keys that Simplify keeps, most important first, followed by those that the row adds. */
function simplified(row: Row, simple: readonly string[], keys: Keys, id: Keys): Keys {
	const kept = simple.map((key) => {
		const type = keys[key] ?? KNOWN[key];
		if (type) return [key, type] as const;
		throw new Mistake(
			`${nameOf(row)}: the type of ${key} is stated nowhere. Correct "simple" of the row, or state the type in KNOWN of scripts/schemas/jsonSchema.ts.`,
		);
	});
	const added = Object.entries(AMENDMENTS[nameOf(row)]?.add ?? {});
	return {
		...Object.fromEntries(kept),
		...id,
		...Object.fromEntries(added.filter(([key]) => !simple.includes(key))),
	};
}

/**
 * The keys of a row's output with default options.
 *
 * @param official the operations of the digest and the overlay
 * @throws Mistake when neither has the row's endpoint, or the type of a key is not stated anywhere
 */
export function outputOf(row: Row, official: Official[]): Keys {
	const { all } = AMENDMENTS[nameOf(row)] ?? {};
	if (all) return all;
	if (isDelete(row.operation)) return { deleted: flag, id: text };
	const { keys, id } = wholeRecord(row, official);
	if (Object.keys(keys).length === 0) {
		throw new Mistake(
			`${nameOf(row)}: the digest has no keys for its response. State them in scripts/schemas/amendments.ts ("all"), or describe the response in the overlay.`,
		);
	}
	const { simple } = row.operation;
	return simple ? simplified(row, simple, keys, id) : keys;
}
