// The line below a node's name on the canvas, in the words of its menus. n8n evaluates it as an expression that sees only
// the node's parameters, so the names of the menus are part of it where they do not follow from their values.

import type { INodePropertyOptions } from 'n8n-workflow';

import type { Resource } from './operation';

export type Choice = Pick<INodePropertyOptions, 'name' | 'value'>;

const titleOf = (value: string): string =>
	value.replace(/[A-Z]/g, ' $&').replace(/^./, (first) => first.toUpperCase());

/** The same as JavaScript: the title of a value in camel case. */
export const TITLE_OF =
	'((value) => value.replace(/[A-Z]/g, " $&").replace(/^./, (first) => first.toUpperCase()))';

/** Names by value, as JavaScript. The blank keeps n8n from taking the end of the object for the end of the expression. */
export const asObject = (names: Record<string, string>) => `(${JSON.stringify(names)} )`;

export const namesOf = (choices: Choice[]): Record<string, string> =>
	Object.fromEntries(choices.map(({ name, value }): [string, string] => [String(value), name]));

/** The names that do not follow from their values, by value. */
export function exceptions(choices: Choice[]): Record<string, string> {
	const names = choices.filter(({ name, value }) => titleOf(String(value)) !== name);
	return namesOf(names);
}

/** The same for operations: those that have different names in different resources by `resource.operation`. */
function operationExceptions(resources: Resource[]): Record<string, string> {
	const all = resources.flatMap((resource) =>
		resource.operations.map(({ name, value }) => ({ resource: resource.value, name, value })),
	);
	return Object.fromEntries(
		all
			.filter(({ name, value }) => titleOf(value) !== name)
			.map(({ resource, name, value }) => {
				const isEverywhere = all.every((other) => other.value !== value || other.name === name);
				return [isEverywhere ? value : `${resource}.${value}`, name];
			}),
	);
}

/** @returns the subtitle of an action node, such as "Get Many: Contact" */
export function operationSubtitle(resources: Resource[]): string {
	const resource = '$parameter["resource"]';
	const operation = '$parameter["operation"]';
	const operations = asObject(operationExceptions(resources));
	const named = `((names) => names[${resource} + "." + ${operation}] ?? names[${operation}])(${operations})`;
	return `={{ (${named} ?? ${TITLE_OF}(${operation})) + ": " + (${asObject(exceptions(resources))}[${resource}] ?? ${TITLE_OF}(${resource})) }}`;
}

/** @returns the subtitle of a trigger with several events, their names */
export function eventsSubtitle(events: Choice[]): string {
	return `={{ ($parameter["events"] ?? []).map((event) => ${asObject(namesOf(events))}[event] ?? event).join(", ") }}`;
}
