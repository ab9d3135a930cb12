/**
 * `npm run bench`: runs the same work with this package, n8n's own HighLevel node and the official SDK. The stand-in
 * counts in its own process; every contender works in its own processes. `npm run bench -- --help` lists the options.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { parseArgs, promisify } from 'node:util';

import { chart } from './chart';
import { BUILT_IN_NODES, COMPILED, ENGINE_MODULES } from './engine';
import { measureCpu, measureHeap, measureLoading } from './overhead';
import type { Row } from './play';
import { compare, play } from './play';
import type { Machine, Results } from './report';
import { describe, intoPage, missedIn, nameOf, comparison } from './report';
import type { Entry, Scenario, Sizes } from './scenarios';
import { scenarios } from './scenarios';
import { StandInProcess } from './standIn';

const ROOT = join(__dirname, '..');
const run = promisify(execFile);

const FULL = { items: 1000, list: 5000, longList: 100_000, tags: 10_000, heap: 100_000, cpu: 600 };
const QUICK = { items: 300, list: 5000, longList: 10_000, tags: 2000, heap: 20_000, cpu: 300 };
const OVERHEAD = ['cpu', 'heap', 'load'];

const HELP = `Options:
  --quick             small sizes, for a first look in about a minute
  --items <n>         contacts to upsert (${FULL.items})
  --list <n>          contacts in the list that every contender reads (${FULL.list})
  --long-list <n>     contacts in the long list (${FULL.longList})
  --tags <n>          contacts that get the same tag (${FULL.tags})
  --heap <n>          contacts in the list read under a heap limit (${FULL.heap})
  --cpu <n>           upserts per measurement of CPU time (${FULL.cpu})
  --processes <n>     processes per median (5)
  --only <a,b>        run only these scenarios: ${scenarios(FULL)
		.map(({ name }) => name)
		.join(', ')}, ${OVERHEAD.join(', ')}
  --ours              run only this package, not the other contenders
  --parallel <n>      rate-limited runs in parallel (default 2; use 1 on a busy machine)
  --json <file>       default bench/results/latest.json
  --svg <file>        default docs/images/bench.svg for a full-size run of everything,
                      which also updates the table in docs/large-jobs.md
  --logs <folder>     write the stand-in's log of every run to this folder
  --check             fail if a goal is missed`;

interface Task {
	scenario: Scenario;
	entry: Entry;
}

const started = Date.now();

function say(text: string): void {
	const passed = Math.round((Date.now() - started) / 1000);
	const clock = `${Math.floor(passed / 60)}:${String(passed % 60).padStart(2, '0')}`;
	console.log(`${clock.padStart(5)}  ${text}`);
}

function readOptions() {
	const text = { type: 'string' } as const;
	const flag = { type: 'boolean', default: false } as const;
	const { values } = parseArgs({
		options: {
			quick: flag,
			items: text,
			list: text,
			'long-list': text,
			tags: text,
			heap: text,
			cpu: text,
			processes: text,
			only: text,
			ours: flag,
			parallel: text,
			json: text,
			svg: text,
			logs: text,
			check: flag,
			help: flag,
		},
	});
	const whole = (name: string, given: string | undefined, otherwise: number): number => {
		const value = given === undefined ? otherwise : Number(given);
		if (!Number.isInteger(value) || value < 1) {
			throw new Error(`--${name} must be a positive integer, not ${String(given)}`);
		}
		return value;
	};
	const sizes = values.quick ? QUICK : FULL;
	const known = [...scenarios(FULL).map(({ name }) => name), ...OVERHEAD];
	const only = values.only?.split(',').map((name) => name.trim());
	const unknown = only?.find((name) => !known.includes(name));
	if (unknown !== undefined) {
		throw new Error(`--only: unknown scenario "${unknown}"; available: ${known.join(', ')}`);
	}
	const sized: Sizes = {
		items: whole('items', values.items, sizes.items),
		list: whole('list', values.list, sizes.list),
		longList: whole('long-list', values['long-list'], sizes.longList),
		tags: whole('tags', values.tags, sizes.tags),
	};
	return {
		sizes: sized,
		heap: whole('heap', values.heap, sizes.heap),
		cpu: whole('cpu', values.cpu, sizes.cpu),
		processes: whole('processes', values.processes, values.quick ? 3 : 5),
		parallel: whole('parallel', values.parallel, Math.min(2, availableParallelism())),
		wants: (name: string) => only === undefined || only.includes(name),
		ours: values.ours,
		json: values.json ?? join(ROOT, 'bench/results/latest.json'),
		svg: values.svg,
		logs: values.logs,
		drawsChart: !values.quick && only === undefined && !values.ours,
		check: values.check,
		help: values.help,
	};
}

async function compile(): Promise<void> {
	await rm(COMPILED, { recursive: true, force: true });
	await run(process.execPath, [
		require.resolve('typescript/bin/tsc'),
		...['--project', join(ROOT, 'tsconfig.build.json'), '--outDir', COMPILED],
		...['--declaration', 'false'],
	]);
}

async function install(needsBuiltIn: boolean): Promise<void> {
	if (needsBuiltIn && !existsSync(BUILT_IN_NODES)) {
		say('installing n8n for its own HighLevel node (takes a few minutes, only once)');
		await run(process.execPath, [join(ROOT, 'scripts/install-e2e.mjs'), '--no-browser'], {
			cwd: ROOT,
		});
	}
}

async function versionOf(folder: string): Promise<string> {
	const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
	return String((manifest as { version: unknown }).version);
}

async function machineOf(parallel: number, builtIn: boolean): Promise<Machine> {
	const [cpu] = cpus();
	return {
		cpu: cpu?.model.trim() ?? 'unknown CPU',
		cores: availableParallelism(),
		memoryGigabytes: Math.round(totalmem() / 2 ** 30),
		node: process.version.slice(1),
		platform: `${platform()} ${release()}`,
		parallel,
		load: loadavg()[0] ?? 0,
		versions: {
			'n8n-core': await versionOf(join(ENGINE_MODULES, 'n8n-core')),
			...(builtIn ? { 'n8n-nodes-base': await versionOf(BUILT_IN_NODES) } : {}),
			'@gohighlevel/api-client': await versionOf(
				join(ROOT, 'node_modules/@gohighlevel/api-client'),
			),
		},
	};
}

function textOf(row: Row): string {
	const parts = [`${row.calls} calls`, `${(row.wallMs / 1000).toFixed(2)} s`, `${row.lost} lost`];
	if (row.ratio !== undefined) parts.push(`${row.ratio.toFixed(3)} x floor`);
	if (row.missed !== undefined && row.missed.length > 0) parts.push('goal missed');
	return parts.join(', ');
}

/** Gives an agency's scenario a stand-in of its own, since only that one has several sub-accounts. */
async function withAgency<T>(
	{ subAccounts }: Scenario,
	otherwise: StandInProcess,
	work: (standIn: StandInProcess) => Promise<T>,
): Promise<T> {
	if (subAccounts === 1) return await work(otherwise);
	const own = await StandInProcess.start(subAccounts);
	try {
		return await work(own);
	} finally {
		await own.stop();
	}
}

