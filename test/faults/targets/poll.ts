/** A trigger that polls: a fault strikes one poll, and the next ones make up for it. */
import type { IDataObject } from 'n8n-workflow';

import { badWords, saidBy, secretsIn } from '../claims';
import type { FaultKind, Times } from '../faults';
import { strike } from '../strike';
import type { World } from '../worlds/world';
import { aimedTarget } from './aimed';
import type { Aimed } from './disturbance';
import { aimsIn, wasDisturbed } from './disturbance';
import type { Target } from './target';

interface Opened {
	world: World;
	poll: (address?: string) => Promise<IDataObject[]>;
	/** What is wrong with the account after the last poll. */
	problems?: () => string[];
}

interface PollingTarget extends Pick<Target, 'name' | 'row'> {
	/** Opens an account in which something has happened that the next poll emits. */
	open: () => Promise<Opened>;
	/** Whether an item reports what happened. */
	reports: (item: IDataObject) => boolean;
	/** How many items do; 1 by default. */
	items?: number;
	/** Whether an answer says of itself that nothing is to be emitted. */
	believes?: (fault: FaultKind, at: Aimed) => boolean;
	/** A poll that fails for a while logs it instead of throwing. */
	isQuiet?: boolean;
}

/** The target for a trigger's event. */
export function pollingTarget({ name, row, ...rest }: PollingTarget): Target {
	const { open, reports, items: expected = 1, isQuiet = false, believes } = rest;
	const healthy = async () => {
		const { world, poll } = await open();
		const items = await poll();
		const aims = aimsIn(world.log);
		await world.release(true);
		if (items.length !== expected || !items.every(reports)) {
			throw new Error(`without a fault: ${JSON.stringify(items).slice(0, 300)}`);
		}
		return { aims };
	};
	return aimedTarget({
		name,
		row,
		way: 'poll',
		healthy,
		believes,
		runOnce: async (struck) => await runOnce({ open, reports, expected, isQuiet, ...struck }),
	});
}

interface Cell extends Required<Pick<PollingTarget, 'open' | 'reports' | 'isQuiet'>> {
	expected: number;
	fault: FaultKind;
	times: Times;
	at: Aimed;
}

async function runOnce({ open, reports, expected, isQuiet, fault, times, at }: Cell) {
	const { world, poll, problems: wrongAccount } = await open();
	const { address, taken } = await strike(world.faults, fault, times, at);
	const problems: string[] = [];
	const said: string[] = [];
	const emitted: IDataObject[] = [];
	const failures = { count: 0 };
	const one = async (where?: string) => {
		try {
			emitted.push(...(await poll(where)));
		} catch (error) {
			failures.count += 1;
			const words = saidBy(error);
			said.push(`${words.fact} ${words.advice}`);
			problems.push(...badWords(words), ...secretsIn(said.join(' '), world.secrets));
		}
	};
	await one(address);
	const struck = world.log.some((entry) => entry.fault === fault.name);
	if (fault.place === undefined && !struck) problems.push('the fault struck nothing');
	if (times === 'once' && fault.passes && emitted.length < expected) {
		problems.push(`nothing was emitted although sending again helps: ${said.join(' ')}`);
	}
	// The first poll after a start, which n8n never repeats, does not fail for what may pass.
	const isFirst = fault.place !== undefined;
	// That a record does not exist is an answer like any other.
	const mayBeQuiet = isQuiet || isFirst || fault.name === '404';
	if (times === 'always' && !mayBeQuiet && emitted.length === 0 && failures.count === 0) {
		problems.push('the poll failed without a word');
	}
	world.faults.clear();
	const before = failures.count;
	await one();
	await one();
	if (failures.count > before) problems.push(`a later poll failed: ${said.at(-1) ?? ''}`);
	if (emitted.length !== expected) problems.push(`${emitted.length} items, not ${expected}`);
	const untrue = emitted.find((item) => !reports(item));
	if (untrue) problems.push(`it emits ${JSON.stringify(untrue).slice(0, 300)}`);
	problems.push(...taken(), ...(wrongAccount?.() ?? []));
	problems.push(...secretsIn(JSON.stringify(emitted), world.secrets));
	const isDisturbed = wasDisturbed(fault, times, world.log, said.join(' '));
	await world.release(fault.stalls !== true && !isDisturbed);
	return { problems, isDisturbed };
}
