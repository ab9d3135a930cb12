/** Imported templates: what n8n has of them, and how they are started. */
import assert from 'node:assert/strict';
import type {
	Execution,
	N8nClient,
	StoredWorkflow,
	WorkflowDefinition,
	WorkflowNode,
} from './client';
import { outputOf, until } from './client';
import type { JsonObject } from './json';
import type { Credentials } from './templates';
import { readTemplate, setUpTemplate } from './templates';

const SETTINGS = 'Settings';

/** A template that n8n has stored, with the addresses that n8n gave its nodes. */
export interface Imported {
	stored: StoredWorkflow;
	/** The last part of a node's address. */
	path: (node: string) => string;
}

/** What a user does not change: everything but credentials, settings and the addresses that n8n makes. */
const untouched = ({ nodes, connections }: Pick<WorkflowDefinition, 'nodes' | 'connections'>) => ({
	nodes: nodes.map(({ credentials: _, webhookId: _id, ...node }) =>
		node.name === SETTINGS ? { ...node, parameters: {} } : node,
	),
	connections,
});

/**
 * Whether a run failed for a fault of n8n's own: 2.41 takes expressions from a polling trigger when another one of its
 * workflow ends meanwhile. The next poll works.
 */
export const isFaultOfN8n = (message: string): boolean => message.includes('No bridge acquired');

/** What those of some runs that failed said, without n8n's own fault. */
export async function failuresOf(
	client: N8nClient,
	ended: Array<Pick<Execution, 'id' | 'status'>>,
): Promise<string[]> {
	const failed = ended.filter(({ status }) => status !== 'success');
	const messages = await Promise.all(
		failed.map(async ({ id, status }) => {
			const { error } = await client.execution(id);
			return `${status}: ${String(error?.['message'])}`;
		}),
	);
	return messages.filter((message) => !isFaultOfN8n(message));
}

/**
 * Imports a template as somebody sets it up.
 *
 * @param change what its instructions tell to do besides credentials and settings
 * @throws AssertionError if n8n has something else than the file
 */
export async function importTemplate(
	client: N8nClient,
	name: string,
	credentials: Credentials,
	settings: Record<string, unknown>,
	change: (nodes: WorkflowNode[]) => void = () => {},
): Promise<Imported> {
	const workflow = setUpTemplate(name, credentials, settings);
	const plain = await client.createWorkflow(workflow);
	const imported = (await client.workflow(plain.id)) as unknown as WorkflowDefinition;
	assert.deepEqual(untouched(imported), untouched(readTemplate(name)));
	const { nodes: found } = imported;
	change(found);
	const changed: WorkflowDefinition = { ...workflow, nodes: found };
	const stored = await client.updateWorkflow(plain.id, changed);
	const path = (node: string): string => {
		const id = found.find((one) => one.name === node)?.webhookId;
		assert.ok(id, `${name}: ${node} has no address`);
		return id;
	};
	return { stored, path };
}

/** Starts it from a trigger and waits for its end. */
export async function runFrom(
	client: N8nClient,
	{ stored }: Imported,
	trigger: string,
): Promise<Execution> {
	return await client.runManually(stored, trigger);
}

/** Executions that a request started, newest first; a failed one starts another of its own. */
export async function requestedRuns(
	client: N8nClient,
	{ stored }: Imported,
): Promise<Array<Pick<Execution, 'id'>>> {
	return (await client.endedExecutions(stored.id)).filter(({ mode }) => mode === 'webhook');
}

/** The execution that a request started when `before` of them had ended. */
export async function runAfter(
	client: N8nClient,
	imported: Imported,
	before: number,
): Promise<Execution> {
	const id = await until('the execution to end', 30_000, async () => {
		const found = await requestedRuns(client, imported);
		return found.length > before ? found[0]?.id : undefined;
	});
	return await client.execution(id);
}

/** Fails with the execution's error if it did not succeed. */
export function assertSucceeded({ status, error }: Execution): void {
	assert.equal(status, 'success', JSON.stringify(error));
}

/** The rows of a data table, read by a workflow of n8n's own node. */
export async function rowsOf(client: N8nClient, table: string): Promise<JsonObject[]> {
	const node = (name: string, type: string, typeVersion: number, parameters: JsonObject) => ({
		...{ id: name, name, type: `n8n-nodes-base.${type}`, typeVersion, parameters },
		position: [0, 0] as [number, number],
	});
	const stored = await client.createWorkflow({
		name: `Rows of ${table}`,
		nodes: [
			node('Start', 'manualTrigger', 1, {}),
			node('Rows', 'dataTable', 1.1, {
				...{ resource: 'row', operation: 'get', returnAll: true },
				dataTableId: { __rl: true, mode: 'name', value: table },
			}),
		],
		connections: { Start: { main: [[{ node: 'Rows', type: 'main', index: 0 }]] } },
	});
	const execution = await client.runManually(stored, 'Start');
	assertSucceeded(execution);
	return outputOf(execution, 'Rows');
}

/** Sends an n8n form, field by field, as a browser does. Publishing takes effect a moment after its answer. */
export async function sendForm(url: string, fields: string[]): Promise<void> {
	await until(`${url} to be registered`, 15_000, async () => {
		const body = new FormData();
		for (const [index, value] of fields.entries()) body.append(`field-${index}`, value);
		// The form ignores programs.
		const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' };
		const response = await fetch(url, { method: 'POST', body, headers });
		const answer: unknown = await response.json().catch(() => undefined);
		if (response.status === 404) return undefined;
		assert.equal(response.status, 200, JSON.stringify(answer));
		return true;
	});
}
