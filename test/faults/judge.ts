/** Judges one cell of an operation by what the stand-in saw and holds. */
import type { RunResult } from '../engine/harness';
import type { LogEntry } from '../standins/shared/log';
import type { Baseline, Struck } from './baseline';
import { keyOf, recordsText } from './baseline';
import type { Claim, Said } from './claims';
import { badWords, claimsOf, leavesOpen, saidBy, secretsIn } from './claims';
import type { Difference } from './difference';
import { areEqual, described, sum } from './difference';
import type { FaultKind, Times } from './faults';

/** Everything that is known of a cell. */
export interface Evidence {
	fault: FaultKind;
	times: Times;
	/** The kind of call that the fault strikes. */
	at: Struck;
	run: RunResult;
	count: number;
	log: LogEntry[];
	/** What the run changed in the account. */
	change: Difference;
	/** The IDs that the account had before. */
	known: ReadonlySet<string>;
	/** Whether the account holds a record with this ID afterwards. */
	holds: (id: string) => boolean;
	secrets: string[];
	baseline: Baseline;
	/** Any call may be sent again, even if it is no GET. */
	repeats: boolean;
	/** How often an item may begin anew. */
	rounds: number;
}

/** How far an item got, by the account. */
type Reached = 'nothing' | 'part' | 'all';

const MOST_ATTEMPTS = 6;
const MOST_ATTEMPTS_AFTER_429 = 76;

/** @returns what is wrong; nothing if the cell passes */
export function judge(evidence: Evidence): string[] {
	const { run, count, secrets, log } = evidence;
	const shown = JSON.stringify([run.outputs, run.error && saidBy(run.error), run.hints]);
	const problems = secretsIn(shown, secrets);
	if (run.error) return [...problems, `the run stopped: ${run.error.message}`];
	const claims = claimsOf(run.items, count);
	return [
		...problems,
		...wordsOf(claims),
		...claims.flatMap((claim, index) => lostOrDoubled(claim, index)),
		...claims.flatMap((claim, index) => untrue(claim, index, evidence)),
		...effects(claims, evidence),
		...notSaid(claims, evidence),
		...notRecovered(claims, evidence),
		...tooMany(evidence, log),
	];
}

const wordsOf = (claims: Claim[]) => claims.flatMap(({ failed }) => failed.flatMap(badWords));

/** Outputs and errors are the items. */
function lostOrDoubled({ records, failed }: Claim, index: number): string[] {
	if (records.length === 0 && failed.length === 0) return [`item ${index} is lost`];
	if (failed.length > 1) return [`item ${index} failed ${failed.length} times`];
	return failed.length > 0 && records.length > 0 ? [`item ${index} failed and succeeded`] : [];
}

/** What an item claims equals what it claims without a fault, and new records exist. */
function untrue({ records }: Claim, index: number, evidence: Evidence): string[] {
	const { baseline, known, holds } = evidence;
	if (records.length === 0) return [];
	const expected = baseline.records[index] ?? '';
	const claimed = recordsText(records, known);
	const problems = records.flatMap((record) => {
		const id = [record.id, record._id, record.bookingId].find((one) => typeof one === 'string');
		const exists = id === undefined || known.has(String(id)) || holds(String(id));
		return exists ? [] : [`item ${index} claims the record ${String(id)}, which does not exist`];
	});
	if (isSameButForUnknowns(claimed, expected)) return problems;
	return [
		...problems,
		`item ${index} claims ${claimed.slice(0, 300)}, not ${expected.slice(0, 300)}`,
	];
}

