/** The parts that every stand-in has. */
import type { IncomingMessage } from 'node:http';

import type { Answer, Page } from './answer';
import type { Clock } from './clock';
import type { Faults } from './faults';
import type { JsonObject } from './json';
import type { LogEntry } from './log';

/** How long answers take. */
export interface Latency {
	/** Milliseconds added to every answer. */
	latencyMs: number;
	/** `after`: the request takes effect on arrival and all of the delay follows; `around`: half of it comes before, as on a slow line. */
	latencyPlace: 'after' | 'around';
}

/** What the server and the control endpoints of every stand-in work on. */
export interface CommonParts {
	readonly clock: Clock;
	readonly faults: Faults;
	readonly settings: Latency;
	readonly log: LogEntry[];
	/** Holds the stores, which `GET /__control/state/<store>` reads: every property with `all()`. */
	readonly state: object;
	/** Restores the initial state of everything, the log included. */
	reset(): void;
	/** What `GET /__control/info` answers. */
	describe(): JsonObject;
}

/** A request of the API, read in full. */
export interface Received {
	readonly request: IncomingMessage;
	/** The body as it was sent. */
	readonly raw: string;
	/** Its line in the log, to be filled in. */
	readonly entry: LogEntry;
	/** Headers for the answer, whether the request is refused or not. */
	readonly headers: Record<string, string>;
}

/** A request for a page, which is not logged. */
export interface PageRequest {
	readonly method: string;
	readonly path: string;
	/** The query without the question mark. */
	readonly search: string;
	readonly raw: string;
}

/** A control endpoint: what it answers with 200, or a refusal that it throws. */
export type Control = (body: JsonObject, query: URLSearchParams) => unknown;

/** What a service adds to the common parts. */
export interface Service {
	/**
	 * Checks the request and finds its handler.
	 *
	 * @returns the handler's work, still to be run, because a planted fault may prevent it; it does not wait, so it takes
	 *   effect in one step
	 * @throws {Refusal} at the first check that fails
	 */
	prepare(received: Received): () => Answer;
	/** The page at a path, if there is one. */
	page?(request: PageRequest): Page | undefined;
	/** What is done to every JSON object before it is sent. */
	finish?(body: JsonObject): JsonObject;
	/** Its own control endpoints: `'POST limiter'`. They win over the common ones. */
	readonly controls?: Record<string, Control>;
}
