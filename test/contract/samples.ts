import type { INodeParameters, NodeParameterValueType } from 'n8n-workflow';

import type { Field, FieldGroup, Operation, Resource } from '../../nodes/shared/operation';
import { optionalCollection, requestLine } from '../../nodes/shared/operation';
import { childFields, childGroups } from '../../nodes/shared/parameters';
import { NEWEST_NODE, ofVersion } from './versions';

/** One way to fill in an operation's panel. */
export interface ParameterSet {
	/** `minimal`, `maximal`, or the path of titles to the one field that is filled. */
	title: string;
	parameters: INodeParameters;
	/** The one field that the set fills; none in `minimal` and `maximal`. */
	leaf?: Leaf;
	/** That field is an option, or names the record in the path of the request: alone it makes no update. */
	changesNothing?: boolean;
}

/** A field at any depth in collections and groups, and where the editor stores its value. */
export interface Leaf {
	field: Field;
	at: Array<string | number>;
	value: Value;
}

type Value = NodeParameterValueType;

const ID = 've9EPM428h8vShlRW1KT';

/** Text from the field's placeholder if it has one, so that it passes format checks. */
function textOf(field: Field): string {
	const example = field.placeholder?.replace(/^e\.g\. /, '');
	if (example && field.placeholder !== example) return example;
	return `${field.name} value`;
}

/** A value that a user could enter in a plain field. */
function plain(field: Field): Value {
	switch (field.type) {
		case 'string':
		case 'color':
			return /ID$|IDs$/.test(field.displayName) && !field.placeholder ? ID : textOf(field);
		case 'json':
			return textOf(field);
		case 'number': {
			const { minValue = 1 } = field.typeOptions ?? {};
			return Math.max(minValue, typeof field.default === 'number' ? field.default : minValue, 1);
		}
		case 'boolean':
			return field.default !== true;
		case 'dateTime':
			return /end|to$|before|until/i.test(field.name)
				? '2026-09-21T12:00:00.000-05:00'
				: '2026-09-14T10:00:00.000-05:00';
		case 'resourceLocator':
			return { __rl: true, mode: 'id', value: ID };
		case 'resourceMapper':
			return {
				mappingMode: 'defineBelow',
				value: { [ID]: 'Rex' },
				matchingColumns: [],
				schema: [],
			};
		case 'options':
			return choices(field)[0] ?? (/time ?zone/i.test(field.name) ? 'America/New_York' : ID);
		case 'multiOptions': {
			// Not one of the defaults, because it could not be distinguished from them.
			const usual: unknown[] = Array.isArray(field.default) ? field.default : [];
			const other = choices(field).find((choice) => !usual.includes(choice));
			return [typeof other === 'string' ? other : ID];
		}
		default:
			return '';
	}
}

function choices(field: Field): Array<string | number | boolean> {
	return (field.options ?? []).flatMap((option) =>
		'value' in option && option.value !== '' ? [option.value] : [],
	);
}

function inGroup(group: FieldGroup, inside: (field: Field) => Value): INodeParameters {
	return Object.fromEntries(group.values.map((field) => [field.name, inside(field)]));
}

function shownValues(fields: Field[], field: Field): INodeParameters {
	const values: INodeParameters = {};
	for (const [name, allowed] of Object.entries(field.show ?? {})) {
		const control = fields.find((one) => one.name === name);
		values[name] = allowed[0] ?? '';
		if (control) Object.assign(values, shownValues(fields, control));
	}
	return values;
}

/** Every value that a field can have, each alone: a plain one, or one for each leaf in a collection. */
function alone(
	field: Field,
	whole = false,
	title = field.displayName,
): Array<{ title: string; value: Value; leaf: Leaf }> {
	if (field.type === 'collection') {
		const children = childFields(field);
		return children.flatMap((child) =>
			alone(child, whole, `${title} > ${child.displayName}`).map((one) => ({
				title: one.title,
				value: { ...shownValues(children, child), [child.name]: one.value },
				leaf: below(one.leaf, field.name),
			})),
		);
	}
	if (field.type === 'fixedCollection') {
		const many = field.typeOptions?.multipleValues === true;
		return childGroups(field).flatMap((group) =>
			group.values.flatMap((child) =>
				alone(child, whole, `${title} > ${group.displayName} > ${child.displayName}`).map((one) => {
					const entry: INodeParameters = {
						...inGroup(group, (sibling) =>
							whole || sibling.required ? full(sibling) : sibling.default,
						),
						...shownValues(group.values, child),
						[child.name]: one.value,
					};
					return {
						title: one.title,
						value: { [group.name]: many ? [entry] : entry },
						leaf: below(one.leaf, field.name, group.name, ...(many ? [0] : [])),
					};
				}),
			),
		);
	}
	const all = field.type === 'options' ? choices(field) : [];
	const leaf = (value: Value): Leaf => ({ field, at: [field.name], value });
	if (all.length > 1) {
		return all.map((value) => ({
			title: `${title} = ${String(value)}`,
			value,
			leaf: leaf(value),
		}));
	}
	const value = plain(field);
	return [{ title, value, leaf: leaf(value) }];
}

