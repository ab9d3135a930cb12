/** What n8n has stored about an execution. */
import { at, isObject, listAt, shorten, textAt, unflatten } from './json';
import type { JsonObject } from './json';

/** An item that a node put out. */
interface OutputItem {
	json: JsonObject;
	pairedItem: unknown;
	error?: unknown;
}

/** A run of a node. `outputs` is indexed by output, then by item. */
interface NodeRun {
	status: string;
	outputs: OutputItem[][];
	error?: JsonObject;
	hints: unknown[];
}

/** An execution as n8n has stored it. */
export interface Execution {
	id: string;
	/** `success`, `error`, `canceled` or `crashed`; while it is unfinished, `running`, `waiting` or `new`. */
	status: string;
	/** `manual`, `webhook`, `trigger` … */
	mode: string;
	workflowId: string;
	/** The error that stopped the workflow, with n8n's `message` and `description`. */
	error?: JsonObject;
	/** Runs by node name. */
	runs: Record<string, NodeRun[]>;
	lastNode?: string;
}

const FINISHED = new Set(['success', 'error', 'canceled', 'crashed']);

/** Whether a status is that of an execution that has ended. */
export function isFinished(status: string): boolean {
	return FINISHED.has(status);
}

/** Reads an execution from n8n's answer. */
export function readExecution(id: string, found: unknown): Execution {
	const status = textAt(found, 'status');
	// Until it has ended, the stored data is empty or partial.
	const stored = isFinished(status) ? at(found, 'data') : undefined;
	const data = typeof stored === 'string' ? unflatten(stored) : stored;
	const result = at(data, 'resultData');
	const error = at(result, 'error');
	const lastNode = at(result, 'lastNodeExecuted');
	const runData = at(result, 'runData');
	const runs: Execution['runs'] = {};
	for (const [name, list] of Object.entries(isObject(runData) ? runData : {})) {
		runs[name] = listAt(list).map(readRun);
	}
	return {
		id,
		status,
		mode: textAt(found, 'mode'),
		workflowId: textAt(found, 'workflowId'),
		...(isObject(error) ? { error } : {}),
		...(typeof lastNode === 'string' ? { lastNode } : {}),
		runs,
	};
}

/**
 * The JSON of the items that a node put out in all of its runs.
 *
 * @throws {Error} if the node did not run; the message has the execution's error
 */
export function outputOf(execution: Execution, node: string, output = 0): JsonObject[] {
	const runs = execution.runs[node];
	if (runs === undefined) {
		throw new Error(
			`${node} did not run; the execution says ${shorten(execution.error ?? 'nothing')}`,
		);
	}
	return runs.flatMap((run) => (run.outputs[output] ?? []).map(({ json }) => json));
}

function readRun(run: unknown): NodeRun {
	const error = at(run, 'error');
	const status = at(run, 'executionStatus');
	const outputs = at(run, 'data', 'main');
	const hints = at(run, 'hints');
	return {
		status: typeof status === 'string' ? status : 'unknown',
		outputs: (Array.isArray(outputs) ? outputs : []).map((items: unknown) =>
			(Array.isArray(items) ? items : []).map(readItem),
		),
		...(isObject(error) ? { error } : {}),
		hints: Array.isArray(hints) ? hints : [],
	};
}

function readItem(item: unknown): OutputItem {
	const json = at(item, 'json');
	const error = at(item, 'error');
	return {
		json: isObject(json) ? json : {},
		pairedItem: at(item, 'pairedItem'),
		...(error === undefined ? {} : { error }),
	};
}
