import type {
	IExecuteFunctions,
	INodeExecutionData,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import type { Connection } from './client';
import { Client } from './client';
import { errorRecord, RefusedRecord, refusedRecord, toNodeError, toPartialError } from './errors';
import { createItem, sendItem } from './item';
import type { Operation, Resource } from './operation';
import { isRecord } from './values';
import { cancelled } from './wait';

/** Opens the connection that the node's credential describes. */
export type Connect = (context: IExecuteFunctions) => Promise<Connection>;

const MOST_AT_ONCE = 100;
const DEFAULT_TIMEOUT_S = 60;
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
		timeoutMs: (timeout > 0 ? timeout : DEFAULT_TIMEOUT_S) * 1000,
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
	const items = context.getInputData();
	const node = context.getNode();
	const [resource, operation] = findOperation(context, resources);
	const { atOnce, timeoutMs } = settingsOf(context);
	const signal = context.getExecutionCancelSignal();
	const client = new Client(context, await connect(context), { signal, timeoutMs });
	const memory = new Map<string, Promise<unknown>>();
	const lanes = new Lanes();
	const output: INodeExecutionData[][] = new Array<INodeExecutionData[]>(items.length);
	const failures = new Map<number, NodeApiError | NodeOperationError>();
	let next = 0;

	const runItem = async (itemIndex: number): Promise<void> => {
		try {
			const item = createItem({ context, client, memory, resource, operation, itemIndex });
			output[itemIndex] = await lanes.run(item.lanes, async () => {
				const records: INodeExecutionData[] = [];
				const refused: RefusedRecord[] = [];
				const pairedItem = { item: itemIndex };
				for await (const record of sendItem(operation, item)) {
					if (record instanceof RefusedRecord) {
						refused.push(record);
						records.push({ json: refusedRecord(record), pairedItem });
					} else records.push({ json: record, pairedItem });
				}
				if (refused.length > 0 && !context.continueOnFail()) {
					throw toPartialError(node, refused, records.length, itemIndex);
				}
				return records;
			});
		} catch (caught) {
			if (signal?.aborted) throw cancelled();
			const error = toNodeError(node, caught, itemIndex);
			if (!context.continueOnFail()) {
				failures.set(itemIndex, error);
				return;
			}
			output[itemIndex] = [{ json: errorRecord(error), pairedItem: { item: itemIndex } }];
		}
	};

	const worker = async (): Promise<void> => {
		while (next < items.length && failures.size === 0 && !signal?.aborted) {
			await runItem(next++);
		}
	};
	await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));

	const [first] = [...failures.keys()].sort((a, b) => a - b);
	const failure = first === undefined ? undefined : failures.get(first);
	if (failure) throw failure;
	tellCost(context, client);
	return [output.flat()];
}

function tellCost(context: IExecuteFunctions, client: Client): void {
	const { calls, waitedMs, limited, repeats, dailyRemaining } = client.statistics;
	if (calls < LARGE_RUN) return;
	const parts = [`${calls} calls`, `${Math.round(waitedMs / 1000)} s waited for the rate limit`];
	if (repeats > 0) parts.push(`${repeats} repeated (${limited} after "too many requests")`);
	if (dailyRemaining !== undefined) parts.push(`${dailyRemaining} calls left today`);
	context.addExecutionHints({ message: `This run: ${parts.join(', ')}.`, location: 'outputPane' });
}