function below(leaf: Leaf, ...steps: Array<string | number>): Leaf {
	return { ...leaf, at: [...steps, ...leaf.at] };
}

/** A value with everything nested in it filled. */
function full(field: Field): Value {
	if (field.type === 'collection') {
		return Object.fromEntries(childFields(field).map((child) => [child.name, full(child)]));
	}
	if (field.type === 'fixedCollection') {
		const many = field.typeOptions?.multipleValues === true;
		return Object.fromEntries(
			childGroups(field).map((group) => {
				const entry = inGroup(group, full);
				return [group.name, many ? [entry, entry] : entry];
			}),
		);
	}
	return plain(field);
}

/** What a row's own checks require beyond its required fields, or do not allow together. */
export interface Peculiarity {
	/** Added to every set. */
	always?: INodeParameters;
	/** Fields that `maximal` omits because they exclude others. */
	notTogether?: string[];
	/** Added to the sets that fill this field alone, and to `maximal`. */
	alongWith?: Record<string, INodeParameters>;
	/** Entries of groups are filled completely, because an incomplete one is rejected. */
	wholeGroups?: boolean;
	/** The recorder's response lacks the result of each record, so failed items are expected. */
	failedItems?: boolean;
	/** Titles of sets that must be rejected before a call. */
	refused?: string[];
}

/**
 * The sets of parameters that a row's description allows: minimal, maximal, and each leaf alone.
 *
 * @param version of the node
 */
export function parameterSets(
	resource: Resource,
	row: Operation,
	{ always = {}, notTogether = [], alongWith = {}, wholeGroups }: Peculiarity = {},
	version = NEWEST_NODE,
): ParameterSet[] {
	const operation = ofVersion(row, version);
	const fields = (operation.fields ?? []).filter(({ type }) => type !== 'notice');
	const folded: Array<[string, Field[]]> = [
		[optionalCollection(operation).name, operation.optional ?? []],
		['options', operation.options ?? []],
	];
	const base: INodeParameters = { resource: resource.value, operation: operation.value };
	const { template } = requestLine(operation);
	for (const field of fields) {
		const needed = field.required || template.includes(`{${field.name}}`);
		base[field.name] = needed ? full(field) : field.default;
	}
	if (operation.simple) base.simple = false;
	const merge = (more: INodeParameters): INodeParameters => {
		const merged: INodeParameters = { ...base };
		for (const part of [always, more]) {
			for (const [name, value] of Object.entries(part)) {
				const before = merged[name];
				const collection = folded.some(([folder]) => folder === name);
				merged[name] =
					collection && isParameters(before) && isParameters(value)
						? { ...before, ...value }
						: value;
			}
		}
		return merged;
	};

	const sets: ParameterSet[] = [{ title: 'minimal', parameters: merge({}) }];
	for (const field of fields) {
		const key = (field.send !== false && field.send?.key) || field.name;
		for (const one of alone(field, wholeGroups)) {
			sets.push({
				title: one.title,
				leaf: one.leaf,
				changesNothing: template.includes(`{${key}}`),
				parameters: merge({
					...shownValues(fields, field),
					[field.name]: one.value,
					...alongWith[field.name],
				}),
			});
		}
	}
	for (const [name, children] of folded) {
		for (const child of children) {
			for (const one of alone(child, wholeGroups)) {
				const extra = alongWith[child.name] ?? {};
				const { [name]: beside, ...rest } = extra;
				sets.push({
					title: one.title,
					leaf: below(one.leaf, name),
					changesNothing: name === 'options',
					parameters: merge({
						...rest,
						[name]: { ...(isParameters(beside) ? beside : {}), [child.name]: one.value },
					}),
				});
			}
		}
	}
	// A field is either cleared or given a value.
	const clearing = [...fields, ...(operation.optional ?? [])]
		.map(({ name }) => name)
		.filter((name) => /^clear/.test(name));
	const apart = new Set([...clearing, ...notTogether]);
	const everything: INodeParameters = {};
	for (const field of fields) {
		if (!apart.has(field.name) && !field.show) everything[field.name] = full(field);
	}
	for (const [name, children] of folded) {
		everything[name] = Object.fromEntries(
			children
				.filter(({ name: child }) => !apart.has(child))
				.map((child) => [child.name, full(child)]),
		);
	}
	if (operation.paginate) everything.returnAll = true;
	for (const [name, value] of Object.entries(alongWith.maximal ?? {})) {
		const before = everything[name];
		everything[name] =
			isParameters(before) && isParameters(value) ? { ...before, ...value } : value;
	}
	sets.push({ title: 'maximal', parameters: merge(everything) });
	return sets;
}

function isParameters(value: unknown): value is INodeParameters {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
