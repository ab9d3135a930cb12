import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import type { Entry } from './bundles';
import { formBundles, sendBundle } from './bundles';
import type { Connection } from './call';
import { Client } from './client';
import {
	errorRecord,
	RefusedRecord,
	refusedRecord,
	sharedErrorRecord,
	toNodeError,
	toPartialError,
	toRefusal,
} from './errors';
import type { Item } from './item';
import { createItem, sendItem, shapeRecords } from './item';
import type { Bundle, Operation, Resource, Results } from './operation';
import { pathWords } from './request';
import { isRecord } from './values';
import { cancelled } from './wait';

/** Opens the connection that the node's credential describes. */
export type Connect = (context: IExecuteFunctions) => Promise<Connection>;

const MOST_AT_ONCE = 100;
const DEFAULT_TIMEOUT_S = 60;
/** Node's timers take no more than 24 days, and fire at once beyond. */
const MOST_TIMEOUT_S = 86_400;
/** From this many calls on, the run says what it cost. */
const LARGE_RUN = 500;

function findOperation(context: IExecuteFunctions, resources: Resource[]): [Resource, Operation] {
	const resourceValue = context.getNodeParameter('resource', 0);
	const operationValue = context.getNodeParameter('operation', 0);
	const resource = resources.find(({ value }) => value === resourceValue);
	const operation = resource?.operations.find(({ value }) => value === operationValue);
	if (!resource || !operation) {
		throw toNodeError(
			context.getNode(),
			new Error(
				`This node has no operation "${String(operationValue)}" of "${String(resourceValue)}"`,
			),
		);
	}
	return [resource, operation];
}

function settingsOf(context: IExecuteFunctions) {
	const options = context.getNodeParameter('options', 0, {});
	const given = isRecord(options) ? options : {};
	const concurrency = Number(given.concurrency ?? 0);
	const timeout = Number(given.timeout ?? DEFAULT_TIMEOUT_S);
	return {
		atOnce: concurrency >= 1 ? Math.min(Math.floor(concurrency), MOST_AT_ONCE) : MOST_AT_ONCE,
		timeoutMs: Math.ceil(
			Math.min(timeout > 0 ? timeout : DEFAULT_TIMEOUT_S, MOST_TIMEOUT_S) * 1000,
		),
		oneCallPerItem: given.oneCallPerItem === true,
	};
}

/** Keeps writes to the same record in the order of the items, and lets the rest overtake. */
class Lanes {
	private readonly last = new Map<string, Promise<unknown>>();

	/** Must be called in the order of the items. */
	async run<T>(keys: string[], work: () => Promise<T>): Promise<T> {
		const before = keys.map((key) => this.last.get(key)).filter((one) => one !== undefined);
		const done = before.length > 0 ? Promise.allSettled(before).then(work) : work();
		const settled = done.then(
			() => {},
			() => {},
		);
		for (const key of keys) this.last.set(key, settled);
		try {
			return await done;
		} finally {
			for (const key of keys) if (this.last.get(key) === settled) this.last.delete(key);
		}
	}
}

/** What each item came to, in whatever order the items end. */
class Outcomes {
	private readonly output: INodeExecutionData[][];
	private readonly failures = new Map<number, NodeApiError | NodeOperationError>();

	constructor(
		private readonly context: IExecuteFunctions,
		count: number,
		private readonly signal?: AbortSignal,
	) {
		this.output = new Array<INodeExecutionData[]>(count);
	}

	/** A failed item goes to the output and does not end the run. */
	get continues(): boolean {
		return this.context.continueOnFail();
	}

	/** No further item is to be begun. */
	get ended(): boolean {
		return this.failures.size > 0 || this.signal?.aborted === true;
	}

	/** @throws NodeOperationError when the service refused the item's only record, or some and the node must not continue */
	async take(item: Item, source: AsyncIterable<IDataObject | RefusedRecord>): Promise<void> {
		const { itemIndex } = item;
		const records: INodeExecutionData[] = [];
		const refused: RefusedRecord[] = [];
		const pairedItem = { item: itemIndex };
		for await (const record of source) {
			if (record instanceof RefusedRecord) {
				refused.push(record);
				records.push({ json: refusedRecord(record), pairedItem });
			} else records.push({ json: record, pairedItem });
		}
		const [only] = refused;
		// An item that is about one record alone has failed as a whole.
		if (only && records.length === 1) throw refusalOf(item, only);
		if (refused.length > 0 && !this.continues) {
			throw toPartialError(item.node, refused, records.length, itemIndex);
		}
		this.output[itemIndex] = records;
	}

	/** @param shared several items came to this, so that it may name another one */
	fail(itemIndex: number, caught: unknown, shared = false): void {
		if (this.signal?.aborted) throw cancelled();
		const error = toNodeError(this.context.getNode(), caught, itemIndex);
		if (!this.continues) {
			this.failures.set(itemIndex, error);
			return;
		}
		const json = shared ? sharedErrorRecord(error, itemIndex) : errorRecord(error);
		this.output[itemIndex] = [{ json, pairedItem: { item: itemIndex } }];
	}

	/** @throws the error of the first item, in the order of the input, that failed for good */
	inOrder(): INodeExecutionData[] {
		const [first] = [...this.failures.keys()].sort((a, b) => a - b);
		const failure = first === undefined ? undefined : this.failures.get(first);
		if (failure) throw failure;
		const [only = []] = this.output;
		return this.output.length === 1 ? only : this.output.flat();
	}
}

function refusalOf(item: Item, { record, reason }: RefusedRecord) {
	return toRefusal(
		item.node,
		`${item.label}: ${reason}`,
		`This record alone was refused: ${Object.values(record).map(String).join(', ')}. Check its ID, and that it belongs to this account.`,
		item.itemIndex,
	);
}

