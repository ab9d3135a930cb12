// Runs the node's chosen operation for all items.

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Service } from './accounts';
import { Accounts } from './accounts';
import { addCostHint } from './costHint';
import { toRefusal } from './errors';
import { createItem } from './item';
import type { Operation, Resource } from './operation';
import { Outcomes } from './outcomes';
import { parameterReader } from './rawParameters';
import { runBundles } from './runBundles';
import { runItems } from './runItems';
import { pathWords } from './url';
import { groupBy, isRecord } from './values';

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
	service: Service,
): Promise<INodeExecutionData[][]> {
	const count = context.getInputData().length;
	const [resource, operation] = findOperation(context, resources);
	const { concurrency, timeoutMs, oneCallPerItem } = readOptions(context);
	const signal = context.getExecutionCancelSignal();
	const accounts = new Accounts(context, service, { signal, timeoutMs });
	const words = pathWords(resources);
	// n8n copies the node each time.
	const node = context.getNode();
	const parametersOf = parameterReader(context, node);
	const outcomes = new Outcomes(context, count, signal);
	const read = async (itemIndex: number) => {
		const account = await accounts.of(itemIndex);
		return await createItem({
			context,
			node,
			given: parametersOf(itemIndex),
			...account,
			resource,
			operation,
			words,
			itemIndex,
			concurrency: concurrency ?? MAX_CONCURRENCY,
		});
	};
	const groups = groupsOf(count, concurrency === undefined ? accounts : undefined);
	const run = { operation, groups, concurrency: concurrency ?? MAX_CONCURRENCY, outcomes, read };
	if (operation.bundle) await runBundles(run, operation.bundle, oneCallPerItem);
	else await runItems(run);
	const output = outcomes.inOrder();
	addCostHint(context, accounts);
	return [output];
}

function findOperation(context: IExecuteFunctions, resources: Resource[]): [Resource, Operation] {
	const resourceValue = context.getNodeParameter('resource', 0);
	const operationValue = context.getNodeParameter('operation', 0);
	const resource = resources.find(({ value }) => value === resourceValue);
	const operation = resource?.operations.find(({ value }) => value === operationValue);
	if (!resource || !operation) {
		throw toRefusal(
			context.getNode(),
			`This node has no operation "${String(operationValue)}" for the resource "${String(resourceValue)}"`,
			"Choose one of the node's resources and operations.",
		);
	}
	return [resource, operation];
}

const MAX_CONCURRENCY = 100;
const DEFAULT_TIMEOUT_S = 60;
/** Node's timers accept at most 24 days; given more, they fire at once. */
const MAX_TIMEOUT_S = 86_400;

/**
 * Groups the items by account, so that one account's rate limit does not hold up the others.
 *
 * @param accounts undefined for a single group
 * @returns the indices of each group's items, in the order of the input
 */
function groupsOf(count: number, accounts: Accounts | undefined): number[][] {
	const indices = Array.from({ length: count }, (_, itemIndex) => itemIndex);
	return groupBy(indices, (itemIndex) => accounts?.partOf(itemIndex) ?? '');
}

/** Options of the run as a whole, from the first item. `concurrency` is undefined where the user gives none. */
function readOptions(context: IExecuteFunctions) {
	const options = context.getNodeParameter('options', 0, {});
	const given = isRecord(options) ? options : {};
	const concurrency = Math.floor(Number(given.concurrency ?? 0));
	const timeout = Number(given.timeout ?? DEFAULT_TIMEOUT_S);
	return {
		concurrency: concurrency >= 1 ? Math.min(concurrency, MAX_CONCURRENCY) : undefined,
		timeoutMs: Math.ceil(Math.min(timeout > 0 ? timeout : DEFAULT_TIMEOUT_S, MAX_TIMEOUT_S) * 1000),
		oneCallPerItem: given.oneCallPerItem === true,
	};
}
