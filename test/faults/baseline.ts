/** What an operation does when nothing goes wrong, item by item: the measure for what it does under a fault. */
import type { IDataObject } from 'n8n-workflow';

import type { RunResult } from '../engine/harness';
import type { LogEntry } from '../standins/shared/log';
import { claimsOf } from './claims';
import type { Difference } from './difference';
import { areEqual, described, difference, sum } from './difference';
import { knownIds, normal, stateText } from './normal';
import type { World } from './worlds/world';

/** An operation with its parameters, in an account of its own. */
export interface Opened {
	world: World;
	items: IDataObject[];
	/** Runs the node with some of the items; never throws. */
	act: (items: IDataObject[], address?: string) => Promise<RunResult>;
}

/** A kind of call that the operation makes. */
export interface Struck {
	method: string;
	operationId: string;
	/** It changes something. */
	writes: boolean;
	/** How many calls of this kind all items make. */
	calls: number;
	/** The items make fewer calls of this kind together than each alone. */
	isShared: boolean;
}

export interface Baseline {
	/** The account before the operation. */
	before: string;
	/** The IDs that it has. */
	known: ReadonlySet<string>;
	/** Each item's records as text. */
	records: string[];
	/** What each item changes. */
	changes: Difference[];
	/** Of several writes: what each item changes if one of the calls is refused. */
	partial: Difference[][];
	struck: Struck[];
	/** What the operation is about: its last write, or else its first call. */
	main: Struck;
}

export const keyOf = ({ method, operationId }: Pick<Struck, 'method' | 'operationId'>) =>
	`${method} ${operationId}`;

/** Records of one item as a text that is the same in every run. */
export function recordsText(records: IDataObject[], known: ReadonlySet<string>): string {
	return JSON.stringify(normal(records, (id) => known.has(id)));
}

/** The kinds of calls in a log, in the order in which they were first made. */
function kindsOf(log: LogEntry[]): Struck[] {
	const kinds = new Map<string, Struck>();
	for (const { method, operationId = '', effect } of log) {
		const key = keyOf({ method, operationId });
		const kind = kinds.get(key) ?? {
			method,
			operationId,
			writes: false,
			calls: 0,
			isShared: false,
		};
		kinds.set(key, {
			...kind,
			writes: kind.writes || effect !== undefined,
			calls: kind.calls + 1,
		});
	}
	return [...kinds.values()];
}

/**
 * Runs the operation without a fault, with all items and with each alone, and with each kind of call refused.
 *
 * @throws {Error} if it does not succeed, because then no cell would mean anything
 */
export async function baselineOf(open: () => Promise<Opened>): Promise<Baseline> {
	const all = await observe(open, (items) => items);
	const { claims, log } = all;
	for (const { failed, records } of claims) {
		const [said] = failed;
		if (said) throw new Error(`without a fault: ${said.fact} ${said.advice}`);
		if (records.length === 0) throw new Error('without a fault: an item has no output');
	}
	const alone = await eachAlone(open);
	const changes = alone.map(({ change }) => change);
	const struck = kindsOf(log).map((kind) => ({ ...kind, isShared: isShared(kind, alone) }));
	if (!areEqual(sum(changes), all.change)) {
		throw new Error(`the items are not independent: ${described(all.change)}`);
	}
	const partial: Difference[][] = [];
	const writes = struck.filter((kind) => kind.writes);
	if (writes.length > 1) {
		for (const kind of struck) {
			const refused = await eachAlone(open, kind);
			partial.push(refused.map(({ change }) => change));
		}
	}
	const main = writes.at(-1) ?? struck[0];
	if (main === undefined) throw new Error('the operation makes no call');
	const records = claims.map(({ text }) => text);
	const { before, known } = all;
	return { before, known, records, changes, partial, struck, main };
}

function isShared({ method, operationId, calls }: Struck, alone: Observed[]): boolean {
	const ofKind = alone.flatMap(({ log }) =>
		log.filter((entry) => entry.method === method && entry.operationId === operationId),
	);
	return calls < ofKind.length || ofKind.length === 0;
}

async function eachAlone(open: () => Promise<Opened>, refused?: Struck): Promise<Observed[]> {
	const observed: Observed[] = [];
	for (const index of [0, 1]) {
		observed.push(await observe(open, (items) => [items[index] ?? {}], refused));
	}
	return observed;
}

type Observed = Awaited<ReturnType<typeof observe>>;

async function observe(
	open: () => Promise<Opened>,
	choose: (items: IDataObject[]) => IDataObject[],
	refused?: Struck,
) {
	const opened = await open();
	const { world } = opened;
	const known = knownIds(world.state);
	const isKnown = (id: string) => known.has(id);
	const before = stateText(world.state, isKnown);
	if (refused) {
		const { method, operationId } = refused;
		world.faults.add({ method, operationId, action: { kind: 'status', status: 400 } });
	}
	const items = choose(opened.items);
	const run = await opened.act(items);
	const claims = claimsOf(run.items, items.length).map((claim) => ({
		...claim,
		text: recordsText(claim.records, known),
	}));
	const change = difference(before, stateText(world.state, isKnown));
	const log = [...world.log];
	await world.release(true);
	if (run.error && !refused) throw new Error(`without a fault: ${run.error.message}`);
	return { claims, change, log, before, known };
}
