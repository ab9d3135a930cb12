/** A delivery for which a trigger fetches records. It always starts one execution. */
import type { IDataObject } from 'n8n-workflow';

import type { WebhookResult } from '../../engine/webhooks';
import { saidBy, secretsIn } from '../claims';
import type { FaultKind, Times } from '../faults';
import { normal } from '../normal';
import { strike } from '../strike';
import type { World } from '../worlds/world';
import { aimedTarget } from './aimed';
import type { Aimed } from './disturbance';
import { aimsIn, wasDisturbed } from './disturbance';
import type { Target } from './target';

export interface Opened {
	world: World;
	deliver: (address?: string) => Promise<WebhookResult>;
}

interface DeliveryTarget extends Pick<Target, 'name' | 'row'> {
	open: () => Promise<Opened>;
}

interface Expected {
	item: IDataObject;
	aims: Aimed[];
}

const FETCHED = ['contact', 'task', 'request'];

/** What differs from delivery to delivery, or says what was fetched. */
const OF_DELIVERY = ['enrichment', 'key', 'raw', 'contactId', 'webhookId'];

const textOf = (value: unknown) => JSON.stringify(normal(value, () => true));
/** The part of an item that was delivered rather than fetched. */
const delivered = (item: IDataObject) =>
	textOf(
		Object.fromEntries(
			Object.entries(item).filter(([key]) => ![...FETCHED, ...OF_DELIVERY].includes(key)),
		),
	);

/** The target for a kind of delivery. */
export function deliveryTarget({ name, row, open }: DeliveryTarget): Target {
	const healthy = async (): Promise<Expected> => {
		const { world, deliver } = await open();
		const { items } = await deliver();
		const aims = aimsIn(world.log);
		await world.release(true);
		const item = items?.[0]?.json ?? {};
		if (item.enrichment !== undefined || !FETCHED.some((key) => item[key])) {
			throw new Error(`without a fault: ${JSON.stringify(item).slice(0, 300)}`);
		}
		return { item, aims };
	};
	return aimedTarget({
		name,
		row,
		way: 'delivery',
		healthy,
		runOnce: async (struck, { item }) => await runOnce(open, { ...struck, expected: item }),
	});
}

interface Cell {
	fault: FaultKind;
	times: Times;
	at: Aimed;
	expected: IDataObject;
}

async function runOnce(open: () => Promise<Opened>, { fault, times, at, expected }: Cell) {
	const { world, deliver } = await open();
	const { address, taken } = await strike(world.faults, fault, times, at);
	const problems: string[] = [];
	let said = '';
	try {
		const { status, items = [] } = await deliver(address);
		const shown = JSON.stringify(items);
		said = shown;
		problems.push(...secretsIn(shown, world.secrets));
		if (status !== 200) problems.push(`the sender gets ${status}`);
		if (items.length !== 1) problems.push(`${items.length} executions`);
		problems.push(...wrongIn(items[0]?.json ?? {}, expected, fault, times));
	} catch (error) {
		problems.push(`the delivery is lost: ${saidBy(error).fact}`);
	}
	if (fault.place === undefined && !world.log.some((entry) => entry.fault === fault.name)) {
		problems.push('the fault struck nothing');
	}
	problems.push(...taken());
	const isDisturbed = wasDisturbed(fault, times, world.log, said);
	await world.release(fault.stalls !== true && !isDisturbed);
	return { problems, isDisturbed };
}

/** What is wrong with the item of a delivery. */
function wrongIn(
	item: IDataObject,
	expected: IDataObject,
	fault: FaultKind,
	times: Times,
): string[] {
	const problems: string[] = [];
	if (delivered(item) !== delivered(expected)) {
		problems.push(`the event is ${delivered(item).slice(0, 300)}`);
	}
	for (const key of FETCHED) {
		const isTrue = item[key] === undefined || textOf(item[key]) === textOf(expected[key]);
		if (!isTrue) problems.push(`it shows another ${key}: ${textOf(item[key]).slice(0, 300)}`);
	}
	const isWhole = FETCHED.every(
		(key) => (item[key] === undefined) === (expected[key] === undefined),
	);
	const enrichment = item.enrichment as IDataObject | undefined;
	const reason = typeof enrichment?.error === 'string' ? enrichment.error : '';
	if (isWhole && enrichment !== undefined) problems.push('it is whole, but says that it is not');
	if (!isWhole && reason.trim() === '') problems.push('records are missing without a reason');
	// There are three seconds for all attempts.
	const isQuick = fault.stalls !== true && fault.column !== '429';
	if (!isWhole && times === 'once' && fault.passes && isQuick) {
		problems.push(`records are missing although sending again helps: ${reason}`);
	}
	return problems;
}
