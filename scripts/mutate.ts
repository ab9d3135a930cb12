/**
 * Tests the tests: Stryker changes the code in thousands of places (mutants), and at least one test must fail for each.
 *
 *   npm run mutate                              every group; only what changed since the last run is run again
 *   npm run mutate -- shared/pacing webhook     the groups whose name contains one of these words
 *   npm run mutate -- shared/pacing --force     a group from scratch
 *   npm run mutate -- --report                  runs nothing; writes the pages from the results
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { updatePages } from './docs/generated';
import { MUTANT_PAGES } from './docs/mutants';
import { Mistake, runCommand } from './lib/command';
import type { MutantGroup } from './mutate/groups';
import { MUTANT_GROUPS } from './mutate/groups';
import { resultsFile, slimResults } from './mutate/results';

const ROOT = join(__dirname, '..');
const STRYKER = join(ROOT, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');

/** What Stryker needs not copy. */
const NOT_COPIED = [
	'/bench',
	'/docs',
	'/workflows',
	'/test/e2e',
	'/test/package',
	'/test/engine/oldest',
	'/test-results',
	'/test/mutants',
	'*.tgz',
];

/** Runs the mutants of a group. */
function mutate(group: MutantGroup, options: string[]): void {
	const { name, mutate, heldBy, tables = false, without = {} } = group;
	const config = {
		plugins: ['./test/mutants/runner.mjs'],
		testRunner: 'loaded-once',
		coverageAnalysis: 'perTest',
		mutate,
		heldBy,
		ignoreStatic: !tables,
		mutator: { excludedMutations: Object.keys(without) },
		incremental: true,
		incrementalFile: resultsFile(group),
		ignorePatterns: NOT_COPIED,
		tempDirName: '.cache/stryker',
		concurrency: 1,
		timeoutMS: 10_000,
		maxTestRunnerReuse: 400,
		disableTypeChecks: false,
		reporters: ['clear-text', 'progress-append-only'],
		clearTextReporter: { reportTests: false, logTests: false, allowColor: false },
		allowConsoleColors: false,
	};
	const folder = join(ROOT, '.cache');
	mkdirSync(folder, { recursive: true });
	const configFile = join(folder, `mutate-${name.replaceAll('/', '-')}.json`);
	writeFileSync(configFile, JSON.stringify(config));
	const { status } = spawnSync(process.execPath, [STRYKER, 'run', configFile, ...options], {
		cwd: ROOT,
		stdio: 'inherit',
	});
	if (status !== 0) throw new Mistake(`The mutants of ${name} could not be run.`);
	slimResults(group);
}

function groupsNamed(words: string[]): MutantGroup[] {
	const groups = MUTANT_GROUPS.filter(
		({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
	);
	if (groups.length > 0) return groups;
	throw new Mistake(`Groups are: ${MUTANT_GROUPS.map(({ name }) => name).join(', ')}`);
}

runCommand((argv) => {
	const { values, positionals } = parseArgs({
		args: argv,
		options: {
			force: { type: 'boolean' },
			report: { type: 'boolean' },
			check: { type: 'boolean' },
		},
		allowPositionals: true,
	});
	if (!values.report) {
		const options = values.force ? ['--force'] : [];
		for (const group of groupsNamed(positionals)) mutate(group, options);
	}
	return updatePages(MUTANT_PAGES, 'mutate -- --report', values.check ? ['--check'] : []);
});
