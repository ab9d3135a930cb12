/** Delivers webhooks and records every delivery. */
import { post } from './post';

/** A webhook to be delivered. */
export interface Outgoing {
	url: string;
	/** The bytes to send, as text. */
	body: string;
	headers: Record<string, string>;
	/** The event, for the record. */
	event: string;
	/** The subscription that it belongs to, for the record. */
	hookId?: string;
}

/** A delivery, as it was sent and answered. */
export interface DeliveryRecord extends Readonly<Outgoing> {
	/** The order of sending; the first is 1. */
	readonly id: number;
	/** When it was sent, in milliseconds since the epoch. */
	readonly at: number;
	/** The status of the last try, 0 if there was no answer; undefined while waiting. */
	status: number | undefined;
	/** The text of the last answer. */
	text: string;
	tries: number;
}

export interface DeliverOptions {
	/** How many times it is sent again until the answer is 2xx (default 0). */
	retries?: number;
	/** Milliseconds before the first retry (default 100); doubles each time. */
	pauseMs?: number;
}

/** Delivers webhooks without holding up the request that caused them, and records every delivery. */
export class Deliverer {
	/** All deliveries so far, in the order of sending. */
	readonly deliveries: DeliveryRecord[] = [];
	private readonly open = new Set<Promise<unknown>>();
	private nextId = 1;

	/** Sends a webhook; the promise holds its record once it was answered, and never rejects. */
	send(outgoing: Outgoing, options: DeliverOptions = {}): Promise<DeliveryRecord> {
		const record: DeliveryRecord = {
			...outgoing,
			id: this.nextId,
			at: Date.now(),
			status: undefined,
			text: '',
			tries: 0,
		};
		this.nextId += 1;
		this.deliveries.push(record);
		const sending = this.deliver(record, options);
		this.open.add(sending);
		void sending.finally(() => this.open.delete(sending));
		return sending;
	}

	/** Waits until every delivery was answered, those included that are sent meanwhile. */
	async settled(): Promise<void> {
		while (this.open.size > 0) await Promise.all(this.open);
	}

	/** Forgets the deliveries; what is under way still arrives. */
	clear(): void {
		this.deliveries.length = 0;
	}

	private async deliver(
		record: DeliveryRecord,
		{ retries = 0, pauseMs = 100 }: DeliverOptions,
	): Promise<DeliveryRecord> {
		let pause = pauseMs;
		for (;;) {
			const { status, text } = await post(record.url, Buffer.from(record.body), record.headers);
			record.tries += 1;
			const done = (status >= 200 && status < 300) || record.tries > retries;
			if (done) {
				record.text = text;
				record.status = status;
				return record;
			}
			await new Promise((resolve) => setTimeout(resolve, pause));
			pause *= 2;
		}
	}
}
