// Runs the stages of the project one after another and says what each took.
//   node scripts/test.mjs                 what `npm test` promises
//   node scripts/test.mjs --all           the long stages as well
//   node scripts/test.mjs --rest          only the long stages
//   node scripts/test.mjs lint unit       the named stages
// A stage that fails does not keep the others from running, but the whole then fails. With CI=true
// a skipped check counts as failed: in CI nothing that a stage needs may be missing.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const RESULTS = join(ROOT, 'test-results');
const CI = process.env.CI === 'true';

const bin = (name) => ['npx', ['--no-install', ...name]];
const node = (...args) => [process.execPath, args];
// Many tests wait for a service that is slow on purpose, so every core gets two workers.
const WORKERS = 2 * availableParallelism();
const jest = (...projects) =>
	bin(['jest', '--ci', `--maxWorkers=${WORKERS}`, '--selectProjects', ...projects]);

/**
 * The stages in order. `needs`: left out while this does not exist. `counts`: how the stage reports
 * its checks: 'jest' writes jest's JSON, 'summary' writes {passed, failed, skipped} to SUMMARY_FILE;
 * without it the stage is one check. `long`: not part of `npm test`. `minutes`: stopped after that.
 */
const STAGES = [
	{ name: 'install', run: node('scripts/install.mjs'), minutes: 10 },
	{ name: 'lint', run: ['npm', ['run', '--silent', 'lint']], minutes: 10 },
	{ name: 'typecheck', run: ['npm', ['run', '--silent', 'typecheck']], minutes: 10 },
	{ name: 'build', run: ['npm', ['run', '--silent', 'build']], minutes: 5 },
	{ name: 'unit', run: jest('unit'), counts: 'jest', minutes: 10 },
	{ name: 'engine-newest', run: jest('engine-newest'), counts: 'jest', minutes: 15 },
	{ name: 'engine-oldest', run: jest('engine-oldest'), counts: 'jest', minutes: 15 },
	{ name: 'contract', needs: 'test/contract', run: jest('contract'), counts: 'jest', minutes: 10 },
	{ name: 'package', run: jest('package'), counts: 'jest', minutes: 10 },
	{
		name: 'e2e',
		needs: 'test/e2e/run.mjs',
		run: node('test/e2e/run.mjs'),
		counts: 'summary',
		minutes: 25,
	},
	{
		name: 'e2e-long',
		needs: 'test/e2e/run.mjs',
		run: node('test/e2e/run.mjs', 'long'),
		counts: 'summary',
		minutes: 25,
		long: true,
	},
];

const options = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const known = new Set(STAGES.map(({ name }) => name));
const unknown = [
	...names.filter((name) => !known.has(name)),
	...options.filter((option) => !['--all', '--rest'].includes(option)),
];
if (unknown.length > 0) {
	console.error(`Unknown: ${unknown.join(', ')}. Stages: ${[...known].join(', ')}`);
	process.exit(2);
}
const chosen = STAGES.filter((stage) => {
	if (names.length > 0) return names.includes(stage.name);
	if (options.includes('--all')) return true;
	return options.includes('--rest') === (stage.long === true);
});

let running;
for (const signal of ['SIGINT', 'SIGTERM']) {
	process.on(signal, () => {
		stop(running);
		process.exit(130);
	});
}

const results = [];
for (const stage of chosen) {
	if (stage.needs && !existsSync(join(ROOT, stage.needs))) {
		console.log(`\n=== ${stage.name}: left out, ${stage.needs} does not exist`);
		continue;
	}
	results.push(await runStage(stage));
}
const broken = report(results);
process.exit(broken ? 1 : 0);

async function runStage(stage) {
	console.log(`\n=== ${stage.name}`);
	mkdirSync(RESULTS, { recursive: true });
	const summary = join(RESULTS, `${stage.name}.json`);
	rmSync(summary, { force: true });
	const [command, args] = stage.run;
	const started = Date.now();
	const code = await execute(
		command,
		stage.counts === 'jest' ? [...args, '--json', `--outputFile=${summary}`] : args,
		{ ...process.env, SUMMARY_FILE: summary },
		stage.minutes,
	);
	const counts = count(stage, code, summary);
	const seconds = (Date.now() - started) / 1000;
	console.log(`=== ${stage.name}: ${describe(counts)} in ${seconds.toFixed(1)} s`);
	return { name: stage.name, seconds, ...counts };
}

/** Runs a program in the root, its output on ours; resolves to its exit code, 1 when it had to be stopped. */
function execute(command, args, env, minutes) {
	return new Promise((resolve) => {
		// jest --json also prints the JSON to its standard output; the report itself goes to the error stream.
		const quiet = args.includes('--json');
		running = spawn(command, args, {
			cwd: ROOT,
			env,
			stdio: ['ignore', quiet ? 'ignore' : 'inherit', 'inherit'],
			detached: process.platform !== 'win32',
			shell: process.platform === 'win32',
		});
		const timer = setTimeout(() => {
			console.error(`Stopped after ${minutes} minutes`);
			stop(running);
		}, minutes * 60_000);
		running.on('error', (error) => {
			console.error(error.message);
			finish(1);
		});
		running.on('exit', (code) => finish(code ?? 1));
		function finish(code) {
			clearTimeout(timer);
			running = undefined;
			resolve(code);
		}
	});
}

/** Ends a stage with everything that it started. */
function stop(child) {
	if (child?.pid === undefined) return;
	try {
		process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGTERM');
	} catch (error) {
		if (error.code !== 'ESRCH') throw error;
	}
}

function count(stage, code, file) {
	let counts = { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
	if (stage.counts && existsSync(file)) {
		const data = JSON.parse(readFileSync(file, 'utf8'));
		counts =
			stage.counts === 'jest'
				? {
						passed: data.numPassedTests,
						// A file that cannot even be loaded has no tests, yet it failed.
						failed: data.numFailedTests + data.numRuntimeErrorTestSuites,
						skipped: data.numPendingTests + data.numTodoTests,
					}
				: { passed: data.passed, failed: data.failed, skipped: data.skipped ?? 0 };
		if (code !== 0 && counts.failed === 0) counts.failed = 1;
	} else if (stage.counts && code === 0) {
		console.error(`${stage.name} wrote no summary`);
		counts = { passed: 0, failed: 1, skipped: 0 };
	}
	if (CI && counts.skipped > 0) {
		console.error(`${stage.name}: ${counts.skipped} skipped, which CI counts as failed`);
		counts = { ...counts, failed: counts.failed + counts.skipped, skipped: 0 };
	}
	return counts;
}

function describe({ passed, failed, skipped }) {
	return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function report(stages) {
	const width = Math.max(...stages.map(({ name }) => name.length), 5);
	console.log('\nStage and time');
	for (const stage of stages) {
		console.log(
			`  ${stage.name.padEnd(width)}  ${stage.seconds.toFixed(1).padStart(7)} s  ${describe(stage)}`,
		);
	}
	const sum = (key) => stages.reduce((total, stage) => total + stage[key], 0);
	console.log(`  ${'total'.padEnd(width)}  ${sum('seconds').toFixed(1).padStart(7)} s`);
	if (sum('skipped') > 0) console.log(`${sum('skipped')} skipped`);
	console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
	return sum('failed') > 0;
}
