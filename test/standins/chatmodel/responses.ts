/** OpenAI's responses (`POST /v1/responses`), with and without streaming. */
import { isObject, objects, text } from '../shared/json';
import type { JsonObject } from '../shared/json';
import type { Conversation, Message, OfferedTool, Reply } from './conversation';
import { contentText, parseArguments, serverEvents } from './protocol';

function messageOf(item: JsonObject): Message[] {
	const type = text(item, 'type') ?? 'message';
	const callId = text(item, 'call_id') ?? '';
	if (type === 'function_call_output') {
		return [{ kind: 'result', callId, text: contentText(item.output) }];
	}
	if (type === 'function_call') {
		const call = {
			id: callId,
			tool: text(item, 'name') ?? '',
			args: parseArguments(item.arguments),
		};
		return [{ kind: 'call', call }];
	}
	if (type !== 'message') return [];
	const role = text(item, 'role') ?? '';
	const kind = role === 'user' || role === 'assistant' ? role : 'system';
	const content = contentText(item.content);
	return content === '' ? [] : [{ kind, text: content }];
}

function toolOf(tool: JsonObject): OfferedTool[] {
	if (tool.type !== 'function') return [];
	return [
		{
			name: text(tool, 'name') ?? '',
			description: text(tool, 'description') ?? '',
			parameters: isObject(tool.parameters) ? tool.parameters : {},
		},
	];
}

/** Reads a request's body. */
export function readResponse(body: JsonObject): Conversation {
	const instructions = text(body, 'instructions');
	const system: Message[] =
		instructions === undefined ? [] : [{ kind: 'system', text: instructions }];
	const input: Message[] =
		typeof body.input === 'string'
			? [{ kind: 'user', text: body.input }]
			: objects(body, 'input').flatMap(messageOf);
	return { messages: [...system, ...input], tools: objects(body, 'tools').flatMap(toolOf) };
}

const USAGE = {
	input_tokens: 1,
	input_tokens_details: { cached_tokens: 0 },
	output_tokens: 1,
	output_tokens_details: { reasoning_tokens: 0 },
	total_tokens: 2,
};

function itemOf(id: string, reply: Reply): JsonObject {
	if ('call' in reply) {
		const { call } = reply;
		return {
			id: `fc_${id}`,
			type: 'function_call',
			status: 'completed',
			call_id: call.id,
			name: call.tool,
			arguments: JSON.stringify(call.args),
		};
	}
	return {
		id: `msg_${id}`,
		type: 'message',
		status: 'completed',
		role: 'assistant',
		content: [{ type: 'output_text', text: reply.text, annotations: [] }],
	};
}

/** The answer to a request: a response, or its events. */
export function response(id: string, model: string, reply: Reply, streamed: boolean): unknown {
	const item = itemOf(id, reply);
	const whole = {
		id: `resp_${id}`,
		object: 'response',
		created_at: Math.floor(Date.now() / 1000),
		status: 'completed',
		error: null,
		incomplete_details: null,
		model,
		output: [item],
		parallel_tool_calls: false,
		tool_choice: 'auto',
		tools: [],
		usage: USAGE,
	};
	if (!streamed) return whole;
	let sequence = 0;
	const event = (type: string, more: JsonObject) => ({
		event: type,
		data: { type, sequence_number: sequence++, ...more },
	});
	const at = { item_id: item.id, output_index: 0 };
	const parts =
		'call' in reply
			? [
					event('response.output_item.added', {
						output_index: 0,
						item: { ...item, arguments: '' },
					}),
					event('response.function_call_arguments.delta', { ...at, delta: item.arguments }),
					event('response.function_call_arguments.done', { ...at, arguments: item.arguments }),
				]
			: [
					event('response.output_item.added', { output_index: 0, item: { ...item, content: [] } }),
					event('response.output_text.delta', { ...at, content_index: 0, delta: reply.text }),
					event('response.output_text.done', { ...at, content_index: 0, text: reply.text }),
				];
	return serverEvents([
		event('response.created', {
			response: { ...whole, status: 'in_progress', output: [], usage: null },
		}),
		...parts,
		event('response.output_item.done', { output_index: 0, item }),
		event('response.completed', { response: whole }),
	]);
}
