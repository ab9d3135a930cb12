/**
 * The real n8n of test/e2e, ready to start: its packages, the Node that it needs and SQLite.
 *
 * n8n's own install scripts stay off (one of them downloads from elsewhere and fails without it); only sqlite3 has to be
 * compiled, against the system's SQLite where its headers are, else from the source that the package brings.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { canInstallDebianPackages, findProgram, installDebianPackages } from './system.mjs';
import { CACHE, fingerprint, npm, readIfThere, ROOT, run, step } from './steps.mjs';

const FOLDER = join(ROOT, 'test', 'e2e');
const MODULES = join(FOLDER, 'node_modules');
const N8N = join(MODULES, 'n8n', 'bin', 'n8n');

/** Inside node_modules, so that it goes when the packages go. */
const STAMP = join(MODULES, '.ready.json');

const NODE_MAJOR = 24;

const SQLITE_HEADERS = '/usr/include/sqlite3.h';

/**
 * @typedef {object} N8nInstall
 * @property {string} node the Node that runs n8n
 * @property {string} n8n n8n's start file, the first argument of that Node
 * @property {boolean} fresh whether anything had to be installed
 */

/**
 * Makes the real n8n ready, doing only what is missing; with everything in place it takes milliseconds.
 *
 * @returns {Promise<N8nInstall>}
 * @throws {Error} when no Node 24 is to be had or a step fails; the message says which and what to do
 */
export async function ensureN8n() {
	const lock = fingerprint(['test/e2e/package-lock.json', 'test/e2e/package.json']);
	const ready = parse(readIfThere(STAMP));
	if (ready?.lock === lock && existsSync(ready.node) && existsSync(N8N)) {
		return { node: ready.node, n8n: N8N, fresh: false };
	}

	if (ready?.packages !== lock) {
		await step('Installing n8n, about 2200 packages (2 to 5 minutes)', async () => {
			await npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
				cwd: FOLDER,
			});
		});
		writeStamp({ packages: lock });
	}
	const node = await findNode();
	if (!(await loadsSqlite(node))) await buildSqlite(node);
	await step('Checking that n8n loads', async () => await checkN8n(node));
	writeStamp({ packages: lock, lock, node });
	return { node, n8n: N8N, fresh: true };
}

/**
 * The environment in which n8n and its child processes find the right Node.
 *
 * @param {string} node
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentFor(node) {
	const env = { ...process.env };
	env.PATH = `${dirname(node)}${delimiter}${env.PATH ?? ''}`;
	return env;
}

function writeStamp(content) {
	writeFileSync(STAMP, JSON.stringify(content));
}

function parse(text) {
	try {
		return text === undefined ? undefined : JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** The Node of the npm package for this platform, else this one, else the one on the PATH. */
async function findNode() {
	const system = process.platform === 'win32' ? 'win' : process.platform;
	const file = process.platform === 'win32' ? 'node.exe' : 'node';
	const packaged = join(MODULES, `node-${system}-${process.arch}`, 'bin', file);
	for (const candidate of [packaged, process.execPath, findProgram('node')]) {
		if (candidate !== undefined && (await majorOf(candidate)) >= NODE_MAJOR) return candidate;
	}
	throw new Error(
		`n8n needs Node ${NODE_MAJOR}. There is no npm package of it for ${process.platform} on ${process.arch} ` +
			`that runs here, and this is Node ${process.version}: install Node ${NODE_MAJOR} and try again.`,
	);
}

async function majorOf(node) {
	if (!existsSync(node)) return 0;
	try {
		const { stdout } = await run(node, ['--version']);
		return Number(/^v(\d+)\./.exec(stdout)?.[1] ?? 0);
	} catch {
		// A binary for another C library starts with an error.
		return 0;
	}
}

async function loadsSqlite(node) {
	try {
		await run(node, ['-e', "new (require('sqlite3').Database)(':memory:').close()"], {
			cwd: FOLDER,
		});
		return true;
	} catch {
		return false;
	}
}

async function buildSqlite(node) {
	const missing = [];
	if (!existsSync(SQLITE_HEADERS)) missing.push('libsqlite3-dev');
	for (const [program, name] of [
		['g++', 'g++'],
		['make', 'make'],
		['python3', 'python3'],
	]) {
		if (findProgram(program) === undefined) missing.push(name);
	}
	if (missing.length > 0 && canInstallDebianPackages()) {
		try {
			await installDebianPackages(missing);
		} catch (error) {
			process.stdout.write(`  going on without: ${error.message.split('\n')[0]}\n`);
		}
	}

	const attempts = [
		{
			title: "Building SQLite's binding from the source that npm brought (1 to 2 minutes)",
			args: ['--build-from-source'],
		},
		{ title: "Fetching SQLite's binding ready-made", args: [] },
	];
	if (existsSync(SQLITE_HEADERS)) {
		attempts.unshift({
			title: "Building SQLite's binding against the system's SQLite",
			args: ['--build-from-source', '--sqlite=/usr'],
		});
	}
	let failure;
	for (const { title, args } of attempts) {
		try {
			await step(title, async () => await rebuildSqlite(node, args));
			if (await loadsSqlite(node)) return;
			failure = new Error('sqlite3 was built and yet does not load');
		} catch (error) {
			failure = error;
		}
	}
	throw new Error(
		`SQLite could not be built. A C++ compiler, make and Python 3 are needed.\n${failure.message}`,
	);
}

async function rebuildSqlite(node, args) {
	const env = environmentFor(node);
	// The headers of the Node that runs n8n; an npm setting may name those of another one.
	const home = dirname(dirname(node));
	if (existsSync(join(home, 'include', 'node'))) env.npm_config_nodedir = home;
	await npm(['rebuild', 'sqlite3', '--ignore-scripts=false', '--loglevel=error', ...args], {
		cwd: FOLDER,
		env,
	});
}

/** n8n calls a command whose modules fail to load "not found"; its help loads them without starting anything. */
async function checkN8n(node) {
	const env = environmentFor(node);
	env.N8N_USER_FOLDER = join(CACHE, 'n8n-check');
	mkdirSync(env.N8N_USER_FOLDER, { recursive: true });
	const { output } = await run(node, [N8N, 'start', '--help'], { cwd: FOLDER, env });
	if (!/USAGE/.test(output)) throw new Error(`n8n does not load:\n${output}`);
}
