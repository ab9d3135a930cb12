/**
 * Queue mode under misfortune: two workers and two webhook processes write many items to one account; one worker is ended
 * by SIGKILL in the middle of its executions and replaced, and Redis is restarted.
 */
import { startHighLevelStandIn } from '../../standins/highlevel';
import {
	countCalls,
	madeNotes,
	makeLots,
	publishLoad,
	startLots,
	takenBy,
	untilEnded,
} from './load';
import type { N8nClient } from './client';
import { startQueueMode } from './queue';
import type { QueueMode, QueueOptions } from './queue';
import { until } from './until';
import { privateIntegration } from './world';

const PATH = 'notes';

/** When the worker is killed and when Redis is restarted, as parts of all items. */
const KILL_AT = 0.3;
const RESTART_AT = 0.5;

/** How long the part between two marks may take, in milliseconds. */
const PATIENCE_MS = 300_000;

export interface Misfortune extends Pick<QueueOptions, 'servers' | 'programs'> {
	executions: number;
	/** Items of each execution. */
	items: number;
	/** HighLevel's shape of limit, with other numbers. */
	limit: { max: number; intervalMs: number };
	/** How Redis is ended. */
	redisSignal: 'SIGTERM' | 'SIGKILL';
	/** Called with all processes once they run. */
	started?: (queue: QueueMode) => void;
	/** Is told what happens. */
	say?: (text: string) => void;
}

export interface Outcome {
	/** The status of every execution by its ID. */
	statuses: Map<string, string>;
	/** Items written, by the ID of the execution. */
	written: Map<string, number>;
	/** Executions that the killed worker had begun and not finished. */
	killed: string[];
	/** Executions that it had taken from the queue and not begun. */
	takenOnly: string[];
	/** Those that n8n marked as crashed when the worker was back. */
	crashed: string[];
	/** How long the killed worker was away. */
	secondsAway: number;
	/** Those that wrote anything after the worker was dead. */
	ranAgain: string[];
	/** Contacts that got more than one note. */
	doubled: string[];
	/** Executions that had not begun when Redis was restarted. */
	waitingAtRestart: number;
	/** Executions that each worker took: the killed one, the other, the replacement. */
	taken: number[];
	calls: number;
	refused: number;
	/** From the first webhook to the end of the last item. */
	seconds: number;
	/** From the kill until all executions had ended. */
	secondsAfterKill: number;
}

/** The status with which each of the executions ended first. */
async function untilMarked(client: N8nClient, ids: string[]): Promise<Map<string, string>> {
	const executions = await Promise.all(
		ids.map(async (id) => await client.execution(id, PATIENCE_MS)),
	);
	return new Map(executions.map(({ id, status }) => [id, status]));
}

/** Runs it once. */
export async function runMisfortune(options: Misfortune): Promise<Outcome> {
	const say = options.say ?? (() => {});
	const standIn = await startHighLevelStandIn({ limiter: options.limit });
	let queue: QueueMode | undefined;
	try {
		const { servers, programs, executions, items } = options;
		const running = await startQueueMode({
			...{ servers, workers: 2, webhooks: 2 },
			...(programs ? { programs } : {}),
		});
		queue = running;
		options.started?.(running);
		const { main, workers, webhooks, redis } = running;
		const { client } = main;
		const login = await privateIntegration({ client, standIn });
		const workflow = await publishLoad(client, login, PATH);
		const lots = makeLots(standIn, executions, items);
		const [victim, other] = workers;
		if (!victim || !other) throw new Error('Two workers are needed');

		const begun = Date.now();
		const made = () => madeNotes(standIn);
		const total = () => [...made().byExecution.values()].reduce((sum, one) => sum + one, 0);
		await startLots(webhooks, PATH, lots);
		say(`${executions} executions of ${items} items started through two webhook processes`);

		await until('the worker to be in the middle', PATIENCE_MS, async () => {
			if (total() < KILL_AT * executions * items) return undefined;
			const { byExecution } = made();
			const middle = takenBy(victim).unfinished.filter((id) => {
				const count = byExecution.get(id) ?? 0;
				return count > 0.2 * items && count < 0.8 * items;
			});
			return middle.length > 0 ? true : undefined;
		});
		await victim.crash();
		const killedAt = Date.now();
		// What the worker had sent before is answered by now.
		await new Promise((resolve) => setTimeout(resolve, 500));
		const atKill = made().byExecution;
		const killed = takenBy(victim).unfinished;
		say(`A worker killed in the middle of ${killed.length} executions, after ${total()} items`);
		// Later, the process that queued an execution may replace the word by `error`, when the queue tells it.
		const marked = untilMarked(client, killed);
		const replaced = running.replaceWorker(0).then(() => (Date.now() - killedAt) / 1000);

		await until('half of the items', PATIENCE_MS, async () =>
			total() >= RESTART_AT * executions * items ? true : undefined,
		);
		const secondsAway = await replaced;
		say('The worker is back');
		const begunBy = () => {
			const all = [victim, other, ...running.workers];
			return new Set(all.flatMap((one) => takenBy(one).started));
		};
		const waitingAtRestart = executions - begunBy().size;
		await redis.restart(options.redisSignal);
		say(`Redis restarted (${options.redisSignal}) with ${waitingAtRestart} executions waiting`);

		const statuses = await untilEnded(client, workflow, executions, PATIENCE_MS);
		const crashed = [...(await marked)].filter(([, status]) => status === 'crashed');
		say(`${crashed.length} of the ${killed.length} executions were marked as crashed`);
		const after = made();
		const begunAtAll = begunBy();
		const last = Math.max(...standIn.log.map(({ answeredAt }) => answeredAt ?? 0));
		return {
			statuses,
			written: after.byExecution,
			killed,
			takenOnly: [...statuses.keys()].filter((id) => !begunAtAll.has(id)),
			crashed: crashed.map(([id]) => id),
			secondsAway,
			ranAgain: killed.filter((id) => after.byExecution.get(id) !== atKill.get(id)),
			doubled: [...after.byContact].filter(([, count]) => count > 1).map(([id]) => id),
			waitingAtRestart,
			taken: [victim, other, ...running.workers.slice(0, 1)].map(
				(one) => takenBy(one).started.length,
			),
			...countCalls(standIn),
			seconds: (last - begun) / 1000,
			secondsAfterKill: (Date.now() - killedAt) / 1000,
		};
	} finally {
		await queue?.stop();
		await standIn.close();
	}
}
