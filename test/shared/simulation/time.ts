/** Uniformly distributed numbers in [0, 1), the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

interface Event {
	at: number;
	order: number;
	run(): void;
}

/** Virtual time: jumps from one event to the next, and lets every promise settle in between. */
export class VirtualTime {
	private heap: Event[] = [];
	private order = 0;
	private current: number;
	/** Events handled so far; grows if a budget polls. */
	events = 0;

	/** @param start the initial time, so that a server's clock need not begin at a window's edge */
	constructor(start = 0) {
		this.current = start;
	}

	now(): number {
		return this.current;
	}

	at(when: number, run: () => void): void {
		this.push({ at: Math.max(when, this.current), order: this.order++, run });
	}

	sleep(milliseconds: number): Promise<void> {
		return new Promise((resolve) => this.at(this.current + milliseconds, resolve));
	}

	/**
	 * Runs until `work` has settled.
	 *
	 * @throws Error if nothing more can happen or `limitMs` of virtual time have passed before it has settled
	 */
	async run<T>(work: Promise<T>, limitMs = Number.POSITIVE_INFINITY): Promise<T> {
		const end = this.current + limitMs;
		let settled = false;
		const done = () => {
			settled = true;
		};
		work.then(done, done);
		for (;;) {
			await settle();
			if (settled) return await work;
			const event = this.pop();
			if (event === undefined) throw new Error(`Nothing more happens at ${this.current} ms`);
			if (event.at > end) throw new Error(`Not done after ${limitMs} ms of virtual time`);
			this.current = event.at;
			this.events += 1;
			event.run();
		}
	}

	private push(event: Event): void {
		const { heap } = this;
		let i = heap.push(event) - 1;
		while (i > 0) {
			const parent = (i - 1) >> 1;
			const above = heap[parent];
			if (above === undefined || !isBefore(event, above)) break;
			heap[i] = above;
			i = parent;
		}
		heap[i] = event;
	}

	private pop(): Event | undefined {
		const { heap } = this;
		const top = heap[0];
		const last = heap.pop();
		if (top === undefined || last === undefined || heap.length === 0) return top;
		let i = 0;
		for (;;) {
			let child = 2 * i + 1;
			let lower = heap[child];
			const right = heap[child + 1];
			if (right !== undefined && lower !== undefined && isBefore(right, lower)) {
				child += 1;
				lower = right;
			}
			if (lower === undefined || !isBefore(lower, last)) break;
			heap[i] = lower;
			i = child;
		}
		heap[i] = last;
		return top;
	}
}

function isBefore(one: Event, other: Event): boolean {
	return one.at < other.at || (one.at === other.at && one.order < other.order);
}

/** Lets promise chains finish: a tick comes after all microtasks, and costs no system call as an immediate does. */
async function settle(): Promise<void> {
	await new Promise<void>((resolve) => process.nextTick(resolve));
}
