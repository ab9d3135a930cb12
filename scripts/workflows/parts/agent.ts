/** n8n's AI agent, with what it uses. */
import type { FlowNode, Values } from '../flow';

/** One of n8n's own nodes for AI. */
export function ai(type: string, typeVersion: number, name: string, parameters: Values): FlowNode {
	return { name, type: `@n8n/n8n-nodes-langchain.${type}`, typeVersion, parameters };
}

/**
 * An argument of a tool that the model must give, as a call for an expression.
 *
 * @param description for the model; without quotation marks of its own
 */
export const asks = (key: string, description: string, type = 'string') =>
	`$fromAI('${key}', '${description}', '${type}')`;

/** An argument that the model may leave out; it is empty then. */
export const mayGive = (key: string, description: string) =>
	`$fromAI('${key}', '${description}', 'string', '')`;
