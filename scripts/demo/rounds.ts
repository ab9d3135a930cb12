/** Plays a template's round: makes the change that starts it and waits for the result on the other side. */
import type { StoredWorkflow } from '../../test/e2e/lib/client';
import { until } from '../../test/e2e/lib/until';
import type { Demo } from './demo';
import type { DemoTemplate, Round, Shown } from './template';
import type { Imported } from './workflows';

/** A polling trigger polls every minute; ActiveCampaign's limit and n8n take the rest. */
const ROUND_MS = 120_000;

/** After this time without a result and without a run, the catch-up is run, for which n8n would wait 15 minutes. */
const PATIENCE_MS = 20_000;

/** The last round of a template, while it runs and afterwards. */
export interface Outcome {
	/** `queued` while another template's round is under way. */
	state: 'queued' | 'waiting' | 'arrived' | 'missing';
	/** What the change was, in one sentence. */
	did: string;
	where: string;
	before: Shown;
	after: Shown;
	startedAt: number;
	/** Milliseconds from the change to the result. */
	tookMs?: number;
	/** Why there is no result. */
	reason?: string;
}

/**
 * Plays rounds one after the other, and remembers each template's last one. Together they would exceed the 5 calls a second
 * that an ActiveCampaign account takes.
 */
export class Rounds {
	private readonly outcomes = new Map<string, Outcome>();
	private readonly current = new Map<string, Round>();
	private last: Promise<unknown> = Promise.resolve();

	constructor(private readonly demo: Demo) {}

	/** The last round of a template, with what the other side shows now if it is under way. */
	outcomeOf(file: string): Outcome | undefined {
		const outcome = this.outcomes.get(file);
		const round = this.current.get(file);
		return outcome === undefined || round === undefined
			? outcome
			: { ...outcome, after: round.look() };
	}

	/** Whether the round of a template waits or is under way. */
	isUnderWay(file: string): boolean {
		const state = this.outcomes.get(file)?.state;
		return state === 'queued' || state === 'waiting';
	}

	/**
	 * Makes the change when it is the template's turn, and waits for the result and the end of the run.
	 *
	 * @throws {Error} if a round of this template is under way, or it has no entry in the registry
	 */
	async play({ file, entry, workflow }: Imported): Promise<Outcome> {
		if (entry === undefined) throw new Error(`The template ${file} is not in the registry.`);
		if (this.isUnderWay(file)) {
			throw new Error('The change before is still under way. Wait for its result, then try again.');
		}
		const outcome: Outcome = {
			state: 'queued',
			did: '',
			where: '',
			before: {},
			after: {},
			startedAt: Date.now(),
		};
		this.outcomes.set(file, outcome);
		const played = this.last.then(async () => {
			const round = entry.round(this.demo);
			this.current.set(file, round);
			await this.playNow(outcome, round, entry, workflow);
			this.current.delete(file);
			if (entry.endsWaiting !== true) await this.untilIdle(workflow.id);
		});
		this.last = played.catch(() => undefined);
		await played;
		return outcome;
	}

	private async playNow(
		outcome: Outcome,
		round: Round,
		{ file, startFrom, catchUp }: DemoTemplate,
		workflow: StoredWorkflow,
	): Promise<void> {
		const before = round.look();
		const startedAt = Date.now();
		Object.assign(outcome, { state: 'waiting', where: round.where, before, startedAt });
		try {
			outcome.did = await round.change(workflow);
			if (startFrom !== undefined) await this.demo.client.startManually(workflow, startFrom);
			const again = catchUp ?? startFrom;
			let isTriedAgain = again === undefined;
			await until(`the result of ${file}`, ROUND_MS, async () => {
				if (round.hasArrived(before)) return true;
				if (isTriedAgain || again === undefined) return undefined;
				if (Date.now() - startedAt < PATIENCE_MS || (await this.isRunning(workflow.id))) {
					return undefined;
				}
				isTriedAgain = true;
				await this.demo.client.startManually(workflow, again);
				return undefined;
			});
			outcome.state = 'arrived';
		} catch (error) {
			outcome.state = 'missing';
			outcome.reason = error instanceof Error ? error.message : String(error);
		}
		outcome.after = round.look();
		outcome.tookMs = Date.now() - startedAt;
	}

	private async untilIdle(workflowId: string): Promise<void> {
		await until(`the runs of ${workflowId} to end`, ROUND_MS, async () => {
			return !(await this.isRunning(workflowId)) || undefined;
		});
	}

	private async isRunning(workflowId: string): Promise<boolean> {
		return (await this.demo.client.unfinishedExecutions(workflowId)) > 0;
	}
}
