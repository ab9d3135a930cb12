/**
 * Installs npm packages exactly as a lock file lists them, and only if one is missing or outdated.
 *
 * Plain Node, because it runs before any package is installed. With everything in place, it needs no network.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';

/** The oldest supported n8n-core; the newest is a development dependency. */
const OLDEST_ENGINE = join(ROOT, 'test', 'engine', 'oldest');

const OLDEST_NODE = 20;

/** Installs the development dependencies, or exits with advice. Scripts call it before they import one. */
export function ensureDependencies() {
	orAdvise(() => ensureInstalled(ROOT, 'the development dependencies'));
}

/** Installs what the unit, engine, contract and package tests need, or exits with advice. */
export function ensureTestPackages() {
	ensureDependencies();
	orAdvise(() => ensureInstalled(OLDEST_ENGINE, 'the oldest n8n-core'));
}

function orAdvise(install) {
	try {
		install();
	} catch (error) {
		console.error(error.message);
		process.exit(1);
	}
}

/**
 * Runs `npm ci` in a folder unless its node_modules already contains what its lock file lists.
 *
 * @param {string} folder contains package.json and package-lock.json
 * @param {string} what the packages, for messages
 * @param {string} [duration] how long the installation takes, in words
 * @returns {boolean} whether anything was installed
 * @throws {Error} when this Node is too old or npm fails; the message says what to do next
 */
export function ensureInstalled(folder, what, duration = 'about a minute') {
	if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
		throw new Error(`Node ${OLDEST_NODE} or newer is needed; this is ${process.version}.`);
	}
	if (isInstalled(folder)) return false;
	console.log(`Installing ${what} (${duration})`);
	// npm can use its cache without revalidating: the lock file has a hash of each package.
	const options = [
		'--prefer-offline',
		'--ignore-scripts',
		'--no-audit',
		'--no-fund',
		'--loglevel=error',
	];
	const { status, error } = spawnSync('npm', ['ci', ...options], {
		cwd: folder,
		env: ownSettings(),
		stdio: ['ignore', 'inherit', 'inherit'],
		shell: process.platform === 'win32',
	});
	if (status !== 0) {
		throw new Error(
			`npm could not install ${what} in ${folder}${error ? `: ${error.message}` : '; the reason is above'}.\n` +
				'Installing needs the network; the tests do not. Run `npm run setup` once while online, then try again.',
		);
	}
	return true;
}

/**
 * The environment without what the .npmrc of this project says on peer dependencies: npm hands it on to the scripts that it
 * runs, and the peers that other lock files list would be left out, and missed every time.
 */
function ownSettings() {
	return Object.fromEntries(
		Object.entries(process.env).filter(([name]) => name !== 'npm_config_legacy_peer_deps'),
	);
}

/** Whether every required package of a folder's lock file is installed exactly as the file lists it. */
function isInstalled(folder) {
	// npm records here what it has installed.
	const record = join(folder, 'node_modules', '.package-lock.json');
	if (!existsSync(record)) return false;
	const installed = packagesIn(record);
	return Object.entries(packagesIn(join(folder, 'package-lock.json'))).every(
		([path, { version, integrity, optional }]) =>
			path === '' ||
			optional ||
			(installed[path]?.version === version && installed[path].integrity === integrity),
	);
}

function packagesIn(lockFile) {
	return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}
