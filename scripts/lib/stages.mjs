/** The stages of `npm test`: what each runs, how it reports its checks, and its time limit. */
import { availableParallelism } from 'node:os';

/** Many tests wait for a deliberately slow service, so there are two workers per core. */
const WORKERS = 2 * availableParallelism();

const npmRun = (script, ...args) => ['npm', 'run', '--silent', script, ...args];
const jest = (project) => ['jest', '--ci', `--maxWorkers=${WORKERS}`, '--selectProjects', project];
const endToEnd = (...names) => [process.execPath, 'test/e2e/run.mjs', ...names];

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {string[]} command a program, on the PATH or from a package, and its arguments
 * @property {number} minutes the time limit
 * @property {'jest' | 'summary'} [counts] how it reports its checks: 'jest' writes jest's JSON, 'summary' writes
 *   {passed, failed, skipped} to the file named in SUMMARY_FILE; by default the stage counts as one check
 * @property {boolean} [long] not part of `npm test`
 * @property {string} [together] neighbours with one value run side by side; for stages that mostly wait
 */

/** @type {Stage[]} in execution order */
export const STAGES = [
	{ name: 'lint', command: npmRun('lint'), minutes: 10 },
	{ name: 'typecheck', command: npmRun('typecheck'), minutes: 10 },
	{ name: 'build', command: npmRun('build'), minutes: 5 },
	{ name: 'unit', command: jest('unit'), counts: 'jest', minutes: 10 },
	{ name: 'engine-newest', command: jest('engine-newest'), counts: 'jest', minutes: 15 },
	{ name: 'engine-oldest', command: jest('engine-oldest'), counts: 'jest', minutes: 15 },
	{ name: 'contract', command: jest('contract'), counts: 'jest', minutes: 10 },
	{ name: 'package', command: jest('package'), counts: 'jest', minutes: 10 },
	{ name: 'e2e', command: endToEnd(), counts: 'summary', minutes: 25 },
	{
		name: 'e2e-templates',
		command: endToEnd('templates'),
		counts: 'summary',
		minutes: 30,
		long: true,
	},
	// The whole campaign takes a slow machine a quarter of an hour.
	{
		name: 'faults',
		command: npmRun('faults', '--', '--sample'),
		counts: 'summary',
		minutes: 10,
		long: true,
	},
	{
		name: 'soak',
		command: npmRun('soak', '--', '--minutes', '5', '--check'),
		counts: 'summary',
		minutes: 15,
		long: true,
		together: 'steady',
	},
	{
		name: 'faults-planted',
		command: npmRun('faults', '--', '--planted'),
		minutes: 15,
		long: true,
		together: 'steady',
	},
	{ name: 'e2e-long', command: endToEnd('long'), counts: 'summary', minutes: 25, long: true },
];
