#!/usr/bin/env node
/**
 * End-to-end checks: the packed package in a real n8n, and in a real Chromium. Installs what is missing.
 *
 *   node test/e2e/run.mjs [api] [browser] [long] [measure]  the stages to run; the first two without a name
 *   node test/e2e/run.mjs api --suite booking    one suite of a stage
 *
 * Suites are test/e2e/suites/*.<stage>.test.ts. Screenshots and n8n's logs go to test-results/e2e.
 * SUMMARY_FILE takes the sums as JSON: {passed, failed, skipped}. Without Chromium the stage `browser` is skipped, which
 * in CI is a failure.
 */
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureN8n } from '../../scripts/lib/n8n-install.mjs';
import { ensureDependencies, ensurePacked } from '../../scripts/lib/pack.mjs';
import { ROOT, say, since } from '../../scripts/lib/steps.mjs';
import { ensureChromium } from '../../scripts/lib/system.mjs';

const STAGES = ['api', 'browser'];
/** Stages that take minutes each: triggers over several polls and under load, and measuring. Run when named. */
const LONG_STAGES = ['long', 'measure'];
/** Stages that need Chromium. */
const IN_BROWSER = ['browser', 'measure'];
const SUITES = join(ROOT, 'test', 'e2e', 'suites');
const ARTIFACTS = join(ROOT, 'test-results', 'e2e');

/** Runs the suites of one stage, or the one that is named, one after the other, and returns the sums. */
async function runStage(stage, suite, env) {
	const ending = `.${stage}.test.ts`;
	const files = readdirSync(SUITES).filter((name) =>
		suite === undefined ? name.endsWith(ending) : name === suite + ending,
	);
	if (files.length === 0) throw new Error(`No suite ${suite ?? 'at all'} for the stage ${stage}`);
	const counts = join(ARTIFACTS, `${stage}.json`);
	rmSync(counts, { force: true });
	const args = [
		'--import',
		'tsx',
		'--test',
		'--test-concurrency=1',
		`--test-reporter=${new URL('lib/reporter.mjs', import.meta.url).href}`,
		'--test-reporter-destination=stdout',
		...files.map((name) => join(SUITES, name)),
	];
	const code = await new Promise((done, fail) => {
		const child = spawn(process.execPath, args, {
			cwd: ROOT,
			stdio: ['ignore', 'inherit', 'inherit'],
			env: { ...process.env, ...env, E2E_COUNTS: counts },
		});
		child.on('error', fail);
		child.on('close', done);
	});
	const sums = JSON.parse(readFileSync(counts, 'utf8'));
	// A suite that broke before its first check must not pass as an empty one.
	if (sums.failed === 0 && (code !== 0 || sums.passed + sums.skipped === 0)) sums.failed = 1;
	return sums;
}

async function main() {
	const { values, positionals } = parseArgs({
		options: { suite: { type: 'string' } },
		allowPositionals: true,
	});
	const known = [...STAGES, ...LONG_STAGES];
	const unknown = positionals.filter((name) => !known.includes(name));
	if (unknown.length > 0) throw new Error(`No stage ${unknown.join(', ')}: ${known.join(', ')}`);
	const wanted = positionals.length > 0 ? positionals : STAGES;

	await ensureDependencies();
	const { node, n8n } = await ensureN8n();
	const packed = await ensurePacked();
	mkdirSync(ARTIFACTS, { recursive: true });
	// All suites get the same package, even when sources change and are packed anew meanwhile.
	const tarball = join(ARTIFACTS, basename(packed.tarball));
	copyFileSync(packed.tarball, tarball);
	const env = { E2E_NODE: node, E2E_N8N: n8n, E2E_TARBALL: tarball, E2E_ARTIFACTS: ARTIFACTS };

	const total = { passed: 0, failed: 0, skipped: 0 };
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
			Object.assign(sums, await runStage(stage, values.suite, stageEnv));
		}
		for (const key of Object.keys(total)) total[key] += sums[key];
		say(`e2e ${stage}: ${describe(sums)}, ${since(start)}`);
	}
	if (process.env.SUMMARY_FILE) writeFileSync(process.env.SUMMARY_FILE, JSON.stringify(total));
	say(describe(total));
	if (total.failed > 0) process.exitCode = 1;
}

function describe({ passed, failed, skipped }) {
	return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

try {
	await main();
} catch (error) {
	say(error.message);
	process.exitCode = 1;
}
