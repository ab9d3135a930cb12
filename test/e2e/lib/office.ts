/** A business that uses several services: their stand-ins, and an n8n that can be ended and started again. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startActiveCampaignStandIn } from '../../standins/activecampaign';
import type { ActiveCampaignOptions, ActiveCampaignStandIn } from '../../standins/activecampaign';
import { startHighLevelStandIn } from '../../standins/highlevel';
import type { HighLevelStandIn } from '../../standins/highlevel';
import { until } from './client';
import type { Execution, N8nClient, StoredWorkflow } from './client';
import { signInAsOwner, startN8n } from './n8n';
import type { N8n } from './n8n';
import { setup } from './setup';
import type { Credentials } from './templates';
import { setUpTemplate } from './templates';
import { oneNodeWorkflow, privateIntegrationData } from './world';

/** More calls a second than a test makes; the real limit is 5. */
const FAST = 100;
/** How long a run may wait for its turn. */
const TURN_MS = 60_000;

export class Office {
	private stops: Array<() => Promise<void>> = [];
	private running: N8n | undefined;
	/** How long n8n took to start, the last time. */
	startedInMs = 0;
	private readonly folder = mkdtempSync(join(tmpdir(), 'n8n-office-'));

	private constructor(readonly highLevel: HighLevelStandIn) {}

	/** Opens it, with n8n's owner signed in. */
	static async open(): Promise<Office> {
		const office = new Office(await startHighLevelStandIn());
		office.stops.push(async () => await office.highLevel.close());
		try {
			await office.start();
		} catch (error) {
			await office.close();
			throw error;
		}
		return office;
	}

	get n8n(): N8n {
		if (!this.running) throw new Error('n8n does not run');
		return this.running;
	}

	get client(): N8nClient {
		return this.n8n.client;
	}

	private async start(port?: number): Promise<void> {
		const { node, n8n, tarball } = setup();
		const from = Date.now();
		this.running = await startN8n({
			node,
			n8n,
			packages: [tarball],
			userFolder: this.folder,
			...(port === undefined ? {} : { port }),
		});
		await signInAsOwner(this.client);
		this.startedInMs = Date.now() - from;
	}

	/**
	 * Ends n8n as a power cut does, and starts it again at the same address.
	 *
	 * @param meanwhile what happens while it is down
	 */
	async crash(meanwhile?: () => void): Promise<void> {
		const { port } = this.n8n;
		await this.n8n.crash();
		meanwhile?.();
		await this.start(port);
	}

	async close(): Promise<void> {
		await this.running?.stop();
		for (const stop of this.stops.splice(0)) await stop();
		rmSync(this.folder, { recursive: true, force: true });
	}

	/** Opens an ActiveCampaign account; without a limit of its own it takes more calls than a test makes. */
	async activeCampaign(options: ActiveCampaignOptions = {}): Promise<ActiveCampaignStandIn> {
		const standIn = await startActiveCampaignStandIn({
			limiter: { max: FAST },
			seed: 'empty',
			...options,
		});
		this.stops.push(async () => await standIn.close());
		return standIn;
	}

	/** Stores credentials for HighLevel and an ActiveCampaign account, and gives them by type. */
	async credentials(activeCampaign: ActiveCampaignStandIn): Promise<Credentials> {
		const { highLevel, client } = this;
		const highLevelData = privateIntegrationData({ standIn: highLevel });
		const type = 'highLevelPrivateIntegrationApi';
		return {
			[type]: await client.createCredential('HighLevel', type, highLevelData),
			activeCampaignApi: await client.createCredential('ActiveCampaign', 'activeCampaignApi', {
				apiUrl: activeCampaign.url,
				apiKey: activeCampaign.apiKey,
			}),
		};
	}

	/** Imports a template and sets it up. */
	async import(
		name: string,
		credentials: Credentials,
		settings: Record<string, unknown>,
	): Promise<StoredWorkflow> {
		return await this.client.createWorkflow(setUpTemplate(name, credentials, settings));
	}

	/** Runs a workflow that takes turns from its schedule, again until it gets the turn. */
	async work(workflow: StoredWorkflow): Promise<Execution> {
		return await until(`the turn of ${workflow.name}`, TURN_MS, async () => {
			const execution = await this.run(workflow);
			return execution.lastNode === 'Take the Turn' ? undefined : execution;
		});
	}

	/** Loses what workflows keep in a Data Table. */
	async emptyTable(name: string): Promise<void> {
		const workflow = oneNodeWorkflow(`Empty ${name}`, {
			id: 'empty',
			name: 'Empty',
			type: 'n8n-nodes-base.dataTable',
			typeVersion: 1.1,
			position: [400, 0],
			parameters: {
				...{ resource: 'row', operation: 'deleteRows', matchType: 'allConditions' },
				dataTableId: { __rl: true, mode: 'name', value: name },
				filters: { conditions: [{ keyName: 'id', condition: 'gt', keyValue: 0 }] },
			},
		});
		const run = await this.run(await this.client.createWorkflow(workflow), 'Start');
		if (run.status !== 'success') throw new Error(`${name}: ${JSON.stringify(run.error)}`);
	}

	/** Runs a workflow from its schedule, or another trigger, to the end. */
	async run(workflow: StoredWorkflow, trigger = 'Every 15 Minutes'): Promise<Execution> {
		return await this.client.runManually(workflow, trigger, undefined, 240_000);
	}
}

/** The settings of a template that a test of its own account starts with. */
export const fastSettings = (standIn: ActiveCampaignStandIn): Record<string, unknown> => ({
	activeCampaignUrl: standIn.url,
	callsPerSecond: FAST,
	turnSeconds: 10,
});

/** Whether a request changed something. */
export const writesOf = ({ log }: ActiveCampaignStandIn): string[] =>
	log.flatMap(({ effect }) => (effect && !effect.kind.endsWith('.unchanged') ? [effect.kind] : []));
