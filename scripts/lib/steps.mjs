/** Progress, child processes and fingerprints for the scripts: plain Node, no dependencies. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Kept between runs and ignored by git: packed packages, the demo's n8n. */
export const CACHE = join(ROOT, '.cache');

/** A sign of life on a long step, every so many milliseconds. */
const HEARTBEAT_MS = 10_000;

/** Prints one line of progress. */
export function say(text) {
	process.stdout.write(`${text}\n`);
}

/** Seconds since `start` (from Date.now()) in words, as `3.2 s` or `2 min 5 s`. */
export function since(start) {
	const seconds = (Date.now() - start) / 1000;
	if (seconds < 60) return `${seconds.toFixed(1)} s`;
	return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/**
 * Runs `work` under a title: says when it starts, that it is still going, and how long it took.
 *
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
	const start = Date.now();
	say(`> ${title}`);
	const heartbeat = setInterval(() => say(`  … ${title}: ${since(start)}`), HEARTBEAT_MS);
	try {
		const result = await work();
		say(`  done in ${since(start)}`);
		return result;
	} catch (error) {
		say(`  failed after ${since(start)}`);
		throw error;
	} finally {
		clearInterval(heartbeat);
	}
}

/** What a command said when it failed; `output` holds the end of both its streams. */
export class CommandError extends Error {
	constructor(command, code, output) {
		super(`${command} ended with ${code}\n${output.split('\n').slice(-40).join('\n')}`);
		this.name = 'CommandError';
		this.output = output;
	}
}

/**
 * Runs a command to its end and returns what it printed.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean, shell?: boolean}} [options] `show` passes the output through
 * @returns {Promise<{stdout: string, output: string}>}
 * @throws {CommandError} when the command cannot be started or its exit code is not 0
 */
export async function run(command, args, options = {}) {
	const { cwd = ROOT, env = process.env, show = false, shell = false } = options;
	return await new Promise((done, fail) => {
		const name = `${command} ${args.join(' ')}`;
		const child = spawn(command, args, {
			cwd,
			env,
			shell,
			stdio: show ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
		});
		let stdout = '';
		let output = '';
		child.stdout?.on('data', (chunk) => {
			stdout += chunk;
			output += chunk;
		});
		child.stderr?.on('data', (chunk) => (output += chunk));
		child.on('error', (error) => fail(new CommandError(name, error.message, output)));
		child.on('close', (code, signal) => {
			if (code === 0) done({ stdout, output });
			else fail(new CommandError(name, signal ?? `exit code ${code}`, output));
		});
	});
}

/** Runs the npm that called this script, or the one on the PATH. */
export async function npm(args, options = {}) {
	const cli = process.env.npm_execpath;
	if (cli !== undefined && /npm-cli\.c?js$/.test(cli) && existsSync(cli)) {
		return await run(process.execPath, [cli, ...args], options);
	}
	const windows = process.platform === 'win32';
	return await run(windows ? 'npm.cmd' : 'npm', args, { ...options, shell: windows });
}

/**
 * One hash over the names and contents of files and folders, to tell whether anything changed.
 * Paths are relative to the repository; what does not exist counts as absent.
 *
 * @param {string[]} paths
 * @returns {string} 64 hexadecimal digits
 */
export function fingerprint(paths) {
	const hash = createHash('sha256');
	for (const path of paths) {
		for (const file of filesIn(join(ROOT, path))) {
			hash.update(relative(ROOT, file).split(sep).join('/'));
			hash.update('\0');
			hash.update(readFileSync(file));
			hash.update('\0');
		}
	}
	return hash.digest('hex');
}

function filesIn(path) {
	if (!existsSync(path)) return [];
	if (!statSync(path).isDirectory()) return [path];
	return readdirSync(path)
		.sort()
		.filter((name) => name !== 'node_modules')
		.flatMap((name) => filesIn(join(path, name)));
}

/** The text of a file, or undefined when there is none. */
export function readIfThere(path) {
	return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
