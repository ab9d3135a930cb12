// Recognises deliveries that HighLevel sends again, by what this process remembers.

import { rejectOnAbort } from '../../shared/wait';

/** HighLevel redelivers for up to 3 days (help article 155000007071). */
export const KEPT_MS = 3 * 24 * 60 * 60 * 1000;
/** About 3 MB for each trigger. A trigger with more of them in 3 days forgets the oldest sooner. */
const MAX_DELIVERIES = 10_000;
/** How long a redelivery waits for the outcome of the earlier delivery: ten times what fetching records may take. */
const MAX_WAIT_MS = 30_000;
/** Most triggers whose deliveries are remembered; the one that has been silent longest is forgotten first. */
const MAX_TRIGGERS = 1000;

interface Entry {
	at: number;
	/** Resolves to whether the event reached n8n. */
	handed: Promise<boolean>;
}

/** The right to hand a delivery to n8n. The holder must call exactly one of the two methods. */
export interface Claim {
	/** The event has reached n8n: redeliveries are dropped from now on. */
	handed(): void;
	/** It has not: a redelivery is accepted. */
	release(): void;
}

/** The deliveries that one trigger has handed to n8n in this process: of the last 3 days, at most 10,000. */
export class Deliveries {
	private readonly entries = new Map<string, Entry>();

	constructor(private readonly now: () => number = Date.now) {}

	get size() {
		return this.entries.size;
	}

	/**
	 * Asks to hand a delivery to n8n. While another one with the same ID is in progress, waits for its outcome.
	 *
	 * @returns 'handed' if the delivery was already handed over, 'pending' if that is still unknown after half a minute
	 */
	async claim(id: string): Promise<Claim | 'handed' | 'pending'> {
		for (;;) {
			this.forgetOld();
			const known = this.entries.get(id);
			// Nothing is awaited between get and set, so that two requests cannot both be the first.
			if (!known) return this.open(id);
			const fate = await resolvedWithin(known.handed, MAX_WAIT_MS);
			if (fate === undefined) return 'pending';
			if (fate) return 'handed';
		}
	}

	private open(id: string): Claim {
		let settle: (handed: boolean) => void = () => {};
		const entry: Entry = {
			at: this.now(),
			handed: new Promise((resolve) => {
				settle = resolve;
			}),
		};
		this.entries.set(id, entry);
		const oldest = this.entries.keys().next();
		if (this.entries.size > MAX_DELIVERIES && !oldest.done) this.entries.delete(oldest.value);
		return {
			handed: () => settle(true),
			release: () => {
				if (this.entries.get(id) === entry) this.entries.delete(id);
				settle(false);
			},
		};
	}

	/** A Map keeps the order of insertion, which is chronological. */
	private forgetOld(): void {
		const oldest = this.now() - KEPT_MS;
		for (const [id, { at }] of this.entries) {
			if (at > oldest) return;
			this.entries.delete(id);
		}
	}
}

/** The value that a promise resolves to; undefined if it takes longer or rejects. */
async function resolvedWithin<T>(
	promise: Promise<T>,
	milliseconds: number,
): Promise<T | undefined> {
	const late = new Error('The promise is late');
	const deadline = AbortSignal.timeout(milliseconds);
	return await rejectOnAbort(promise, [deadline, () => late]).catch(() => undefined);
}

const triggers = new Map<string, Deliveries>();

/** @returns the deliveries of one trigger */
export function deliveriesOf(workflowId: string, nodeId: string): Deliveries {
	const key = `${workflowId} ${nodeId}`;
	const deliveries = triggers.get(key) ?? new Deliveries();
	triggers.delete(key);
	triggers.set(key, deliveries);
	const oldest = triggers.keys().next();
	if (triggers.size > MAX_TRIGGERS && !oldest.done) triggers.delete(oldest.value);
	return deliveries;
}
