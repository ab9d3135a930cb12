import type {
	IDataObject,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';

import { CUSTOM } from './customNode';

/** A run of a node without an engine. */
interface DirectRun {
	/** The parameters of each item. */
	items?: IDataObject[];
	/** The parameters of all items. */
	all?: IDataObject;
	type?: string;
	continues?: boolean;
	signal?: AbortSignal;
	/** Collects the hints of the run. */
	hints?: unknown[];
}

/** Runs a node's own code with an n8n context of the least that it needs; the values are those that n8n resolved. */
export async function runDirectly(
	nodeType: INodeType,
	{ items = [{}], all = {}, type = 'pkg.custom', continues = false, signal, hints = [] }: DirectRun,
): Promise<INodeExecutionData[]> {
	const node: INode = {
		id: '1',
		name: 'N',
		type,
		typeVersion: 1.1,
		position: [0, 0],
		// Every value comes from an expression, so each item's own is read.
		parameters: new Proxy({}, { get: () => '=' }),
	};
	const context = {
		getInputData: () => items.map((json) => ({ json })),
		getNodeParameter: (name: string, itemIndex: number, fallback?: unknown) =>
			({ ...CUSTOM, ...all, ...items[itemIndex] })[name] ?? fallback,
		getExecutionCancelSignal: () => signal,
		getNode: () => node,
		getTimezone: () => 'Europe/Berlin',
		continueOnFail: () => continues,
		addExecutionHints: (hint: unknown) => hints.push(hint),
		helpers: {},
	} as never as IExecuteFunctions;
	const output = (await nodeType.execute?.call(context)) as INodeExecutionData[][];
	return output.flat();
}

/** The records of a run's output. */
export const recordsOf = (output: INodeExecutionData[]) => output.map(({ json }) => json);
