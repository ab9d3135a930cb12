#!/usr/bin/env node
/**
 * Prints how a folder of official OpenAPI files differs from the committed digest: operations, parameters, keys, types and
 * enumerations that were added, dropped or changed.
 *
 *   npm run api:drift -- --against <folder>    exit code 1 when something differs
 *
 * <folder> contains contacts.json and v3/; it can also be set in the environment variable HIGHLEVEL_OPENAPI_DIR.
 */
import { runCommand } from './api-digest/command.mjs';
import { compareDigests } from './api-digest/compare.mjs';
import { makeDigest } from './api-digest/digest.mjs';
import { DIGEST_PATH, folderFrom, readJson } from './api-digest/files.mjs';
import { overlayAdvice, published } from './api-digest/overlay.mjs';

function line({ kind, fact, before, after }) {
	if (kind === 'added') return `  + ${fact} = ${after}`;
	if (kind === 'dropped') return `  - ${fact} (was ${before})`;
	return `  ~ ${fact}: ${before} -> ${after}`;
}

function print(differences) {
	const whole = differences.filter(({ fact }) => fact === undefined);
	for (const { kind, operation } of whole) console.log(`${kind.toUpperCase()} ${operation}`);
	const inside = differences.filter(({ fact }) => fact !== undefined);
	for (const name of new Set(inside.map(({ operation }) => operation))) {
		console.log(`\n${name}`);
		for (const one of inside.filter(({ operation }) => operation === name)) console.log(line(one));
	}
}

runCommand(import.meta.url, (argv) => {
	const official = makeDigest(folderFrom(argv, '--against'));
	const differences = compareDigests(readJson(DIGEST_PATH), official);
	print(differences);
	const count = (wanted) => differences.filter(({ kind }) => kind === wanted).length;
	console.log(
		differences.length === 0
			? 'The official files say what the digest says.'
			: `\n${count('added')} added, ${count('dropped')} dropped, ${count('changed')} changed. To update the digest: npm run api:digest -- --from <folder>`,
	);
	const advice = overlayAdvice(published(official));
	if (advice) console.log(`\n${advice}`);
	return differences.length === 0 && !advice ? 0 : 1;
});
