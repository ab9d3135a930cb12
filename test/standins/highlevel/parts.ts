/** The parts of a running stand-in. */
import type { BehaviourSettings } from './call';
import type { Clock } from './clock';
import type { Faults } from './faults';
import type { JsonObject } from './json';
import type { Limiter } from './limiter';
import type { OAuth } from './oauth';
import type { State } from './state';

/** How long answers take. */
export interface Latency {
	/** Milliseconds added to every answer. */
	latencyMs: number;
	/** `after`: the request takes effect on arrival and all of the delay follows; `around`: half of it comes before, as on a slow line. */
	latencyPlace: 'after' | 'around';
}

/** What the server, the request pipeline and the control endpoints work on. */
export interface Parts {
	state: State;
	clock: Clock;
	oauth: OAuth;
	limiter: Limiter;
	faults: Faults;
	settings: BehaviourSettings & Latency;
	/** Restores the initial state of everything. */
	reset(): void;
	/** What `GET /__control/info` answers. */
	describe(): JsonObject;
}