async function workers(count: number, work: () => Promise<void>): Promise<void> {
	await Promise.all(Array.from({ length: count }, work));
}

interface Run {
	operation: Operation;
	count: number;
	atOnce: number;
	outcomes: Outcomes;
	read: (itemIndex: number) => Item;
}

/** One item after the other, many at once. */
async function runItems({ operation, count, atOnce, outcomes, read }: Run): Promise<void> {
	const lanes = new Lanes();
	let next = 0;
	await workers(Math.min(atOnce, count), async () => {
		while (next < count && !outcomes.ended) {
			const itemIndex = next++;
			try {
				const item = read(itemIndex);
				await lanes.run(item.lanes, async () => {
					await outcomes.take(item, sendItem(operation, item));
				});
			} catch (error) {
				outcomes.fail(itemIndex, error);
			}
		}
	});
}

/** The results of an item whose records are in several calls. */
interface Gathered {
	ids: string[];
	results: Map<string, Results[number]>;
}

/** All items are read first, then sent in calls that they share. */
async function runBundles(run: Run, bundle: Bundle, oneCallPerItem: boolean): Promise<void> {
	const { operation, count, atOnce, outcomes, read } = run;
	const gathered = new Map<Item, Gathered>();
	const unreadable = new Map<number, unknown>();
	for (let itemIndex = 0; itemIndex < count; itemIndex++) {
		try {
			const item = read(itemIndex);
			gathered.set(item, { ids: bundle.ids(item), results: new Map() });
		} catch (error) {
			unreadable.set(itemIndex, error);
			// The items before it are done all the same.
			if (!outcomes.continues) break;
		}
	}

	const receive = async (item: Item, id: string, result: Results[number]): Promise<void> => {
		const own = gathered.get(item);
		if (!own) return;
		own.results.set(id, result);
		if (own.results.size < own.ids.length) return;
		gathered.delete(item);
		const all = own.ids.map((one) => own.results.get(one)).filter((one) => one !== undefined);
		await outcomes.take(item, shapeRecords(operation, item, all)).catch((error: unknown) => {
			outcomes.fail(item.itemIndex, error);
		});
	};

	const send = async (entries: Entry[]): Promise<void> => {
		// An item of which a call failed has failed; its other calls are not needed any more.
		const wanted = entries.filter(({ item }) => gathered.has(item));
		try {
			const results = await sendBundle(bundle, wanted);
			for (const [index, { item, id }] of wanted.entries()) {
				const result = results[index];
				if (result !== undefined) await receive(item, id, result);
			}
		} catch (error) {
			for (const item of new Set(wanted.map(({ item }) => item))) {
				if (gathered.delete(item)) outcomes.fail(item.itemIndex, error, true);
			}
		}
	};

	const bundles = formBundles(bundle, [...gathered.keys()], {
		oneCallPerItem,
		inOrder: atOnce === 1,
	});
	const lanes = new Lanes();
	let next = 0;
	await workers(Math.min(atOnce, bundles.length), async () => {
		while (next < bundles.length && !outcomes.ended) {
			const entries = bundles[next++] ?? [];
			await lanes.run(
				entries.map(({ id }) => id),
				async () => await send(entries),
			);
		}
	});
	for (const [itemIndex, error] of unreadable) outcomes.fail(itemIndex, error);
}

/**
 * Runs the node's chosen operation for every input item: the one loop of the package. Output order is input order,
 * every record is paired with its item.
 *
 * @throws NodeApiError | NodeOperationError of the first item (in input order) that failed, unless the node is told to continue
 */
export async function executeOperation(
	context: IExecuteFunctions,
	resources: Resource[],
	connect: Connect,
): Promise<INodeExecutionData[][]> {
	const count = context.getInputData().length;
	const [resource, operation] = findOperation(context, resources);
	const { atOnce, timeoutMs, oneCallPerItem } = settingsOf(context);
	const signal = context.getExecutionCancelSignal();
	const client = new Client(context, await connect(context), { signal, timeoutMs });
	const memory = new Map<string, Promise<unknown>>();
	const words = pathWords(resources);
	const outcomes = new Outcomes(context, count, signal);
	const read = (itemIndex: number) =>
		createItem({ context, client, memory, resource, operation, words, itemIndex, atOnce });
	const run: Run = { operation, count, atOnce, outcomes, read };
	if (operation.bundle) await runBundles(run, operation.bundle, oneCallPerItem);
	else await runItems(run);
	const output = outcomes.inOrder();
	tellCost(context, client);
	return [output];
}

/** Two sentences after a large run: what it cost, and why it took as long as it did. */
function tellCost(context: IExecuteFunctions, client: Client): void {
	const { calls, waitedMs, limited, repeats, dailyRemaining } = client.statistics;
	if (calls < LARGE_RUN) return;
	const number = (value: number) => value.toLocaleString('en-US');
	const parts = [`made ${number(calls)} calls`];
	parts.push(`waited ${number(Math.round(waitedMs / 1000))} s for the account's rate limit`);
	if (repeats > 0) {
		const refused = limited > 0 ? ` (${number(limited)} after "too many requests")` : '';
		parts.push(`repeated ${number(repeats)} calls${refused}`);
	}
	const left =
		dailyRemaining === undefined ? '' : `; ${number(dailyRemaining)} calls are left today`;
	context.addExecutionHints({
		message: `This run ${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}${left}. The node sends as many calls as the account's limit allows and waits for the rest, so running less beside it, or fewer calls, is what makes it faster.`,
		location: 'outputPane',
	});
}
