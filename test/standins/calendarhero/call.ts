/** What handlers are given and what they answer. */
import type { Answer } from '../shared/answer';
import type { Clock } from '../shared/clock';
import type { JsonObject } from '../shared/json';

import type { RequestLife } from './requestLife';
import type { Settings } from './settings';
import type { State } from './state';

/** A request with the right token, as its handler sees it. */
export interface Call {
	readonly params: Record<string, string>;
	readonly query: Record<string, string | string[]>;
	/** The body; an empty object if there was none or it is no object. */
	readonly body: JsonObject;
	/** The body as it was parsed. */
	readonly json: unknown;
	readonly state: State;
	readonly clock: Clock;
	readonly settings: Settings;
	readonly life: RequestLife;
	/** Records in the log what the request changed. */
	effect(kind: string, ...recordIds: string[]): void;
}

/** Answers one operation, in one step; throws a refusal before it changes anything. */
export type Handler = (call: Call) => Answer;

/** Handlers by method and path: `'GET /contact/{id}'`. */
export type Handlers = Record<string, Handler>;
