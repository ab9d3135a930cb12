/** Builds the digest of a folder of official files: defines which files are read and what is kept. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { Mistake } from './command.mjs';
import { METHODS, operationOf } from './operation.mjs';
import { Source } from './source.mjs';

/** The official files that the package or its tests need, in the digest's order. */
const FAMILIES = [
	'contacts',
	'calendars',
	'locations',
	'users',
	'custom-fields',
	'businesses',
	'campaigns',
	'workflows',
	'oauth',
];

/** Families that the folder of the official files must contain. */
const NEEDED = ['contacts', 'calendars'];

/** Families of which only read operations are kept: the nodes write none of their records. */
const READ_ONLY = ['users'];

/** Families whose responses are kept in full. The others only fill menus, so the keys of a record are enough. */
const WHOLE_ANSWERS = ['contacts', 'calendars', 'oauth'];
const WHOLE = 99;
const RECORD_KEYS = 2;

/** The two version sets that HighLevel publishes, and the path of a family's file in each. */
const SETS = {
	v3: (folder, family) => join(folder, 'v3', `${family}-v3.json`),
	2021: (folder, family) => join(folder, `${family}.json`),
};

function familyOf(family, file) {
	const source = new Source(file);
	if (source.document?.paths === undefined) {
		throw new Mistake(`${file} is not an OpenAPI file: it has no "paths".`);
	}
	const levels = WHOLE_ANSWERS.includes(family) ? WHOLE : RECORD_KEYS;
	const operations = Object.entries(source.document.paths).flatMap(([path, entry]) =>
		METHODS.filter(
			(method) => entry[method] && (method === 'get' || !READ_ONLY.includes(family)),
		).map((method) =>
			operationOf(method, path, entry[method], entry.parameters ?? [], source, levels),
		),
	);
	const order = (one) => `${one.path} ${METHODS.indexOf(one.method.toLowerCase())}`;
	return operations.sort((left, right) => (order(left) < order(right) ? -1 : 1));
}

/**
 * @param {string} folder contains contacts.json and v3/
 * @returns {{format: 1, sets: Record<string, Record<string, object[]>>}} `{sets: {v3: {contacts: [operation, …]}}}`
 * @throws {Mistake} when the files of contacts or calendars are missing or unreadable
 */
export function makeDigest(folder) {
	const digest = { format: 1, sets: {} };
	for (const [set, fileOf] of Object.entries(SETS)) {
		digest.sets[set] = {};
		for (const family of FAMILIES) {
			const file = fileOf(folder, family);
			if (existsSync(file)) digest.sets[set][family] = familyOf(family, file);
			else if (NEEDED.includes(family)) {
				throw new Mistake(
					`${folder} is not the folder of the official files: ${file} is missing. Pass the folder that holds contacts.json and v3/.`,
				);
			}
		}
	}
	return digest;
}
