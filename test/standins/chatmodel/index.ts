/** The stand-in for a chat model behind OpenAI's protocol: how to start it, and what tests may use of it. */
import { Clock } from '../shared/clock';
import { Faults } from '../shared/faults';
import type { LogEntry } from '../shared/log';
import type { Latency } from '../shared/parts';
import { StandInServer } from '../shared/server';
import type { Reply } from './conversation';
import type { Habits } from './policy';
import type { Exchange } from './service';
import { ChatModelService } from './service';

export type { Exchange } from './service';
export type { Answered, Reply } from './conversation';
export { answeredCalls } from './conversation';
export { readOutcome } from './outcome';

export interface ChatModelOptions {
	/** Default: 0, a free port. */
	port?: number;
	/** Default: a made-up key. */
	apiKey?: string;
	/** Added to every answer, in milliseconds. */
	latencyMs?: number;
}

/** A running stand-in for a chat model. */
export interface ChatModelStandIn {
	/** Base address with `/v1`, as OpenAI clients want it. */
	readonly url: string;
	readonly apiKey: string;
	readonly model: string;
	/** Mistakes that it makes; may be changed at any time. */
	readonly habits: Habits;
	readonly faults: Faults;
	readonly log: LogEntry[];
	/** What was asked and replied so far, oldest first. */
	readonly exchanges: Exchange[];
	/** What nothing explained: arguments of tools whose names and descriptions say too little. */
	readonly misunderstood: string[];
	/** Is called with every reply before it is sent, such as to change something between two calls. */
	onReply: ((reply: Reply) => void) | undefined;
	reset(): void;
	close(): Promise<void>;
}

const MODEL = 'stand-in-model';

/** Starts a stand-in for a chat model on the loopback interface. */
export async function startChatModelStandIn(
	options: ChatModelOptions = {},
): Promise<ChatModelStandIn> {
	const apiKey = options.apiKey ?? 'sk-stand-in';
	const clock = new Clock();
	const faults = new Faults();
	const log: LogEntry[] = [];
	const settings: Latency = { latencyMs: options.latencyMs ?? 0, latencyPlace: 'after' };
	const habits: Habits = { idOf: undefined };
	const exchanges: Exchange[] = [];
	const misunderstood: string[] = [];
	let url = '';
	let onReply: ChatModelStandIn['onReply'];
	const reset = (): void => {
		faults.clear();
		habits.idOf = undefined;
		onReply = undefined;
		for (const list of [log, exchanges, misunderstood]) list.length = 0;
	};
	const state = {
		exchanges: { all: () => exchanges },
		misunderstood: { all: () => misunderstood },
	};
	const describe = () => ({ url, apiKey, model: MODEL, habits });
	const parts = { clock, faults, settings, log, state, reset, describe };
	const service = new ChatModelService({
		...{ apiKey, model: MODEL, habits, exchanges, misunderstood },
		onReply: (reply) => onReply?.(reply),
		controls: {
			'POST habits': (body) => {
				const { idOf } = body;
				habits.idOf = idOf === 'email' || idOf === 'madeUp' ? idOf : undefined;
				return { ...habits };
			},
		},
	});
	const server = new StandInServer(parts, service);
	url = `${await server.listen(options.port ?? 0)}/v1`;
	return {
		...{ url, apiKey, model: MODEL, habits, faults, log, exchanges, misunderstood, reset },
		get onReply() {
			return onReply;
		},
		set onReply(hook) {
			onReply = hook;
		},
		close: async () => await server.close(),
	};
}
