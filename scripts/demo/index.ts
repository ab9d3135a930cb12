/** The demo: stand-ins, a real n8n with every template, and a start page that shows both sides. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredWorkflow } from '../../test/e2e/lib/client';
import { OWNER } from '../../test/e2e/lib/n8n';
import type { N8n } from '../../test/e2e/lib/n8n';
import { signInAsOwner } from '../../test/e2e/lib/n8n';
import { startActiveCampaignStandIn } from '../../test/standins/activecampaign';
import type { ActiveCampaignStandIn } from '../../test/standins/activecampaign';
import { startCalendarHeroStandIn } from '../../test/standins/calendarhero';
import { startChatModelStandIn } from '../../test/standins/chatmodel';
import { startHighLevelStandIn } from '../../test/standins/highlevel';
import { connect } from './credentials';
import type { Demo, StandIns } from './demo';
import { Rounds } from './rounds';
import type { Outcome } from './rounds';
import { lastRuns } from './runs';
import type { PageServer } from './server';
import { servePage } from './server';
import { activeCampaignService } from './services/activeCampaign';
import { calendarHeroService } from './services/calendarHero';
import { highLevelService } from './services/highLevel';
import type { Service } from './services/service';
import type { N8nSide } from './snapshot';
import { takeSnapshot } from './snapshot';
import { endAll, importAll } from './workflows';
import type { Imported } from './workflows';

export { OWNER, startN8n } from '../../test/e2e/lib/n8n';
export { BEN, bookOnce, WEBHOOK_PATH } from './booking';

/** How long a workflow may run when the demo starts. */
const AT_START_MS = 120_000;
/** How often a workflow that must run at the start is run if it fails. */
const TRIES_AT_START = 3;
/** How often n8n is asked for its runs while somebody looks, in milliseconds. */
const RUNS_EVERY_MS = 1_000;
/** How often CalendarHero's meetings start, end and expire by themselves. */
const TICK_MS = 5_000;

/** More webhooks than a demo ever registers. */
const HOOKS_A_START = 100;
const MOST_STARTS = 1000;

/** How many demos were started with this folder before; from the thousandth on it counts anew. */
function countStart(home: string): number {
	const file = join(home, 'starts');
	const count = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
	mkdirSync(home, { recursive: true });
	writeFileSync(file, String((count + 1) % MOST_STARTS));
	return count;
}

/**
 * Skips the first IDs of webhooks. n8n's ActiveCampaign Trigger remembers the ID of its webhook from one start to the next;
 * if the IDs began at 1 again, it would take the webhook of another workflow for its own, and register none.
 */
function leaveOutHooks({ state }: ActiveCampaignStandIn, count: number): void {
	const hook = { name: '', url: '', events: [], sources: [], listid: '0', cdate: 0, udate: 0 };
	for (let skipped = 0; skipped < count; skipped += 1) {
		state.webhooks.delete(state.webhooks.add({ ...hook, isOff: true }).id);
	}
}

export interface Ports {
	page: number;
	highLevel: number;
	activeCampaign: number;
	calendarHero: number;
}

/** The page and the stand-ins; `addN8n` brings the rest. */
export class DemoRun {
	private readonly services: Service[];
	private page: PageServer | undefined;
	private n8n: (N8nSide & { demo: Demo }) | undefined;
	private phase = 'Starting';
	private problem = '';
	private runsReadAt = 0;

	private constructor(private readonly standIns: StandIns) {
		this.services = [
			highLevelService(standIns.highLevel),
			activeCampaignService(standIns.activeCampaign),
			calendarHeroService(standIns.calendarHero),
		];
	}

	/** Starts the stand-ins and the page. @param home the folder of the demo's state */
	static async start(home: string, ports: Ports): Promise<DemoRun> {
		const activeCampaign = await startActiveCampaignStandIn({ port: ports.activeCampaign });
		leaveOutHooks(activeCampaign, HOOKS_A_START * countStart(home));
		const run = new DemoRun({
			highLevel: await startHighLevelStandIn({ port: ports.highLevel }),
			activeCampaign,
			calendarHero: await startCalendarHeroStandIn({
				port: ports.calendarHero,
				tickEveryMs: TICK_MS,
			}),
			chatModel: await startChatModelStandIn(),
		});
		run.page = await servePage(ports.page, {
			snapshot: () =>
				takeSnapshot({ phase: run.phase, problem: run.problem }, run.services, run.n8n),
			refresh: async () => await run.readRuns(),
			change: async (service, action, input) => await run.change(service, action, input),
			start: async (template) => await run.startRound(template),
			signIn: async () => await run.signIn(),
		});
		return run;
	}

	/** The start page's address. */
	get url(): string {
		return this.page?.url ?? '';
	}

	/** Tells the page what the demo is doing; an empty text means that it is ready. */
	say(phase: string): void {
		this.phase = phase;
	}

