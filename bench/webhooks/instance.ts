// Starts a real n8n with one webhook workflow.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { StoredWorkflow, WorkflowDefinition } from '../../test/e2e/lib/client';
import { until } from '../../test/e2e/lib/client';
import { signInAsOwner, startN8n } from '../../test/e2e/lib/n8n';
import type { N8n } from '../../test/e2e/lib/n8n';
import { appTrigger, triggerUrl, untilAnswers } from '../../test/e2e/lib/webhooks';
import type { WebhookSender } from '../../test/standins/highlevel';
import type { Programs } from '../programs';

/** A published workflow with one trigger, and its URL. */
export interface Contender {
	name: string;
	workflow: StoredWorkflow;
	url: string;
}

/** One running n8n with the contenders in it. */
export class Instance {
	private constructor(
		readonly n8n: N8n,
		/** n8n's own Webhook node. */
		readonly builtIn: Contender,
		/** The same with an expression in one of its parameters. */
		readonly builtInWithExpression: Contender,
		/** This package's trigger. */
		readonly ours: Contender,
		private readonly folder: string,
	) {}

	/** @param env further n8n settings */
	static async start(
		{ node, n8n: program, tarball }: Programs,
		sender: WebhookSender,
		env: Record<string, string>,
	): Promise<Instance> {
		const folder = mkdtempSync(join(tmpdir(), 'n8n-bench-'));
		const n8n = await startN8n({
			node,
			n8n: program,
			packages: [tarball],
			userFolder: folder,
			env,
		});
		try {
			await signInAsOwner(n8n.client);
			const publish = async (workflow: WorkflowDefinition) => {
				const stored = await n8n.client.createWorkflow(workflow);
				await n8n.client.activate(stored.id);
				return stored;
			};
			const builtIn = async (name: string, path: string, options: Record<string, unknown>) => {
				const workflow = await publish(webhookWorkflow(name, path, options));
				const url = `${n8n.url}/webhook/${path}`;
				await untilThere(url);
				return { name, workflow, url };
			};
			const trigger = await publish(appTrigger(sender, 'HighLevel Webhook Trigger'));
			const url = triggerUrl(n8n.url, trigger);
			await untilAnswers(sender, url);
			return new Instance(
				n8n,
				await builtIn('n8n Webhook', 'plain', {}),
				await builtIn('n8n Webhook with an expression', 'expression', {
					responseData: '={{ "ok" }}',
				}),
				{ name: 'HighLevel Webhook Trigger', workflow: trigger, url },
				folder,
			);
		} catch (error) {
			await n8n.stop();
			throw error;
		}
	}

	async stop(): Promise<void> {
		await this.n8n.stop();
		rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
	}
}

function webhookWorkflow(
	name: string,
	path: string,
	options: Record<string, unknown>,
): WorkflowDefinition {
	return {
		name,
		nodes: [
			{
				id: 'trigger',
				name: 'Webhook',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				position: [0, 0],
				webhookId: path,
				parameters: { httpMethod: 'POST', path, responseMode: 'onReceived', options },
			},
		],
		connections: {},
	};
}

/** Any response but n8n's own 404 shows that the path is registered. */
async function untilThere(url: string): Promise<void> {
	await until(`${url} to answer`, 60_000, async () => {
		const { status } = await fetch(url, { method: 'POST' });
		return status === 404 ? undefined : true;
	});
}
