/** The table of all cells, whole for the terminal and in groups for the page. */
import type { CellResult } from './cell';
import { COLUMNS } from './faults';

/** Columns of the page, each of several of the table. */
const GROUPS: Array<[title: string, columns: string[]]> = [
	['Connection', ['refused', 'reset', 'cut off', 'certificate']],
	[
		'Answer',
		['wrong JSON', 'half JSON', 'HTML', 'empty', 'list', '204', 'too large', 'redirect', '3xx'],
	],
	['Silence', ['dripping', 'silent']],
	['400–499', ['400', '401', '403', '404', '422', '4xx']],
	['429', ['429']],
	['500–599', ['500', '502', '503', '504', '5xx']],
];

const passed = (cells: CellResult[]) =>
	cells.filter(({ problems }) => problems.length === 0).length;

function shown(cells: CellResult[]): string {
	if (cells.length === 0) return '–';
	const good = passed(cells);
	return good === cells.length ? String(good) : `${good}/${cells.length}`;
}

const rowsOf = (results: CellResult[], key: 'row' | 'target'): Map<string, CellResult[]> => {
	const rows = new Map<string, CellResult[]>();
	for (const result of results) {
		rows.set(result[key], [...(rows.get(result[key]) ?? []), result]);
	}
	return rows;
};

function markdown(head: string[], lines: string[][]): string {
	const widths = head.map((title, at) =>
		Math.max(title.length, ...lines.map((line) => line[at]?.length ?? 0)),
	);
	const row = (cells: string[]) =>
		`| ${cells
			.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
			.join(' | ')} |`;
	const rule = `| ${widths
		.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
		.join(' | ')} |`;
	return [row(head), rule, ...lines.map(row)].join('\n');
}

/** Every operation against every column: how many cells passed, of how many if not all. */
export function wholeTable(results: CellResult[]): string {
	const columns = COLUMNS.filter((column) => results.some((one) => one.column === column));
	const lines = [...rowsOf(results, 'target')].map(([target, cells]) => [
		target,
		...columns.map((column) => shown(cells.filter((one) => one.column === column))),
	]);
	return markdown(['', ...columns], lines);
}

/** The table of the page: every resource and trigger against groups of columns. */
export function pageTable(results: CellResult[]): string {
	const lines = [...rowsOf(results, 'row')].map(([row, cells]) => [
		row,
		...GROUPS.map(([, columns]) => shown(cells.filter(({ column }) => columns.includes(column)))),
	]);
	const operations = new Set(results.map(({ target }) => target)).size;
	const faults = new Set(results.map(({ fault }) => fault)).size;
	const good = passed(results);
	const number = (count: number) => count.toLocaleString('en-US');
	const total =
		good === results.length
			? `All ${number(good)} cells pass`
			: `${number(good)} of ${number(results.length)} cells pass`;
	return [
		`${total}: ${operations} operations, events, lists and exchanges against ${faults} faults, which strike once or always. A cell counts only if what the stand-in saw and holds agrees with everything that the node claims.`,
		markdown(['', ...GROUPS.map(([title]) => title)], lines),
	].join('\n\n');
}

/** What does not exist for a row: n8n itself renews tokens, and follows redirects; no node can prevent it. */
const LEFT_OUT = new Map([['HighLevel: renewed token', ['redirect']]]);

/** Which targets lack a cell in a column that all of them must have. */
export function emptyCells(results: CellResult[]): string[] {
	const everywhere = COLUMNS.filter((column) => column !== 'too large');
	const groups = GROUPS.flatMap(([, columns]) => columns);
	const ungrouped = COLUMNS.filter((column) => !groups.includes(column)).map(
		(column) => `no group of the page has the column ${column}`,
	);
	return [
		...ungrouped,
		...[...rowsOf(results, 'target')].flatMap(([target, cells]) =>
			everywhere
				.filter((column) => !cells.some((one) => one.column === column))
				.filter((column) => LEFT_OUT.get(cells[0]?.row ?? '')?.includes(column) !== true)
				.map((column) => `${target} has no cell for ${column}`),
		),
	];
}
