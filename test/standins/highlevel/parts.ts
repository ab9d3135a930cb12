/** The parts of a running stand-in. */
import type { CommonParts, Latency } from '../shared/parts';
import type { BehaviourSettings } from './call';
import type { Limiter } from './limiter';
import type { OAuth } from './oauth';
import type { State } from './state';

/** What the request pipeline and the control endpoints work on. */
export interface Parts extends CommonParts {
	readonly state: State;
	readonly oauth: OAuth;
	readonly limiter: Limiter;
	readonly settings: BehaviourSettings & Latency;
}
