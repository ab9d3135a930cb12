// Replaces the names in an item's parameters by IDs, before the parameters are read.

import { canName, findNamed, namesRecord } from './find';
import type { FindContext } from './finder';
import type { Field, Operation } from './operation';
import { optionalCollection } from './operation';
import { isShown } from './parameters';
import type { RawParameter } from './request';
import { isRecord } from './values';

/** The fields of an operation that can name a record: those always shown, and by collection those in it. */
interface NamingFields {
	fields: Field[];
	collections: Array<[name: string, fields: Field[]]>;
}

const known = new WeakMap<Operation, NamingFields>();

function namingFields(operation: Operation): NamingFields {
	const remembered = known.get(operation);
	if (remembered) return remembered;
	const { fields = [], optional = [], options = [] } = operation;
	const collections: NamingFields['collections'] = [
		[optionalCollection(operation).name, optional.filter(canName)],
		['options', options.filter(canName)],
	];
	const found = {
		fields: fields.filter(canName),
		collections: collections.filter(([, children]) => children.length > 0),
	};
	known.set(operation, found);
	return found;
}

/**
 * The parameters of an item with the ID of a record wherever one is named by something else.
 *
 * @returns reads parameters as `raw` does
 * @throws FieldError if a name stands for no record or for several; what the look-up's call throws
 */
export async function withIdsForNames(
	operation: Operation,
	raw: RawParameter,
	nodeVersion: number,
	context: FindContext,
): Promise<RawParameter> {
	const { isTool } = context;
	const { fields, collections } = namingFields(operation);
	if (fields.length === 0 && collections.length === 0) return raw;
	/** What becomes of each parameter that names a record, in itself or in a field of its collection. */
	const work: Array<Promise<[name: string, value: unknown]>> = [];
	for (const field of fields) {
		const value = raw(field.name);
		if (!namesRecord(field, value, isTool) || !isShown(field, raw, { nodeVersion, isTool }))
			continue;
		work.push(withId(field, value, context));
	}
	for (const [name, children] of collections) {
		const collection = raw(name);
		if (!isRecord(collection)) continue;
		const naming = children.filter((child) => namesRecord(child, collection[child.name], isTool));
		if (naming.length > 0) work.push(withIdsIn(name, naming, collection, context));
	}
	// Most items name their records by ID.
	if (work.length === 0) return raw;
	const replaced = new Map(await Promise.all(work));
	return (name) => (replaced.has(name) ? replaced.get(name) : raw(name));
}

async function withId(
	field: Field,
	value: unknown,
	context: FindContext,
): Promise<[name: string, value: unknown]> {
	return [field.name, await findNamed(field, value, context)];
}

async function withIdsIn(
	name: string,
	naming: Field[],
	collection: Record<string, unknown>,
	context: FindContext,
): Promise<[name: string, value: unknown]> {
	const found = await Promise.all(
		naming.map(async (child) => await withId(child, collection[child.name], context)),
	);
	return [name, { ...collection, ...Object.fromEntries(found) }];
}
