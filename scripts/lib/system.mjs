/** What the machine offers: programs on the PATH, Debian packages, Chromium. */
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run, step } from './steps.mjs';

/** The full path of a program on the PATH, or undefined. */
export function findProgram(name) {
	const suffixes = process.platform === 'win32' ? ['.exe', '.cmd', ''] : [''];
	for (const folder of (process.env.PATH ?? '').split(delimiter)) {
		for (const suffix of suffixes) {
			const path = join(folder, name + suffix);
			if (folder !== '' && isProgram(path)) return path;
		}
	}
	return undefined;
}

function isProgram(path) {
	try {
		accessSync(path, constants.X_OK);
		return statSync(path).isFile();
	} catch {
		return false;
	}
}

/** Whether this script may install Debian packages here: Debian or a relative of it, and root. */
export function canInstallDebianPackages() {
	if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
	if (findProgram('apt-get') === undefined || !existsSync('/etc/os-release')) return false;
	return /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'));
}

/**
 * Installs Debian packages. The lists are updated first, for a fresh machine has none.
 *
 * @param {string[]} packages
 * @throws {import('./steps.mjs').CommandError} when a package does not exist or nothing can be reached
 */
export async function installDebianPackages(packages) {
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	await step(`Installing from Debian: ${packages.join(', ')}`, async () => {
		await run('apt-get', ['update', '-qq'], { env });
		await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
	});
}

const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const CHROMIUM_PLACES = [
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

function findChromium() {
	const named = process.env.CHROMIUM_PATH;
	if (named !== undefined && named !== '') {
		if (!isProgram(named)) throw new Error(`CHROMIUM_PATH names no program: ${named}`);
		return named;
	}
	return CHROMIUM_NAMES.map(findProgram).find(Boolean) ?? CHROMIUM_PLACES.find(isProgram);
}

/**
 * Finds Chromium (CHROMIUM_PATH, the PATH, the usual places) or installs it where that is possible.
 *
 * @returns {Promise<{path: string} | {missing: string}>} `missing` says why there is none, and what to do
 */
export async function ensureChromium() {
	const found = findChromium();
	if (found !== undefined) return { path: found };
	if (!canInstallDebianPackages()) {
		return { missing: 'no Chromium found; install one or name it in CHROMIUM_PATH' };
	}
	try {
		await installDebianPackages(['chromium']);
	} catch (error) {
		return { missing: `Chromium could not be installed: ${error.message}` };
	}
	const installed = findChromium();
	return installed === undefined
		? { missing: 'Debian installed Chromium, yet it is not on the PATH' }
		: { path: installed };
}