	/** Signs in to n8n, stores the credentials, and imports and publishes the templates. */
	async addN8n({ client, url }: N8n): Promise<void> {
		await signInAsOwner(client);
		const demo: Demo = { ...this.standIns, client };
		const credentials = await connect(client, this.standIns);
		const imported = await importAll(demo, credentials);
		this.n8n = { demo, url, imported, rounds: new Rounds(demo), runs: new Map() };
	}

	/**
	 * Runs the templates that others need, in the order of the registry. The page names one that does not succeed; the
	 * rest of it works all the same.
	 *
	 * @throws {Error} that names the template and what n8n said of its last run
	 */
	async prepare(): Promise<void> {
		try {
			for (const { entry, workflow } of this.running.imported) {
				if (entry?.atStart === undefined) continue;
				this.say(`Running “${workflow.name}” once`);
				await this.runAtStart(workflow, entry.atStart);
			}
		} catch (error) {
			this.problem = `${(error as Error).message} Run it in n8n, then use the buttons.`;
			throw error;
		} finally {
			this.say('');
		}
	}

	private async runAtStart(workflow: StoredWorkflow, trigger: string): Promise<void> {
		const { client } = this.running.demo;
		for (let tries = 1; ; tries += 1) {
			const run = await client.runManually(workflow, trigger, undefined, AT_START_MS);
			if (run.status === 'success') return;
			if (tries < TRIES_AT_START) continue;
			const message = run.error?.['message'];
			throw new Error(
				`“${workflow.name}” ended with ${run.status}: ${typeof message === 'string' ? message : `run ${run.id} in n8n says why.`}`,
			);
		}
	}

	/** Plays a round of each template of the registry, one after the other. */
	async playAll(
		tell: (name: string, outcome: Outcome) => void,
	): Promise<Array<{ name: string; outcome: Outcome }>> {
		const played: Array<{ name: string; outcome: Outcome }> = [];
		for (const one of this.running.imported) {
			if (one.entry === undefined) continue;
			const outcome = await this.running.rounds.play(one);
			tell(one.workflow.name, outcome);
			played.push({ name: one.workflow.name, outcome });
		}
		return played;
	}

	/** A template as it was imported. */
	template(file: string): Imported {
		const found = this.running.imported.find((one) => one.file === file);
		if (found === undefined) throw new Error(`There is no template ${file}.`);
		return found;
	}

	/** What the templates of the registry work with. */
	get demo(): Demo {
		return this.running.demo;
	}

	/** Ends the published workflows, if n8n still answers: Ctrl-C in a terminal reaches it, too. */
	async endWorkflows(): Promise<void> {
		if (this.n8n === undefined) return;
		try {
			await endAll(this.n8n.demo.client, this.n8n.imported);
		} catch {
			// The next start ends them.
		}
	}

	/** Ends the page and the stand-ins. */
	async stop(): Promise<void> {
		await this.page?.close();
		const { highLevel, activeCampaign, calendarHero, chatModel } = this.standIns;
		const all = [highLevel, activeCampaign, calendarHero, chatModel];
		await Promise.all(all.map(async (one) => await one.close()));
	}

	private get running(): N8nSide & { demo: Demo } {
		if (this.n8n === undefined) throw new Error('n8n is not ready yet. Wait a moment.');
		return this.n8n;
	}

	private async readRuns(): Promise<void> {
		if (this.n8n === undefined || Date.now() - this.runsReadAt < RUNS_EVERY_MS) return;
		this.runsReadAt = Date.now();
		this.n8n.runs = await lastRuns(this.n8n.demo.client);
	}

	private async change(
		service: string,
		action: string,
		input: Record<string, string>,
	): Promise<string> {
		const found = this.services
			.find(({ key }) => key === service)
			?.actions.find(({ name }) => name === action);
		if (found === undefined) throw new Error(`There is no ${action} in ${service}.`);
		return await found.run(input);
	}

	private startRound(file: string): Promise<string> {
		if (this.phase !== '') throw new Error('The demo is not ready yet. Wait a moment.');
		const template = this.template(file);
		const { rounds } = this.running;
		if (rounds.isUnderWay(file)) {
			throw new Error('The change before is still under way. Wait for its result.');
		}
		rounds.play(template).catch((error: unknown) => console.error(error));
		return Promise.resolve('Started.');
	}

	/** A session that is not tied to one browser: n8n ties those that a browser opens itself. */
	private async signIn(): Promise<{ url: string; cookie: string }> {
		const { url } = this.running;
		const response = await fetch(`${url}/rest/login`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ emailOrLdapLoginId: OWNER.email, password: OWNER.password }),
		});
		const cookie = response.headers.getSetCookie().find((one) => one.startsWith('n8n-auth='));
		if (cookie === undefined) throw new Error(`n8n's sign-in answered ${response.status}.`);
		return { url, cookie };
	}
}
