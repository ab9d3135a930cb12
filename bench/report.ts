// Prints the bench's results, and writes the table of docs/large-jobs.md.

import type { Contender } from './jobs';
import type { Cpu, Heap, Loading } from './overhead';
import type { Row } from './play';

const NAMES: Record<Contender, string> = {
	ours: 'this package',
	builtIn: "n8n's HighLevel node",
	sdkLoop: 'SDK, loop',
	sdkAll: 'SDK, Promise.all',
	sdkAllRetry: 'SDK, Promise.all + retry',
	bareLoop: 'bare loop',
	barePost: 'bare loop',
};

/** The machine that the bench ran on. */
export interface Machine {
	cpu: string;
	cores: number;
	memoryGigabytes: number;
	node: string;
	platform: string;
	/** Number of runs in parallel. */ parallel: number;
	load: number;
	versions: Record<string, string>;
}

export interface Results {
	at: string;
	seconds: number;
	machine: Machine;
	rows: Row[];
	cpu?: Cpu;
	heap?: Heap;
	loading?: Loading;
}

export function nameOf({ contender, note }: Pick<Row, 'contender' | 'note'>): string {
	return note === undefined ? NAMES[contender] : `${NAMES[contender]}, ${note}`;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
const optional = (value: number | undefined, digits: number): string =>
	value === undefined ? '' : value.toFixed(digits);

/** @returns lines with aligned columns; numbers are right-aligned */
export function table(head: string[], rows: string[][]): string {
	const widths = head.map((title, column) =>
		Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
	);
	const line = (cells: string[]): string =>
		widths
			.map((width, column) => {
				const cell = cells[column] ?? '';
				return /^[\d.]/.test(cell) ? cell.padStart(width) : cell.padEnd(width);
			})
			.join('  ')
			.trimEnd();
	return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join(
		'\n',
	);
}

function verdictOf({ missed, reported, error }: Row): string {
	if (missed === undefined) {
		if (error !== undefined) return `ended with "${error}"`;
		return reported === 0 ? '' : `${reported} items failed`;
	}
	return missed.length === 0 ? 'met' : `MISSED: ${missed.join(', ')}`;
}

export function describe({ machine, rows, cpu, heap, loading, seconds: took }: Results): string {
	const parts: string[] = [];
	if (rows.length > 0) {
		parts.push(
			table(
				[
					'scenario',
					'contender',
					'contacts',
					'calls',
					'lost',
					'doubled',
					'429',
					'wall',
					'x floor',
					'x ours',
					'x alone',
					'CPU ms/item',
					'peak MB',
					'goal',
				],
				rows.map((row) => [
					row.title,
					nameOf(row),
					String(row.count),
					String(row.calls),
					String(row.lost),
					String(row.doubled),
					`${row.limited} (${(100 * row.limitedShare).toFixed(1)} %)`,
					seconds(row.wallMs),
					optional(row.ratio, 3),
					optional(row.toOurs, 2),
					optional(row.toAlone, 3),
					row.cpuMsPerItem.toFixed(2),
					row.peakMegabytes.toFixed(0),
					verdictOf(row),
				]),
			),
		);
	}
	if (cpu) {
		parts.push(
			`CPU per item: ${cpu.oursMs.toFixed(2)} ms, bare loop ${cpu.bareMs.toFixed(2)} ms: ${cpu.ratio.toFixed(2)} times (goal 1.25, ${cpu.met ? 'met' : 'MISSED'}); medians of ${cpu.processes} processes, ${cpu.items} upserts each`,
		);
	}
	if (heap) {
		parts.push(
			`Heap: ${heap.contacts} whole contacts take ${heap.recordsMegabytes.toFixed(0)} MB; the list ${heap.met ? 'completes' : 'DOES NOT complete'} under ${heap.limitMegabytes} MB (base ${heap.baseMegabytes.toFixed(0)} MB + 1.5 times the records); peak of the process without a limit ${heap.peakMegabytes.toFixed(0)} MB`,
		);
	}
	if (loading) {
		parts.push(
			`Loading: nodes and credentials ${loading.loadMs.toFixed(0)} ms, descriptions ${loading.describeMs.toFixed(0)} ms; medians of ${loading.processes} processes`,
		);
	}
	const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
	parts.push(
		`Ran for ${took.toFixed(0)} s on ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGigabytes} GB, ${machine.platform}, Node ${machine.node}, ${versions.join(', ')}; ${machine.parallel} runs in parallel; machine load ${machine.load.toFixed(1)}`,
	);
	return parts.join('\n\n');
}

/** @returns the lines of a Markdown table, its columns padded as Prettier does */
function markdown(head: string[], rows: string[][]): string {
	const widths = head.map((title, column) =>
		Math.max(3, title.length, ...rows.map((row) => (row[column] ?? '').length)),
	);
	const line = (cells: string[]): string =>
		`| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
	return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

const COMPARED = ['first-call', 'list'];

/**
 * The table of docs/large-jobs.md: the work that several contenders did.
 *
 * @returns undefined if the run includes none of it
 */
export function comparison({ rows }: Results): string | undefined {
	const compared = rows.filter(
		({ scenario, contender, note }) =>
			COMPARED.includes(scenario) && !(contender === 'ours' && note !== undefined),
	);
	if (compared.length === 0) return undefined;
	const number = (value: number): string => value.toLocaleString('en-US');
	return markdown(
		['Work', 'By', 'Calls', 'Answered 429', 'Lost', 'Time', 'Times the least possible'],
		compared.map((row) => [
			`${row.scenario === 'list' ? 'List' : 'Upsert'} ${number(row.count)} contacts`,
			nameOf(row),
			number(row.calls),
			number(row.limited),
			number(row.lost),
			`${(row.wallMs / 1000).toFixed(1)} s`,
			row.ratio === undefined || row.lost > 0 ? '' : row.ratio.toFixed(2),
		]),
	);
}

const START = '<!-- bench:start -->';
const END = '<!-- bench:end -->';

/**
 * @returns the page with the table in its place
 * @throws Error if the place is not marked
 */
export function intoPage(page: string, rows: string): string {
	const start = page.indexOf(START);
	const end = page.indexOf(END);
	if (start < 0 || end < start)
		throw new Error(`The page has no place between ${START} and ${END}`);
	return `${page.slice(0, start + START.length)}\n\n${rows}\n\n${page.slice(end)}`;
}

/** @returns every goal that was not met, in words */
export function missedIn({ rows, cpu, heap }: Results): string[] {
	const missed = rows.flatMap((row) =>
		(row.missed ?? []).map((what) => `${row.title}, ${nameOf(row)}: ${what}`),
	);
	if (cpu && !cpu.met) missed.push(`CPU per item: ${cpu.ratio.toFixed(2)} times the bare loop`);
	if (heap && !heap.met) missed.push(`Heap: ${heap.limitMegabytes} MB is not enough`);
	return missed;
}
