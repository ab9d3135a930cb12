// Runs one contender in one scenario and turns the stand-in's log into a row of the report.

import type { Contender, Job, Report } from './jobs';
import type { LoggedCall, Written } from './measure';
import { count, countListed, floorMs, floorWithChangeMs } from './measure';
import { runJobs } from './runner';
import type { Entry, Scenario } from './scenarios';
import type { Account, StandInProcess } from './standIn';
import { OTHER_AGENT } from './standIn';
import type { Target } from './targets';
import { agencyTargets, countTargets, targetsFor } from './targets';

/** One row of the table. */
export interface Row {
	scenario: string;
	title: string;
	contender: Contender;
	note?: string;
	count: number;
	calls: number;
	lost: number;
	doubled: number;
	/** Written again, harmlessly, after a lost response. */
	again: number;
	/** Items that the contender itself reported as failed. */
	reported: number;
	limited: number;
	limitedShare: number;
	wallMs: number;
	/** Not for lists, which measure how far pages can be read in parallel. */
	floorMs?: number;
	ratio?: number;
	/** Wall time relative to ours in the same scenario. */
	toOurs?: number;
	/** Wall time relative to the longest run over one of the same sub-accounts alone. */
	toAlone?: number;
	inOrder: boolean;
	cpuMsPerItem: number;
	peakMegabytes: number;
	hint?: string;
	error?: string;
	/** Goals that were not met, in words; empty if all were met, undefined if there were none. */
	missed?: string[];
	versions: Record<string, string>;
}

const MEGABYTE = 1024 * 1024;
const CHILD_TIMEOUT_MS = 300_000;
const POLL_MS = 20;

const pause = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

function split<T>(values: T[], parts: number): T[][] {
	const size = Math.ceil(values.length / parts);
	return Array.from({ length: parts }, (_, part) => values.slice(part * size, (part + 1) * size));
}

async function setUp(standIn: StandInProcess, scenario: Scenario): Promise<Account[]> {
	await standIn.reset();
	const { limiter, rate, latencyMs, seeded, connections, faults } = scenario;
	await standIn.post('limiter', { kind: limiter, ...rate, dailyMax: 10_000_000 });
	await standIn.post('latency', { latencyMs });
	if (seeded > 0) await standIn.post('seed/contacts', { count: seeded });
	for (const fault of faults) await standIn.post('faults', fault);
	if (scenario.subAccounts > 1) return [await standIn.connectApp(true)];
	if (connections === 1) return [standIn.account];
	const accounts: Account[] = [];
	for (let made = 0; made < connections; made++) accounts.push(await standIn.connectApp());
	return accounts;
}

/**
 * Runs a scenario with one contender and counts the results in the stand-in's log.
 *
 * @param keepLog receives that log
 */
export async function play(
	standIn: StandInProcess,
	scenario: Scenario,
	entry: Entry,
	keepLog: (log: readonly LoggedCall[]) => Promise<void> = async () => {},
): Promise<Row> {
	const accounts = await setUp(standIn, scenario);
	const writes = entry.work === 'upsert' || entry.work === 'create';
	const targets = writes ? targetsOf(scenario, entry, standIn.subAccounts) : [];
	const all = writes ? [] : await standIn.contactIds();
	const ids = entry.work === 'tag' ? all.slice(0, scenario.count) : all;
	const jobs = split(targets, scenario.processes).map(
		(share): Job => ({
			contender: entry.contender,
			work: entry.work,
			accounts,
			emails: share.map(({ email }) => email),
			...(scenario.subAccounts > 1
				? { subAccounts: share.map(({ subAccount }) => subAccount) }
				: {}),
			contactIds: entry.work === 'tag' ? ids : [],
			warmUp: 0,
			mended: entry.mended === true,
			...(scenario.timeoutSeconds === undefined ? {} : { timeoutSeconds: scenario.timeoutSeconds }),
		}),
	);
	let before: number | undefined;
	const reports = await runJobs(
		jobs,
		{ timeoutMs: CHILD_TIMEOUT_MS },
		async () => {
			await standIn.post('limiter', { forget: true });
			await standIn.clearLog();
		},
		async (signal) => {
			if (scenario.changing) await standIn.changeContacts(all, signal);
			if (scenario.laterMax === undefined) return;
			while (!signal.aborted) {
				const passed = await standIn.passed();
				if (passed >= scenario.count / 2) {
					before = passed;
					await standIn.post('limiter', { max: scenario.laterMax });
					return;
				}
				await pause(POLL_MS);
			}
		},
	);

	const log = (await standIn.log()).filter(
		({ headers }) => headers?.['user-agent'] !== OTHER_AGENT,
	);
	await keepLog(log);
	const counts = count(log);
	const reported = reports.flatMap(({ failed }) => failed);
	const { lost, doubled, again } = effects(entry, log, targets, ids, reports);
	const floor = writes
		? before === undefined || scenario.laterMax === undefined
			? floorMs(scenario.count, scenario.rate, scenario.latencyMs)
			: floorWithChangeMs(
					scenario.count,
					before,
					scenario.rate,
					scenario.laterMax,
					scenario.latencyMs,
				)
		: undefined;
	const amount = entry.work.startsWith('list') ? ids.length : targets.length || scenario.count;
	const row: Row = {
		scenario: scenario.name,
		title: scenario.title,
		contender: entry.contender,
		...(entry.note === undefined ? {} : { note: entry.note }),
		count: amount,
		...counts,
		lost,
		doubled,
		again,
		reported: reported.length,
		limitedShare: counts.calls === 0 ? 0 : counts.limited / counts.calls,
		...(floor === undefined ? {} : { floorMs: floor, ratio: counts.wallMs / floor }),
		inOrder: reports.every(({ inOrder }) => inOrder),
		cpuMsPerItem: reports.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / amount,
		peakMegabytes: Math.max(...reports.map(({ peakBytes }) => peakBytes)) / MEGABYTE,
		versions: Object.assign({}, ...reports.map(({ versions }) => versions)) as Record<
			string,
			string
		>,
	};
	const hint = reports.find((one) => one.hint !== undefined)?.hint;
	const error = reports.find((one) => one.error !== undefined)?.error;
	if (hint !== undefined) row.hint = hint;
	if (error !== undefined) row.error = error;
	if (entry.goal) row.missed = missedGoals(row, entry);
	return row;
}

