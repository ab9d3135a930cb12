// How a record is found that is named by something other than its ID.

import type { Cached } from './cache';
import type { Call, Connection } from './call';
import type { Body } from './http';

/** Sends calls to one account. */
export interface Sender {
	readonly connection: Connection;
	/** @throws NodeApiError naming what the service said and what to do next */
	send(call: Call): Promise<Body>;
}

/** What a `Finder` may use. */
export interface FindContext {
	readonly client: Sender;
	/** Whether the node is a tool, so that a model may name a record where an ID belongs. */
	readonly isTool?: boolean;
	/** The ID in another parameter of the node; '' if it has none. */
	chosen: (parameter: string) => string;
	/** Looks something up once per run and account. */
	cached: Cached;
}

/**
 * Finds the ID of the record that a text names.
 *
 * @throws ValueError if there is none or more than one
 */
export type Finder = (text: string, context: FindContext) => Promise<string>;
