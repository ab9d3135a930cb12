import type { Permit } from '../../../nodes/shared/pacing';
import type { Budget } from './run';
import type { VirtualTime } from './time';

/** Sends everything at once, as n8n's own node does; waits a second after a refusal. */
export class NoBudget implements Budget {
	private until = 0;

	constructor(private readonly time: VirtualTime) {}

	async acquire(): Promise<Permit> {
		const wait = this.until - this.time.now();
		if (wait > 0) await this.time.sleep(wait);
		return {
			answered: ({ limited }) => {
				if (limited) this.until = this.time.now() + 1000;
			},
		};
	}
}

/** Spreads the calls evenly over time. */
export class EvenBudget implements Budget {
	private next = 0;

	constructor(
		private readonly time: VirtualTime,
		private readonly everyMs: number,
	) {}

	async acquire(): Promise<Permit> {
		const at = Math.max(this.next, this.time.now());
		this.next = at + this.everyMs;
		await this.time.sleep(at - this.time.now());
		return { answered: () => {} };
	}
}

/** Waits a whole interval, measured from the last response, once the remaining calls are used up. */
export class CautiousBudget implements Budget {
	private left = 1;
	private pending = 0;
	private resume: (() => void)[] = [];
	private waits = false;

	constructor(
		private readonly time: VirtualTime,
		private readonly max: number,
		private readonly intervalMs: number,
	) {}

	async acquire(): Promise<Permit> {
		while (this.left <= 0) await new Promise<void>((resolve) => this.resume.push(resolve));
		this.left -= 1;
		this.pending += 1;
		return {
			answered: () => {
				this.pending -= 1;
				if (this.left > 0 || this.pending > 0 || this.waits) return;
				this.waits = true;
				void this.time.sleep(this.intervalMs).then(() => {
					this.waits = false;
					this.left = this.max;
					for (const go of this.resume.splice(0)) go();
				});
			},
		};
	}
}
