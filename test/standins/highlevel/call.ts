import type { Clock } from './clock';
import type { Operation } from './digest';
import type { JsonObject } from './json';
import type { Token } from './oauth';
import type { Location } from './records';
import type { State } from './state';

/** One request that passed every check, as a handler sees it. */
export interface Call {
	readonly operation: Operation;
	readonly params: Record<string, string>;
	/** Declared query parameters in their declared types. */
	readonly query: JsonObject;
	/** The query as it came. */
	readonly rawQuery: Record<string, string | string[]>;
	readonly body: JsonObject;
	/** The body when it is an array. */
	readonly list: unknown[];
	readonly token: Token;
	/** The location of the token; company calls have none. */
	readonly location: Location | undefined;
	readonly state: State;
	readonly clock: Clock;
	readonly settings: BehaviourSettings;
	/** Notes what the request changed, for the log. */
	effect(kind: string, ...recordIds: string[]): void;
}

/** What can be turned on that is reported and not proven. */
export interface BehaviourSettings {
	/** Refuses a booking whose startTime was rewritten to UTC (`…Z`), as one team reports. */
	strictSlotText: boolean;
}

/** What a handler answers; the status is the operation's own unless it names one. */
export interface Answer {
	body: unknown;
	status?: number;
}

/** Answers one operation. Handlers do not wait, so that each is one step in time. */
export type Handler = (call: Call) => Answer;

/** Handlers by operation, written as in the official files: `'POST /contacts/'`. */
export type Handlers = Record<string, Handler>;
