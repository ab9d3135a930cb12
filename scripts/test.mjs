#!/usr/bin/env node
/**
 * Runs the stages of the project and reports how long each took. Installs what is missing first; with
 * everything in place, no stage needs the network.
 *
 *   node scripts/test.mjs             what `npm test` runs
 *   node scripts/test.mjs --all       also the long stages
 *   node scripts/test.mjs --rest      only the long stages
 *   node scripts/test.mjs lint unit   the named stages
 *
 * The exit code is 1 when a check fails. With CI=true a skipped check counts as failed.
 */
import { parseArgs } from 'node:util';
import { ensureTestPackages } from './lib/packages.mjs';
import { STAGES } from './lib/stages.mjs';

const stages = chooseStages();
ensureTestPackages();
const { describe, runStages, stopOnSignals } = await import('./lib/run-stages.mjs');
stopOnSignals();
const started = Date.now();
const results = await runStages(stages);
printTable(results);
process.exitCode = sum('failed') > 0 ? 1 : 0;

function chooseStages() {
	const names = STAGES.map(({ name }) => name);
	try {
		const { values, positionals } = parseArgs({
			options: { all: { type: 'boolean' }, rest: { type: 'boolean' } },
			allowPositionals: true,
		});
		const unknown = positionals.filter((name) => !names.includes(name));
		if (unknown.length > 0) throw new Error(`There is no stage ${unknown.join(', ')}`);
		return STAGES.filter(({ name, long = false }) => {
			if (positionals.length > 0) return positionals.includes(name);
			return values.all || Boolean(values.rest) === long;
		});
	} catch (error) {
		console.error(`${error.message}. Stages: ${names.join(', ')}; options: --all, --rest.`);
		process.exit(2);
	}
}

function printTable(rows) {
	const line = (name, seconds, text = '') =>
		console.log(`  ${name.padEnd(13)}  ${seconds.toFixed(1).padStart(7)} s  ${text}`.trimEnd());
	console.log('\nStage and time');
	for (const row of rows) line(row.name, row.seconds, describe(row));
	line('total', (Date.now() - started) / 1000);
	if (sum('skipped') > 0) console.log(`${sum('skipped')} skipped`);
	console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
}

function sum(key) {
	return results.reduce((total, result) => total + result[key], 0);
}
