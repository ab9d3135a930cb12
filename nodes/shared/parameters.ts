// Reads one field of the editor, at any depth.

import type { INodePropertyMode, INodePropertyOptions } from 'n8n-workflow';

import type { Convert, ValueContext } from './convert';
import { toBoolean, toId, toJson, toList, toNumber, toText } from './convert';
import { toDateTime } from './convertTime';
import type { ModelAdvice } from './modelAdvice';
import { refuseWhatIsNoId } from './notAnId';
import type { Field, FieldGroup } from './operation';
import { FieldError, ValueError } from './valueErrors';
import { isAbsent, isRecord, setPath } from './values';

function isGroup(option: INodePropertyOptions | Field | FieldGroup): option is FieldGroup {
	return 'values' in option;
}

/** @returns whether an entry of `options` is a field of a collection rather than a menu choice */
export function isField(option: INodePropertyOptions | Field | FieldGroup): option is Field {
	return 'type' in option && 'displayName' in option;
}

/** @returns the fields of a collection */
export function childFields(field: Field): Field[] {
	return (field.options ?? []).filter(isField);
}

/** @returns the groups of a fixed collection */
export function childGroups(field: Field): FieldGroup[] {
	return (field.options ?? []).filter(isGroup);
}

/**
 * @param valueOf returns the value of one of the field's siblings
 * @returns whether the editor shows a field
 */
export function isShown(
	{ show }: Field,
	valueOf: (name: string) => unknown,
	{ nodeVersion, isTool = false }: Pick<ValueContext, 'nodeVersion' | 'isTool'>,
): boolean {
	if (!show) return true;
	const given = (name: string): unknown => {
		if (name === '@version') return nodeVersion;
		return name === '@tool' ? isTool : valueOf(name);
	};
	return Object.entries(show).every(([name, values]) =>
		values.some((value) => value === given(name)),
	);
}

/**
 * Reads one field at any depth: unwraps resource locators, converts and checks.
 *
 * @param raw   the value as n8n resolved it
 * @param title the titles that lead to the field, for messages
 * @returns the value to send, or undefined if the user gave none
 * @throws FieldError naming the field, before anything is sent
 */
export function readField(
	field: Field,
	raw: unknown,
	context: ValueContext,
	title = field.displayName,
): unknown {
	try {
		const value = convert(field, raw, context, title);
		const empty = typeof value === 'string' ? value.trim() === '' : isAbsent(value);
		if (!empty) return value;
	} catch (error) {
		throw withTitle(error, title);
	}
	if (field.required) throw new FieldError(title, 'is empty', undefined, missing(field));
	return undefined;
}

/** What a model is told that gave no value. */
function missing({ displayName, idsFrom }: Field): ModelAdvice {
	const source = idsFrom === undefined ? '' : ` Find it with ${idsFrom}.`;
	return {
		next: `Call the tool again with a value for '${displayName}'.${source} Nothing was changed.`,
	};
}

/** @returns the error of a value with the titles of the fields that lead to it; other errors unchanged */
export function withTitle(error: unknown, title: string): Error {
	if (error instanceof ValueError)
		return new FieldError(title, error.message, error.next, error.model);
	return error instanceof Error ? error : new Error(String(error));
}

/** The converter for each plain type of field that names none. */
const BY_TYPE: Partial<Record<Field['type'], Convert>> = {
	string: toText,
	color: toText,
	number: toNumber,
	boolean: toBoolean,
	dateTime: toDateTime,
	json: toJson,
	resourceLocator: toId,
};

function convert(field: Field, raw: unknown, context: ValueContext, title: string): unknown {
	const given = field.type === 'resourceLocator' ? readLocator(field, raw, context) : raw;
	if (isAbsent(given)) return undefined;
	const as = (field.send !== false && field.send?.as) || undefined;
	switch (field.type) {
		case 'collection': {
			const record = readGroup(childFields(field), given, context, title);
			return as && record !== undefined ? as(record, context) : record;
		}
		case 'fixedCollection': {
			const groups = readFixedCollection(field, given, context, title);
			return as && !isAbsent(groups) ? as(groups, context) : groups;
		}
		case 'options':
			return as ? as(readChoice(field, given), context) : readChoice(field, given);
		case 'multiOptions': {
			const chosen = toList(given).map((entry) => readChoice(field, entry));
			return as ? as(chosen, context) : chosen;
		}
		default: {
			const converter = as ?? BY_TYPE[field.type];
			return converter ? converter(given, context) : given;
		}
	}
}

