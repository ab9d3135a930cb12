// The tables of docs/reliability.md and docs/scaling.md.

import type { Outcome } from '../../test/e2e/lib/misfortune';
import { median } from '../measure';
import type { Received, Written } from './throughput';
import { ITEMS_PER_ACCOUNT, LEAST_SECONDS } from './throughput';

const number = (value: number, digits = 0) =>
	value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

const table = (rows: string[][]): string =>
	rows
		.flatMap((row, index) => {
			const line = `| ${row.join(' | ')} |`;
			return index === 0 ? [line, `|${row.map(() => ' --- ').join('|')}|`] : [line];
		})
		.join('\n');

/** A run of the scenario, and how Redis was ended in it. */
export interface Run {
	redis: string;
	outcome: Outcome;
}

const sum = (counts: number[]) => counts.reduce((one, other) => one + other, 0);
const lostIn = ({ killed, takenOnly }: Outcome) => [...killed, ...takenOnly];
const othersIn = (outcome: Outcome) => {
	const lost = lostIn(outcome);
	return [...outcome.statuses.keys()].filter((id) => !lost.includes(id));
};

/** What the stand-in counted, a column for each run. */
export function reliabilityTable(runs: Run[], executions: number, items: number): string {
	const row = (name: string, cell: (outcome: Outcome) => string) => [
		name,
		...runs.map(({ outcome }) => cell(outcome)),
	];
	return table([
		[
			`${number(executions * items)} items in ${executions} executions`,
			...runs.map(({ redis }) => redis),
		],
		row(
			'In the killed worker: executions begun, only taken',
			({ killed, takenOnly }) => `${killed.length}, ${takenOnly.length}`,
		),
		row(
			'Of the begun ones: marked as crashed, run again',
			({ crashed, ranAgain }) => `${crashed.length}, ${ranAgain.length}`,
		),
		row('Items of all of these: written, not sent', (outcome) => {
			const lost = lostIn(outcome);
			const done = sum(lost.map((id) => outcome.written.get(id) ?? 0));
			return `${number(done)}, ${number(lost.length * items - done)}`;
		}),
		row('All other executions: successful', (outcome) => {
			const others = othersIn(outcome);
			const good = others.filter((id) => outcome.statuses.get(id) === 'success');
			return `${good.length} of ${others.length}`;
		}),
		row('Their items: written', (outcome) => {
			const others = othersIn(outcome);
			const done = sum(others.map((id) => outcome.written.get(id) ?? 0));
			return `${number(done)} of ${number(others.length * items)}`;
		}),
		row('Items written twice', ({ doubled }) => number(doubled.length)),
		row('Executions that waited when Redis was restarted', ({ waitingAtRestart }) =>
			number(waitingAtRestart),
		),
		row(
			'Calls answered 429',
			({ calls, refused }) =>
				`${number(refused)} of ${number(calls)} (${number((100 * refused) / calls, 1)} %)`,
		),
	]);
}

/** What was measured of one set-up. */
export interface Measured {
	name: string;
	written: Written[];
	received: Received[];
	/** Megabytes of the largest worker. */
	memory: number;
}

/** A table of the items and one of the webhooks, a column for each set-up. */
export function scalingTables(measured: Measured[]): string {
	const names = measured.map(({ name }) => name);
	const loads = measured[0]?.written ?? [];
	const items = table([
		['Accounts at once', 'Items', ...names],
		...loads.map(({ accounts }, index) => [
			number(accounts),
			number(accounts * ITEMS_PER_ACCOUNT),
			...measured.map(({ written }) => `${number(written[index]?.seconds ?? Number.NaN, 1)} s`),
		]),
		['Memory of the largest', '', ...measured.map(({ memory }) => `${number(memory)} MB`)],
	]);
	const rate = ({ received }: Measured) => number(median(received.map((one) => one.perSecond)));
	const slow = ({ received }: Measured) => number(median(received.map((one) => one.slowMs)));
	const webhooks = table([
		['Webhooks, all at once', ...names],
		['Answered a second', ...measured.map(rate)],
		['99 of 100 answered within', ...measured.map((one) => `${slow(one)} ms`)],
	]);
	return [
		`${ITEMS_PER_ACCOUNT} items for each account, which HighLevel's limit lets through in ${LEAST_SECONDS} seconds at the least:`,
		items,
		'A burst of webhooks, each of which starts an execution:',
		webhooks,
	].join('\n\n');
}
