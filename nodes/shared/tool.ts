// Tells whether n8n runs a node as a tool of an AI agent, and what a failed item is then.

import type { INode } from 'n8n-workflow';

/**
 * Whether n8n runs the node as a tool of an AI agent: the type that it generates for that ends in `Tool`. n8n's own
 * `isToolExecution()` does not tell, since the newest agents run tools as ordinary nodes.
 */
export function isTool({ type }: Pick<INode, 'type'>): boolean {
	return type.endsWith('Tool');
}

/**
 * Whether a failed item goes back to the model as a record. Agents turn an error that is thrown into an empty text or into its
 * headline alone. A node that was set to stop on failure, or to have an error output, does just that.
 */
export function answersModel({ type, onError }: Pick<INode, 'type' | 'onError'>): boolean {
	return isTool({ type }) && (onError === undefined || onError === 'continueRegularOutput');
}

/** Fewest and most records that a list returns to a model: what it sets, and what it cannot exceed. */
export const DEFAULT_TOOL_LIMIT = 10;
export const MAX_TOOL_LIMIT = 50;
