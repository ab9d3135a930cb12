/** The stand-in for HighLevel's API: how to start it, and what tests may use of it. */
import { Clock } from '../shared/clock';
import { Faults } from '../shared/faults';
import type { LogEntry } from '../shared/log';
import type { Latency } from '../shared/parts';
import { StandInServer } from '../shared/server';
import { appIdOf } from './app';
import { USUAL_BEHAVIOUR } from './call';
import type { BehaviourSettings } from './call';
import type { Operation } from './digest';
import { Limiter } from './limiter';
import type { LimiterOptions } from './limiter';
import { OAuth } from './oauth';
import type { OAuthSettings, Token } from './oauth';
import type { Parts } from './parts';
import { RequestPipeline } from './requestPipeline';
import { seedAccount, seedLocations } from './seed';
import { SEED } from './seedIds';
import { State } from './state';
import { seedSubAccounts, subAccountsOf } from './subAccounts';
import type { AgencyOptions, SubAccount } from './subAccounts';
import { WebhookSender } from './webhooks';

export { Clock } from '../shared/clock';
export { DEVIATIONS } from './deviations';
export type { Operation, Schema } from './digest';
export { Faults } from '../shared/faults';
export type { FaultAction } from '../shared/faults';
export { Limiter } from './limiter';
export type { LimiterKind, LimiterOptions } from './limiter';
export type { LogEntry } from '../shared/log';
export { OAuth } from './oauth';
export type { OAuthSettings, Token } from './oauth';
export type { Appointment, Calendar } from './records';
export { seedAccount, seedLocations } from './seed';
export { SEED } from './seedIds';
export { State } from './state';
export { IN_EACH_SUB_ACCOUNT } from './subAccounts';
export type { AgencyOptions, SubAccount } from './subAccounts';
export { WebhookSender } from './webhooks';
export type { Delivery, DeliveryOptions } from './webhooks';

export interface StandInOptions {
	/** Default: 0, a free port. */
	port?: number;
	/** Default: HighLevel's own limits, 100 calls in the 10 s from the first call, and 200,000 a day. */
	limiter?: LimiterOptions;
	/** Milliseconds added to every answer (default 0). */
	latencyMs?: number;
	/** Whether all of the delay comes after the request takes effect (default), or half of it before. */
	latencyPlace?: Latency['latencyPlace'];
	/**
	 * `small` (default): two locations, three users, fields, tags, four calendars, two contacts; `empty`: only the
	 * locations and users; a function adds to the small seed.
	 */
	seed?: 'small' | 'empty' | ((state: State) => void);
	/** Gives the agency this many sub-accounts, each with records of its own; see `subAccounts` of the stand-in. */
	agency?: AgencyOptions;
	/** Lifetimes of OAuth tokens, and consent without the page. */
	oauth?: OAuthSettings;
	/** Seed of the random generator for faults with a probability. */
	faultSeed?: number;
	/** Milliseconds until the contact search sees a change (default 0; HighLevel takes seconds). */
	indexLagMs?: number;
	/** Turns on behaviour that is reported but not confirmed. */
	behaviour?: Partial<BehaviourSettings>;
}

/** A running stand-in for HighLevel's API. */
export interface HighLevelStandIn {
	/** Base address without a trailing slash; also serves `/oauth/token` and `/oauth/chooselocation`. */
	readonly url: string;
	readonly companyId: string;
	/** The sub-account of the default token. */
	readonly locationId: string;
	/** Another sub-account of the same agency, which the default token may not access. */
	readonly otherLocationId: string;
	/** The sub-accounts of the option `agency`: first those with the app, then those without it. Else none. */
	readonly subAccounts: readonly SubAccount[];
	readonly tokens: {
		/** A private integration token of `locationId` with every scope. */
		readonly privateIntegration: string;
	};
	readonly app: OAuth['app'];
	readonly oauth: OAuth;
	/** Sends the webhooks of `app`, signed with a key of the stand-in's own. */
	readonly webhooks: WebhookSender;
	readonly state: State;
	readonly clock: Clock;
	readonly limiter: Limiter;
	readonly faults: Faults;
	/** All requests so far, oldest first. */
	readonly log: LogEntry[];
	/** The operations it serves, of both version sets. */
	readonly operations: readonly Operation[];
	/** Latency and behaviour; may be changed at any time. */
	readonly settings: BehaviourSettings & Latency;
	issuePrivateIntegration(options?: { scopes?: string[]; locationId?: string | null }): Token;
	/** Restores the initial state, tokens, log, faults, limiter, latency and clock. */
	reset(): void;
	close(): Promise<void>;
}

