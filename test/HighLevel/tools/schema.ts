/** What n8n tells a model of a tool, as OpenAI's protocol sends it. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { nodeNameToToolName } from 'n8n-workflow';

/** An operation as a tool. */
export interface Tool {
	resource: string;
	operation: string;
	/** Names of the parameters that the model fills in; those of a collection after its name and a dot. */
	filledIn: string[];
}

interface Described {
	displayName: string;
	properties: INodeProperties[];
}

const TYPES: Record<string, string> = { number: 'number', boolean: 'boolean' };

function isShown({ displayOptions }: INodeProperties, { resource, operation }: Tool): boolean {
	const { show = {} } = displayOptions ?? {};
	const has = (values: readonly unknown[] | undefined, value: unknown) =>
		values?.includes(value) ?? true;
	return has(show.resource, resource) && has(show.operation, operation) && has(show['@tool'], true);
}

const isField = (option: object): option is INodeProperties =>
	'displayName' in option && 'type' in option;

function fieldNamed(properties: INodeProperties[], tool: Tool, path: string): INodeProperties {
	const [name, inner] = path.split('.');
	const outer = properties.find((one) => one.name === name && isShown(one, tool));
	const found =
		inner === undefined
			? outer
			: (outer?.options ?? []).filter(isField).find((one) => one.name === inner);
	if (!found) throw new Error(`${tool.resource}.${tool.operation} has no ${path}`);
	return found;
}

/**
 * The tool that n8n's editor makes of an operation when each of these fields gets its button "Let the model define this
 * parameter": the key is the title, and there is no description. n8n describes the tool by the operation's action.
 */
export function toolSchema({ displayName, properties }: Described, tool: Tool): object {
	const menu = properties.find((one) => one.name === 'operation' && isShown(one, tool));
	const choices = (menu?.options ?? []).filter(
		(one): one is INodePropertyOptions => 'value' in one,
	);
	const action = choices.find(({ value }) => value === tool.operation)?.action ?? '';
	const fields = tool.filledIn.map((path) => {
		const { displayName: title, type } = fieldNamed(properties, tool, path);
		return [title.replace(/[^\w-]+/g, '_'), { type: TYPES[type] ?? 'string' }];
	});
	return {
		type: 'function',
		function: {
			name: nodeNameToToolName(action),
			description: `${action} in ${displayName}`,
			parameters: {
				type: 'object',
				properties: Object.fromEntries(fields),
				required: fields.map(([key]) => key),
				additionalProperties: false,
				$schema: 'http://json-schema.org/draft-07/schema#',
			},
		},
	};
}

export const bytesOf = (schema: object): number => Buffer.byteLength(JSON.stringify(schema));
