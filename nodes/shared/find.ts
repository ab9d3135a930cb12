// Finds records that are named by something other than their ID: an email, a name.

import type { FindContext, Finder } from './finder';
import { finderFor } from './notAnId';
import type { Field } from './operation';
import { childFields, childGroups, withTitle } from './parameters';
import { isRecord, trimmedText } from './values';

/** A locator's value that names its record. */
interface Naming {
	finder: Finder;
	text: string;
	title: string;
}

/** Called for each naming value; what it returns replaces the value. */
type Replace = (naming: Naming, value: unknown) => unknown;

/**
 * Replaces every value of a field that names a record by the record's ID, at any depth.
 *
 * @param value as n8n resolved it; not changed
 * @throws FieldError if a name stands for no record or for several
 */
export async function findNamed(
	field: Field,
	value: unknown,
	context: FindContext,
): Promise<unknown> {
	const namings = namingsIn(field, value, context.isTool);
	if (namings.length === 0) return value;
	const found = await Promise.all(namings.map(async (naming) => await find(naming, context)));
	const ids = found.values();
	const replace: Replace = () => ({ mode: 'id', value: ids.next().value });
	return replaceIn(field, value, field.displayName, { replace, isTool: context.isTool });
}

/**
 * @param isTool whether a model may name a record where an ID belongs
 * @returns whether a value of a field names a record, at any depth
 */
export function namesRecord(field: Field, value: unknown, isTool = false): boolean {
	return namingsIn(field, value, isTool).length > 0;
}

function namingsIn(field: Field, value: unknown, isTool = false): Naming[] {
	const namings: Naming[] = [];
	const replace: Replace = (naming, given) => {
		namings.push(naming);
		return given;
	};
	replaceIn(field, value, field.displayName, { replace, isTool });
	return namings;
}

/** @returns whether a field can name a record, at any depth */
export function canName(field: Field): boolean {
	if (field.find) return true;
	return (
		childFields(field).some(canName) ||
		childGroups(field).some(({ values }) => values.some(canName))
	);
}

async function find({ finder, text, title }: Naming, context: FindContext): Promise<string> {
	try {
		return await finder(text, context);
	} catch (error) {
		throw withTitle(error, title);
	}
}

/** What becomes of naming values, and whether a model may name a record where an ID belongs. */
interface Work {
	replace: Replace;
	isTool?: boolean;
}

function replaceIn(field: Field, value: unknown, title: string, work: Work): unknown {
	if (!isRecord(value)) return value;
	if (field.find) {
		const naming = namingIn(field, value, title, work.isTool);
		return naming ? work.replace(naming, value) : value;
	}
	if (field.type === 'collection') return replaceInGroup(childFields(field), value, title, work);
	if (field.type !== 'fixedCollection') return value;
	const copy: Record<string, unknown> = { ...value };
	for (const { name, values, displayName } of childGroups(field)) {
		const entries: unknown = value[name];
		copy[name] = Array.isArray(entries)
			? entries.map((entry, index) =>
					replaceInGroup(values, entry, `${title} > ${displayName} ${index + 1}`, work),
				)
			: replaceInGroup(values, entries, title, work);
	}
	return copy;
}

function replaceInGroup(fields: Field[], value: unknown, title: string, work: Work): unknown {
	if (!isRecord(value)) return value;
	const copy: Record<string, unknown> = { ...value };
	for (const child of fields) {
		if (!(child.name in value)) continue;
		const childTitle = `${title} > ${child.displayName}`;
		copy[child.name] = replaceIn(child, value[child.name], childTitle, work);
	}
	return copy;
}

function namingIn(
	field: Field,
	{ mode, value }: Record<string, unknown>,
	title: string,
	isTool = false,
): Naming | undefined {
	const text = trimmedText(value);
	const finder = field.find?.[String(mode)] ?? (isTool ? finderFor(field, text) : undefined);
	return finder && text !== '' ? { finder, text, title } : undefined;
}
