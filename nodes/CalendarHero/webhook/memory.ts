// What this process knows about each trigger. n8n gives the poll a copy of the static data, made at activation, which neither
// sees nor keeps what the other methods write; so they share this instead, and static data serves restarts alone.

/** What this process knows about one trigger. */
export interface Memory {
	/** The URL of all events, which ends in `/:event`; '' until n8n has said. */
	url: string;
	/** IDs of the hooks that we registered, by event. */
	hooks: Map<string, string>;
	/** When each event's hook was last known to be ours, in milliseconds since 1970. */
	good: Map<string, number>;
	/** Events whose hook was found missing at a restart: what happened in the meantime has yet to be read. */
	missed: Set<string>;
	/** Events whose takeover by another program was reported. */
	reported: Set<string>;
	/** Deliveries of the last hours, by key. */
	delivered: Map<string, number>;
	/** Resolves once the hooks of an activation are registered; with the message if they could not be. */
	activation: Promise<string | undefined>;
	/** Resolves `activation`. */
	settle: (refusal?: string) => void;
	isSettled: boolean;
	/** Whether a poll of this activation has succeeded. */
	hasPolled: boolean;
	isPolling: boolean;
}

function newMemory(): Memory {
	const memory: Memory = {
		url: '',
		hooks: new Map(),
		good: new Map(),
		missed: new Set(),
		reported: new Set(),
		delivered: new Map(),
		activation: Promise.resolve(undefined),
		settle: () => {},
		isSettled: true,
		hasPolled: false,
		isPolling: false,
	};
	beginActivation(memory);
	return memory;
}

const memories = new Map<string, Memory>();
/** Far more than one n8n runs. */
const MAX_MEMORIES = 1000;

interface Identified {
	getWorkflow(): { id?: string };
	getNode(): { id: string };
}

const keyOf = (context: Identified) => `${context.getWorkflow().id ?? ''} ${context.getNode().id}`;

/** @returns what this process knows about the trigger; the same object until it is forgotten */
export function memoryOf(context: Identified): Memory {
	const key = keyOf(context);
	const known = memories.get(key) ?? newMemory();
	memories.delete(key);
	memories.set(key, known);
	const oldest = memories.keys().next();
	if (memories.size > MAX_MEMORIES && !oldest.done) memories.delete(oldest.value);
	return known;
}

/** Forgets a trigger that was switched off. */
export function forget(context: Identified): void {
	memories.delete(keyOf(context));
}

/** Marks the beginning of an activation, whose end the poll waits for. */
export function beginActivation(memory: Memory): void {
	memory.hasPolled = false;
	// A poll that began before may be waiting for it already.
	if (!memory.isSettled) return;
	memory.isSettled = false;
	memory.activation = new Promise((resolve) => {
		memory.settle = (refusal) => {
			memory.isSettled = true;
			resolve(refusal);
		};
	});
}

const KEPT_MS = 48 * 60 * 60_000;
const MAX_DELIVERIES = 5000;

/** Remembers a delivery, so that catching up does not repeat it. */
export function noteDelivery({ delivered }: Memory, key: string, now = Date.now()): void {
	delivered.delete(key);
	delivered.set(key, now);
	for (const [old, at] of delivered) {
		if (at > now - KEPT_MS && delivered.size <= MAX_DELIVERIES) return;
		delivered.delete(old);
	}
}
