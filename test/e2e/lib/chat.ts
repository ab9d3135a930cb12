/** n8n's hosted chat from the side of the person who writes: messages, and buttons to click. */
import assert from 'node:assert/strict';
import type { N8nClient } from './client';
import { until } from './client';
import { at, isObject, listAt, shorten, textAt, unflatten } from './json';

/** What the chat shows in answer. */
export interface Shown {
	/** The node that sent it. */
	node: string;
	text: string;
	/** Addresses by what the buttons say. */
	buttons: Record<string, string>;
}

/** n8n ignores clicks of programs that preview links. */
const BROWSER = { 'user-agent': 'Mozilla/5.0 (X11; Linux x64) Chrome/140.0.0.0 Safari/537.36' };
const PATIENCE_MS = 30_000;

/** What a node sent to the chat, as its run is stored. */
function sentBy(run: unknown): unknown {
	const data = at(run, 'data');
	const outputs = at(data, 'main') ?? at(data, 'ai_tool');
	return at(outputs, 0, 0, 'sendMessage');
}

function readMessage(node: string, message: unknown): Shown {
	if (typeof message === 'string') return { node, text: message, buttons: {} };
	const buttons = listAt(message, 'buttons').map((one) => [
		textAt(one, 'text'),
		textAt(one, 'link'),
	]);
	return { node, text: textAt(message, 'text'), buttons: Object.fromEntries(buttons) };
}

/** One session of a chat. */
export class Chat {
	private executionId = '';
	private seen = 0;

	/**
	 * @param path the last part of the address of the chat trigger
	 * @param sessionId under which the agent remembers the conversation
	 */
	constructor(
		private readonly client: N8nClient,
		private readonly path: string,
		private readonly sessionId: string,
	) {}

	/** Writes a message, and waits for what is shown in answer. */
	async say(chatInput: string): Promise<Shown> {
		const message = { action: 'sendMessage', sessionId: this.sessionId, chatInput };
		const { status, body } = await this.client.callWebhook(`${this.path}/chat`, message);
		assert.equal(status, 200, shorten(body));
		this.executionId = textAt(body, 'executionId');
		this.seen = 0;
		return await this.shown();
	}

	/** Clicks a button, and waits for what is shown next. */
	async click(link: string | undefined): Promise<Shown> {
		assert.ok(link, 'no such button');
		const response = await fetch(link, { headers: BROWSER });
		assert.equal(response.status, 200, await response.text());
		return await this.shown();
	}

	/** The next message of the run, which waits after each one. @throws AssertionError if the run fails */
	private async shown(): Promise<Shown> {
		return await until('the chat to answer', PATIENCE_MS, async () => {
			const execution = await this.client.call('GET', `/rest/executions/${this.executionId}`);
			const status = at(execution, 'status');
			const stored = at(execution, 'data');
			const data = typeof stored === 'string' ? unflatten(stored) : stored;
			const result = at(data, 'resultData');
			assert.notEqual(status, 'error', shorten(at(result, 'error')));
			if (status !== 'waiting') return undefined;
			const node = textAt(result, 'lastNodeExecuted');
			const runData = at(result, 'runData');
			const runs = Object.values(isObject(runData) ? runData : {}).flatMap((one) => listAt(one));
			const message = sentBy(listAt(runData, node).at(-1));
			if (message === undefined || runs.length <= this.seen) return undefined;
			this.seen = runs.length;
			return readMessage(node, message);
		});
	}
}
