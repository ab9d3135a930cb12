/**
 * Installs npm packages exactly as a lock file lists them, only where one is missing or outdated.
 *
 * Plain Node, because it runs before any package is installed. When nothing is missing it needs no network.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** n8n-core 1.100, the oldest supported; the newest is among the repository's own packages. */
const OLDEST_ENGINE = join(ROOT, 'test', 'engine', 'oldest');

const OLDEST_NODE = 20;

/** Everything that unit, engine, contract and package tests need. @throws {Error} saying what to do next */
export function ensureTestPackages() {
	ensureDependencies();
	ensureInstalled(OLDEST_ENGINE, 'n8n-core 1.100');
}

/** The development dependencies of the repository. @throws {Error} saying what to do next */
export function ensureDependencies() {
	ensureInstalled(ROOT, 'development dependencies');
}

/**
 * Runs `npm ci` in a folder unless its node_modules already holds what its lock file lists.
 *
 * @param {string} folder holds package.json and package-lock.json
 * @param {string} what names the packages in messages
 * @param {string} [duration] how long an installation takes, in words
 * @returns {boolean} whether anything was installed
 * @throws {Error} when this Node is too old or npm fails; the message says what to do next
 */
export function ensureInstalled(folder, what, duration = 'about a minute') {
	if (isInstalled(folder)) return false;
	if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
		throw new Error(`Node ${OLDEST_NODE} or newer is needed; this is ${process.version}.`);
	}
	process.stdout.write(`Installing ${what} (${duration})\n`);
	const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
	const { status, error } = spawnSync('npm', ['ci', ...options], {
		cwd: folder,
		stdio: ['ignore', 'inherit', 'inherit'],
		shell: process.platform === 'win32',
	});
	if (status !== 0) {
		const place = relative(ROOT, folder) || 'the repository';
		throw new Error(
			`npm could not install the ${what}${error ? ` (${error.message})` : ''}. ` +
				`This step needs the network once: check the connection, then run \`npm ci\` in ${place} to see npm's own message.`,
		);
	}
	return true;
}

/**
 * Whether every required package of a folder's lock file is installed in the version that the file names. npm keeps a
 * lock file of what it installed inside node_modules.
 */
export function isInstalled(folder) {
	const installedLock = join(folder, 'node_modules', '.package-lock.json');
	if (!existsSync(installedLock)) return false;
	const wanted = packagesIn(join(folder, 'package-lock.json'));
	const installed = packagesIn(installedLock);
	return Object.entries(wanted).every(
		([path, { version, integrity, optional }]) =>
			path === '' ||
			optional ||
			(installed[path]?.version === version && installed[path]?.integrity === integrity),
	);
}

function packagesIn(lockFile) {
	return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}
