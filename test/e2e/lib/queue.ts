/** n8n in queue mode: PostgreSQL, Redis, the main process, a worker and webhook processes, all on loopback. */
import isPortReachable from 'is-port-reachable';
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pWaitFor from 'p-wait-for';
import { until } from './client';
import { freePort, signInAsOwner, startN8n } from './n8n';
import type { N8n, N8nOptions } from './n8n';
import { setup } from './setup';

/** How long PostgreSQL and Redis may take to start, and how often they are asked, in milliseconds. */
const START_MS = 60_000;
const POLL_MS = 150;

/** Where the servers' programs are; scripts/lib/servers.mjs finds or installs them. */
export interface ServerPrograms {
	/** The program. */
	redis: string;
	/** The folder that holds `initdb` and `postgres`. */
	postgres: string;
}

export interface QueueOptions {
	servers: ServerPrograms;
	/** Executions that the worker runs at once. */
	concurrency: number;
	/** Webhook processes to start. */
	webhooks: number;
}

/** A running n8n in queue mode. */
export interface QueueMode {
	main: N8n;
	worker: N8n;
	webhooks: N8n[];
	redisPort: number;
	/** Ends the worker and starts another. */
	replaceWorker(concurrency: number): Promise<void>;
	stop(): Promise<void>;
}

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
		const postgresPort = await startPostgres(options.servers.postgres, folder, stops);
		const redisPort = await startRedis(options.servers.redis, stops);
		const { node, n8n: program, tarball } = setup();
		const env = {
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redisPort),
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(postgresPort),
			DB_POSTGRESDB_DATABASE: 'postgres',
			DB_POSTGRESDB_USER: 'postgres',
			DB_POSTGRESDB_PASSWORD: 'unused',
		};
		const start = async (name: string, more: Partial<N8nOptions> = {}): Promise<N8n> => {
			const userFolder = join(folder, name);
			mkdirSync(userFolder, { recursive: true });
			const shared = { node, n8n: program, packages: [tarball], userFolder, env };
			const started = await startN8n({ ...shared, ...more });
			stops.push(async () => await started.stop());
			return started;
		};
		const startWorker = async (concurrency: number) =>
			await start('worker', { command: 'worker', args: [`--concurrency=${concurrency}`] });

		// The main process makes the tables that the others read.
		const main = await start('main');
		await signInAsOwner(main.client);
		const [worker, ...webhooks] = await Promise.all([
			startWorker(options.concurrency),
			...Array.from({ length: options.webhooks }, async (_, index) =>
				start(`webhook-${index}`, { command: 'webhook' }),
			),
		]);
		const running: QueueMode = {
			...{ main, worker, webhooks, redisPort, stop },
			replaceWorker: async (concurrency) => {
				await running.worker.stop();
				running.worker = await startWorker(concurrency);
			},
		};
		return running;
	} catch (error) {
		await stop();
		throw error;
	}
}

type Stops = Array<() => Promise<void>>;

async function startPostgres(programs: string, folder: string, stops: Stops): Promise<number> {
	const data = join(folder, 'postgres');
	mkdirSync(data, { mode: 0o700 });
	const owner = unprivileged();
	if (owner !== undefined) chownSync(data, owner.uid, owner.gid);
	await promisify(execFile)(
		join(programs, 'initdb'),
		['-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--no-sync'],
		{ ...owner, cwd: data },
	);
	const port = await freePort();
	const settings = [
		...['listen_addresses=127.0.0.1', `unix_socket_directories=${data}`],
		// Nobody needs the data after the test.
		...['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'],
	];
	const child = spawn(
		join(programs, 'postgres'),
		['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
		{ ...owner, cwd: data, stdio: ['ignore', 'ignore', 'pipe'] },
	);
	// SIGINT ends it at once, with its connections.
	await ready('PostgreSQL', child, port, 'SIGINT', stops);
	// It listens before it takes queries.
	await until('PostgreSQL to take queries', START_MS, async () =>
		/^ready/m.test(readFileSync(join(data, 'postmaster.pid'), 'utf8')) ? true : undefined,
	);
	return port;
}

async function startRedis(program: string, stops: Stops): Promise<number> {
	const port = await freePort();
	const child = spawn(
		program,
		['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
		{ cwd: tmpdir(), stdio: ['ignore', 'ignore', 'pipe'] },
	);
	await ready('Redis', child, port, 'SIGTERM', stops);
	return port;
}

/** PostgreSQL refuses to run as root; Debian made a user for it. Nothing where this process is not root. */
function unprivileged(): { uid: number; gid: number } | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const [, uid, gid] =
		/^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8')) ?? [];
	if (uid === undefined || gid === undefined) throw new Error('There is no user postgres');
	return { uid: Number(uid), gid: Number(gid) };
}

/** Waits until a server listens; `stops` gets the function that ends it with a signal. */
async function ready(
	name: string,
	child: ChildProcess,
	port: number,
	signal: NodeJS.Signals,
	stops: Stops,
): Promise<void> {
	let output = '';
	child.stderr?.on('data', (chunk: Buffer) => {
		output = (output + chunk.toString()).slice(-2000);
	});
	let over = false;
	const ended = once(child, 'close')
		.catch((error: unknown) => (output += String(error)))
		.then(() => (over = true));
	const killNow = () => child.kill('SIGKILL');
	process.once('exit', killNow);
	stops.push(async () => {
		process.removeListener('exit', killNow);
		child.kill(signal);
		await ended;
	});
	const listens = async () => {
		if (over) throw new Error(`${name} ended at start: ${output}`);
		return await isPortReachable(port, { host: '127.0.0.1' });
	};
	await pWaitFor(listens, { interval: POLL_MS, timeout: START_MS });
}
