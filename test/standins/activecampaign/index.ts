/** The stand-in for ActiveCampaign's API: how to start it, and what tests may use of it. */
import { Clock } from '../shared/clock';
import { Faults } from '../shared/faults';
import type { LogEntry } from '../shared/log';
import type { CommonParts, Latency } from '../shared/parts';
import { StandInServer } from '../shared/server';
import { Actor } from './actor';
import { Changes } from './changes';
import { activeCampaignControls } from './control';
import { Limiter } from './limiter';
import type { LimiterOptions } from './limiter';
import type { Source } from './records';
import { seedEmpty, seedSmall } from './seed';
import { ActiveCampaignService } from './service';
import { USUAL_BEHAVIOUR } from './settings';
import type { BehaviourSettings } from './settings';
import { Shapes } from './shapes';
import { State } from './state';
import { viewOf } from './view';
import type { ContactView } from './view';
import { WebhookSender } from './webhooks';

export { FACTS } from './facts';
export { AC_SEED } from './seed';
export type { ContactView } from './view';

export interface ActiveCampaignOptions {
	/** Default: 0, a free port. */
	port?: number;
	/** The account's key. */
	apiKey?: string;
	/** Default: 5 requests a second; `{ max: 0 }` switches the limit off. */
	limiter?: LimiterOptions;
	/** Milliseconds added to every answer (default 0). */
	latencyMs?: number;
	latencyPlace?: Latency['latencyPlace'];
	/** `small` (default): a list, a field, two tags, two contacts; `empty`; a function adds to the empty account. */
	seed?: 'small' | 'empty' | ((admin: Actor) => void);
	/** The ID of the first custom field (default 7), since it differs from account to account. */
	firstFieldId?: number;
	/** The account's time zone (default America/Chicago). */
	timezone?: string;
	/** Seed of the random generator for faults with a probability. */
	faultSeed?: number;
	/** What the API's documentation leaves open. */
	behaviour?: Partial<BehaviourSettings>;
}

/** A running stand-in for ActiveCampaign's API. */
export interface ActiveCampaignStandIn {
	/** The part of the address before `/api/3`, as n8n's credential wants it. */
	readonly url: string;
	readonly apiKey: string;
	readonly state: State;
	readonly clock: Clock;
	readonly limiter: Limiter;
	readonly faults: Faults;
	/** All requests so far, oldest first, with what each changed under `effect`. */
	readonly log: LogEntry[];
	/** The webhooks sent so far; `settled()` waits until all were answered. */
	readonly webhooks: WebhookSender;
	/** Latency and behaviour; may be changed at any time. */
	readonly settings: BehaviourSettings & Latency;
	/** Changes the account as a person, a contact or an automation does, not through the API. */
	as(source: Source): Actor;
	/** A contact by e-mail or ID with everything about it, by name. */
	contact(name: string): ContactView | undefined;
	/** Every contact with everything about it. */
	contacts(): ContactView[];
	/** The effects so far whose kind is `kind`, such as `contact.create`. */
	effects(kind: string): LogEntry[];
	/** Restores the initial state, log, faults, limiter, latency, clock and deliveries. Subscriptions are gone, too. */
	reset(): void;
	close(): Promise<void>;
}

/** Starts a stand-in for ActiveCampaign's API, version 3, on the loopback interface. */
export async function startActiveCampaignStandIn(
	options: ActiveCampaignOptions = {},
): Promise<ActiveCampaignStandIn> {
	const { apiKey = 'ac-key-0123456789abcdef0123456789abcdef', timezone = 'America/Chicago' } =
		options;
	const clock = new Clock();
	const state = new State(options.firstFieldId ?? 7);
	const limiter = new Limiter(options.limiter);
	const faults = new Faults(options.faultSeed);
	const settings = startSettings(options);
	const log: LogEntry[] = [];
	const webhooks = new WebhookSender(state, clock, timezone);
	const shapes = new Shapes(state, timezone);
	const changes = new Changes(state, clock, settings, (event) => webhooks.announce(event));
	const as = (source: Source): Actor => new Actor(state, changes, source);
	const contacts = (): ContactView[] =>
		state.contacts.all().map((contact) => viewOf(state, changes, contact));
	const fill = (): void => {
		seedEmpty(state);
		const { seed = 'small' } = options;
		if (seed === 'small') seedSmall(as('admin'));
		if (typeof seed === 'function') seed(as('admin'));
	};
	fill();
	const parts: CommonParts = {
		clock,
		faults,
		settings,
		log,
		state,
		reset: () => {
			clock.reset();
			state.clear();
			fill();
			limiter.reset();
			faults.clear();
			webhooks.clear();
			Object.assign(settings, startSettings(options));
			log.length = 0;
		},
		describe: () => ({ url: shapes.base, apiKey, timezone, limiter: limiter.settings }),
	};
	const service = new ActiveCampaignService(
		() => apiKey,
		limiter,
		() => ({ state, changes, shapes, settings, now: clock.now() }),
		activeCampaignControls({ state, limiter, settings, webhooks, as, views: contacts }),
	);
	const server = new StandInServer(parts, service);
	shapes.base = await server.listen(options.port ?? 0);

	return {
		url: shapes.base,
		apiKey,
		state,
		clock,
		limiter,
		faults,
		log,
		webhooks,
		settings,
		as,
		contact: (name) =>
			contacts().find(({ id, email }) => id === name || email === name.toLowerCase()),
		contacts,
		effects: (kind) => log.filter(({ effect }) => effect?.kind === kind),
		reset: () => parts.reset(),
		close: () => server.close(),
	};
}

function startSettings(options: ActiveCampaignOptions): BehaviourSettings & Latency {
	return {
		latencyMs: options.latencyMs ?? 0,
		latencyPlace: options.latencyPlace ?? 'after',
		...USUAL_BEHAVIOUR,
		...options.behaviour,
	};
}
