/** Starts and stops real n8n processes that have our packed package installed as a community package. */
import getPort from 'get-port';
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	createWriteStream,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pWaitFor from 'p-wait-for';
import treeKill from 'tree-kill';
import { N8nClient } from './client';
import type { Owner } from './client';
import { copyPrepared } from './prepared';

/** The owner of every n8n that tests and the demo start; it listens on loopback only. */
export const OWNER: Owner = {
	email: 'owner@example.com',
	password: 'Highlevel-2-n8n',
	firstName: 'Olivia',
	lastName: 'Owner',
};

/** Same for all processes of one instance, or they could not read each other's credentials. */
const ENCRYPTION_KEY = 'n8n-nodes-gohighlevel-local-key';

const START_TRIES = 3;
const READY_TIMEOUT_MS = 180_000;
const STOP_TIMEOUT_MS = 15_000;
const POLL_MS = 150;

/** How much of n8n's output is kept, in characters, and how much of that a message shows, in lines. */
const OUTPUT_KEPT = 200_000;
const LINES_SHOWN = 60;

/** n8n's settings of whoever starts the tests must not leak into them. */
const FOREIGN_SETTINGS =
	/^(N8N_|DB_|QUEUE_|EXECUTIONS_|CREDENTIALS_OVERWRITE_|WEBHOOK_URL$|NODE_FUNCTION_|GENERIC_TIMEZONE$|npm_)/;

export interface N8nOptions {
	/** The Node that runs n8n. */
	node: string;
	/** n8n's start file. */
	n8n: string;
	/** Packed packages to install as community packages. */
	packages: string[];
	/** Where n8n keeps its state. Without it a new folder is made and removed on stop. */
	userFolder?: string;
	/** The editor's port; without it a free one. */
	port?: number;
	/** Further settings; they win over the quiet ones. */
	env?: Record<string, string>;
	/** `start` is the whole n8n; `worker` and `webhook` are the parts of queue mode. */
	command?: 'start' | 'worker' | 'webhook';
	/** Further arguments of the command, as `--concurrency=5`. */
	args?: string[];
}

/** One running n8n process. */
export interface N8n {
	/** The editor's and the webhooks' address, without a slash at the end. */
	url: string;
	port: number;
	pid: number;
	userFolder: string;
	/** The environment that it was started with. */
	env: NodeJS.ProcessEnv;
	client: N8nClient;
	/** The end of what n8n has printed so far. */
	output(): string;
	/** Ends the process (SIGTERM, and after 15 s SIGKILL) and waits for it. Stopping twice is harmless. */
	stop(): Promise<void>;
	/** Ends the process and its children without notice (SIGKILL), as a power cut would, and waits for it. */
	crash(): Promise<void>;
	/** Resolves with the exit code when the process ends by itself or by stop. */
	ended: Promise<number | null>;
}

/**
 * Starts n8n, waits until it answers, and returns it. All its ports are on loopback.
 *
 * @throws {Error} when n8n ends or does not answer within three minutes; the message carries the end of its output
 */
export async function startN8n(options: N8nOptions): Promise<N8n> {
	const temporary = options.userFolder === undefined;
	const userFolder = options.userFolder ?? mkdtempSync(join(tmpdir(), 'n8n-e2e-'));
	try {
		copyPrepared(userFolder);
		await installPackages(options, userFolder);
		return await startWithFreePorts(options, userFolder, temporary);
	} catch (error) {
		if (temporary) rmSync(userFolder, { recursive: true, force: true });
		throw error;
	}
}

/** Creates the owner on a fresh instance, signs in on one that has it. */
export async function signInAsOwner(client: N8nClient): Promise<void> {
	if (await client.needsOwner()) await client.setUpOwner(OWNER);
	else await client.signIn(OWNER);
}

/**
 * The environment of section "quiet": no telemetry, no banners, no calls to n8n's own hosts.
 *
 * @param broker the port on which n8n talks to its code runner; two processes with one port do not start
 */
function environment(
	options: N8nOptions,
	userFolder: string,
	port: number,
	broker: number,
): NodeJS.ProcessEnv {
	const url = `http://127.0.0.1:${port}`;
	const inherited = Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !FOREIGN_SETTINGS.test(name)),
	);
	return {
		...inherited,
		PATH: `${dirname(options.node)}${delimiter}${process.env['PATH'] ?? ''}`,
		NO_PROXY: '127.0.0.1,localhost',
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(port),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_PROTOCOL: 'http',
		N8N_WEBHOOK_URL: `${url}/`,
		N8N_EDITOR_BASE_URL: url,
		N8N_RUNNERS_BROKER_PORT: String(broker),
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_SECURE_COOKIE: 'false',
		N8N_ENCRYPTION_KEY: ENCRYPTION_KEY,
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		...options.env,
	};
}

