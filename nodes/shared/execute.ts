// Runs the node's chosen operation for all items.

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Connection } from './call';
import { Client } from './client';
import { addCostHint } from './costHint';
import { toNodeError } from './errors';
import { createItem } from './item';
import type { Operation, Resource } from './operation';
import { Outcomes } from './outcomes';
import { runBundles, runItems } from './runItems';
import { pathWords } from './url';
import { isRecord } from './values';

/** Opens the connection that the node's credential describes. */
export type Connect = (context: IExecuteFunctions) => Promise<Connection>;

/**
 * Runs the node's chosen operation for every input item. The output is in the order of the input, and every record is
 * paired with its item.
 *
 * @throws NodeApiError | NodeOperationError of the first item, in the order of the input, that failed, unless the node
 * continues on failure
 */
export async function executeOperation(
	context: IExecuteFunctions,
	resources: Resource[],
	connect: Connect,
): Promise<INodeExecutionData[][]> {
	const count = context.getInputData().length;
	const [resource, operation] = findOperation(context, resources);
	const { concurrency, timeoutMs, oneCallPerItem } = readOptions(context);
	const signal = context.getExecutionCancelSignal();
	const client = new Client(context, await connect(context), { signal, timeoutMs });
	const cache = new Map<string, Promise<unknown>>();
	const words = pathWords(resources);
	const outcomes = new Outcomes(context, count, signal);
	const read = (itemIndex: number) =>
		createItem({ context, client, cache, resource, operation, words, itemIndex, concurrency });
	const run = { operation, count, concurrency, outcomes, read };
	if (operation.bundle) await runBundles(run, operation.bundle, oneCallPerItem);
	else await runItems(run);
	const output = outcomes.inOrder();
	addCostHint(context, client);
	return [output];
}

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

const MAX_CONCURRENCY = 100;
const DEFAULT_TIMEOUT_S = 60;
/** Node's timers accept at most 24 days; given more, they fire at once. */
const MAX_TIMEOUT_S = 86_400;

/** Options of the run as a whole, from the first item. */
function readOptions(context: IExecuteFunctions) {
	const options = context.getNodeParameter('options', 0, {});
	const given = isRecord(options) ? options : {};
	const concurrency = Number(given.concurrency ?? 0);
	const timeout = Number(given.timeout ?? DEFAULT_TIMEOUT_S);
	return {
		concurrency:
			concurrency >= 1 ? Math.min(Math.floor(concurrency), MAX_CONCURRENCY) : MAX_CONCURRENCY,
		timeoutMs: Math.ceil(Math.min(timeout > 0 ? timeout : DEFAULT_TIMEOUT_S, MAX_TIMEOUT_S) * 1000),
		oneCallPerItem: given.oneCallPerItem === true,
	};
}