/** After a repetition, what only the first attempt could tell is null. */
function isSameButForUnknowns(claimed: string, expected: string): boolean {
	if (claimed === expected) return true;
	const agrees = (a: unknown, b: unknown): boolean => {
		if (a === null) return true;
		if (typeof a !== 'object' || typeof b !== 'object' || b === null) return a === b;
		const [keys, others] = [Object.keys(a), Object.keys(b)];
		return (
			keys.length === others.length &&
			keys.every((key) =>
				agrees((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
			)
		);
	};
	return agrees(JSON.parse(claimed), JSON.parse(expected));
}

/** The account is as if each item had happened wholly, in part or not at all, and at most once. */
function effects(claims: Claim[], evidence: Evidence): string[] {
	const { change } = evidence;
	const fitting = histories(evidence).filter((history) =>
		areEqual(sum(history.map(({ done }) => done)), change),
	);
	if (fitting.length === 0) return [`the account has changed otherwise: ${described(change)}`];
	const isTrue = fitting.some((history) =>
		history.every(({ reached }, index) => {
			const claim = claims[index];
			return claim === undefined || claim.records.length === 0 || reached === 'all';
		}),
	);
	return isTrue ? [] : [`an item claims what did not happen: ${described(change)}`];
}

interface Step {
	reached: Reached;
	done: Difference;
}

/** Every way in which the items may have come out. */
function histories({ baseline, count }: Evidence): Step[][] {
	let all: Step[][] = [[]];
	for (let index = 0; index < count; index += 1) {
		const done = baseline.changes[index] ?? NOTHING;
		const parts = baseline.partial
			.map((part) => part[index] ?? NOTHING)
			.filter((part) => part.size > 0 && !areEqual(part, done));
		const steps: Step[] = [
			{ reached: 'all', done },
			...(done.size > 0 ? [{ reached: 'nothing' as const, done: NOTHING }] : []),
			...parts.map((part) => ({ reached: 'part' as const, done: part })),
		];
		all = all.flatMap((history) => steps.map((step) => [...history, step]));
	}
	return all;
}

const NOTHING: Difference = new Map();

/** Where a write may have happened, the item says so; where it cannot have happened, it does not. */
function notSaid(claims: Claim[], evidence: Evidence): string[] {
	const { fault, at, log, change, repeats } = evidence;
	const failed = claims.flatMap((claim) => claim.failed);
	const attempts = struckIn(log, at).length;
	const wasSentOnce = attempts <= Math.max(1, at.calls);
	if (at.writes && fault.happened && change.size > 0 && wasSentOnce) {
		return failed
			.filter((said) => !leavesOpen(said))
			.map(({ fact }) => `it happened, but the item says only "${fact}"`);
	}
	// While a token is renewed, nobody knows whether the call itself was answered.
	if (fault.stalls === true && repeats) return [];
	if (!at.writes || fault.told) {
		return failed
			.filter(saysUnknown)
			.map(({ fact }) => `it is known that nothing happened: "${fact}"`);
	}
	return [];
}

const saysUnknown = ({ advice }: Said) => /not known whether/i.test(advice);

/** The calls that the fault struck. */
const struckIn = (log: LogEntry[], { method, operationId }: Struck) =>
	log.filter((entry) => entry.method === method && entry.operationId === operationId);

/** A fault that strikes once is recovered from if the call can be sent again; it never costs an item that it did not strike. */
function notRecovered(claims: Claim[], evidence: Evidence): string[] {
	const { fault, times, at, count, log, baseline, repeats } = evidence;
	const failed = claims.filter((claim) => claim.failed.length > 0).length;
	if (fault.place === undefined && !log.some((entry) => entry.fault === fault.name)) {
		return ['the fault struck nothing'];
	}
	if (times === 'always') {
		const isMain = keyOf(at) === keyOf(baseline.main);
		return isMain && !at.writes && failed < count
			? [`${count - failed} items succeeded without an answer`]
			: [];
	}
	const canRepeat = fault.passes && (at.method === 'GET' || fault.told || repeats);
	if (canRepeat && failed > 0) return [`${failed} items failed although sending again helps`];
	const isAlone = !at.isShared && fault.locksOut !== true;
	return isAlone && failed > 1 ? [`${failed} items failed, but the fault struck one`] : [];
}

/** Nothing is sent for ever. */
function tooMany({ fault, at, count, rounds }: Evidence, log: LogEntry[]): string[] {
	const each = fault.column === '429' ? MOST_ATTEMPTS_AFTER_429 : MOST_ATTEMPTS;
	const most = Math.max(count, at.calls) * each * rounds;
	const sent = struckIn(log, at).length;
	return sent > most ? [`${sent} attempts, but at most ${most} make sense`] : [];
}
