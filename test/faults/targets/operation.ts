/** One operation of an action node: its cell for a fault strikes each kind of call that the operation makes. */
import type { RunResult } from '../../engine/harness';
import type { LogEntry } from '../../standins/shared/log';
import { baselineOf, keyOf } from '../baseline';
import type { Baseline, Opened, Struck } from '../baseline';
import { difference } from '../difference';
import type { FaultKind, Times } from '../faults';
import { judge } from '../judge';
import { knownIds, stateText } from '../normal';
import { openPlaces, strike } from '../strike';
import type { Target, Way } from './target';

interface OperationTarget extends Pick<Target, 'name' | 'row' | 'way'> {
	open: () => Promise<Opened>;
	/** Answers that are as good as the service's own, so that nothing shows that a write did not happen. */
	cannotTell?: (fault: FaultKind, at: Struck) => boolean;
}

/** The target for an operation. */
export function operationTarget({ name, row, way, open, cannotTell }: OperationTarget): Target {
	let known: Promise<Baseline> | undefined;
	return {
		name,
		row,
		way,
		prepare: async () => {
			known ??= baselineOf(open);
			await known;
		},
		run: async (fault, times) => {
			known ??= baselineOf(open);
			const baseline = await known;
			const problems: string[] = [];
			for (const at of aims(baseline, fault)) {
				if (cannotTell?.(fault, at) === true) continue;
				const found = await runCell({ open, baseline, fault, times, at });
				problems.push(...found.map((problem) => `at ${keyOf(at)}: ${problem}`));
			}
			return problems;
		},
	};
}

/** The calls to strike: a fault that needs the service to be elsewhere strikes all at once. */
function aims({ struck, main }: Baseline, fault: FaultKind): Struck[] {
	if (fault.place !== undefined || fault.once === true) return [main];
	// A read has no effect, so that it makes no difference whether it happened.
	return struck.filter(({ writes }) => writes || !fault.name.endsWith(', done'));
}

interface Cell {
	open: () => Promise<Opened>;
	baseline: Baseline;
	fault: FaultKind;
	times: Times;
	at: Struck;
}

/** A busy machine may cut off a healthy call; such a cell says nothing. */
const MOST_RUNS = 4;

async function runCell(cell: Cell): Promise<string[]> {
	for (let run = 1; ; run += 1) {
		const { problems, isDisturbed } = await runOnce(cell);
		if (!isDisturbed || problems.length === 0) return problems;
		if (run === MOST_RUNS) return ['the machine is too busy for this cell'];
	}
}

/** Whether a healthy call was given up; it may not even have arrived. */
function wasDisturbed({ stalls }: FaultKind, log: LogEntry[], run: RunResult): boolean {
	if (log.some(({ hungUp, fault }) => hungUp && fault === undefined)) return true;
	return stalls !== true && /No complete response arrived/.test(JSON.stringify(run.items));
}

async function runOnce({ open, baseline, fault, times, at }: Cell): Promise<{
	problems: string[];
	isDisturbed: boolean;
}> {
	const { world, items, act } = await open();
	const known = knownIds(world.state);
	const isKnown = (id: string) => known.has(id);
	const before = stateText(world.state, isKnown);
	const { elsewhere, untrusted } = await openPlaces();
	const taken = elsewhere.received.length + untrusted.received.length;
	const { method, operationId } = at;
	const address = await strike(world.faults, fault, times, { method, operationId });
	let isClean = false;
	try {
		const run = await act(items, address);
		const problems = judge({
			fault,
			times,
			at,
			run,
			count: items.length,
			log: [...world.log],
			change: difference(before, stateText(world.state, isKnown)),
			known,
			state: stateText(world.state, () => true),
			secrets: world.secrets,
			baseline,
		});
		if (elsewhere.received.length + untrusted.received.length > taken) {
			problems.push('a server that is not the service was sent something');
		}
		const isDisturbed = wasDisturbed(fault, world.log, run);
		// A call that was given up may still arrive.
		isClean = fault.stalls !== true && !isDisturbed;
		return { problems, isDisturbed };
	} finally {
		await world.release(isClean);
	}
}

/** How an operation makes its main call. */
export const wayOf = (method: string, isList: boolean): Way => {
	if (isList) return 'list';
	return method === 'GET' ? 'read' : 'write';
};
