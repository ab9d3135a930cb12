/**
 * n8n in queue mode: PostgreSQL, Redis, the main process, workers and webhook processes, all on loopback. They run with
 * the environment of docker-compose.yml, in which only addresses, ports and passwords are replaced.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandOf, environmentOf } from './compose';
import type { N8N_SERVICES } from './compose';
import { signInAsOwner, startN8n } from './n8n';
import type { N8n } from './n8n';
import { startPostgres, startRedis } from './servers';
import type { Redis, ServerPrograms } from './servers';
import { setup } from './setup';
import type { E2eSetup } from './setup';

export interface QueueOptions {
	servers: ServerPrograms;
	/** Executions that a worker runs at once; without it, as docker-compose.yml says. */
	concurrency?: number;
	/** Workers to start (default 1). */
	workers?: number;
	/** Webhook processes to start (default 0). */
	webhooks?: number;
	/** What runs n8n, where it is not given by the environment. */
	programs?: Pick<E2eSetup, 'node' | 'n8n' | 'tarball'>;
	/** Further settings of all processes; they win. */
	env?: Record<string, string>;
}

/** A running n8n in queue mode. */
export interface QueueMode {
	main: N8n;
	workers: N8n[];
	webhooks: N8n[];
	redis: Redis;
	/** Starts a worker in the place of one that has ended or is ended now, in its folder, as Docker restarts a container. */
	replaceWorker(index: number, concurrency?: number): Promise<void>;
	stop(): Promise<void>;
}

type Service = (typeof N8N_SERVICES)[number];

const COMMANDS = { n8n: 'start', worker: 'worker', webhook: 'webhook' } as const;

/** Starts everything and waits until each process answers; signed in as the owner. */
export async function startQueueMode(options: QueueOptions): Promise<QueueMode> {
	const folder = mkdtempSync(join(tmpdir(), 'n8n-queue-'));
	// PostgreSQL runs as another user and must be able to enter.
	chmodSync(folder, 0o755);
	const stops: Array<() => Promise<void>> = [];
	const stop = async () => {
		for (const one of stops.splice(0).reverse()) await one();
		rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	};
	try {
		const { DB_POSTGRESDB_USER: user = '', DB_POSTGRESDB_DATABASE: database = '' } =
			environmentOf('n8n');
		const names = { user, database };
		const postgres = await startPostgres(options.servers.postgres, join(folder, 'data'), names);
		stops.push(async () => await postgres.stop());
		const [, ...redisOptions] = commandOf('redis');
		const redis = await startRedis(options.servers.redis, join(folder, 'redis'), redisOptions);
		stops.push(async () => await redis.stop());

		const { node, n8n: program, tarball } = options.programs ?? setup();
		const start = async (service: Service, name: string, args: string[] = []): Promise<N8n> => {
			const userFolder = join(folder, name);
			mkdirSync(userFolder, { recursive: true });
			const started = await startN8n({
				...{ node, n8n: program, packages: [tarball], userFolder, args },
				command: COMMANDS[service],
				env: {
					...environmentFor(service, { postgres: postgres.port, redis: redis.port }),
					...options.env,
				},
			});
			stops.push(async () => await started.stop());
			return started;
		};
		const startWorker = async (index: number, concurrency = options.concurrency) => {
			const [, ...args] = commandOf('worker');
			return await start(
				'worker',
				`worker-${index}`,
				concurrency === undefined ? args : [`--concurrency=${concurrency}`],
			);
		};
		const indexes = (length = 0) => Array.from({ length }, (_, index) => index);

		// The main process makes the tables that the others read.
		const main = await start('n8n', 'main');
		await signInAsOwner(main.client);
		const [workers, webhooks] = await Promise.all([
			Promise.all(indexes(options.workers ?? 1).map(async (index) => await startWorker(index))),
			Promise.all(
				indexes(options.webhooks).map(async (index) => await start('webhook', `webhook-${index}`)),
			),
		]);
		return {
			...{ main, workers, webhooks, redis, stop },
			replaceWorker: async (index, concurrency) => {
				await workers[index]?.stop();
				workers[index] = await startWorker(index, concurrency);
			},
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

/** What stands in docker-compose.yml for another machine: addresses, ports and passwords. The rest is taken as it is. */
export const REPLACED = [
	'N8N_EDITOR_BASE_URL',
	'N8N_WEBHOOK_URL',
	'N8N_ENCRYPTION_KEY',
	'QUEUE_BULL_REDIS_HOST',
	'QUEUE_BULL_REDIS_PORT',
	'DB_POSTGRESDB_HOST',
	'DB_POSTGRESDB_PORT',
	'DB_POSTGRESDB_PASSWORD',
];

function environmentFor(
	service: Service,
	ports: { postgres: number; redis: number },
): Record<string, string> {
	const replaced: Record<string, string> = {
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(ports.redis),
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(ports.postgres),
		DB_POSTGRESDB_PASSWORD: 'unused',
	};
	// startN8n() knows the addresses of the process and the key of all.
	const kept = Object.entries(environmentOf(service)).filter(
		([name]) => name in replaced || !REPLACED.includes(name),
	);
	return { ...Object.fromEntries(kept), ...replaced };
}
