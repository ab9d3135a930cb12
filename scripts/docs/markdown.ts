/** A cell's text must not end the cell. */
const cell = (text: string) => text.replace(/\s+/g, ' ').replace(/\|/g, '\\|').trim();

/** A Markdown table with aligned columns, as Prettier writes it. */
export function table(headings: string[], rows: string[][]): string {
	const cells = [headings, ...rows].map((row) => row.map(cell));
	const widths = headings.map((_, column) =>
		Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)),
	);
	const line = (row: string[]) =>
		`| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
	const [head = [], ...rest] = cells;
	return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rest.map(line)].join('\n');
}

/** A Markdown table without padding, as Prettier writes those in the README that are wider than a line. */
export function compactTable(headings: string[], rows: string[][]): string {
	const line = (row: string[]) => `| ${row.map(cell).join(' | ')} |`;
	return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n');
}
