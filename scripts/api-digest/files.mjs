/** Where the digest, the overlay and HighLevel's official files are. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Mistake } from './command.mjs';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The committed digest of the official files. */
export const DIGEST_PATH = join(ROOT, 'test', 'contract', 'api-digest.json');

/** The committed, hand-written endpoints that the official files lack. */
export const OVERLAY_PATH = join(ROOT, 'test', 'contract', 'api-overlay.json');

/** A path relative to the project's root, as the user types it. */
export const shown = (path) => relative(ROOT, path).replaceAll('\\', '/');

/**
 * Reads a JSON file.
 *
 * @throws {Mistake} when it is missing or not JSON
 */
export function readJson(file) {
	if (!existsSync(file)) {
		throw new Mistake(`${file} does not exist. Fetch it again, or restore it with git checkout.`);
	}
	try {
		return JSON.parse(readFileSync(file, 'utf8'));
	} catch (error) {
		throw new Mistake(`${file} is not valid JSON: ${error.message}`);
	}
}

/**
 * The folder of the official files: the argument after `option`, else the environment variable HIGHLEVEL_OPENAPI_DIR.
 *
 * @throws {Mistake} when none is given or it is not a folder
 */
export function folderFrom(argv, option) {
	const at = argv.indexOf(option);
	const folder = at >= 0 ? argv[at + 1] : process.env.HIGHLEVEL_OPENAPI_DIR;
	if (!folder || folder.startsWith('--')) {
		throw new Mistake(
			`Where are the official OpenAPI files? Pass ${option} <folder>, or set HIGHLEVEL_OPENAPI_DIR.\n` +
				'To get them: git clone --depth 1 https://github.com/GoHighLevel/highlevel-api-docs ../highlevel-api-docs\n' +
				`Then pass:   ${option} ../highlevel-api-docs/apps`,
		);
	}
	if (!existsSync(folder) || !statSync(folder).isDirectory()) {
		throw new Mistake(
			`${folder} is not a folder. Pass the folder that holds contacts.json and v3/.`,
		);
	}
	return resolve(folder);
}
