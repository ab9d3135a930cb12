/**
 * Prepares the real n8n of test/e2e: its packages, the Node that it needs and SQLite.
 *
 * n8n's own install scripts are disabled: one of them downloads a program from elsewhere and fails if it cannot.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './commands.mjs';
import { ensureInstalled } from './packages.mjs';
import { CACHE, ROOT } from './paths.mjs';
import { ensureSqlite } from './sqlite.mjs';
import { step } from './steps.mjs';
import { findProgram } from './system.mjs';

const FOLDER = join(ROOT, 'test', 'e2e');
const MODULES = join(FOLDER, 'node_modules');
const N8N = join(MODULES, 'n8n', 'bin', 'n8n');

/** Records which Node runs n8n once everything is checked. In node_modules, so that it is deleted with the packages. */
const STAMP = join(MODULES, '.ready.json');

const NODE_MAJOR = 24;

/**
 * @typedef {object} N8nInstall
 * @property {string} node the Node that runs n8n
 * @property {string} n8n n8n's start file, the first argument of that Node
 * @property {boolean} fresh whether anything had to be installed
 */

/**
 * Makes the real n8n ready, doing only what is missing. With everything in place, it needs no network.
 *
 * @returns {Promise<N8nInstall>}
 * @throws {Error} when no Node 24 is available or a step fails; the message says which and what to do
 */
export async function ensureN8n() {
	ensureInstalled(FOLDER, 'n8n, about 2200 packages', '2 to 5 minutes');
	const ready = existsSync(STAMP) ? JSON.parse(readFileSync(STAMP, 'utf8')) : undefined;
	if (existsSync(ready?.node)) return { node: ready.node, n8n: N8N, fresh: false };

	const node = await findNode();
	await ensureSqlite(node, FOLDER);
	await step('Checking that n8n loads', async () => await checkN8n(node));
	writeFileSync(STAMP, JSON.stringify({ node }));
	return { node, n8n: N8N, fresh: true };
}

/** The Node of the npm package for this platform, or else this process's, or else the one on the PATH. */
async function findNode() {
	const windows = process.platform === 'win32';
	const packaged = `node-${windows ? 'win' : process.platform}-${process.arch}`;
	const candidates = [
		join(MODULES, packaged, 'bin', windows ? 'node.exe' : 'node'),
		process.execPath,
		findProgram('node'),
	];
	for (const candidate of candidates) {
		if (existsSync(candidate) && (await majorOf(candidate)) >= NODE_MAJOR) return candidate;
	}
	throw new Error(
		`n8n needs Node ${NODE_MAJOR}, and npm has no package of it that runs on this ${process.platform} ${process.arch}. ` +
			`This is Node ${process.version}: install Node ${NODE_MAJOR}, put it on the PATH and try again.`,
	);
}

async function majorOf(node) {
	// A binary built for another C library fails to start.
	const { stdout = '' } = await run(node, ['--version'], { reject: false });
	return Number(/^v(\d+)\./.exec(stdout)?.[1] ?? 0);
}

/** If a command's modules fail to load, n8n reports it as "not found"; its help loads them without starting anything. */
async function checkN8n(node) {
	const userFolder = join(CACHE, 'n8n-check');
	mkdirSync(userFolder, { recursive: true });
	const { all } = await run(node, [N8N, 'start', '--help'], {
		cwd: FOLDER,
		env: { N8N_USER_FOLDER: userFolder },
	});
	if (!/USAGE/.test(all)) {
		throw new Error(`n8n does not load; remove ${MODULES} and try again.\n${all}`);
	}
}