/**
 * Starts a stand-in for HighLevel's API on the loopback interface. It knows every operation of the official files
 * (from the digest) and the facts in `deviations.ts`.
 */
export async function startHighLevelStandIn(
	options: StandInOptions = {},
): Promise<HighLevelStandIn> {
	const clock = new Clock();
	const state = new State(clock);
	const limiter = new Limiter(options.limiter);
	const faults = new Faults(options.faultSeed);
	const settings: BehaviourSettings & Latency = startSettings(options);
	const oauth = new OAuth(state, clock, options.oauth);
	const tokens = { privateIntegration: '' };
	const log: LogEntry[] = [];
	const { agency } = options;
	const subAccounts = agency ? subAccountsOf(agency, { limiter, oauth, state }, log) : [];
	const fill = (): void => {
		seed(state, options, subAccounts);
		oauth.reset();
		for (const { id } of subAccounts.slice(agency?.subAccounts)) oauth.uninstall(id);
		tokens.privateIntegration = oauth.issuePrivateIntegration().value;
	};
	fill();
	let url = '';
	const parts: Parts = {
		state,
		clock,
		oauth,
		limiter,
		faults,
		settings,
		log,
		reset: () => {
			clock.reset();
			state.clear();
			fill();
			limiter.reset();
			faults.clear();
			Object.assign(settings, startSettings(options));
			log.length = 0;
		},
		describe: () => ({
			url,
			companyId: state.companyId,
			locationId: SEED.locationId,
			otherLocationId: SEED.otherLocationId,
			privateIntegration: tokens.privateIntegration,
			clientId: oauth.app.clientId,
			clientSecret: oauth.app.clientSecret,
			subAccounts: subAccounts.map(({ id, name, isInstalled }) => ({ id, name, isInstalled })),
			seed: SEED,
			limiter: limiter.settings(),
		}),
	};
	const pipeline = new RequestPipeline(parts);
	const server = new StandInServer(parts, pipeline);
	url = await server.listen(options.port ?? 0);

	return {
		url,
		companyId: state.companyId,
		locationId: SEED.locationId,
		otherLocationId: SEED.otherLocationId,
		subAccounts,
		tokens,
		app: oauth.app,
		oauth,
		webhooks: new WebhookSender(appIdOf(oauth.app), SEED.locationId),
		state,
		clock,
		limiter,
		faults,
		log,
		operations: pipeline.operations,
		settings,
		issuePrivateIntegration: (given) => oauth.issuePrivateIntegration(given),
		reset: () => parts.reset(),
		close: () => server.close(),
	};
}

function startSettings(options: StandInOptions): BehaviourSettings & Latency {
	return {
		latencyMs: options.latencyMs ?? 0,
		latencyPlace: options.latencyPlace ?? 'after',
		...USUAL_BEHAVIOUR,
		...options.behaviour,
	};
}

function seed(state: State, options: StandInOptions, subAccounts: readonly SubAccount[]): void {
	if (options.seed === 'empty') seedLocations(state);
	else seedAccount(state);
	if (subAccounts.length > 0) seedSubAccounts(state, subAccounts);
	if (typeof options.seed === 'function') options.seed(state);
	state.contacts.indexLagMs = options.indexLagMs ?? 0;
}
