/** A request for the model's next reply, whichever protocol it came by. */
import type { JsonObject } from '../shared/json';

/** A tool that the model may call. */
export interface OfferedTool {
	name: string;
	description: string;
	/** JSON schema of its arguments. */
	parameters: JsonObject;
}

/** A call of a tool that the model made. */
export interface ToolCall {
	id: string;
	tool: string;
	args: JsonObject;
}

/** A message, in the order of the conversation. */
export type Message =
	| { kind: 'system' | 'user' | 'assistant'; text: string }
	| { kind: 'call'; call: ToolCall }
	| { kind: 'result'; callId: string; text: string };

export interface Conversation {
	messages: Message[];
	tools: OfferedTool[];
}

/** What the model replies: a text that ends its turn, or one call of a tool. */
export type Reply = { text: string } | { call: ToolCall };

/** A call with what the tool answered. */
export interface Answered {
	call: ToolCall;
	text: string;
}

/** The text of the user's last message. */
export function lastUserText({ messages }: Conversation): string {
	return messages.reduce((last, one) => (one.kind === 'user' ? one.text : last), '');
}

/** The calls since the user's last message that were answered, oldest first. */
export function answeredCalls({ messages }: Conversation): Answered[] {
	const since = messages.reduce((last, one, index) => (one.kind === 'user' ? index : last), -1);
	const turn = messages.slice(since + 1);
	return turn.flatMap((message) => {
		if (message.kind !== 'call') return [];
		const { call } = message;
		const result = turn.find((one) => one.kind === 'result' && one.callId === call.id);
		return result?.kind === 'result' ? [{ call, text: result.text }] : [];
	});
}
