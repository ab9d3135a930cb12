/**
 * Queue mode with the environment of docker-compose.yml: main, two workers, two webhook processes, PostgreSQL, Redis, one
 * account. 5,000 items in 50 executions; a worker is ended by SIGKILL in the middle and replaced, and Redis is restarted.
 * `npm run queue` runs the same, with Redis killed, too. webhook-queue.long.test.ts looks at duplicate webhooks.
 */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, suite, test } from 'node:test';
import {
	commandOf,
	environmentOf,
	N8N_SERVICES,
	READ_BY_N8N,
	settingsReadIn,
} from '../lib/compose';
import { runMisfortune } from '../lib/misfortune';
import type { Outcome } from '../lib/misfortune';
import { REPLACED } from '../lib/queue';
import { findServers } from '../lib/servers';
import { setup } from '../lib/setup';

const EXECUTIONS = 50;
const ITEMS = 100;
/** n8n's lock on an execution lasts 60 s, and is renewed every 10 s. */
const LOCK_SECONDS = 50;
const MOST_REFUSED = 0.05;

void suite('queue mode with a killed worker and a restarted Redis', () => {
	let outcome: Outcome | undefined;
	let missing = '';
	/** The environments of the processes, by their service. */
	const environments: Record<string, NodeJS.ProcessEnv[]> = {};

	before(async () => {
		const servers = await findServers();
		if ('missing' in servers) {
			missing = servers.missing;
			return;
		}
		outcome = await runMisfortune({
			servers,
			executions: EXECUTIONS,
			items: ITEMS,
			// HighLevel's interval with six times its calls: at its own limit, 5,000 calls take more than eight minutes.
			limit: { max: 600, intervalMs: 10_000 },
			redisSignal: 'SIGTERM',
			started: ({ main, workers, webhooks }) => {
				for (const [service, processes] of [
					['n8n', [main]],
					['worker', workers],
					['webhook', webhooks],
				] as const) {
					environments[service] = processes.map(({ env }) => env);
				}
			},
		});
	});

	/** The outcome, or undefined after the test was skipped. */
	const outcomeOf = (t: { skip(reason: string): void }): Outcome | undefined => {
		if (outcome === undefined) t.skip(missing);
		return outcome;
	};

	test('every setting of docker-compose.yml reaches every process', (t) => {
		if (!outcomeOf(t)) return;
		for (const service of N8N_SERVICES) {
			const settings = Object.entries(environmentOf(service));
			assert.ok(settings.length > 0);
			for (const env of environments[service] ?? []) {
				const lost = settings.filter(([name]) => env[name] === undefined);
				assert.deepEqual(lost, []);
				const other = settings.filter(([name, value]) => env[name] !== value);
				assert.deepEqual(
					other.map(([name]) => name).filter((name) => !REPLACED.includes(name)),
					[],
				);
			}
		}
		const counts = N8N_SERVICES.map((service) => environments[service]?.length);
		assert.deepEqual(counts, [1, 2, 2]);
	});

	test('n8n reads the settings that belong to no package of its own', () => {
		const read = settingsReadIn(join(setup().n8n, '../../dist'));
		assert.deepEqual(
			READ_BY_N8N.filter((name) => !read.has(name)),
			[],
		);
	});

	test("a killed worker's executions end as crashed and are not run again", (t) => {
		const found = outcomeOf(t);
		if (!found) return;
		const { killed, takenOnly, crashed, secondsAway, ranAgain, statuses, written } = found;
		const inTheMiddle = killed.filter((id) => (written.get(id) ?? 0) > 0);
		assert.ok(inTheMiddle.some((id) => (written.get(id) ?? 0) < ITEMS));
		// A worker that is back later than its lock on the queue lasts may find them marked as `error` already.
		if (secondsAway < LOCK_SECONDS) {
			assert.deepEqual(
				inTheMiddle.filter((id) => !crashed.includes(id)),
				[],
			);
		}
		assert.deepEqual(ranAgain, []);
		// What it had taken without having begun is not run either; a worker holds no more than it may run at once.
		assert.deepEqual(
			takenOnly.filter((id) => written.has(id)),
			[],
		);
		const [concurrency] = commandOf('worker').flatMap((word) => /=(\d+)$/.exec(word)?.[1] ?? []);
		assert.ok(killed.length + takenOnly.length <= Number(concurrency));
		for (const id of [...killed, ...takenOnly]) {
			assert.match(statuses.get(id) ?? '', /^(crashed|error)$/);
		}
	});

	test('no item is written twice', (t) => {
		const found = outcomeOf(t);
		if (found) assert.deepEqual(found.doubled, []);
	});

	test('all other executions write all of their items', (t) => {
		const found = outcomeOf(t);
		if (!found) return;
		assert.equal(found.statuses.size, EXECUTIONS);
		const lost = [...found.killed, ...found.takenOnly];
		const others = [...found.statuses.keys()].filter((id) => !lost.includes(id));
		const incomplete = others
			.map((id) => ({ id, status: found.statuses.get(id), written: found.written.get(id) }))
			.filter(({ status, written }) => status !== 'success' || written !== ITEMS);
		assert.deepEqual(incomplete, []);
	});

	test('all workers took part, and Redis was restarted with executions waiting', (t) => {
		const found = outcomeOf(t);
		if (!found) return;
		assert.equal(found.taken.length, 3);
		assert.ok(found.taken.every((count) => count > 0));
		assert.ok(found.waitingAtRestart > 0);
	});

	test('few of the calls are refused', (t) => {
		const found = outcomeOf(t);
		if (!found) return;
		assert.ok(found.calls >= EXECUTIONS * ITEMS * 0.9);
		assert.ok(found.refused <= found.calls * MOST_REFUSED, `${found.refused} of ${found.calls}`);
	});
});
