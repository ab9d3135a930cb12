#!/usr/bin/env node
/**
 * Prints how a folder of official OpenAPI files differs from the committed digest, so that a maintainer can follow
 * HighLevel in minutes: operations, parameters, keys, types and enumerations that were added, dropped or changed.
 *
 *   node scripts/api-drift.mjs --against <folder of the official files>      exit 1 when there are differences
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { DIGEST_PATH, folderFrom, makeDigest } from './api-digest.mjs';

const LIST_KEYS = ['enum', 'required', 'contentTypes', 'versions', 'scopes'];

/** Every fact of a value as `path -> text`; parameters are named by their name, not by their place. */
function flatten(value, path, facts) {
	if (value === null || typeof value !== 'object') {
		facts.set(path, JSON.stringify(value));
		return;
	}
	if (LIST_KEYS.includes(path.split('.').pop()) && Array.isArray(value)) {
		facts.set(path, [...value].map(String).sort().join(', '));
		return;
	}
	const entries = Array.isArray(value)
		? value.map((one, at) => [one?.name ?? at, one])
		: Object.entries(value);
	if (entries.length === 0) facts.set(path, Array.isArray(value) ? '[]' : '{}');
	for (const [key, child] of entries) flatten(child, `${path}.${key}`, facts);
}

function operationsOf(digest) {
	const operations = new Map();
	for (const [set, families] of Object.entries(digest.sets)) {
		for (const list of Object.values(families)) {
			for (const operation of list) {
				operations.set(`${set} ${operation.method} ${operation.path}`, operation);
			}
		}
	}
	return operations;
}

/** The path of a fact in words: `body: customFields.items.id.type`. */
function words(path) {
	return path
		.replace(/^\./, '')
		.replace(/\.keys\./g, '.')
		.replace(/^body\./, 'body: ')
		.replace(/^query\./, 'query: ')
		.replace(/^responses\.(\d+)\.?/, 'answer $1: ');
}

/** The differences as lines of `{kind: 'added' | 'dropped' | 'changed', operation, fact?, before?, after?}`. */
export function compareDigests(committed, newer) {
	const differences = [];
	const before = operationsOf(committed);
	const after = operationsOf(newer);
	for (const name of new Set([...before.keys(), ...after.keys()])) {
		const [old, fresh] = [before.get(name), after.get(name)];
		if (old === undefined || fresh === undefined) {
			differences.push({ kind: old === undefined ? 'added' : 'dropped', operation: name });
			continue;
		}
		const [oldFacts, freshFacts] = [new Map(), new Map()];
		flatten(old, '', oldFacts);
		flatten(fresh, '', freshFacts);
		for (const fact of new Set([...oldFacts.keys(), ...freshFacts.keys()])) {
			const [was, is] = [oldFacts.get(fact), freshFacts.get(fact)];
			if (was === is) continue;
			const kind = was === undefined ? 'added' : is === undefined ? 'dropped' : 'changed';
			differences.push({ kind, operation: name, fact: words(fact), before: was, after: is });
		}
	}
	return differences;
}

function line({ kind, fact, before, after }) {
	if (kind === 'added') return `  + ${fact} = ${after}`;
	if (kind === 'dropped') return `  - ${fact} (was ${before})`;
	return `  ~ ${fact}: ${before} -> ${after}`;
}

function main(argv) {
	const committed = JSON.parse(readFileSync(DIGEST_PATH, 'utf8'));
	const differences = compareDigests(committed, makeDigest(folderFrom(argv, '--against')));
	const whole = differences.filter((one) => one.fact === undefined);
	for (const { kind, operation } of whole) console.log(`${kind.toUpperCase()} ${operation}`);
	const inside = differences.filter((one) => one.fact !== undefined);
	for (const name of new Set(inside.map((one) => one.operation))) {
		console.log(`\n${name}`);
		for (const one of inside.filter(({ operation }) => operation === name)) console.log(line(one));
	}
	const count = (kind) => differences.filter((one) => one.kind === kind).length;
	console.log(
		differences.length === 0
			? 'The official files say what the digest says.'
			: `\n${count('added')} added, ${count('dropped')} dropped, ${count('changed')} changed`,
	);
	return differences.length === 0 ? 0 : 1;
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
	try {
		process.exitCode = main(process.argv.slice(2));
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 2;
	}
}
