/**
 * Runs the unit and engine tests with each supported Node and n8n-core.
 *
 *   npm run versions                    every Node; prints the table
 *   npm run versions -- --node 22,24    these alone
 *   npm run versions -- --docs          also writes the table into docs/reliability.md
 *
 * A Node that is not this one is installed from npm into .cache once. The exit code is 1 when a test fails.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { writePart } from './docs/generated';
import { table } from './docs/markdown';

const ROOT = join(__dirname, '..');
const CACHE = join(ROOT, '.cache', 'node');
const RESULTS = join(ROOT, 'test-results', 'versions');
const NODES = [20, 22, 24];
/** Many tests wait for a deliberately slow service. */
const WORKERS = 2 * availableParallelism();

/** The tests that run with every Node, by their jest project. */
const PROJECTS = [
	{ project: 'unit', title: 'Unit' },
	{ project: 'engine-oldest', title: `n8n-core ${coreIn('test/engine/oldest/')}` },
	{ project: 'engine-newest', title: `n8n-core ${coreIn('')}` },
];

interface Counts {
	numPassedTests: number;
	numFailedTests: number;
}

interface Row {
	node: string;
	counts: Counts[];
}

const { values } = parseArgs({
	options: { node: { type: 'string', default: NODES.join(',') }, docs: { type: 'boolean' } },
});
const rows = values.node.split(',').map((major) => run(Number(major)));
const markdown = table(
	['Node', ...PROJECTS.map(({ title }) => title)],
	rows.map(({ node, counts }) => [node, ...counts.map(inWords)]),
);
console.log(markdown);
if (values.docs) {
	writePart({ file: 'docs/reliability.md', name: 'versions', command: 'versions' }, markdown);
}
process.exitCode = rows.some(({ counts }) => counts.some(failed)) ? 1 : 0;

function run(major: number): Row {
	const program = nodeOf(major);
	const node = execFileSync(program, ['--version'], { encoding: 'utf8' }).trim().slice(1);
	return { node, counts: PROJECTS.map(({ project }) => runProject(program, major, project)) };
}

function runProject(program: string, major: number, project: string): Counts {
	mkdirSync(RESULTS, { recursive: true });
	const outputFile = join(RESULTS, `${project}-${major}.json`);
	console.log(`Node ${major}: ${project}`);
	const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
	const options = [
		'--ci',
		'--silent',
		`--maxWorkers=${WORKERS}`,
		'--json',
		`--outputFile=${outputFile}`,
	];
	const { status } = spawnSync(program, [jest, ...options, '--selectProjects', project], {
		cwd: ROOT,
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	const counts = JSON.parse(readFileSync(outputFile, 'utf8')) as Counts;
	if (status !== 0 && counts.numFailedTests === 0) return { ...counts, numFailedTests: 1 };
	return counts;
}

/** The program of a Node: this one, or the one that npm has for this platform. */
function nodeOf(major: number): string {
	if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
	const folder = join(CACHE, String(major));
	const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
	const file = join(
		folder,
		'node_modules',
		name,
		'bin',
		process.platform === 'win32' ? 'node.exe' : 'node',
	);
	if (!existsSync(file)) {
		mkdirSync(folder, { recursive: true });
		const options = ['--no-audit', '--no-fund', '--no-save', '--ignore-scripts'];
		execFileSync('npm', ['install', '--prefix', folder, `${name}@${major}`, ...options], {
			cwd: folder,
			shell: process.platform === 'win32',
			stdio: ['ignore', 'ignore', 'inherit'],
		});
	}
	return file;
}

function coreIn(folder: string): string {
	const file = join(ROOT, folder, 'node_modules', 'n8n-core', 'package.json');
	const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
	return version;
}

function failed({ numFailedTests }: Counts): boolean {
	return numFailedTests > 0;
}

function inWords(counts: Counts): string {
	const passed = `${counts.numPassedTests} passed`;
	return failed(counts) ? `${passed}, ${counts.numFailedTests} failed` : passed;
}