/** Runs all tasks, as many in parallel as there are stand-ins. */
async function playAll(
	tasks: Task[],
	standIns: StandInProcess[],
	logs: string | undefined,
): Promise<Row[]> {
	const rows = new Map<Task, Row>();
	let next = 0;
	await Promise.all(
		standIns.map(async (standIn) => {
			for (;;) {
				const task = tasks[next++];
				if (!task) return;
				const { scenario, entry } = task;
				const name = `${scenario.title}: ${nameOf(entry)}`;
				const row = await withAgency(scenario, standIn, async (one) =>
					play(one, scenario, entry, async (log) => {
						if (logs === undefined) return;
						const file = `${scenario.name} ${nameOf(entry)}.json`.replace(/[^\w.]+/g, '-');
						await writeText(join(logs, file), JSON.stringify(log));
					}),
				);
				rows.set(task, row);
				say(`${String(rows.size).padStart(2)}/${tasks.length}  ${name}: ${textOf(row)}`);
			}
		}),
	);
	return tasks.map((task) => rows.get(task)).filter((row) => row !== undefined);
}

async function writeText(file: string, text: string): Promise<void> {
	await mkdir(dirname(file), { recursive: true });
	await writeFile(file, text);
	say(`wrote ${relative(process.cwd(), file)}`);
}

async function main(): Promise<void> {
	const options = readOptions();
	if (options.help) {
		console.log(HELP);
		return;
	}
	const chosen = scenarios(options.sizes)
		.filter(({ name }) => options.wants(name))
		.map((scenario) => ({
			...scenario,
			entries: scenario.entries.filter(({ contender }) => contender === 'ours' || !options.ours),
		}));
	const tasks = chosen.flatMap((scenario) =>
		scenario.entries.map((entry) => ({ scenario, entry })),
	);
	const builtIn = tasks.some(({ entry }) => entry.contender === 'builtIn');
	say('compiling the package');
	await install(builtIn);
	await compile();
	const machine = await machineOf(options.parallel, builtIn);
	const standIns = await Promise.all(
		Array.from({ length: options.parallel }, async () => await StandInProcess.start()),
	);
	const [standIn] = standIns;
	try {
		const rows = await playAll(tasks, standIns, options.logs);
		compare(rows, chosen);
		const results: Results = { at: new Date().toISOString(), seconds: 0, machine, rows };
		if (standIn && options.wants('cpu')) {
			results.cpu = await measureCpu(standIn, options.cpu, options.processes, say);
		}
		if (standIn && options.wants('heap')) {
			results.heap = await measureHeap(standIn, options.heap, say);
		}
		if (standIn && options.wants('load')) {
			results.loading = await measureLoading(standIn, options.processes);
		}
		results.seconds = Math.round((Date.now() - started) / 1000);
		console.log(`\n${describe(results)}\n`);
		await writeText(options.json, `${JSON.stringify(results, null, '\t')}\n`);
		const svg = options.svg ?? (options.drawsChart ? join(ROOT, 'docs/images/bench.svg') : '');
		const drawing = svg === '' ? undefined : chart(results);
		if (drawing !== undefined) await writeText(svg, drawing);
		const compared = options.drawsChart ? comparison(results) : undefined;
		if (compared !== undefined) {
			const page = join(ROOT, 'docs/large-jobs.md');
			await writeText(page, intoPage(await readFile(page, 'utf8'), compared));
		}
		const missed = missedIn(results);
		if (missed.length > 0) console.log(`\nGoals missed:\n- ${missed.join('\n- ')}`);
		if (options.check && missed.length > 0) process.exitCode = 1;
	} finally {
		await Promise.all(standIns.map(async (one) => await one.stop()));
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? error.message : error);
	// The output of a failed program, such as the compiler.
	if (error instanceof Error && 'stdout' in error) console.error(error.stdout);
	process.exitCode = 1;
});
