/** OpenAI's chat completions (`POST /v1/chat/completions`), with and without streaming. */
import { isObject, objects, text } from '../shared/json';
import type { JsonObject } from '../shared/json';
import type { Conversation, Message, OfferedTool, Reply } from './conversation';
import { contentText, parseArguments, serverEvents } from './protocol';

function messagesOf(message: JsonObject): Message[] {
	const content = contentText(message.content);
	const role = text(message, 'role') ?? '';
	if (role === 'tool') {
		return [{ kind: 'result', callId: text(message, 'tool_call_id') ?? '', text: content }];
	}
	if (role === 'user') return [{ kind: 'user', text: content }];
	if (role === 'system' || role === 'developer') return [{ kind: 'system', text: content }];
	const calls = objects(message, 'tool_calls').map((call): Message => {
		const made = isObject(call.function) ? call.function : {};
		return {
			kind: 'call',
			call: {
				id: text(call, 'id') ?? '',
				tool: text(made, 'name') ?? '',
				args: parseArguments(made.arguments),
			},
		};
	});
	return content === '' ? calls : [{ kind: 'assistant', text: content }, ...calls];
}

function toolOf(tool: JsonObject): OfferedTool[] {
	const made = tool.function;
	if (!isObject(made)) return [];
	return [
		{
			name: text(made, 'name') ?? '',
			description: text(made, 'description') ?? '',
			parameters: isObject(made.parameters) ? made.parameters : {},
		},
	];
}

/** Reads a request's body. */
export function readCompletion(body: JsonObject): Conversation {
	return {
		messages: objects(body, 'messages').flatMap(messagesOf),
		tools: objects(body, 'tools').flatMap(toolOf),
	};
}

const USAGE = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };

/** The answer to a request: a completion, or its chunks as server-sent events. */
export function completion(id: string, model: string, reply: Reply, streamed: boolean): unknown {
	const head = { id: `chatcmpl-${id}`, created: Math.floor(Date.now() / 1000), model };
	const reason = 'call' in reply ? 'tool_calls' : 'stop';
	const calls =
		'call' in reply
			? [
					{
						id: reply.call.id,
						type: 'function',
						function: { name: reply.call.tool, arguments: JSON.stringify(reply.call.args) },
					},
				]
			: undefined;
	const content = 'text' in reply ? reply.text : null;
	if (!streamed) {
		const message = { role: 'assistant', content, ...(calls ? { tool_calls: calls } : {}) };
		const choices = [{ index: 0, message, finish_reason: reason }];
		return { ...head, object: 'chat.completion', choices, usage: USAGE };
	}
	const chunk = (delta: JsonObject, finish: string | null = null) => ({
		data: {
			...head,
			object: 'chat.completion.chunk',
			choices: [{ index: 0, delta, finish_reason: finish }],
		},
	});
	const parts = calls
		? { tool_calls: calls.map((call, index) => ({ index, ...call })) }
		: { content };
	return serverEvents([
		chunk({ role: 'assistant', content: calls ? null : '' }),
		chunk(parts),
		chunk({}, reason),
		{ data: { ...head, object: 'chat.completion.chunk', choices: [], usage: USAGE } },
		{ data: '[DONE]' },
	]);
}
