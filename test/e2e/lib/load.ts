/** Many items for one account in queue mode: a workflow that writes a note for each, and what became of the items. */
import type { HighLevelStandIn } from '../../standins/highlevel';
import type { N8nClient, StoredWorkflow, WorkflowDefinition } from './client';
import { at } from './json';
import type { N8n } from './n8n';
import { until } from './until';
import { CONTACTS, ourNode } from './world';
import type { Login } from './world';

const PATIENCE_MS = 120_000;

/** An execution's share of the work: the contacts that get a note. */
export type Lot = string[];

/**
 * New contacts of the stand-in, each in one lot only.
 *
 * @param locationId the sub-account; by default that of the default token
 */
export function makeLots(
	standIn: HighLevelStandIn,
	lots: number,
	size: number,
	locationId = standIn.locationId,
): Lot[] {
	const ids = standIn.state.seedContacts(lots * size, { locationId });
	return Array.from({ length: lots }, (_, index) => ids.slice(index * size, (index + 1) * size));
}

/**
 * Webhook > Split Out > Note: a note for every contact that a webhook lists, with the execution's ID as its text. HighLevel
 * makes another note when it is asked twice, so a doubled write shows.
 */
function loadWorkflow(login: Login, path: string): WorkflowDefinition {
	const to = (node: string) => ({ main: [[{ node, type: 'main' as const, index: 0 }]] });
	return {
		name: `Notes ${path}`,
		nodes: [
			{
				...{ id: 'webhook', name: 'Webhook', webhookId: path },
				...{ type: 'n8n-nodes-base.webhook', typeVersion: 2, position: [0, 0] },
				parameters: { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} },
			},
			{
				...{ id: 'split', name: 'Split Out' },
				...{ type: 'n8n-nodes-base.splitOut', typeVersion: 1, position: [200, 0] },
				parameters: { fieldToSplitOut: 'body.contacts', options: { destinationFieldName: 'id' } },
			},
			ourNode('Note', CONTACTS, login, {
				resource: 'note',
				operation: 'create',
				contactId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				noteBody: '={{ $execution.id }}',
			}),
		],
		connections: { Webhook: to('Split Out'), 'Split Out': to('Note') },
	};
}

/** Publishes the workflow and waits until every process answers its webhook. */
export async function publishLoad(
	client: N8nClient,
	login: Login,
	path: string,
): Promise<StoredWorkflow> {
	const stored = await client.createWorkflow(loadWorkflow(login, path));
	await client.activate(stored.id);
	return stored;
}

/** Starts an execution for each lot, by turns through the given processes. */
export async function startLots(processes: N8n[], path: string, lots: Lot[]): Promise<void> {
	for (const [index, contacts] of lots.entries()) {
		const client = processes[index % processes.length]?.client;
		await until('n8n to take a webhook', PATIENCE_MS, async () => {
			const answer = await client?.callWebhook(path, { contacts });
			if (answer?.status === 200) return true;
			// n8n answers 503 while it has much to do, and starts nothing.
			if (answer?.status === 503) return undefined;
			throw new Error(`The webhook answered ${answer?.status}: ${JSON.stringify(answer?.body)}`);
		});
	}
}

/** The notes that the stand-in has made. */
export interface Made {
	/** By the ID of the execution that wrote them. */
	byExecution: Map<string, number>;
	/** By the contact. */
	byContact: Map<string, number>;
}

export function madeNotes(standIn: HighLevelStandIn): Made {
	const made: Made = { byExecution: new Map(), byContact: new Map() };
	const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
	for (const { effect, path, body } of standIn.log) {
		if (effect?.kind !== 'note.create') continue;
		count(made.byExecution, String(at(body, 'body')));
		count(made.byContact, path.split('/')[2] ?? '');
	}
	return made;
}

/** What the stand-in's limit made of the calls. */
export function countCalls(standIn: HighLevelStandIn): { calls: number; refused: number } {
	const { log } = standIn;
	return { calls: log.length, refused: log.filter(({ limited }) => limited).length };
}

/** The executions that a worker has taken and not finished, by its own words. */
export function takenBy(worker: N8n): { started: string[]; unfinished: string[] } {
	const ids = (word: string) =>
		[...worker.output().matchAll(new RegExp(`Worker ${word} execution (\\d+) `, 'g'))].map(
			([, id]) => id ?? '',
		);
	const started = ids('started');
	const finished = new Set(ids('finished'));
	return { started, unfinished: started.filter((id) => !finished.has(id)) };
}

/** Waits until all of a workflow's executions have ended, and returns the status of each by its ID. */
export async function untilEnded(
	client: N8nClient,
	{ id }: StoredWorkflow,
	count: number,
	waitMs: number,
): Promise<Map<string, string>> {
	return await until(`${count} executions to end`, waitMs, async () => {
		const ended = await client.endedExecutions(id);
		if (ended.length < count || (await client.unfinishedExecutions(id)) > 0) return undefined;
		return new Map(ended.map((one) => [one.id, one.status]));
	});
}
