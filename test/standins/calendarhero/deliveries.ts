/** Delivers webhooks as CalendarHero does: JSON without the event's name, without a signature, tried once. */
import { Deliverer } from '../shared/deliverer';
import type { JsonObject } from '../shared/json';

import type { EventName } from './events';
import type { Hook } from './records';

/** An event that took place, and how its delivery went. */
export interface Delivery {
	/** Increases by one with every event. */
	readonly id: number;
	readonly event: EventName;
	/** The meeting request or the contact that it is about. */
	readonly recordId: string;
	/** Where it was sent; undefined if nobody had registered a webhook. */
	readonly url: string | undefined;
	readonly body: JsonObject;
	/** The receiver's status, 0 if it did not answer; undefined while waiting, and where nothing was sent. */
	status: number | undefined;
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Sends each event to the webhook of that event, without holding up the request that caused it. The deliveries about one
 * record follow each other; those about different records do not wait for each other.
 */
export class Deliveries {
	/** Every event so far, also those that nobody listened to. */
	readonly list: Delivery[] = [];
	private readonly deliverer = new Deliverer();
	private readonly chains = new Map<string, Promise<unknown>>();
	private nextId = 1;

	/** Records an event and sends it; the promise holds its record once it was answered, and never rejects. */
	announce(
		event: EventName,
		recordId: string,
		body: JsonObject,
		hook: Hook | undefined,
	): Promise<Delivery> {
		const url = hook?.hookUrl;
		const delivery: Delivery = { id: this.nextId, event, recordId, url, body, status: undefined };
		this.nextId += 1;
		this.list.push(delivery);
		if (url === undefined) return Promise.resolve(delivery);
		const before = this.chains.get(recordId) ?? Promise.resolve();
		const sending = before.then(() => this.send(delivery, url));
		this.chains.set(recordId, sending);
		void sending.finally(() => {
			if (this.chains.get(recordId) === sending) this.chains.delete(recordId);
		});
		return sending;
	}

	/** Sends a delivery once more, to the same address. */
	async again(delivery: Delivery): Promise<Delivery> {
		return delivery.url === undefined ? delivery : await this.send(delivery, delivery.url);
	}

	/** Waits until every delivery was answered. */
	async settled(): Promise<void> {
		while (this.chains.size > 0) await Promise.all(this.chains.values());
	}

	/** Forgets what took place; what is under way still arrives. */
	clear(): void {
		this.list.length = 0;
		this.deliverer.clear();
	}

	private async send(delivery: Delivery, url: string): Promise<Delivery> {
		const { hostname, protocol } = new URL(url);
		if (protocol !== 'http:' || !LOOPBACK.includes(hostname)) {
			delivery.status = 0;
			return delivery;
		}
		const { status } = await this.deliverer.send({
			url,
			body: JSON.stringify(delivery.body),
			headers: { 'content-type': 'application/json' },
			event: delivery.event,
		});
		delivery.status = status;
		return delivery;
	}
}
