// Prints the result of check:live.

import { DEVIATIONS } from '../../test/standins/highlevel/deviations';

/**
 * `same` and `differs`: the API behaves as expected, or does not. `more`: its response has undocumented keys. `unclear`:
 * the account has nothing to compare, or the token lacks the scope. `open`: nothing is known yet to compare it with.
 */
export type Verdict = 'same' | 'differs' | 'more' | 'unclear' | 'open';

export interface Finding {
	probe: string;
	fact: string;
	expected: string;
	seen: string;
	verdict: Verdict;
}

export interface Report {
	findings: Finding[];
	/** IDs of the rows of `deviations.ts` that were checked. */
	deviations: string[];
	/** Records that the check created and could not delete. */
	left: string[];
}

/** The widest cell of the printed table, in characters. */
const WIDEST_CELL = 70;

function table(rows: string[][]): string[] {
	const cut = rows.map((row) =>
		row.map((text) => (text.length > WIDEST_CELL ? `${text.slice(0, WIDEST_CELL - 1)}…` : text)),
	);
	const widths = [0, 1, 2].map((column) => Math.max(...cut.map((row) => row[column]?.length ?? 0)));
	return cut.map((row) =>
		row
			.map((text, column) => text.padEnd(widths[column] ?? 0))
			.join('  ')
			.trimEnd(),
	);
}

/** The report as text: a table of all findings, and a summary. */
export function reportText({ findings, deviations, left }: Report): string {
	const count = (verdict: Verdict) => findings.filter((one) => one.verdict === verdict).length;
	const lines = [
		...table([
			['Fact', 'Expected', 'Seen', 'Verdict'],
			...findings.map(({ probe, fact, expected, seen, verdict }) => [
				`${probe}: ${fact}`,
				expected,
				seen,
				verdict,
			]),
		]),
		'',
		`${count('same')} the same, ${count('differs')} different, ${count('more')} with more keys, ${count('unclear')} unclear, ${count('open')} on open questions`,
		`Deviations checked: ${deviations.length} of ${DEVIATIONS.length} (${deviations.join(', ')})`,
	];
	if (left.length > 0) lines.push(`NOT DELETED, remove by hand: ${left.join(', ')}`);
	return lines.join('\n');
}

/** Whether a maintainer must look: something differs or was left behind, or nothing at all was confirmed. */
export function isBad({ findings, left }: Report): boolean {
	return (
		left.length > 0 ||
		findings.some(({ verdict }) => verdict === 'differs') ||
		!findings.some(({ verdict }) => verdict === 'same')
	);
}
