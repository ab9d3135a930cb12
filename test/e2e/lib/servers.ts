/** PostgreSQL and Redis on loopback, for n8n in queue mode. */
import isPortReachable from 'is-port-reachable';
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import pWaitFor from 'p-wait-for';
import { freePort } from './n8n';
import { until } from './until';

/** How long a server may take to start, and how often it is asked, in milliseconds. */
const START_MS = 60_000;
const POLL_MS = 150;

const ROOT = join(__dirname, '..', '..', '..');

/** Where the servers' programs are; scripts/lib/servers.mjs finds or installs them. */
export interface ServerPrograms {
	/** The program. */
	redis: string;
	/** The folder that holds `initdb` and `postgres`. */
	postgres: string;
}

/** A running server. */
export interface Server {
	port: number;
	stop(): Promise<void>;
}

/** Redis, which keeps its data where it is started again. */
export interface Redis extends Server {
	/** Ends it with a signal and starts it again on the same port, on the same data. */
	restart(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Finds or installs the programs; `missing` says why they are missing and what to do. */
export async function findServers(): Promise<ServerPrograms | { missing: string }> {
	const helpers: unknown = await import(pathToFileURL(join(ROOT, 'scripts/lib/servers.mjs')).href);
	const { ensureServers } = helpers as {
		ensureServers: () => Promise<ServerPrograms | { missing: string }>;
	};
	return await ensureServers();
}

/**
 * Starts PostgreSQL in a new folder.
 *
 * @param programs the folder of its programs
 * @param data the folder to make
 * @param names the user and the database that it has; everybody on loopback may use them
 */
export async function startPostgres(
	programs: string,
	data: string,
	names: { user: string; database: string },
): Promise<Server> {
	mkdirSync(data, { mode: 0o700 });
	const owner = unprivileged();
	if (owner !== undefined) chownSync(data, owner.uid, owner.gid);
	const place = { ...owner, cwd: data };
	await promisify(execFile)(
		join(programs, 'initdb'),
		['-D', data, '-A', 'trust', '-U', names.user, '-E', 'UTF8', '--no-sync'],
		place,
	);
	const single = promisify(execFile)(
		join(programs, 'postgres'),
		['--single', '-D', data, 'postgres'],
		place,
	);
	single.child.stdin?.end(`CREATE DATABASE "${names.database}";\n`);
	await single;

	const port = await freePort();
	const settings = [
		...['listen_addresses=127.0.0.1', `unix_socket_directories=${data}`],
		// Nobody needs the data after the test.
		...['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'],
	];
	const child = spawn(
		join(programs, 'postgres'),
		['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
		{ ...place, stdio: ['ignore', 'ignore', 'pipe'] },
	);
	const end = await listening('PostgreSQL', child, port);
	// It listens before it takes queries.
	await until('PostgreSQL to take queries', START_MS, async () =>
		/^ready/m.test(readFileSync(join(data, 'postmaster.pid'), 'utf8')) ? true : undefined,
	);
	// SIGINT ends it at once, with its connections.
	return { port, stop: async () => await end('SIGINT') };
}

/**
 * Starts Redis.
 *
 * @param options its options, as on its command line
 * @param data the folder to make for what it keeps
 */
export async function startRedis(program: string, data: string, options: string[]): Promise<Redis> {
	mkdirSync(data);
	const port = await freePort();
	const start = async () => {
		const child = spawn(program, ['--port', String(port), '--bind', '127.0.0.1', ...options], {
			cwd: data,
			stdio: ['ignore', 'ignore', 'pipe'],
		});
		return await listening('Redis', child, port);
	};
	let end = await start();
	return {
		port,
		stop: async () => await end('SIGTERM'),
		restart: async (signal) => {
			await end(signal);
			end = await start();
		},
	};
}

/** PostgreSQL refuses to run as root; Debian made a user for it. Nothing where this process is not root. */
function unprivileged(): { uid: number; gid: number } | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const [, uid, gid] =
		/^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8')) ?? [];
	if (uid === undefined || gid === undefined) throw new Error('There is no user postgres');
	return { uid: Number(uid), gid: Number(gid) };
}

/** Waits until a server listens, and returns the function that ends it with a signal and waits for that. */
async function listening(
	name: string,
	child: ChildProcess,
	port: number,
): Promise<(signal: NodeJS.Signals) => Promise<void>> {
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
	const listens = async () => {
		if (over) throw new Error(`${name} ended at start: ${output}`);
		return await isPortReachable(port, { host: '127.0.0.1' });
	};
	await pWaitFor(listens, { interval: POLL_MS, timeout: START_MS });
	return async (signal) => {
		process.removeListener('exit', killNow);
		child.kill(signal);
		await ended;
	};
}
