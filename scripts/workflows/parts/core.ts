/** n8n's own nodes that shape the flow of a template. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { FlowNode, NodeExtras, Values } from '../flow';

const CODE = join(__dirname, '..', 'code');

/** How a node that only reads tries again. A node's retry repeats all of its items, so nodes that write must not have it. */
export const READS_AGAIN: NodeExtras = { retryOnFail: true, maxTries: 3, waitBetweenTries: 2000 };

/** One of n8n's own nodes. */
export function core(
	type: string,
	typeVersion: number,
	name: string,
	parameters: Values,
	extras: NodeExtras = {},
): FlowNode {
	return { name, type: `n8n-nodes-base.${type}`, typeVersion, parameters, ...extras };
}

/** A field that Edit Fields sets. Tables are written as JSON. */
export interface Assignment {
	name: string;
	type: 'string' | 'number' | 'boolean' | 'array' | 'object';
	value: string | number | boolean;
}

/** Edit Fields. */
export function set(
	name: string,
	assignments: Assignment[],
	{ keepOthers = false, ...extras }: NodeExtras & { keepOthers?: boolean } = {},
): FlowNode {
	return core(
		'set',
		3.4,
		name,
		{
			assignments: { assignments: assignments.map((one) => ({ id: one.name, ...one })) },
			includeOtherFields: keepOthers,
			options: {},
		},
		extras,
	);
}

/** Code, run once for all items; its text is the file of that name in the folder `code`. */
export function code(name: string, file: string, extras: NodeExtras = {}): FlowNode {
	const jsCode = readFileSync(join(CODE, `${file}.js`), 'utf8').trimEnd();
	return core('code', 2, name, { jsCode }, extras);
}

/** If, on an expression that is true or false. */
export function when(name: string, expression: string): FlowNode {
	return core('if', 2.2, name, {
		conditions: {
			options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
			conditions: [
				{
					id: 'condition',
					leftValue: expression,
					rightValue: '',
					operator: { type: 'boolean', operation: 'true', singleValue: true },
				},
			],
			combinator: 'and',
		},
		options: {},
	});
}

/**
 * Loop Over Items, one at a time. It starts anew when it has ended: without that, n8n takes the records of a second round for
 * records that are done.
 */
export function loopOverItems(name = 'Loop Over Items'): FlowNode {
	const reset = `={{ $node["${name}"].context["done"] === true }}`;
	return core('splitInBatches', 3, name, { batchSize: 1, options: { reset } });
}

/** Stop And Error: the run fails with this message, which starts the error trigger. */
export function stopWith(name: string, message: string): FlowNode {
	return core('stopAndError', 1, name, { errorMessage: message });
}

/** Schedule Trigger. */
export function everyMinutes(minutes: number): FlowNode {
	return core('scheduleTrigger', 1.2, `Every ${minutes} Minutes`, {
		rule: { interval: [{ field: 'minutes', minutesInterval: minutes }] },
	});
}

/** A locator's value as n8n saves it. */
export function locate(mode: 'id' | 'name' | 'email' | 'list', value: string): Values {
	return { __rl: true, mode, value };
}
