/** Runs stages, each within its time limit, and counts their checks. */
import { Listr, PRESET_TIMER } from 'listr2';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { endTree, run, show } from './commands.mjs';
import { RESULTS } from './paths.mjs';

/** The exit code that a shell expects of an interrupted program. */
const INTERRUPTED = 130;

/** @typedef {{name: string, seconds: number, passed: number, failed: number, skipped: number}} Result */

/**
 * Runs stages one after another, and neighbours with one value of `together` side by side. A failed stage does not keep the
 * others from running.
 *
 * @param {import('./stages.mjs').Stage[]} stages
 * @returns {Promise<Result[]>}
 */
export async function runStages(stages) {
	const results = [];
	for (const group of groupsOf(stages)) {
		const beside = group.length > 1;
		const tasks = group.map((stage) => ({
			title: stage.name,
			task: async () => {
				const result = await runStage(stage, beside);
				results.push(result);
				if (result.failed > 0) throw new Error(describe(result));
			},
		}));
		await new Listr(tasks, {
			concurrent: beside,
			exitOnError: false,
			renderer: 'simple',
			rendererOptions: { timer: PRESET_TIMER },
			registerSignalListeners: false,
		}).run();
	}
	return results;
}

function groupsOf(stages) {
	const groups = [];
	for (const stage of stages) {
		const last = groups.at(-1);
		if (stage.together !== undefined && last?.[0].together === stage.together) last.push(stage);
		else groups.push([stage]);
	}
	return groups;
}

/** Counts in words; `N passed, N failed` is what CI reads. */
export function describe({ passed, failed, skipped }) {
	return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** On an interrupt, ends the running stages together with everything that they started. */
export function stopOnSignals() {
	for (const signal of ['SIGINT', 'SIGTERM']) {
		// Not once(): with no listener left, execa would end only the stage, not what the stage started.
		process.on(signal, async () => {
			await Promise.all([...running].map(async (pid) => await endTree(pid)));
			process.exit(INTERRUPTED);
		});
	}
}

/** The stages' processes, by their ID. */
const running = new Set();

/** @param {boolean} beside whether other stages run at the same time; then its output comes at its end, in one piece */
async function runStage({ name, command, counts, minutes }, beside) {
	mkdirSync(RESULTS, { recursive: true });
	const summary = join(RESULTS, `${name}.json`);
	rmSync(summary, { force: true });
	const [program, ...args] = command;
	const started = Date.now();
	// jest also prints its JSON to stdout; its readable report goes to stderr.
	const forJest = counts === 'jest';
	const start = beside ? run : show;
	const stage = start(program, forJest ? [...args, '--json', `--outputFile=${summary}`] : args, {
		env: { SUMMARY_FILE: summary },
		...(forJest ? { stdout: 'ignore' } : {}),
		reject: false,
	});
	const { pid } = stage;
	running.add(pid);
	let stopped = false;
	const timer = setTimeout(() => {
		stopped = true;
		console.error(`${name} was stopped after ${minutes} minutes`);
		void endTree(pid);
	}, minutes * 60_000);
	const result = await stage;
	clearTimeout(timer);
	running.delete(pid);
	if (beside) console.log(result.all);
	if (result.failed) console.error(result.shortMessage);
	const seconds = (Date.now() - started) / 1000;
	// A shell whose children were killed first may still report success.
	const failed = result.failed || stopped;
	return { name, seconds, ...strict(name, count(counts, failed, summary)) };
}

/** The check counts of a stage, from its summary file if it writes one. */
function count(counts, failed, summary) {
	const asOne = { passed: failed ? 0 : 1, failed: failed ? 1 : 0, skipped: 0 };
	if (counts === undefined) return asOne;
	if (!existsSync(summary)) return { passed: 0, failed: 1, skipped: 0 };
	const data = JSON.parse(readFileSync(summary, 'utf8'));
	const sums = counts === 'jest' ? ofJest(data) : { skipped: 0, ...data };
	// A stage that crashed after its last check has still failed.
	return failed && sums.failed === 0 ? { ...sums, failed: 1 } : sums;
}

function ofJest(data) {
	return {
		passed: data.numPassedTests,
		// A file that cannot be loaded has no tests, but it has failed.
		failed: data.numFailedTests + data.numRuntimeErrorTestSuites,
		skipped: data.numPendingTests + data.numTodoTests,
	};
}

/** In CI nothing that a stage needs may be missing, so skipped checks count as failed. */
function strict(name, sums) {
	if (process.env.CI !== 'true' || sums.skipped === 0) return sums;
	console.error(`${name}: ${sums.skipped} skipped, which CI counts as failed`);
	return { ...sums, failed: sums.failed + sums.skipped, skipped: 0 };
}
