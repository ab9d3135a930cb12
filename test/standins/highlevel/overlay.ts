import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { isObject } from '../shared/json';
import type { JsonObject } from '../shared/json';

/** The endpoints that the official files lack: written by hand in the form of the digest, each with its source. */
export const OVERLAY_PATH = join(__dirname, '..', '..', 'contract', 'api-overlay.json');

/** One hand-written endpoint, still in the form of the digest. */
export interface OverlayEntry {
	set: 'v3' | '2021';
	family: string;
	value: JsonObject;
	/** Where the endpoint is described or was observed. */
	source: string;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isIn = (values: readonly string[], value: unknown) => isText(value) && values.includes(value);

/** What every entry must say, and how to say it. */
const DEMANDS: Array<[what: string, isMet: (value: JsonObject) => boolean]> = [
	[
		'"handWritten": {"source": "…"}, which says where the endpoint is described or was observed',
		({ handWritten }) => isObject(handWritten) && isText(handWritten.source),
	],
	['"operationId", such as "archive-contact"', ({ operationId }) => isText(operationId)],
	[
		'"method": "GET", "POST", "PUT", "PATCH" or "DELETE"',
		({ method }) => isIn(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], method),
	],
	['"path", which starts with a slash', ({ path }) => isText(path) && path.startsWith('/')],
	[
		'"pathParameters" with an entry {"name": "…", "required": true, "type": "string"} for each {parameter} of the path',
		({ path, pathParameters }) => {
			const listed: unknown[] = Array.isArray(pathParameters) ? pathParameters : [];
			const names = listed.filter(isObject).map(({ name }) => name);
			const wanted = [...String(path).matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
			return wanted.length === names.length && wanted.every((name) => names.includes(name ?? ''));
		},
	],
	[
		'"security": [{"token": "Location-Access", "scopes": ["…"]}]',
		({ security }) => Array.isArray(security) && security.length > 0,
	],
	['"versions", such as ["v3"]', ({ versions }) => Array.isArray(versions) && versions.length > 0],
	[
		'"responses" with the schema of a success, such as {"200": {"type": "object", "keys": {…}}}',
		({ responses }) =>
			isObject(responses) && Object.keys(responses).some((code) => code.startsWith('2')),
	],
];

function parse(file: string): JsonObject {
	try {
		const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
		if (isObject(parsed) && isObject(parsed.sets)) return parsed.sets;
	} catch (error) {
		throw new Error(`${file} is not valid JSON: ${String(error)}`, { cause: error });
	}
	throw new Error(`${file} must hold {"format": 1, "sets": {"v3": {…}, "2021": {…}}}`);
}

/**
 * Reads the overlay.
 *
 * @returns its entries, none when there is no such file
 * @throws Error naming the first entry that is incomplete, and what it lacks
 */
export function readOverlay(file: string = OVERLAY_PATH): OverlayEntry[] {
	if (!existsSync(file)) return [];
	const sets = parse(file);
	const entries: OverlayEntry[] = [];
	for (const [set, families] of Object.entries(sets)) {
		if (set !== 'v3' && set !== '2021') {
			throw new Error(`${file}: there is no set "${set}", only "v3" and "2021"`);
		}
		for (const [family, list] of Object.entries(isObject(families) ? families : {})) {
			for (const value of Array.isArray(list) ? list.filter(isObject) : []) {
				const lacking = DEMANDS.find(([, isMet]) => !isMet(value));
				if (lacking) {
					const name = `${set} ${family}: ${String(value.method)} ${String(value.path)}`;
					throw new Error(`${file}: ${name} lacks ${lacking[0]}`);
				}
				const { handWritten } = value;
				const source = isObject(handWritten) ? String(handWritten.source) : '';
				entries.push({ set, family, value, source });
			}
		}
	}
	return entries;
}