function targetsOf(scenario: Scenario, entry: Entry, subAccounts: readonly string[]): Target[] {
	if (scenario.subAccounts === 1) return targetsFor(scenario.count);
	return agencyTargets(scenario.count, subAccounts, entry.order ?? 'inTurns');
}

function effects(
	entry: Entry,
	log: LoggedCall[],
	targets: Target[],
	ids: string[],
	reports: Report[],
): Written {
	switch (entry.work) {
		case 'upsert':
			return countTargets(log, targets);
		case 'create': {
			// A create reported as failed or uncertain is not lost: the user knows about it.
			const known = new Set(reports.flatMap(({ failed }) => failed));
			const written = countTargets(log, targets);
			const { lost } = countTargets(
				log,
				targets.filter(({ email }) => !known.has(email)),
			);
			return { ...written, lost };
		}
		case 'tag': {
			const tagged = log.flatMap(({ effect }) => effect?.recordIds ?? []);
			return { ...countListed(ids, tagged), again: 0 };
		}
		default: {
			const listed = reports.flatMap((report) => report.listed);
			return { ...countListed(ids, listed), again: 0 };
		}
	}
}

/** @returns the goals of an entry that its run missed, in words */
export function missedGoals(row: Row, { goal, work }: Pick<Entry, 'goal' | 'work'>): string[] {
	const missed: string[] = [];
	if (row.lost > 0) missed.push(`${row.lost} lost`);
	if (row.doubled > 0) missed.push(`${row.doubled} doubled`);
	if (work === 'create' && row.again > 0) missed.push(`${row.again} sent again`);
	if (!row.inOrder) missed.push('not in the order of the input');
	if (row.error !== undefined) missed.push(`ended with "${row.error}"`);
	if (goal?.ratio !== undefined && row.ratio !== undefined && row.ratio > goal.ratio) {
		missed.push(`${row.ratio.toFixed(3)} of ${goal.ratio} times the floor`);
	}
	if (goal?.limited !== undefined && row.limitedShare > goal.limited) {
		missed.push(`${(100 * row.limitedShare).toFixed(1)} % of ${100 * goal.limited} % answered 429`);
	}
	if (goal?.calls !== undefined && row.calls > goal.calls) {
		missed.push(`${row.calls} of ${goal.calls} calls`);
	}
	return missed;
}

/** Adds the figures that require the results of all contenders of a scenario. */
export function compare(rows: Row[], all: readonly Scenario[]): void {
	for (const { name, entries } of all) {
		const own = rows.filter((row) => row.scenario === name);
		const ours = own.find((row) => row.contender === 'ours' && row.note === undefined);
		if (!ours || ours.wallMs === 0) continue;
		for (const row of own) if (row !== ours) row.toOurs = row.wallMs / ours.wallMs;
		compareToAlone(own, entries);
		const goal = entries.find(({ goal: one }) => one?.toCursor !== undefined)?.goal;
		const cursor = own.find(({ note }) => note === 'by cursor');
		if (goal?.toCursor === undefined || !cursor) continue;
		const ratio = ours.wallMs / cursor.wallMs;
		if (ratio > goal.toCursor) {
			ours.missed = [...(ours.missed ?? []), `${ratio.toFixed(2)} of the cursor's time`];
		}
	}
}

/** Adds to the rows of an agency how much longer they took than the longest run over one sub-account alone. */
function compareToAlone(rows: Row[], entries: Entry[]): void {
	const entryOf = (row: Row) => entries.find(({ note }) => note === row.note);
	const alone = rows.filter((row) => typeof entryOf(row)?.order === 'object');
	if (alone.length === 0) return;
	const longest = Math.max(...alone.map(({ wallMs }) => wallMs));
	for (const row of rows) {
		const goal = entryOf(row)?.goal?.toAlone;
		if (goal === undefined) continue;
		row.toAlone = row.wallMs / longest;
		if (row.toAlone <= goal) continue;
		const words = `${row.toAlone.toFixed(3)} of ${goal} times the longest sub-account alone`;
		row.missed = [...(row.missed ?? []), words];
	}
}