async function startWithFreePorts(
	options: N8nOptions,
	userFolder: string,
	temporary: boolean,
): Promise<N8n> {
	for (let attempt = 1; ; attempt++) {
		const port = options.port ?? (await freePort());
		const running = launch(options, userFolder, port, await freePort(), temporary);
		try {
			await waitUntilReady(running, options.command ?? 'start');
			return running;
		} catch (error) {
			await running.end();
			// A port that was free a moment ago can be taken by another process meanwhile.
			const lostPort = /already in use|EADDRINUSE/.test(running.output());
			if (!lostPort || options.port !== undefined || attempt === START_TRIES) throw error;
		}
	}
}

interface Launched extends N8n {
	end(): Promise<void>;
}

function launch(
	options: N8nOptions,
	userFolder: string,
	port: number,
	broker: number,
	temporary: boolean,
): Launched {
	const env = environment(options, userFolder, port, broker);
	const child = spawn(
		options.node,
		[options.n8n, options.command ?? 'start', ...(options.args ?? [])],
		{ cwd: userFolder, env, stdio: ['ignore', 'pipe', 'pipe'] },
	);
	const { pid } = child;
	if (pid === undefined) throw new Error(`${options.node} could not be started`);

	let output = '';
	const log = createWriteStream(join(userFolder, 'n8n.log'), { flags: 'a' });
	const keep = (chunk: Buffer): void => {
		output = (output + chunk.toString()).slice(-OUTPUT_KEPT);
		log.write(chunk);
	};
	child.stdout.on('data', keep);
	child.stderr.on('data', keep);

	// A test runner that dies must not leave an n8n behind.
	const endNow = (): void => void child.kill('SIGTERM');
	process.once('exit', endNow);
	const ended = new Promise<number | null>((resolve) => {
		child.once('close', (code) => {
			process.removeListener('exit', endNow);
			log.end();
			resolve(code);
		});
	});
	// n8n's code runner is a child of n8n.
	const crash = async (): Promise<void> => {
		treeKill(pid, 'SIGKILL');
		await ended;
	};
	const end = async (): Promise<void> => {
		child.kill('SIGTERM');
		const timer = setTimeout(() => void crash(), STOP_TIMEOUT_MS);
		await ended;
		clearTimeout(timer);
	};
	const url = `http://127.0.0.1:${port}`;
	return {
		url,
		port,
		pid,
		userFolder,
		env,
		client: new N8nClient(url),
		output: () => output,
		ended,
		crash,
		end,
		stop: async () => {
			await end();
			if (temporary) rmSync(userFolder, { recursive: true, force: true, maxRetries: 5 });
		},
	};
}

async function waitUntilReady(running: Launched, command: string): Promise<void> {
	let over = false;
	void running.ended.then(() => (over = true));
	const wait = { interval: POLL_MS, timeout: READY_TIMEOUT_MS };
	const answering = (path: string) => async () => {
		if (over) throw new Error('it ended by itself');
		return await answers(running.url + path);
	};
	try {
		await pWaitFor(answering('/healthz/readiness'), wait);
		// Readiness comes before the routes of the editor are there.
		if (command === 'start') await pWaitFor(answering('/rest/settings'), wait);
	} catch (error) {
		const lines = running.output().split('\n').slice(-LINES_SHOWN);
		throw new Error(`n8n did not get ready: ${String(error)}\n${lines.join('\n')}`);
	}
}

async function answers(url: string): Promise<boolean> {
	try {
		const response = await fetch(url);
		const text = await response.text();
		return response.ok && text.startsWith('{');
	} catch {
		return false;
	}
}

/**
 * Installs packed packages where n8n looks for community packages, the way n8n itself does it, from the file alone.
 * What is already installed from the same files stays.
 */
async function installPackages(options: N8nOptions, userFolder: string): Promise<void> {
	const folder = join(userFolder, '.n8n', 'nodes');
	const stamp = join(folder, '.installed');
	const wanted = options.packages.map(contentOf).join('\n');
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;

	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	writeFileSync(
		join(folder, 'package.json'),
		JSON.stringify({ name: 'installed-nodes', private: true, dependencies: {} }),
	);
	if (options.packages.length > 0) {
		const quiet = ['--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund'];
		const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
		await promisify(execFile)(npm, ['install', '--prefix', folder, ...options.packages, ...quiet], {
			cwd: folder,
			shell: process.platform === 'win32',
		});
	}
	writeFileSync(stamp, wanted);
}

/** A package's name and a hash of its content, for a file may be packed anew under its old name. */
function contentOf(file: string): string {
	return `${file} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`;
}

/** A port that is free on loopback now. */
export async function freePort(): Promise<number> {
	return await getPort({ host: '127.0.0.1' });
}
