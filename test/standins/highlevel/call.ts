/** What handlers are given and what they answer. */
import type { Answer } from '../shared/answer';
import type { Clock } from '../shared/clock';
import type { JsonObject } from '../shared/json';
import type { Operation } from './digest';
import type { Token } from './oauth';
import type { Location } from './records';
import type { State } from './state';

/** A request that passed every check, as its handler sees it. */
export interface Call {
	readonly operation: Operation;
	readonly params: Record<string, string>;
	/** The declared query parameters, in their declared types. */
	readonly query: JsonObject;
	/** The query as it was received. */
	readonly rawQuery: Record<string, string | string[]>;
	readonly body: JsonObject;
	/** The body if it is an array. */
	readonly list: unknown[];
	readonly token: Token;
	/** The token's location; agency tokens have none. */
	readonly location: Location | undefined;
	readonly state: State;
	readonly clock: Clock;
	readonly settings: BehaviourSettings;
	/** Records in the log what the request changed. */
	effect(kind: string, ...recordIds: string[]): void;
}

/** Behaviour that is reported but not confirmed, and off by default. */
export interface BehaviourSettings {
	/** Refuses a booking whose startTime was converted to UTC (`…Z`), as one team reports. */
	strictSlotText: boolean;
	/** The status with which a taken slot is refused. */
	slotTakenStatus: 400 | 409 | 422;
	/** Refuses `limit` and `skip` where notifications are listed, as HighLevel's database did in 2025. */
	notificationsWithoutPaging: boolean;
	/** Creates a contact although the body is refused with 422, as one team reports. */
	createsRefusedContacts: boolean;
}

/** What the stand-in does unless told otherwise. */
export const USUAL_BEHAVIOUR: BehaviourSettings = {
	strictSlotText: false,
	slotTakenStatus: 400,
	notificationsWithoutPaging: false,
	createsRefusedContacts: false,
};

/** Answers one operation; the status defaults to the operation's success status. Handlers are synchronous, so each request takes effect in one step. */
export type Handler = (call: Call) => Answer;

/** Handlers by operation, written as in the official files: `'POST /contacts/'`. */
export type Handlers = Record<string, Handler>;
