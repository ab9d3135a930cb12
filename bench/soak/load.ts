// The soak's steady load: the same calls to both sides at the same times.

import { textAt } from '../../test/e2e/lib/json';
import type { Delivery, WebhookSender } from '../../test/standins/highlevel';
import { SEED } from '../../test/standins/highlevel';
import type { SendOptions } from '../../test/standins/highlevel/webhooks';
import { post } from '../../test/standins/shared/post';
import type { Posted } from '../../test/standins/shared/post';
import type { Side } from './side';

const HOUR_MS = 3_600_000;
const JSON_TYPE = { 'content-type': 'application/json' };

/** Items in one call. */
const BATCH = 50;
/** One in this many deliveries repeats an earlier one, as HighLevel does when an answer was late. */
const REPEAT_EVERY = 10;
/** How many deliveries later the repeat comes. */
const REPEAT_AFTER = 25;
/** With so many calls unanswered, or executions unfinished, the load waits: a slow machine makes the run longer. */
const MAX_OPEN = 60;
const MAX_UNFINISHED = 100;
/** Executions that n8n has lost never finish; the load goes on, and the count tells. */
const LONGEST_WAIT_MS = 30_000;
/** HighLevel sends a delivery up to 12 more times until it is taken. n8n answers 503 while it waits for its database. */
const RETRIES: Retries = { retries: 6, pauseMs: 1000 };
const UNAVAILABLE = 503;

export interface Rates {
	itemsPerHour: number;
	webhooksPerHour: number;
}

/** How often a call is sent again, and the milliseconds before the first time; they double each time. */
type Retries = Required<SendOptions>;

/** What was sent, and what n8n did not take in the end. */
export interface Sent {
	/** The texts of the notes that the items add. */
	texts: string[];
	/** The ID of every delivery, repeats included. */
	deliveries: string[];
	repeats: number;
	/** By side, last answers other than 200 by status; 0 stands for none. */
	refused: Record<Side['name'], Map<number, number>>;
}

/** Sends until told to stop. */
export class Load {
	readonly sent: Sent = {
		texts: [],
		deliveries: [],
		repeats: 0,
		refused: { ours: new Map(), baseline: new Map() },
	};
	private readonly open = new Set<Promise<void>>();
	private readonly recent: Delivery[] = [];
	/** By side, what to take from the executions that have ended: those before the load, less those given up. */
	private readonly uncounted: Map<Side, number>;

	constructor(
		private readonly sides: readonly Side[],
		private readonly sender: WebhookSender,
		private readonly again: Retries = RETRIES,
	) {
		this.uncounted = new Map(sides.map((side) => [side, side.finished()]));
	}

	/**
	 * Sends what these rates amount to in `ms` milliseconds; takes longer only if n8n answers too slowly.
	 *
	 * @param from how many milliseconds of the same load came before, so that parts add up to the whole
	 */
	async run({ itemsPerHour, webhooksPerHour }: Rates, ms: number, from = 0): Promise<void> {
		const within = (anHour: number) => {
			const until = (time: number) => Math.round((anHour * time) / HOUR_MS);
			return until(from + ms) - until(from);
		};
		await Promise.all([
			this.spread(within(itemsPerHour / BATCH), ms, () => this.sendBatch()),
			this.spread(within(webhooksPerHour), ms, () => this.sendDelivery()),
		]);
		while (this.open.size > 0) await Promise.all(this.open);
	}

	/** Runs the load in parts of `partMs` milliseconds; after each it waits until all executions have ended, and calls `atRest`. */
	async runWithRests(
		rates: Rates,
		ms: number,
		partMs: number,
		atRest: () => Promise<unknown>,
	): Promise<void> {
		for (let from = 0; from < ms; from += partMs) {
			await this.run(rates, Math.min(partMs, ms - from), from);
			await this.untilFinished(0);
			this.giveUp();
			await atRest();
		}
	}

	/** Calls `act` so many times, evenly over `ms` milliseconds. */
	private async spread(times: number, ms: number, act: () => void): Promise<void> {
		const begun = performance.now();
		for (let index = 0; index < times; index++) {
			const wait = begun + (index * ms) / times - performance.now();
			if (wait > 0) await pause(wait);
			while (this.open.size >= MAX_OPEN) await Promise.race(this.open);
			await this.untilFinished(MAX_UNFINISHED);
			act();
		}
		await pause(Math.max(0, begun + ms - performance.now()));
	}

	private async untilFinished(most: number): Promise<void> {
		const end = performance.now() + LONGEST_WAIT_MS;
		while (this.sides.some((side) => this.unfinished(side) > most)) {
			if (performance.now() > end) return;
			await pause(100);
		}
	}

	/** What did not finish while the load rested is not waited for again. */
	private giveUp(): void {
		for (const side of this.sides) {
			const lost = Math.max(0, this.unfinished(side));
			this.uncounted.set(side, this.uncountedOf(side) - lost);
		}
	}

	private uncountedOf(side: Side): number {
		return this.uncounted.get(side) ?? 0;
	}

	private unfinished(side: Side): number {
		const { texts, deliveries, repeats } = this.sent;
		const started = texts.length / BATCH + deliveries.length;
		const finished = side.finished() - this.uncountedOf(side);
		return started - (side.name === 'ours' ? repeats : 0) - finished;
	}

	private sendBatch(): void {
		const { texts } = this.sent;
		const items = Array.from({ length: BATCH }, () => {
			const text = `Soak ${texts.length}`;
			texts.push(text);
			return { contactId: SEED.contacts.john, text };
		});
		const body = Buffer.from(JSON.stringify({ items }));
		for (const side of this.sides) {
			this.note(side, postItems(side.itemsUrl, body, this.again));
		}
	}

	private sendDelivery(): void {
		const { sent, recent } = this;
		const earlier = recent.length === REPEAT_AFTER ? recent.shift() : undefined;
		const repeat = sent.deliveries.length % REPEAT_EVERY === 0 ? earlier : undefined;
		const delivery = repeat ?? this.newDelivery(sent.deliveries.length);
		if (repeat === undefined) recent.push(delivery);
		else sent.repeats += 1;
		sent.deliveries.push(textAt(JSON.parse(delivery.body.toString()), 'webhookId'));
		for (const side of this.sides) {
			this.note(side, this.sender.deliver(side.deliveriesUrl, delivery, this.again));
		}
	}

	private newDelivery(index: number): Delivery {
		return this.sender.appWebhook('ContactUpdate', {
			id: `contact-${index}`,
			name: 'Ada Example',
			email: 'ada@example.com',
			tags: ['new lead', 'webinar'],
			customFields: [{ id: SEED.customFields.plan, value: 'Pro' }],
		});
	}

	private note(side: Side, answered: Promise<Posted>): void {
		const refused = this.sent.refused[side.name];
		const sending = answered.then(({ status }) => {
			this.open.delete(sending);
			if (status !== 200) refused.set(status, (refused.get(status) ?? 0) + 1);
		});
		this.open.add(sending);
	}
}

/** Posts items again only if n8n has said that it did not take them, since a batch that is taken twice doubles them. */
async function postItems(url: string, body: Buffer, again: Retries): Promise<Posted> {
	for (let tries = 0; ; tries++) {
		const answered = await post(url, body, JSON_TYPE);
		if (answered.status !== UNAVAILABLE || tries === again.retries) return answered;
		await pause(again.pauseMs * 2 ** tries);
	}
}

/** Waits so many milliseconds. */
export function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}
