import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../shared/values';
import { unless } from '../../shared/wait';

/** HighLevel repeats a delivery for up to 3 days (help article 155000007071). */
const KEPT_MS = 3 * 24 * 60 * 60 * 1000;
const MOST_KEPT = 10_000;
/** How long a repetition waits for what becomes of the delivery before it: ten times what fetching records may take. */
const MOST_WAIT_MS = 30_000;
/** Triggers whose deliveries are remembered at all; the one that was silent for longest is forgotten first. */
const MOST_TRIGGERS = 1000;

interface Entry {
	at: number;
	/** Settles with whether the event reached n8n. */
	handed: Promise<boolean>;
}

/** The right to hand a delivery to n8n. Exactly one of the two is called. */
export interface Claim {
	/** The event has reached n8n: repetitions are dropped from now on. */
	handed(): void;
	/** It has not: a repetition is welcome. */
	release(): void;
}

/** The deliveries that one trigger has handed on in this process: 3 days or 10,000 of them, whichever comes first. */
export class Deliveries {
	private readonly entries = new Map<string, Entry>();

	constructor(private readonly now: () => number = Date.now) {}

	get size() {
		return this.entries.size;
	}

	/**
	 * Asks to hand on a delivery. While another one with the same ID is on its way, waits for what becomes of it.
	 *
	 * @returns 'handed' when the delivery was handed on before, 'pending' when that is still not known after half a minute
	 */
	async claim(id: string): Promise<Claim | 'handed' | 'pending'> {
		for (;;) {
			this.forgetOld();
			const known = this.entries.get(id);
			// Nothing is awaited between look and set: two requests cannot both be the first.
			if (!known) return this.open(id);
			const fate = await within(known.handed, MOST_WAIT_MS);
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
		const first = this.entries.keys().next();
		if (this.entries.size > MOST_KEPT && !first.done) this.entries.delete(first.value);
		return {
			handed: () => settle(true),
			release: () => {
				if (this.entries.get(id) === entry) this.entries.delete(id);
				settle(false);
			},
		};
	}

	/** A Map keeps the order of insertion, which is the order of time. */
	private forgetOld(): void {
		const oldest = this.now() - KEPT_MS;
		for (const [id, { at }] of this.entries) {
			if (at > oldest) return;
			this.entries.delete(id);
		}
	}
}

/** What a promise settles with, undefined where it takes longer. */
async function within<T>(promise: Promise<T>, milliseconds: number): Promise<T | undefined> {
	const late = new Error('The promise is late');
	const deadline = AbortSignal.timeout(milliseconds);
	return await unless(promise, [deadline, () => late]).catch(() => undefined);
}

const triggers = new Map<string, Deliveries>();

/** @returns what one trigger remembers; the key names the workflow and the node */
export function deliveriesOf(workflowId: string, nodeId: string): Deliveries {
	const key = `${workflowId} ${nodeId}`;
	const deliveries = triggers.get(key) ?? new Deliveries();
	triggers.delete(key);
	triggers.set(key, deliveries);
	const oldest = triggers.keys().next();
	if (triggers.size > MOST_TRIGGERS && !oldest.done) triggers.delete(oldest.value);
	return deliveries;
}

/** n8n writes the workflow's data as a whole, so little is kept there. */
const STORED_MS = KEPT_MS;
const MOST_STORED = 100;
const STORED_KEY = 'deliveries';

function storedIn(data: IDataObject): Array<[string, number]> {
	const stored = data[STORED_KEY];
	return isRecord(stored)
		? Object.entries(stored).flatMap(([id, at]) => (typeof at === 'number' ? [[id, at]] : []))
		: [];
}

/** @returns whether the workflow's stored data knows the delivery */
export function isStored(data: IDataObject, id: string, now: number): boolean {
	return storedIn(data).some(([known, at]) => known === id && at > now - STORED_MS);
}

/** Adds a delivery to the workflow's stored data, in one assignment; keeps 100 at most, none older than 3 days. */
export function store(data: IDataObject, id: string, now: number): void {
	const young = storedIn(data).filter(([known, at]) => known !== id && at > now - STORED_MS);
	data[STORED_KEY] = Object.fromEntries([...young.slice(1 - MOST_STORED), [id, now]]);
}
