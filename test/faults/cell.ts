/** The cells: every target against every fault. */
import type { FaultKind, Times } from './faults';
import { FAULTS, OTHER_STATUSES, timesOf } from './faults';
import type { Target } from './targets';
import { afterTicks } from './ticks';

export interface Cell {
	target: Target;
	fault: FaultKind;
	times: Times;
}

/** What came of a cell, in a form that processes send each other. */
export interface CellResult {
	target: string;
	row: string;
	fault: string;
	column: string;
	times: Times;
	problems: string[];
	ms: number;
}

/** Which cells to run. */
export interface Choice {
	/** Words of which each is part of a target's name or row. */
	only: string[];
	/** Words of which one is a fault's name or column. */
	faults: string[];
	/** A day: a part of the cells, another one on each day. */
	sample?: string;
}

/** A sample is one in so many cells. */
export const SAMPLE_OF = 8;

/** The first target of each way of calling and service: it meets what is too expensive for all. */
function isFirstOfWay(target: Target, all: readonly Target[]): boolean {
	const service = (one: Target) => one.row.split(/[: ]/)[0];
	return all.find((one) => one.way === target.way && service(one) === service(target)) === target;
}

/** All cells of a choice, in an order that is the same everywhere. */
export function cellsOf(targets: readonly Target[], { only, faults, sample }: Choice): Cell[] {
	const chosen = targets.filter(({ name, row }) =>
		only.every((word) => `${name} ${row}`.toLowerCase().includes(word.toLowerCase())),
	);
	const cells = chosen.flatMap((target) => {
		const isFirst = isFirstOfWay(target, targets);
		const met = [...FAULTS, ...(isFirst ? OTHER_STATUSES : [])].filter(
			(fault) => fault.once !== true || isFirst,
		);
		return met
			.filter(
				({ name, column }) =>
					faults.length === 0 || faults.some((word) => name === word || column === word),
			)
			.flatMap((fault) => timesOf(fault).map((times) => ({ target, fault, times })));
	});
	return sample === undefined ? cells : cells.filter((_, at) => at % SAMPLE_OF === shareOf(sample));
}

/** The part of the cells that a day runs. */
function shareOf(day: string): number {
	return Math.floor(Date.parse(`${day}T00:00:00Z`) / 86_400_000) % SAMPLE_OF;
}

/** A cell that takes longer has not ended in time. Six attempts at one of its calls take less than an eighth of this. */
const LONGEST_MS = 120_000;

/** @returns undefined if the fault does not exist for the target */
export async function runCell({ target, fault, times }: Cell): Promise<CellResult | undefined> {
	const began = Date.now();
	const { name, column } = fault;
	let callOff = () => {};
	const late = new Promise<string[] | undefined>((resolve) => {
		callOff = afterTicks(LONGEST_MS, () => resolve(['it did not end in time']));
	});
	const work = target.run(fault, times).catch((error: unknown) => [String(error)]);
	const problems = await Promise.race([work, late]);
	callOff();
	if (problems === undefined) return undefined;
	const ms = Date.now() - began;
	return { target: target.name, row: target.row, fault: name, column, times, problems, ms };
}
