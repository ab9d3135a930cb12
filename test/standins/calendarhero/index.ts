/** The stand-in for CalendarHero's API: how to start it, and what tests may use of it. */
import { Clock } from '../shared/clock';
import { Faults } from '../shared/faults';
import type { JsonObject } from '../shared/json';
import type { LogEntry } from '../shared/log';
import { StandInServer } from '../shared/server';

import { Deliveries } from './deliveries';
import type { Delivery } from './deliveries';
import { tokenFor } from './ids';
import { peopleActions, peopleControls } from './people';
import type { PeopleActions } from './people';
import { RequestLife } from './requestLife';
import { SEED, seedAccount, seedRecords } from './seed';
import { CalendarHeroService, OPERATIONS } from './service';
import type { Operation } from './service';
import { USUAL_READINGS } from './settings';
import type { Settings } from './settings';
import { State } from './state';

export type { Delivery } from './deliveries';
export { EVENTS, sampleOf } from './events';
export type { EventName } from './events';
export { FACTS } from './facts';
export type { PeopleActions } from './people';
export { PLANTED, SEED } from './seed';
export type { Operation } from './service';
export { USUAL_READINGS } from './settings';
export type { Settings } from './settings';
export { State } from './state';

export interface CalendarHeroOptions {
	/** Default: 0, a free port. */
	port?: number;
	/** Default: a made-up token that looks like a signed JWT. */
	token?: string;
	/** Readings that differ from the usual ones, and latency. */
	settings?: Partial<Settings>;
	/**
	 * `small` (default): three contacts, two of which share an address, a team, an event, four meeting types, a directory;
	 * `empty`: only the user and the built-in meeting types; a function adds to the small seed.
	 */
	seed?: 'small' | 'empty' | ((state: State) => void);
	/** Seed of the random generator for faults with a probability. */
	faultSeed?: number;
	/** Calls `tick()` every so many milliseconds, for a demo; by default nobody does. */
	tickEveryMs?: number;
}

/** A running stand-in for CalendarHero's API. */
export interface CalendarHeroStandIn extends PeopleActions {
	/** Base address without a trailing slash. */
	readonly url: string;
	/** What the Authorization header must hold, without `Bearer`. */
	readonly token: string;
	/** The user of the token. */
	readonly user: JsonObject;
	readonly state: State;
	readonly clock: Clock;
	readonly faults: Faults;
	/** All requests so far, oldest first, with the token masked. */
	readonly log: LogEntry[];
	/** All events so far, oldest first, also those that nobody had registered a webhook for. */
	readonly deliveries: Delivery[];
	/** The operations it serves. */
	readonly operations: readonly Operation[];
	/** Readings and latency; may be changed at any time. */
	readonly settings: Settings;
	/** Delivers an event once more, to the same address. */
	deliverAgain(delivery: Delivery): Promise<Delivery>;
	/** Waits until every delivery was answered. */
	settled(): Promise<void>;
	/** Restores the initial state, mails, deliveries, log, faults, settings and clock. */
	reset(): void;
	close(): Promise<void>;
}

/**
 * Starts a stand-in for CalendarHero's API on the loopback interface. It serves the 40 known operations; `FACTS` says how
 * sure each part of their behaviour is.
 */
export async function startCalendarHeroStandIn(
	options: CalendarHeroOptions = {},
): Promise<CalendarHeroStandIn> {
	const clock = new Clock();
	const state = new State(clock);
	const faults = new Faults(options.faultSeed);
	const settings = startSettings(options);
	const log: LogEntry[] = [];
	const token = options.token ?? tokenFor(SEED.userId);
	const deliveries = new Deliveries();
	const life = new RequestLife(state, clock, settings, deliveries);
	const people = peopleActions(life, clock);
	const controls = peopleControls(life, clock, { state, settings, deliveries: deliveries.list });
	const service = new CalendarHeroService({ token, state, clock, settings, life }, controls);
	seed(state, options);
	let url = '';
	const reset = (): void => {
		clock.reset();
		state.clear();
		seed(state, options);
		deliveries.clear();
		faults.clear();
		service.reset();
		Object.assign(settings, startSettings(options));
		log.length = 0;
	};
	const describe = () => ({ url, token, userId: state.userId, seed: SEED, settings });
	const parts = { clock, faults, settings, log, state, reset, describe };
	const server = new StandInServer(parts, service);
	url = await server.listen(options.port ?? 0);
	const timer =
		options.tickEveryMs === undefined
			? undefined
			: setInterval(() => void people.tick(), options.tickEveryMs).unref();

	return {
		...people,
		url,
		token,
		get user() {
			return state.user;
		},
		state,
		clock,
		faults,
		log,
		deliveries: deliveries.list,
		operations: OPERATIONS,
		settings,
		deliverAgain: (delivery) => deliveries.again(delivery),
		settled: () => deliveries.settled(),
		reset,
		close: async () => {
			clearInterval(timer);
			await server.close();
		},
	};
}

function startSettings(options: CalendarHeroOptions): Settings {
	return { latencyMs: 0, latencyPlace: 'after', ...USUAL_READINGS, ...options.settings };
}

function seed(state: State, options: CalendarHeroOptions): void {
	seedAccount(state);
	if (options.seed !== 'empty') seedRecords(state);
	if (typeof options.seed === 'function') options.seed(state);
}
