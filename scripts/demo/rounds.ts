/** Plays a template's round: makes the change that starts it and waits for the result on the other side. */
import { until } from '../../test/e2e/lib/until';
import type { Demo } from './demo';
import type { Round, Shown } from './template';
import type { Imported } from './workflows';

/** A polling trigger polls every minute; ActiveCampaign's limit and n8n take the rest. */
const ROUND_MS = 120_000;

/** The last round of a template, while it runs and afterwards. */
export interface Outcome {
	state: 'waiting' | 'arrived' | 'missing';
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

/** Plays rounds, one of each template at a time, and remembers how the last one went. */
export class Rounds {
	private readonly outcomes = new Map<string, Outcome>();
	private readonly current = new Map<string, Round>();

	constructor(private readonly demo: Demo) {}

	/** The last round of a template, with what the other side shows now if it is under way. */
	outcomeOf(file: string): Outcome | undefined {
		const outcome = this.outcomes.get(file);
		const round = this.current.get(file);
		return outcome === undefined || round === undefined
			? outcome
			: { ...outcome, after: round.look() };
	}

	/**
	 * Makes the change and waits for the result.
	 *
	 * @throws {Error} if a round of this template is under way, or the change cannot be made
	 */
	async play({ file, entry, workflow }: Imported): Promise<Outcome> {
		if (entry === undefined) throw new Error(`The template ${file} is not in the registry.`);
		if (this.outcomes.get(file)?.state === 'waiting') {
			throw new Error('The change before is still under way. Wait for its result, then try again.');
		}
		const round = entry.round(this.demo);
		const before = round.look();
		const startedAt = Date.now();
		const outcome: Outcome = {
			state: 'waiting',
			did: '',
			where: round.where,
			before,
			after: before,
			startedAt,
		};
		this.outcomes.set(file, outcome);
		this.current.set(file, round);
		try {
			outcome.did = await round.change(workflow);
			if (entry.startFrom !== undefined) {
				await this.demo.client.startManually(workflow, entry.startFrom);
			}
			await until(`the result of ${file}`, ROUND_MS, () =>
				Promise.resolve(round.hasArrived(before) || undefined),
			);
			outcome.state = 'arrived';
		} catch (error) {
			outcome.state = 'missing';
			outcome.reason = error instanceof Error ? error.message : String(error);
		}
		outcome.after = round.look();
		outcome.tookMs = Date.now() - startedAt;
		this.current.delete(file);
		return outcome;
	}
}
