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
	const { fields, collections } = namingFields(operation);
	if (fields.length === 0 && collections.length === 0) return raw;
	const replaced = new Map<string, unknown>();
	const work: Array<Promise<void>> = [];
	for (const field of fields) {
		const value = raw(field.name);
		if (!namesRecord(field, value) || !isShown(field, raw, nodeVersion)) continue;
		work.push(replace(field, value, context, replaced));
	}
	for (const [name, children] of collections) {
		const collection = raw(name);
		if (!isRecord(collection)) continue;
		const naming = children.filter((child) => namesRecord(child, collection[child.name]));
		if (naming.length === 0) continue;
		work.push(replaceChildren(name, naming, collection, context, replaced));
	}
	// Most items name their records by ID.
	if (work.length === 0) return raw;
	await Promise.all(work);
	return (name) => (replaced.has(name) ? replaced.get(name) : raw(name));
}

async function replace(
	field: Field,
	value: unknown,
	context: FindContext,
	replaced: Map<string, unknown>,
): Promise<void> {
	const found = await findNamed(field, value, context);
	if (found !== value) replaced.set(field.name, found);
}

async function replaceChildren(
	name: string,
	children: Field[],
	collection: Record<string, unknown>,
	context: FindContext,
	replaced: Map<string, unknown>,
): Promise<void> {
	const own = new Map<string, unknown>();
	await Promise.all(
		children.map(async (child) => {
			await replace(child, collection[child.name], context, own);
		}),
	);
	if (own.size > 0) replaced.set(name, { ...collection, ...Object.fromEntries(own) });
}
