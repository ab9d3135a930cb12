// Reads the parameters of a run's items as n8n resolves them.

import type { IExecuteFunctions, INode } from 'n8n-workflow';
import { deepCopy } from 'n8n-workflow';

import type { RawParameter } from './request';

/**
 * Reads the parameters of a run's items, each one once. n8n takes its time for each, so a value without an expression,
 * which is the same for all items, is read for the first of them only.
 *
 * @returns reads the parameters of one item; null for a parameter that has no value
 */
export function parameterReader(
	context: IExecuteFunctions,
	{ parameters }: INode,
): (itemIndex: number) => RawParameter {
	const ofAll = new Map<string, unknown>();
	return (itemIndex) => {
		const own = new Map<string, unknown>();
		return (name) => {
			if (own.has(name)) return own.get(name);
			// A copy, so that no item can change the values of another.
			const value = ofAll.has(name)
				? copyOf(ofAll.get(name))
				: (context.getNodeParameter(name, itemIndex, null) as unknown);
			own.set(name, value);
			if (!ofAll.has(name) && !hasExpression(parameters[name])) ofAll.set(name, copyOf(value));
			return value;
		};
	};
}

const copyOf = (value: unknown): unknown =>
	typeof value === 'object' && value !== null ? deepCopy(value) : value;

/** n8n resolves every text that begins with an equals sign. */
function hasExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	return typeof value === 'object' && value !== null && Object.values(value).some(hasExpression);
}
