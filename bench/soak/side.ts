// One side of the soak: a real n8n, a stand-in for HighLevel, and the workflows that join them.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { StoredWorkflow, WorkflowDefinition } from '../../test/e2e/lib/client';
import { until } from '../../test/e2e/lib/client';
import { signInAsOwner, startN8n } from '../../test/e2e/lib/n8n';
import type { N8n } from '../../test/e2e/lib/n8n';
import { appTrigger, triggerUrl, untilAnswers } from '../../test/e2e/lib/webhooks';
import { privateIntegration } from '../../test/e2e/lib/world';
import { startHighLevelStandIn } from '../../test/standins/highlevel';
import type { HighLevelStandIn, WebhookSender } from '../../test/standins/highlevel';
import { post } from '../../test/standins/shared/post';
import type { Programs } from '../programs';
import { Account } from './account';
import { executionsIn } from './executionsIn';
import type { PolledEvent } from './account';
import {
	DELIVERIES_PATH,
	ITEMS_PATH,
	ourItems,
	ourPolling,
	plainDeliveries,
	plainItems,
	plainPolling,
} from './workflows';

const HOOK = join(__dirname, 'hook.cjs');
const REGISTERED_WITHIN_MS = 60_000;

/** HighLevel's own limit would slow the batches down, on both sides. */
const LIMITER = { max: 1000, intervalMs: 10_000 };

/** A polling workflow, and how the stand-in's log names the token that it alone uses. */
interface Poller {
	event: string;
	workflowId: string;
	account: string;
}

export interface Side {
	name: 'ours' | 'baseline';
	n8n: N8n;
	standIn: HighLevelStandIn;
	account: Account;
	/** What the hook writes. */
	file: string;
	itemsUrl: string;
	deliveriesUrl: string;
	/** The workflow that takes the deliveries. */
	deliveriesId: string;
	/** How many executions for items and deliveries have ended. */
	finished(): number;
	/** In the baseline: the workflows in their place. */
	pollers: Poller[];
	workflows: StoredWorkflow[];
	stop(): Promise<void>;
}

interface Start {
	programs: Programs;
	sender: WebhookSender;
	events: readonly PolledEvent[];
}

/** What both sides share: n8n with the hook, keeping only executions that failed. */
async function startSide(name: Side['name'], { programs }: Start) {
	const folder = mkdtempSync(join(tmpdir(), 'n8n-soak-'));
	const file = join(folder, 'soak.jsonl');
	const standIn = await startHighLevelStandIn({ limiter: LIMITER });
	const account = new Account(standIn);
	const n8n = await startN8n({
		node: programs.node,
		n8n: programs.n8n,
		packages: [programs.tarball],
		userFolder: folder,
		env: {
			NODE_OPTIONS: `--require ${HOOK}`,
			EXTERNAL_HOOK_FILES: HOOK,
			SOAK_FILE: file,
			EXECUTIONS_DATA_SAVE_ON_SUCCESS: 'none',
			// Otherwise n8n opens a sandbox for each webhook, at several times the cost of the rest.
			N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
		},
	});
	const stop = async () => {
		await n8n.stop();
		await standIn.close();
		rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	};
	try {
		await signInAsOwner(n8n.client);
	} catch (error) {
		await stop();
		throw error;
	}
	const workflows: StoredWorkflow[] = [];
	const publish = async (definition: WorkflowDefinition) => {
		const stored = await n8n.client.createWorkflow(definition);
		workflows.push(stored);
		await n8n.client.activate(stored.id);
		return stored;
	};
	const itemsUrl = `${n8n.url}/webhook/${ITEMS_PATH}`;
	const common = { name, n8n, standIn, account, file, itemsUrl, workflows, stop };
	return { common, publish };
}

/** Any response but n8n's own 404 shows that the path is registered. */
async function untilThere(url: string): Promise<void> {
	await until(`${url} to answer`, REGISTERED_WITHIN_MS, async () => {
		const { status } = await post(url, Buffer.from('{"items":[]}'), {
			'content-type': 'application/json',
		});
		return status === 200 ? true : undefined;
	});
}

/** n8n with this package's nodes. */
export async function startOurs(start: Start): Promise<Side> {
	const { common, publish } = await startSide('ours', start);
	const { n8n, standIn } = common;
	const world = { n8n, client: n8n.client, standIn, stop: common.stop };
	const login = await privateIntegration(world, 'Items');
	const items = await publish(ourItems(login));
	const options = { publicKeys: start.sender.publicKey, rememberInWorkflow: true };
	const deliveries = await publish(appTrigger(start.sender, 'Deliveries', { options }));
	const deliveriesUrl = triggerUrl(n8n.url, deliveries);
	await untilThere(common.itemsUrl);
	await untilAnswers(start.sender, deliveriesUrl);
	const pollers: Poller[] = [];
	for (const polled of start.events) {
		const token = standIn.issuePrivateIntegration();
		const own = await privateIntegration(world, polled.event, { token: token.value });
		const { id } = await publish(ourPolling(polled, own));
		const account = `${token.app} ${standIn.locationId}`;
		pollers.push({ event: polled.event, workflowId: id, account });
	}
	const finished = executionsIn(common.file, [items.id, deliveries.id]);
	return { ...common, deliveriesUrl, deliveriesId: deliveries.id, finished, pollers };
}

/** n8n with its own nodes alone; the package is installed and not used. */
export async function startBaseline(start: Start): Promise<Side> {
	const { common, publish } = await startSide('baseline', start);
	const { n8n, standIn } = common;
	const items = await publish(plainItems(standIn));
	const deliveries = await publish(plainDeliveries());
	const deliveriesUrl = `${n8n.url}/webhook/${DELIVERIES_PATH}`;
	await untilThere(common.itemsUrl);
	await untilThere(deliveriesUrl);
	const pollers: Poller[] = [];
	for (const polled of start.events) {
		const { id } = await publish(plainPolling(standIn, polled));
		pollers.push({ event: polled.event, workflowId: id, account: '' });
	}
	const finished = executionsIn(common.file, [items.id, deliveries.id]);
	return { ...common, deliveriesUrl, deliveriesId: deliveries.id, finished, pollers };
}
