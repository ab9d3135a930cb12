/**
 * `npm run faults`: runs everything that the nodes do against every fault that a service can have. `-- --help` lists the
 * options.
 */
import { fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { writePart } from '../../scripts/docs/generated';
import type { CellResult, Choice } from './cell';
import type { Plant } from './plants';
import { PLANTS, plant } from './plants';
import { emptyCells, pageTable, wholeTable } from './table';
import type { Task } from './worker';

const ROOT = join(__dirname, '..', '..');
const PAGE = 'docs/reliability.md';
const REPORT = join(ROOT, 'test-results/faults.md');

const HELP = `Options:
  --only <words>     only what has all of these words in its name, such as "contact.create"
  --faults <names>   only these faults or columns, separated by commas, such as "silent,429"
  --sample [day]     an eighth of the cells, another one on each day (default: today, in UTC)
  --jobs <n>         processes (default: one for each core)
  --planted [names]  plants breaks in copies of the nodes, and fails if cells stay green:
                     ${PLANTS.map(({ name }) => name).join(', ')}
  --docs             writes the table of ${PAGE}; needs a run of everything`;

interface Options extends Choice {
	jobs: number;
	/** The breaks to plant instead; empty for none. */
	planted: Plant[];
	docs: boolean;
	help: boolean;
}

function readOptions(): Options {
	// parseArgs knows no options whose value may be left out.
	const usual: Record<string, string> = {
		'--sample': new Date().toISOString().slice(0, 10),
		'--planted': PLANTS.map(({ name }) => name).join(','),
	};
	const argv = process.argv.slice(2).flatMap((one, at, all) => {
		const value = usual[one];
		const isGiven = all[at + 1] !== undefined && !all[at + 1]?.startsWith('--');
		return value === undefined || isGiven ? [one] : [one, value];
	});
	const text = { type: 'string' } as const;
	const flag = { type: 'boolean', default: false } as const;
	const { values } = parseArgs({
		args: argv,
		options: {
			only: text,
			faults: text,
			sample: text,
			planted: text,
			jobs: text,
			docs: flag,
			help: flag,
		},
	});
	const words = (given: string | undefined, separator: string) =>
		(given ?? '')
			.split(separator)
			.map((word) => word.trim())
			.filter((word) => word !== '');
	return {
		only: words(values.only, ' '),
		faults: words(values.faults, ','),
		...(values.sample === undefined ? {} : { sample: values.sample }),
		planted: words(values.planted, ',').map(plantOf),
		jobs: Number(values.jobs ?? availableParallelism()),
		docs: values.docs,
		help: values.help,
	};
}

function plantOf(name: string): Plant {
	const found = PLANTS.find((one) => one.name === name);
	if (!found) throw new Error(`--planted: there is no break "${name}"`);
	return found;
}

type Message = { result: CellResult } | { done: number };

/** Runs the cells of one process. */
async function runPart(task: Task, onResult: (result: CellResult) => void): Promise<void> {
	const child = fork(join(__dirname, 'worker.ts'), [JSON.stringify(task)]);
	let received = 0;
	/** How many results it says that it sent; undefined until it has ended well. */
	let sent: number | undefined;
	child.on('message', (message: Message) => {
		if ('done' in message) {
			sent = message.done;
			return;
		}
		received += 1;
		onResult(message.result);
	});
	const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
	if (code !== 0 || received !== sent) {
		throw new Error(`A process ended with ${code} after ${received} of ${sent ?? '?'} cells`);
	}
}

async function runAll(
	choice: Choice,
	jobs: number,
	onResult: (result: CellResult) => void,
	instead?: string,
): Promise<CellResult[]> {
	const results: CellResult[] = [];
	const parts = Array.from({ length: jobs }, async (_, part) => {
		const task = { ...choice, part, of: jobs, ...(instead === undefined ? {} : { instead }) };
		await runPart(task, (result) => {
			results.push(result);
			onResult(result);
		});
	});
	await Promise.all(parts);
	const order = (one: CellResult) => `${one.row} ${one.target} ${one.fault} ${one.times}`;
	return results.sort((a, b) => (order(a) < order(b) ? -1 : 1));
}

function write(file: string, text: string): void {
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, text);
}

/** Plants each break and runs the cells that must notice. Returns how many breaks nobody noticed. */
async function runPlanted(plants: Plant[], jobs: number): Promise<number> {
	let unnoticed = 0;
	let next = 0;
	const one = async () => {
		for (let at = next++; at < plants.length; at = next++) {
			const given = plants[at];
			if (given === undefined) return;
			const { name, breaks, only, faults } = given;
			const { folder, remove } = plant(given);
			try {
				const choice = { only: [only], faults };
				const sound = await runAll(choice, 1, () => {});
				const results = await runAll(choice, 1, () => {}, folder);
				const red = results.filter(({ problems }) => problems.length > 0);
				const before = sound.filter(({ problems }) => problems.length > 0).length;
				if (red.length === 0 || before > 0) unnoticed += 1;
				console.log(
					`${name}: ${breaks}: ${red.length} of ${results.length} cells red, ${before} without it`,
				);
				if (red[0]) console.log(`  ${red[0].target}, ${red[0].fault}: ${red[0].problems[0]}`);
			} finally {
				remove();
			}
		}
	};
	await Promise.all(Array.from({ length: jobs }, one));
	return unnoticed;
}

async function main(): Promise<void> {
	const { jobs, docs, help, planted, ...choice } = readOptions();
	if (help) {
		console.log(HELP);
		return;
	}
	if (planted.length > 0) {
		const unnoticed = await runPlanted(planted, jobs);
		console.log(`${planted.length - unnoticed} of ${planted.length} breaks turn cells red`);
		process.exitCode = unnoticed === 0 ? 0 : 1;
		return;
	}
	const began = Date.now();
	let count = 0;
	const red: CellResult[] = [];
	const results = await runAll(choice, jobs, (result) => {
		count += 1;
		if (count % 1000 === 0) console.log(`${count} cells, ${red.length} red`);
		if (result.problems.length === 0) return;
		red.push(result);
		const { target, fault, times, problems } = result;
		console.log(`RED ${target}, ${fault}, ${times}: ${problems.join('; ').slice(0, 600)}`);
	});
	const isWhole =
		choice.only.length === 0 && choice.faults.length === 0 && choice.sample === undefined;
	const empty = isWhole ? emptyCells(results) : [];
	for (const one of empty) console.log(`EMPTY ${one}`);
	write(REPORT, `${wholeTable(results)}\n`);
	console.log(`\n${pageTable(results)}\n`);
	const seconds = Math.round((Date.now() - began) / 1000);
	const day = choice.sample === undefined ? '' : `, the sample of ${choice.sample}`;
	const failed = red.length + empty.length;
	console.log(`${results.length - red.length} passed, ${failed} failed${day}, in ${seconds} s`);
	console.log(`The whole table: ${REPORT}`);
	const { SUMMARY_FILE } = process.env;
	if (SUMMARY_FILE !== undefined) {
		write(
			SUMMARY_FILE,
			JSON.stringify({ passed: results.length - red.length, failed, skipped: 0 }),
		);
	}
	if (docs && isWhole && failed === 0) {
		writePart({ file: PAGE, name: 'faults', command: 'faults' }, pageTable(results));
	}
	process.exitCode = failed === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
