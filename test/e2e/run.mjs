#!/usr/bin/env node
/**
 * End-to-end checks: the packed package in a real n8n, and in a real Chromium. Installs what is missing; with everything in
 * place it needs no network.
 *
 *   node test/e2e/run.mjs [api] [browser] [templates] [long] [measure] [walk] [release]
 *                                                          the stages to run; the first two without a name
 *   node test/e2e/run.mjs api --suite booking               one suite of a stage
 *   node test/e2e/run.mjs api --suite booking -t name       its tests whose name matches
 *
 * Suites are test/e2e/suites/*.<stage>.test.ts. Screenshots and n8n's logs go to test-results/e2e.
 * SUMMARY_FILE takes the sums as JSON: {passed, failed, skipped}. Without Chromium the stage `browser` is skipped, which
 * in CI is a failure.
 */
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureDependencies } from '../../scripts/lib/packages.mjs';
import { CACHE, RESULTS, ROOT } from '../../scripts/lib/paths.mjs';

ensureDependencies();
const { explain, run, show } = await import('../../scripts/lib/commands.mjs');
const { ensureN8n } = await import('../../scripts/lib/n8n-install.mjs');
const { ensurePacked } = await import('../../scripts/lib/pack.mjs');
const { say, since, step } = await import('../../scripts/lib/steps.mjs');
const { ensureChromium } = await import('../../scripts/lib/system.mjs');

const STAGES = ['api', 'browser'];
/** Stages that take minutes each: triggers over several polls and under load, measuring, pictures. Run when named. */
const LONG_STAGES = ['templates', 'long', 'measure', 'walk', 'release'];
/** How many suites of a stage run side by side, where they mostly wait and each has an n8n of its own. */
const SIDE_BY_SIDE = { api: 2, browser: 2, templates: 3, long: 3 };
/** The suite that starts first, as no other one of its stage takes as long. */
const FIRST = 'demo.api.test.ts';
/** Suites that load the machine and hold what comes of it against a bound: they run one after another, after the others. */
const ALONE = ['scale.long.test.ts', 'webhook-queue.long.test.ts', 'webhook.long.test.ts'];
/**
 * The stages whose suites are run once more, alone, if they fail: an editor that is used while everything else is busy now and
 * then misses a click. The first failure is printed, and the stage says what passed only then.
 */
const TWICE = ['browser'];
/** Stages that need Chromium. */
const IN_BROWSER = ['browser', 'measure', 'walk'];
const SUITES = join(ROOT, 'test', 'e2e', 'suites');
const ARTIFACTS = join(RESULTS, 'e2e');
const PREPARED = join(CACHE, 'n8n-prepared');

/**
 * A folder of an n8n that has our package and has been started once; suites start from copies of it. Made once for each state
 * of the package and each installation of n8n.
 */
async function ensurePrepared(env, fingerprint) {
	const { version } = JSON.parse(
		readFileSync(join(env.E2E_N8N, '..', '..', 'package.json'), 'utf8'),
	);
	const name = `${version}-${fingerprint}`;
	const folder = join(PREPARED, name);
	if (existsSync(folder)) return folder;
	await step('Starting n8n for the first time', async () => {
		rmSync(PREPARED, { recursive: true, force: true });
		const building = join(PREPARED, 'building');
		mkdirSync(building, { recursive: true });
		const script = join(ROOT, 'test', 'e2e', 'prepare.ts');
		await run(process.execPath, ['--import', 'tsx', script, building], { env });
		renameSync(building, folder);
	});
	return folder;
}

/** Runs the suites of one stage, or the one that is named, and returns the sums. */
async function runStage(stage, { suite, name }, env) {
	const ending = `.${stage}.test.ts`;
	const suites = readdirSync(SUITES).filter((file) => file.endsWith(ending));
	const chosen = suite === undefined ? suites : suites.filter((file) => file === suite + ending);
	if (chosen.length === 0) {
		const names = suites.map((file) => file.slice(0, -ending.length));
		throw new Error(`The stage ${stage} has no suite ${suite}: it has ${names.join(', ')}`);
	}
	const sums = {};
	// With a name, suites without such a test end at once.
	for (const suites of name === undefined ? inGroups(chosen) : [chosen]) {
		Object.assign(sums, await runSuites(suites, stage, name, env));
	}
	const failed = Object.keys(sums).filter((file) => sums[file].failed > 0);
	const isRepeated = TWICE.includes(stage) && name === undefined;
	if (failed.length === 0 || !isRepeated || !failed.every((file) => chosen.includes(file))) {
		return total(sums);
	}
	say('');
	say(`Once more, alone: ${failed.join(', ')}`);
	for (const file of failed) {
		sums[file] = total(await runSuites([file], stage, name, env));
		if (sums[file].failed === 0) say(`Passed only the second time: ${file}`);
	}
	return total(sums);
}

