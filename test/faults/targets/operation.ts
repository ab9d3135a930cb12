/** One operation of an action node: its cell for a fault strikes each kind of call that the operation makes. */
import { baselineOf, keyOf } from '../baseline';
import type { Baseline, Opened, Struck } from '../baseline';
import { difference } from '../difference';
import type { FaultKind, Times } from '../faults';
import { judge } from '../judge';
import { stateText } from '../normal';
import { strike } from '../strike';
import { repeatedly, wasDisturbed } from './disturbance';
import type { Target, Way } from './target';

interface OperationTarget extends Pick<Target, 'name' | 'row' | 'way'> {
	open: () => Promise<Opened>;
	/** Answers that are as good as the service's own, so that nothing shows that a write did not happen. */
	cannotTell?: (fault: FaultKind, at: Struck) => boolean;
	/** The calls that faults strike; all by default. */
	aim?: (at: Struck) => boolean;
	/** The first call of a kind that faults strike, counted from 1. */
	from?: number;
	/** Whether a call that the fault struck may be sent again, even if it is no GET. */
	repeats?: (fault: FaultKind) => boolean;
	/** How often an item begins anew when its call has failed for good, in another way. */
	rounds?: number;
}

/** The target for an operation. */
export function operationTarget({ name, row, way, ...rest }: OperationTarget): Target {
	const { open, cannotTell, aim = () => true, repeats = () => false, from, rounds = 1 } = rest;
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
			const all = aims(baseline, fault, aim).filter((at) => cannotTell?.(fault, at) !== true);
			if (all.length === 0) return undefined;
			for (const at of all) {
				const found = await repeatedly(
					async () =>
						await runOnce({
							open,
							baseline,
							fault,
							times,
							at,
							repeats: repeats(fault),
							from,
							rounds,
						}),
				);
				problems.push(...found.map((problem) => `at ${keyOf(at)}: ${problem}`));
			}
			return problems;
		},
	};
}

/** The calls to strike: a fault that needs the service to be elsewhere strikes all at once. */
function aims(
	{ struck, main }: Baseline,
	fault: FaultKind,
	aim: (at: Struck) => boolean,
): Struck[] {
	if (fault.place !== undefined || fault.once === true)
		return aim(main) ? [main] : struck.filter(aim);
	// A read has no effect, so that it makes no difference whether it happened.
	return struck.filter(aim).filter(({ writes }) => writes || fault.isTwin !== true);
}

interface Cell {
	open: () => Promise<Opened>;
	baseline: Baseline;
	fault: FaultKind;
	times: Times;
	at: Struck;
	repeats: boolean;
	from: number | undefined;
	rounds: number;
}

async function runOnce({ open, baseline, fault, times, at, repeats, from, rounds }: Cell): Promise<{
	problems: string[];
	isDisturbed: boolean;
}> {
	const { world, items, act } = await open();
	const { before, known } = baseline;
	const { method, operationId } = at;
	const { address, taken } = await strike(world.faults, fault, times, {
		method,
		operationId,
		...(from === undefined ? {} : { from }),
	});
	let isClean = false;
	try {
		const run = await act(items, address);
		const judged = judge({
			fault,
			times,
			at,
			run,
			count: items.length,
			log: [...world.log],
			change: world.log.some(({ effect }) => effect)
				? difference(
						before,
						stateText(world.state, (id) => known.has(id)),
					)
				: new Map(),
			known,
			holds: (id) => stateText(world.state, () => true).includes(id),
			secrets: world.secrets,
			baseline,
			repeats,
			rounds,
		});
		const isDisturbed = wasDisturbed(fault, times, world.log, JSON.stringify(run.items));
		// A call that was given up may still arrive.
		isClean = fault.stalls !== true && !isDisturbed;
		return { problems: [...judged, ...taken()], isDisturbed };
	} finally {
		await world.release(isClean);
	}
}

/** How an operation makes its main call. */
export const wayOf = (method: string, isList: boolean): Way => {
	if (isList) return 'list';
	return method === 'GET' ? 'read' : 'write';
};
