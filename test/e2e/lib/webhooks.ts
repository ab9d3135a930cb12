/** Workflows that start with the webhook trigger, and what they have seen arrive. */
import { randomUUID } from 'node:crypto';
import type { WebhookSender } from '../../standins/highlevel';
import type { Execution, N8nClient, StoredWorkflow, WorkflowDefinition } from './client';
import { outputOf, until } from './client';
import type { JsonObject } from './json';

export const TRIGGER_TYPE = 'n8n-nodes-gohighlevel.highLevelWebhookTrigger';
export const TRIGGER_NAME = 'HighLevel Webhook Trigger';

/** A workflow of the trigger alone. */
export function triggerWorkflow(name: string, parameters: JsonObject): WorkflowDefinition {
	return {
		name,
		nodes: [
			{
				id: 'trigger',
				name: TRIGGER_NAME,
				type: TRIGGER_TYPE,
				typeVersion: 1.1,
				position: [0, 0],
				webhookId: randomUUID(),
				parameters: { authentication: 'privateIntegration', ...parameters },
			},
		],
		connections: {},
	};
}

/** The trigger for all events that `sender` signs. */
export function appTrigger(
	sender: WebhookSender,
	name: string,
	parameters: JsonObject = {},
): WorkflowDefinition {
	return triggerWorkflow(name, {
		source: 'app',
		events: ['*'],
		appId: sender.appId,
		options: { publicKeys: sender.publicKey },
		...parameters,
	});
}

/** The production URL of a workflow's trigger on the n8n at `base`. */
export function triggerUrl(base: string, { nodes }: WorkflowDefinition): string {
	const id = nodes.find(({ type }) => type === TRIGGER_TYPE)?.webhookId;
	if (id === undefined) throw new Error('The workflow has no webhook trigger with a URL');
	return `${base}/webhook/${id}/webhook`;
}

/** Publishing takes effect a moment after its answer: waits until the path answers by itself, with a refusal. */
export async function untilAnswers(sender: WebhookSender, url: string): Promise<void> {
	await until(`${url} to answer`, 60_000, async () => {
		const { status } = await sender.deliver(url, { body: Buffer.from('{}'), headers: {} });
		return status === 401 ? true : undefined;
	});
}

/** Waits until nothing of a workflow runs any more. */
export async function untilIdle(client: N8nClient, workflowId: string): Promise<void> {
	await until(`the executions of ${workflowId} to end`, 300_000, async () =>
		(await client.unfinishedExecutions(workflowId)) === 0 ? true : undefined,
	);
}

/** Executions read side by side; more would keep n8n from its work. */
const READ_AT_ONCE = 4;

/**
 * Which deliveries a workflow has been started for.
 *
 * @returns by the delivery's `webhookId` the number of executions that got it
 */
export async function arrivals(
	client: N8nClient,
	workflow: Pick<StoredWorkflow, 'id'>,
): Promise<Map<string, number>> {
	await untilIdle(client, workflow.id);
	const left = await client.executionIds(workflow.id);
	const executions: Execution[] = [];
	const reader = async () => {
		for (let id = left.pop(); id !== undefined; id = left.pop()) {
			executions.push(await client.execution(id));
		}
	};
	await Promise.all(Array.from({ length: READ_AT_ONCE }, reader));
	const counts = new Map<string, number>();
	for (const item of executions.flatMap((execution) => outputOf(execution, TRIGGER_NAME))) {
		const id = String(item['webhookId']);
		counts.set(id, (counts.get(id) ?? 0) + 1);
	}
	return counts;
}
