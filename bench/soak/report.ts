// What a run of the soak shows: its checks, and the table of docs/reliability.md.

import type { Measure } from './probes';
import type { Found, Result } from './run';
import { flatness } from './verdict';
import type { Flatness, Tally, Thirds } from './verdict';

const MEGABYTE = 1024 * 1024;

interface Row {
	measure: Measure;
	title: string;
	/** How much more than the baseline ours may grow from the first third of the time to the last. */
	allowance: number;
	/** What is added to it for an hour, and for shorter runs in proportion. */
	anHour?: number;
	/** What is added to it for each change in the account. */
	aChange?: number;
	/** What ours may reach in any case. */
	full?: number;
	unit: 'MB' | 'KB' | '';
}

/** In bytes, or as they are counted. */
const ROWS: readonly Row[] = [
	{
		...{ measure: 'heap', title: 'Heap after a garbage collection', unit: 'MB' },
		// Two thirds of a short run differ by up to 3 MB with nothing to keep. The webhook trigger's memory of the last 10,000
		// deliveries, about 3 MB, fills in the first half hour.
		...{ allowance: 4 * MEGABYTE, anHour: MEGABYTE },
	},
	{ measure: 'external', title: 'Memory outside the heap', allowance: 2 * MEGABYTE, unit: 'MB' },
	// The allocator returns memory late, so this only shows that nothing is lost outside of V8's view.
	{ measure: 'rss', title: 'Resident memory', allowance: 64 * MEGABYTE, unit: 'MB' },
	{ measure: 'handles', title: 'Active handles', allowance: 10, unit: '' },
	{ measure: 'sockets', title: 'Open sockets', allowance: 10, unit: '' },
	{ measure: 'descriptors', title: 'Open descriptors', allowance: 10, unit: '' },
	{ measure: 'connections', title: 'Connections to HighLevel', allowance: 10, unit: '' },
	{
		...{ measure: 'staticData', title: 'Static data of all workflows', unit: 'KB' },
		// The webhook trigger stores up to 1,000 deliveries, less than 20 KB. When many come at once, n8n keeps only some of
		// them, so that it takes longer until there are as many.
		// Polling triggers keep the IDs of the records that they have seen, of deleted ones too, up to 20,000.
		...{ allowance: 1024, aChange: 20, full: 24 * 1024 },
	},
];

export interface Check {
	name: string;
	passed: boolean;
	text: string;
}

const SIZES = { MB: MEGABYTE, KB: 1024, '': 1 };
const DECIMALS = { MB: 1, KB: 1, '': 0 };

function shown(value: number, unit: Row['unit']): string {
	return `${(value / SIZES[unit]).toFixed(DECIMALS[unit])}${unit === '' ? '' : ` ${unit}`}`;
}

const fromTo = ({ first, last }: Thirds, unit: Row['unit']): string =>
	`${shown(first, unit)} → ${shown(last, unit)}`;

function flatnessOf(
	{ options, ours, baseline }: Result,
	{ measure, allowance, anHour = 0, aChange = 0, full }: Row,
): Flatness {
	const changes = ours.counted.changes.expected;
	const more = anHour * Math.min(1, options.minutes / 60) + aChange * changes;
	return flatness(ours.measured[measure], baseline.measured[measure], allowance + more, full);
}

function flatCheck(result: Result, row: Row): Check {
	const { ours, baseline, limit, flat } = flatnessOf(result, row);
	const { unit, full } = row;
	const upTo = full === undefined ? '' : `, and up to ${shown(full, unit)}`;
	return {
		name: row.title,
		passed: flat,
		text: `${fromTo(ours, unit)}; n8n's own nodes ${fromTo(baseline, unit)}; may grow by ${shown(limit, unit)}${upTo}`,
	};
}

const some = (list: string[]) =>
	list.length === 0 ? '' : ` (${list.slice(0, 3).join(', ')}${list.length > 3 ? ', …' : ''})`;

function tallyCheck(name: string, { expected, arrived, lost, surplus }: Tally): Check {
	const text = `${expected} expected, ${arrived} arrived, ${lost.length} lost${some(lost)}, ${surplus.length} too many${some(surplus)}`;
	return { name, passed: expected > 0 && lost.length === 0 && surplus.length === 0, text };
}

function noneCheck(name: string, found: Record<string, number>): Check {
	const all = Object.entries(found).map(([reason, times]) => `${times} times ${reason}`);
	return { name, passed: all.length === 0, text: all.length === 0 ? 'none' : all.join('; ') };
}

function countChecks({ counted }: Found, { options }: Result): Check[] {
	const wanted = Math.floor((options.pollsPerHour * options.minutes) / 60);
	return [
		tallyCheck('Each item took effect once', counted.items),
		tallyCheck('Each delivery was executed once', counted.deliveries),
		tallyCheck('Each change was emitted once', counted.changes),
		{
			name: 'Polls',
			passed: counted.polls >= wanted,
			text: `${counted.polls}, at least ${wanted} wanted`,
		},
		noneCheck('Executions that failed', counted.failed),
		noneCheck('Calls that n8n did not take', counted.refused),
	];
}

/** All checks of a run. The baseline's counts are not this package's, but without its load it would be no baseline. */
export function checksOf(result: Result): Check[] {
	const { items, deliveries, failed } = result.baseline.counted;
	return [
		...countChecks(result.ours, result),
		tallyCheck("n8n's own nodes: items", items),
		// Its Webhook node takes again what is sent again after an answer that came too late.
		tallyCheck("n8n's own nodes: deliveries", { ...deliveries, surplus: [] }),
		noneCheck("n8n's own nodes: executions that failed", failed),
		...ROWS.map((row) => flatCheck(result, row)),
	];
}

/** The part of docs/reliability.md. */
export function markdown(result: Result): string {
	const { options, sent, ours } = result;
	const number = (value: number) => value.toLocaleString('en-US');
	const head = ['What', 'This package', "n8n's own nodes", 'May grow by'];
	const rows = ROWS.map((row) => {
		const found = flatnessOf(result, row);
		return [
			row.title,
			fromTo(found.ours, row.unit),
			fromTo(found.baseline, row.unit),
			shown(found.limit, row.unit),
		];
	});
	const widths = head.map((name, at) =>
		Math.max(name.length, ...rows.map((row) => (row[at] ?? '').length)),
	);
	const line = (cells: string[]) =>
		`| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
	const repeats = `${number(sent.repeats)} of them repeats`;
	return [
		`${options.minutes} minutes of steady load in n8n ${result.n8nVersion}; with the warm-up, ${number(sent.items)} items, ${number(sent.deliveries)} webhooks (${repeats}) and ${number(ours.counted.polls)} polls. A second n8n does the same with its own Webhook and HTTP Request nodes, since n8n itself grows. Each item took effect once, each webhook was executed once, its repeats not at all, and each change in the account was emitted once.`,
		"What is in use when all executions have ended, which the load waits for every 12 seconds (the lower quartile), in the first and in the last third of the time. It may grow as with n8n's own nodes, plus an allowance. The webhook trigger's memory of the last 10,000 deliveries, about 3 MB, fills in the first half hour. The polling triggers remember the records that they have seen, 20,000 at most, and the account gets new ones every minute:",
		[line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n'),
	].join('\n\n');
}
