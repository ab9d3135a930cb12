/** The routes of the chat model: its list of models, and the two ways to ask it. */
import type { Answer } from '../shared/answer';
import { Refusal } from '../shared/answer';
import { header } from '../shared/httpMessages';
import { flag, isObject, text } from '../shared/json';
import type { JsonObject } from '../shared/json';
import type { Control, Received, Service } from '../shared/parts';
import { completion, readCompletion } from './completions';
import type { Conversation, Reply } from './conversation';
import type { Habits } from './policy';
import { nextMove } from './policy';
import { readResponse, response } from './responses';

/** One request with its reply. */
export interface Exchange {
	protocol: 'completions' | 'responses';
	streamed: boolean;
	conversation: Conversation;
	/** Of the tools' names, descriptions and schemas, in characters. */
	toolCharacters: number;
	reply: Reply;
	/** Whether a tool's answer named the call that the model makes. */
	advised: boolean;
}

interface Parts {
	apiKey: string;
	model: string;
	habits: Habits;
	exchanges: Exchange[];
	misunderstood: string[];
	onReply: (reply: Reply) => void;
	controls: Record<string, Control>;
}

const PROTOCOLS = {
	'/v1/chat/completions': { name: 'completions', read: readCompletion, write: completion },
	'/v1/responses': { name: 'responses', read: readResponse, write: response },
} as const;

const refusal = (status: number, message: string, type: string) =>
	new Refusal(status, { error: { message, type, param: null, code: null } });

export class ChatModelService implements Service {
	private nextId = 1;

	constructor(private readonly parts: Parts) {}

	get controls(): Record<string, Control> {
		return this.parts.controls;
	}

	/** @throws {Refusal} 401 without the key, 404 for other routes, 400 for a body that is not JSON */
	prepare({ request, raw, entry }: Received): () => Answer {
		if (header(request, 'authorization') !== `Bearer ${this.parts.apiKey}`) {
			throw refusal(401, 'Incorrect API key provided.', 'invalid_request_error');
		}
		const route = `${entry.method} ${entry.path}`;
		if (route === 'GET /v1/models') return () => this.models();
		const protocol = Object.entries(PROTOCOLS).find(([path]) => route === `POST ${path}`)?.[1];
		if (protocol === undefined) throw refusal(404, 'Unknown request URL.', 'invalid_request_error');
		const body = bodyOf(raw);
		return () => {
			const streamed = flag(body, 'stream') === true;
			const reply = this.reply(protocol.name, protocol.read(body), streamed);
			const id = String(this.nextId++);
			const model = text(body, 'model') ?? this.parts.model;
			const answer = { body: protocol.write(id, model, reply, streamed) };
			return streamed ? { ...answer, headers: { 'content-type': 'text/event-stream' } } : answer;
		};
	}

	private models(): Answer {
		const model = { id: this.parts.model, object: 'model', created: 0, owned_by: 'stand-in' };
		return { body: { object: 'list', data: [model] } };
	}

	private reply(
		protocol: Exchange['protocol'],
		conversation: Conversation,
		streamed: boolean,
	): Reply {
		const { habits, exchanges, misunderstood, onReply } = this.parts;
		const move = nextMove(conversation, habits);
		if ('misunderstood' in move && move.misunderstood !== undefined) {
			misunderstood.push(move.misunderstood);
		}
		const reply: Reply =
			'tool' in move
				? { call: { id: `call_${this.nextId}`, tool: move.tool, args: move.args } }
				: { text: move.text };
		exchanges.push({
			...{ protocol, streamed, conversation, reply },
			toolCharacters: JSON.stringify(conversation.tools).length,
			advised: 'tool' in move && move.advised,
		});
		onReply(reply);
		return reply;
	}
}

function bodyOf(raw: string): JsonObject {
	try {
		const parsed: unknown = JSON.parse(raw);
		if (isObject(parsed)) return parsed;
	} catch {
		// Refused below.
	}
	throw refusal(400, 'We could not parse the JSON body of your request.', 'invalid_request_error');
}