/** Unwraps a resource locator; the regular expression of its mode extracts the ID from a URL. */
function readLocator(field: Field, raw: unknown, { isTool }: ValueContext): unknown {
	if (!isRecord(raw)) return raw;
	const { mode, value } = raw;
	if (typeof value !== 'string') return value;
	if (isTool) refuseWhatIsNoId(field, value.trim());
	refuseName(field, value.trim());
	const definition: INodePropertyMode | undefined = field.modes?.find((one) => one.name === mode);
	const extract = definition?.extractValue;
	if (!extract || extract.type !== 'regex' || value.trim() === '') return value;
	const match = new RegExp(String(extract.regex)).exec(value.trim());
	if (!match?.[1]) {
		const example = (definition.placeholder ?? '').replace(/^e\.g\. /, 'for example ');
		throw new ValueError(
			'is a URL without an ID',
			`Open the record and copy the URL of its page, ${example}.`,
		);
	}
	return match[1];
}

/** IDs have neither an @ nor spaces. Names in the modes for them were replaced by IDs before (`find.ts`). */
function refuseName({ find = {} }: Field, id: string): void {
	if ('email' in find && id.includes('@')) {
		throw new ValueError(
			'is an email address, not an ID',
			"Choose 'By Email' next to the field to enter an email address.",
		);
	}
	if ('name' in find && /\s/.test(id) && !id.includes('/')) {
		throw new ValueError(
			'is a name, not an ID',
			"Choose 'By Name' next to the field to enter a name.",
		);
	}
}

function readChoice(field: Field, value: unknown): unknown {
	const choices = (field.options ?? []).filter(
		(option): option is INodePropertyOptions => 'value' in option,
	);
	if (field.typeOptions?.loadOptionsMethod !== undefined || choices.length === 0) {
		if (typeof value !== 'string' && typeof value !== 'number') {
			throw new ValueError('is not one of the available options');
		}
		return toText(value);
	}
	const match = choices.find((choice) => choice.value === value || String(choice.value) === value);
	if (match) return match.value;
	const listed = choices.map((choice) => String(choice.value)).filter((choice) => choice !== '');
	throw new ValueError(`is not one of ${listed.join(', ')}`);
}

function readFixedCollection(
	field: Field,
	raw: unknown,
	context: ValueContext,
	title: string,
): unknown {
	if (!isRecord(raw)) throw new ValueError('is not an object');
	const groups = childGroups(field);
	const read = (group: FieldGroup): unknown => {
		const entries = raw[group.name];
		if (isAbsent(entries)) return undefined;
		const readEntry = (entry: unknown, entryTitle: string) =>
			readGroup(group.values, entry, context, entryTitle, { defaults: true });
		if (!Array.isArray(entries)) return readEntry(entries, title);
		return entries
			.map((entry, index) => readEntry(entry, `${title} > ${group.displayName} ${index + 1}`))
			.filter((entry) => entry !== undefined);
	};
	const [first] = groups;
	if (groups.length === 1 && first) return read(first);
	const all = groups.map((group) => [group.name, read(group)] as const);
	const given = all.filter(([, value]) => value !== undefined);
	return given.length > 0 ? Object.fromEntries(given) : undefined;
}

/**
 * Reads the fields of a collection or of a group of a fixed collection.
 *
 * @param defaults whether a missing field has its default: a group shows all of its fields, a collection only those that
 * the user added. A field that is present without a value has an expression that returned none.
 */
function readGroup(
	fields: Field[],
	raw: unknown,
	context: ValueContext,
	title: string,
	{ defaults } = { defaults: false },
): unknown {
	if (!isRecord(raw)) throw new FieldError(title, 'is not an object');
	const record: Record<string, unknown> = {};
	for (const child of fields) {
		const isHere = isShown(child, (name) => raw[name], context);
		// Another field may have the same name in other versions of the node.
		if (!isHere && child.show && '@version' in child.show) continue;
		const initial = defaults && isHere ? child.default : undefined;
		const given = child.name in raw ? raw[child.name] : initial;
		const value = readField(child, given, context, `${title} > ${child.displayName}`);
		if (value === undefined || child.send === false) continue;
		setPath(record, child.send?.key ?? child.name, value);
	}
	return Object.keys(record).length > 0 ? record : undefined;
}
