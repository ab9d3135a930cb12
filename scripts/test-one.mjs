#!/usr/bin/env node
/**
 * Runs the tests of one file in its project. Engine tests run in the newest engine.
 *
 *   npm run test:one -- test/shared/pacing.test.ts       a file
 *   npm run test:one -- contacts records                 the files whose path contains all these words
 *   npm run test:one -- exchange -t 'cancel'             only the tests whose name matches
 *   npm run test:one -- exchange --oldest                in the oldest engine
 *   npm run test:one -- booking.api                      an end-to-end suite, in a real n8n
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureTestPackages } from './lib/packages.mjs';
import { RESULTS, ROOT } from './lib/paths.mjs';

const USAGE = 'Usage: npm run test:one -- <file or words of its path> [-t name] [--oldest]';

ensureTestPackages();
const { show } = await import('./lib/commands.mjs');
const { glob } = await import('tinyglobby');

const { words, name, oldest } = readArguments();
const files = await glob('test/**/*.test.ts', { cwd: ROOT, ignore: '**/node_modules/**' });
const chosen = files.filter((file) => words.every((word) => file.includes(word))).sort();
if (chosen.length === 0) {
	end(`No test file has ${words.join(' and ')} in its path. Try fewer words, or look in test/.`);
}
for (const file of chosen) console.log(file);

const isSuite = (file) => file.startsWith('test/e2e/');
const byName = name === undefined ? [] : ['-t', name];
await runInJest(chosen.filter((file) => !isSuite(file)));
await runSuites(chosen.filter(isSuite));

async function runInJest(paths) {
	if (paths.length === 0) return;
	if (paths.some((path) => path.startsWith('test/package/'))) await start('gulp', ['build']);
	const projects = oldest
		? ['--selectProjects', 'engine-oldest']
		: ['--ignoreProjects', 'engine-oldest'];
	const summary = join(RESULTS, 'one.json');
	mkdirSync(RESULTS, { recursive: true });
	await start(
		'jest',
		[...projects, ...byName, '--json', `--outputFile=${summary}`, '--runTestsByPath', ...paths],
		// jest also prints its JSON to stdout; its readable report goes to stderr.
		{ stdout: 'ignore' },
	);
	const { numPassedTests } = JSON.parse(readFileSync(summary, 'utf8'));
	if (numPassedTests === 0) end(`No test in these files has a name that matches ${name}.`);
}

async function runSuites(paths) {
	for (const path of paths) {
		const [suite, stage] = basename(path).split('.');
		await start(process.execPath, ['test/e2e/run.mjs', stage, '--suite', suite, ...byName]);
	}
}

/** Runs a program to completion, and exits if it fails. */
async function start(program, args, options) {
	const { failed } = await show(program, args, { reject: false, ...options });
	if (failed) process.exit(1);
}

function readArguments() {
	try {
		const { values, positionals } = parseArgs({
			options: { name: { type: 'string', short: 't' }, oldest: { type: 'boolean' } },
			allowPositionals: true,
		});
		if (positionals.length === 0) throw new Error('Which test?');
		return { ...values, words: positionals.map(pathOf) };
	} catch (error) {
		return end(`${error.message}\n${USAGE}`);
	}
}

/** Words stay as they are; a file path is converted to the form in which files are listed. */
function pathOf(word) {
	return word.endsWith('.ts') ? relative(ROOT, resolve(word)).replaceAll('\\', '/') : word;
}

function end(message) {
	console.error(message);
	process.exit(2);
}