/** The suites that may run side by side, then each of the others. */
function inGroups(suites) {
	const together = suites
		.filter((file) => !ALONE.includes(file))
		.sort((one, other) => Number(other === FIRST) - Number(one === FIRST));
	const alone = suites.filter((file) => ALONE.includes(file)).map((file) => [file]);
	return together.length === 0 ? alone : [together, ...alone];
}

/** Runs suites, as many side by side as the stage allows, and returns the sums by suite. */
async function runSuites(suites, stage, name, env) {
	const counts = join(ARTIFACTS, `${stage}.json`);
	rmSync(counts, { force: true });
	const { failed } = await show(
		process.execPath,
		[
			...['--import', 'tsx', '--test', `--test-concurrency=${SIDE_BY_SIDE[stage] ?? 1}`],
			`--test-reporter=${new URL('lib/reporter.mjs', import.meta.url).href}`,
			'--test-reporter-destination=stdout',
			...(name === undefined ? [] : [`--test-name-pattern=${name}`]),
			...suites.map((file) => join(SUITES, file)),
		],
		{ reject: false, env: { ...env, E2E_COUNTS: counts } },
	);
	const sums = JSON.parse(readFileSync(counts, 'utf8'));
	// A suite that broke before its first check must not pass as an empty one.
	if (name === undefined) {
		for (const file of suites) sums[basename(file)] ??= { passed: 0, failed: 1, skipped: 0 };
	}
	const { passed, failed: broken, skipped } = total(sums);
	const isEmpty = passed + broken + skipped === 0;
	if (name !== undefined && isEmpty) say(`  No test has a name that matches ${name}`);
	if (isEmpty || (failed && broken === 0)) {
		return { ...sums, 'the run itself': { passed: 0, failed: 1, skipped: 0 } };
	}
	return sums;
}

function total(sums) {
	const all = { passed: 0, failed: 0, skipped: 0 };
	for (const one of Object.values(sums)) for (const key of Object.keys(all)) all[key] += one[key];
	return all;
}

async function main() {
	const { values, positionals } = parseArgs({
		options: { suite: { type: 'string' }, name: { type: 'string', short: 't' } },
		allowPositionals: true,
	});
	const known = [...STAGES, ...LONG_STAGES];
	const unknown = positionals.filter((name) => !known.includes(name));
	if (unknown.length > 0) {
		throw new Error(`There is no stage ${unknown.join(', ')}: there are ${known.join(', ')}`);
	}
	const wanted = positionals.length > 0 ? positionals : STAGES;

	const { node, n8n } = await ensureN8n();
	const packed = await ensurePacked();
	mkdirSync(ARTIFACTS, { recursive: true });
	// All suites get the same package, even when sources change and are packed anew meanwhile.
	const tarball = join(ARTIFACTS, basename(packed.tarball));
	copyFileSync(packed.tarball, tarball);
	const given = { E2E_NODE: node, E2E_N8N: n8n, E2E_TARBALL: tarball, E2E_ARTIFACTS: ARTIFACTS };
	const env = { ...given, E2E_PREPARED: await ensurePrepared(given, packed.fingerprint) };

	const all = { passed: 0, failed: 0, skipped: 0 };
	for (const stage of wanted) {
		const start = Date.now();
		say(`e2e ${stage}`);
		const sums = { passed: 0, failed: 0, skipped: 0 };
		const chromium = IN_BROWSER.includes(stage) ? await ensureChromium() : undefined;
		if (chromium !== undefined && 'missing' in chromium) {
			say(`  SKIPPED: ${chromium.missing}`);
			sums[process.env.CI === 'true' ? 'failed' : 'skipped']++;
		} else {
			const stageEnv = chromium === undefined ? env : { ...env, CHROMIUM_PATH: chromium.path };
			Object.assign(sums, await runStage(stage, values, stageEnv));
		}
		for (const key of Object.keys(all)) all[key] += sums[key];
		say(`e2e ${stage}: ${describe(sums)}, ${since(start)}`);
	}
	if (process.env.SUMMARY_FILE) writeFileSync(process.env.SUMMARY_FILE, JSON.stringify(all));
	say(describe(all));
	if (all.failed > 0) process.exitCode = 1;
}

function describe({ passed, failed, skipped }) {
	return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

try {
	await main();
} catch (error) {
	say(explain(error));
	process.exitCode = 1;
}
