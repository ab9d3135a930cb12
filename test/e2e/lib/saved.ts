/** Nodes that a version of the package saved, as workflows of a real n8n. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Execution, WorkflowDefinition, WorkflowNode } from './client';
import { at, isObject } from './json';
import type { JsonObject } from './json';
import type { Login } from './world';
import { CALENDARS, CONTACTS, ourNode } from './world';

const START = 'Start';

/** A node as n8n saved it; `title` is its operation and what was filled in. */
interface SavedNode {
	family: 'contacts' | 'calendars';
	typeVersion: number;
	title: string;
	parameters: JsonObject;
}

/** Reads the saved nodes of a file that have few or all fields filled in: each operation at least twice. */
export function savedNodes(file: string): SavedNode[] {
	const all: SavedNode[] = JSON.parse(readFileSync(file, 'utf8'));
	return all.filter(({ title }) => /: (minimal|maximal)$/.test(title));
}

/** A workflow that runs every node once, each on a branch of its own, when its webhook is called. */
export function savedWorkflow(
	name: string,
	saved: SavedNode[],
	login: Login,
): { workflow: WorkflowDefinition; path: string } {
	const path = randomUUID();
	const start: WorkflowNode = {
		id: 'start',
		name: START,
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		position: [0, 0],
		webhookId: path,
		parameters: { httpMethod: 'POST', path, options: {} },
	};
	const nodes = saved.map(({ family, typeVersion, title, parameters }, index) =>
		ourNode(`${family} ${title}`, family === 'contacts' ? CONTACTS : CALENDARS, login, parameters, {
			typeVersion,
			position: [400, index * 100],
			onError: 'continueRegularOutput',
		}),
	);
	const targets = nodes.map((node) => ({ node: node.name, type: 'main' as const, index: 0 }));
	const workflow = {
		name,
		nodes: [start, ...nodes],
		connections: { [START]: { main: [targets] } },
	};
	return { workflow, path };
}

/** What each node put out: the paths of its keys, or that it failed. Values differ from run to run, as IDs and times do. */
export function shapesOf(execution: Execution): Record<string, string[]> {
	const shapes: Record<string, string[]> = {};
	for (const [name, runs] of Object.entries(execution.runs)) {
		if (name === START) continue;
		const items = runs.flatMap(({ outputs }) => outputs[0] ?? []);
		shapes[name] = [...new Set(items.flatMap(({ json }) => keysOf(json)))].sort();
	}
	return shapes;
}

function keysOf(json: JsonObject): string[] {
	if (at(json, 'error') !== undefined) return ['(failed)'];
	return pathsOf(json);
}

function pathsOf(value: unknown, path = ''): string[] {
	if (Array.isArray(value)) return value.flatMap((entry) => pathsOf(entry, `${path}[]`));
	if (!isObject(value)) return [path];
	return Object.entries(value).flatMap(([key, entry]) =>
		pathsOf(entry, path === '' ? key : `${path}.${key}`),
	);
}
