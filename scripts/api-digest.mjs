#!/usr/bin/env node
/**
 * Builds test/contract/api-digest.json from HighLevel's official OpenAPI files: operations, parameters, keys, types and
 * enumerations of both version sets, without prose or examples. The stand-in and the contract tests use the digest, so
 * neither needs the official files.
 *
 *   npm run api:digest -- --from <folder>            writes the digest
 *   npm run api:digest -- --from <folder> --check    writes nothing; exit code 1 when the committed digest differs
 *
 * <folder> contains contacts.json and v3/; it can also be set in the environment variable HIGHLEVEL_OPENAPI_DIR.
 * The exit code is also 1 when the overlay describes an endpoint that the official files now have.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import { runCommand } from './api-digest/command.mjs';
import { makeDigest } from './api-digest/digest.mjs';
import { DIGEST_PATH, folderFrom, shown } from './api-digest/files.mjs';
import { overlayAdvice, published } from './api-digest/overlay.mjs';
import { digestText } from './api-digest/text.mjs';

function countsOf({ sets }) {
	return Object.entries(sets)
		.map(([set, families]) => `${set}: ${Object.values(families).flat().length} operations`)
		.join(', ');
}

function check(text) {
	const same = existsSync(DIGEST_PATH) && readFileSync(DIGEST_PATH, 'utf8') === text;
	console.log(
		same
			? 'The committed digest is current.'
			: 'The committed digest differs from the official files. npm run api:drift shows how; npm run api:digest updates it.',
	);
	return same;
}

function write(text, digest) {
	writeFileSync(DIGEST_PATH, text);
	console.log(`${shown(DIGEST_PATH)}: ${Math.round(text.length / 1024)} KB, ${countsOf(digest)}`);
	console.log('Next: npm run schemas, npm run docs:operations, npm run contract.');
	return true;
}

runCommand(import.meta.url, (argv) => {
	const digest = makeDigest(folderFrom(argv, '--from'));
	const text = `${digestText(digest)}\n`;
	const done = argv.includes('--check') ? check(text) : write(text, digest);
	const advice = overlayAdvice(published(digest));
	if (advice) console.error(advice);
	return done && !advice ? 0 : 1;
});
