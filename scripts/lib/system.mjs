/** Finds and installs system software: programs on the PATH, Debian packages, Chromium. */
import { existsSync, readFileSync } from 'node:fs';
import which from 'which';
import { explain, run } from './commands.mjs';
import { step } from './steps.mjs';

/** The full path of a program given by name (on the PATH) or by path; undefined if there is none. */
export function findProgram(name) {
	return which.sync(name, { nothrow: true }) ?? undefined;
}

/** Whether this script can install Debian packages: on Debian or a derivative, as root. */
export function canInstallDebianPackages() {
	if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
	if (findProgram('apt-get') === undefined || !existsSync('/etc/os-release')) return false;
	return /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'));
}

/**
 * Installs Debian packages. Updates the package lists first, because a fresh machine has none.
 *
 * @param {string[]} packages
 * @throws {import('execa').ExecaError} when a package does not exist or the network is down
 */
export async function installDebianPackages(packages) {
	const env = { DEBIAN_FRONTEND: 'noninteractive' };
	await step(`Installing from Debian: ${packages.join(', ')}`, async () => {
		await run('apt-get', ['update', '-qq'], { env });
		await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
	});
}

const CHROMIUM = [
	'chromium',
	'chromium-browser',
	'google-chrome',
	'google-chrome-stable',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

function findChromium() {
	const named = process.env.CHROMIUM_PATH;
	if (named === undefined || named === '') return CHROMIUM.map(findProgram).find(Boolean);
	const found = findProgram(named);
	if (found === undefined) throw new Error(`CHROMIUM_PATH is not a program: ${named}`);
	return found;
}

/**
 * Finds Chromium (CHROMIUM_PATH, the PATH, the usual places) or installs it if possible.
 *
 * @returns {Promise<{path: string} | {missing: string}>} `missing` says why it is missing and what to do
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
		return {
			missing: `Chromium could not be installed; install one or name it in CHROMIUM_PATH. ${explain(error)}`,
		};
	}
	const installed = findChromium();
	return installed === undefined
		? { missing: 'Debian installed Chromium outside the PATH; name it in CHROMIUM_PATH' }
		: { path: installed };
}
