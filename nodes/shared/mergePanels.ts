// Merges the fields of all operations into the fewest properties.

import type { INodeProperties } from 'n8n-workflow';

/** What one operation shows in the editor, from top to bottom. */
export interface Panel {
	resource: string;
	operation: string;
	properties: INodeProperties[];
}

/** A property at its position in the merged order. */
interface Placed {
	property: INodeProperties;
	/** The operations that show it, by resource. */
	shownBy: Map<string, Set<string>>;
	/** The properties that follow it directly in some panel. */
	next: Set<Placed>;
}

/**
 * Merges the panels of all operations into one list of properties. A property that several operations share appears
 * once, as long as each panel keeps its order. The editor evaluates the conditions of every property again and again, so
 * a node with few properties opens fast.
 *
 * @returns each property with conditions on resource and operation
 */
export function mergePanels(panels: Panel[]): INodeProperties[] {
	const menu: Menu = new Map();
	for (const { resource, operation } of panels) {
		menu.set(resource, (menu.get(resource) ?? new Set()).add(operation));
	}
	return inOrder(placeAll(panels)).flatMap((placed) => withConditions(placed, menu));
}

/** Places each property once, as long as every panel keeps its order. */
function placeAll(panels: Panel[]): Placed[] {
	const all: Placed[] = [];
	const byContent = new Map<string, Placed[]>();
	for (const { resource, operation, properties } of panels) {
		let previous: Placed | undefined;
		for (const property of properties) {
			const key = JSON.stringify(property);
			const equal = byContent.get(key) ?? [];
			// One that comes before the previous property in another panel cannot follow it in this one.
			let placed = equal.find((one) => !previous || !leadsTo(one, previous));
			if (!placed) {
				placed = { property, shownBy: new Map(), next: new Set() };
				all.push(placed);
				byContent.set(key, [...equal, placed]);
			}
			previous?.next.add(placed);
			const operations = placed.shownBy.get(resource) ?? new Set();
			placed.shownBy.set(resource, operations.add(operation));
			previous = placed;
		}
	}
	return all;
}

function leadsTo(from: Placed, to: Placed, seen = new Set<Placed>()): boolean {
	if (from === to) return true;
	if (seen.has(from)) return false;
	seen.add(from);
	return [...from.next].some((one) => leadsTo(one, to, seen));
}

/** Sorts topologically: every property comes before those that follow it in a panel. */
function inOrder(all: Placed[]): Placed[] {
	const predecessors = new Map(all.map((one) => [one, 0]));
	for (const { next } of all) {
		for (const one of next) predecessors.set(one, (predecessors.get(one) ?? 0) + 1);
	}
	const ordered: Placed[] = [];
	const remaining = new Set(all);
	while (remaining.size > 0) {
		const first = [...remaining].find((one) => predecessors.get(one) === 0);
		if (!first) throw new TypeError('Two properties precede each other');
		remaining.delete(first);
		ordered.push(first);
		for (const one of first.next) predecessors.set(one, (predecessors.get(one) ?? 0) - 1);
	}
	return ordered;
}

/** The operations that each resource has. */
type Menu = Map<string, Set<string>>;

/** One of n8n's display conditions: a property is shown for each of these resources with each of these operations. */
interface Condition {
	resources: Set<string>;
	operations: Set<string>;
}

/** The fewest copies of a property whose conditions show it where it belongs, grouped by resource or by operation. */
function withConditions(placed: Placed, menu: Menu): INodeProperties[] {
	const { property, shownBy } = placed;
	const byResource = [...shownBy].map(([resource, operations]) => ({
		resources: new Set([resource]),
		operations,
	}));
	const operations = new Set([...shownBy.values()].flatMap((some) => [...some]));
	const byOperation = [...operations].map((operation) => ({
		resources: new Set(
			[...shownBy].flatMap(([resource, some]) => (some.has(operation) ? [resource] : [])),
		),
		operations: new Set([operation]),
	}));
	const first = joinConditions(byResource, placed, menu);
	const second = joinConditions(byOperation, placed, menu);
	const fewest = second.length < first.length ? second : first;
	return fewest.map((condition) => ({
		...structuredClone(property),
		displayOptions: {
			show: {
				resource: [...condition.resources],
				operation: [...condition.operations],
				...property.displayOptions?.show,
			},
		},
	}));
}

const union = <T>(one: Set<T>, other: Set<T>) => new Set([...one, ...other]);

/** Joins conditions unless the result would include an operation that does not show the property. */
function joinConditions(conditions: Condition[], { shownBy }: Placed, menu: Menu): Condition[] {
	const belongs = ({ resources, operations }: Condition): boolean =>
		[...resources].every((resource) =>
			[...operations].every(
				(operation) => !menu.get(resource)?.has(operation) || shownBy.get(resource)?.has(operation),
			),
		);
	const joined: Condition[] = [];
	for (const condition of conditions) {
		const candidates = joined.map((other) => ({
			resources: union(other.resources, condition.resources),
			operations: union(other.operations, condition.operations),
		}));
		const index = candidates.findIndex(belongs);
		const candidate = candidates[index];
		if (candidate) joined[index] = candidate;
		else joined.push(condition);
	}
	return joined;
}
