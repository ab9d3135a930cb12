/** Planted faults: what can go wrong, and which requests it strikes. */
import { Random } from './ids';

/** What goes wrong. `before` and `after` say whether the request takes effect before the fault strikes. */
export type FaultAction =
	/** Answers with this status; with `effect: true` the request takes effect all the same. */
	| {
			kind: 'status';
			status: number;
			body?: unknown;
			headers?: Record<string, string>;
			effect?: boolean;
	  }
	/** Answers correctly, but this many milliseconds late. */
	| { kind: 'delay'; ms: number }
	/** Resets the connection before or after the request takes effect. */
	| { kind: 'reset'; when: 'before' | 'after' }
	/** Lets the request take effect and cuts the answer off half-way. */
	| { kind: 'cut' }
	/** Sends the head of the answer, then one byte at a time, without end. */
	| { kind: 'drip'; everyMs: number }
	/** Lets the request take effect and sends so many megabytes; packed, they are a thousandth of that on the line. */
	| { kind: 'huge'; megabytes: number; packed?: boolean }
	/**
	 * Answers with what was sent: token and form fields, as they are, split by blanks, in base64, base64url and
	 * percent-encoded.
	 */
	| { kind: 'echo'; status: number; page?: boolean }
	/** Never answers; the request takes effect (`after`) or does not (`before`). */
	| { kind: 'never'; when: 'before' | 'after' };

/** Which requests a fault strikes; all given conditions must match. */
export interface FaultRule {
	action: FaultAction;
	method?: string;
	/** An exact path, or a pattern to search for in the path. */
	path?: string | RegExp;
	/** An operation ID of the official files, such as `create-contact`. */
	operationId?: string;
	/** Strikes only the n-th matching request, or those in the list; the first is 1. */
	nth?: number | number[];
	/** Strikes a matching request with this probability, from 0 to 1; reproducible by the seed. */
	probability?: number;
	/** Strikes at most this many times. */
	count?: number;
	/** A name for the log; default: the kind of the action. */
	name?: string;
}

/** An active fault. */
export interface Fault {
	readonly id: number;
	readonly rule: FaultRule;
	/** Matching requests so far. */
	seen: number;
	/** How many times it has struck. */
	struck: number;
}

/** The active faults; the first one that strikes wins. */
export class Faults {
	private list: Fault[] = [];
	private nextId = 1;
	private random: Random;

	constructor(private readonly seed = 1) {
		this.random = new Random(seed);
	}

	/** Adds a fault and returns it, so that it can be inspected and removed. */
	add(rule: FaultRule): Fault {
		const fault: Fault = { id: this.nextId, rule, seen: 0, struck: 0 };
		this.nextId += 1;
		this.list.push(fault);
		return fault;
	}

	/** Removes a fault; false if it was not active. */
	remove(id: number): boolean {
		const before = this.list.length;
		this.list = this.list.filter((fault) => fault.id !== id);
		return this.list.length < before;
	}

	/** Removes all faults and restarts the random generator from its seed, or from another one. */
	clear(seed: number = this.seed): void {
		this.list = [];
		this.random = new Random(seed);
	}

	/** The active faults. */
	all(): readonly Fault[] {
		return this.list;
	}

	/** The fault that strikes this request, if any. */
	pick(request: { method: string; path: string; operationId?: string }): Fault | undefined {
		let struck: Fault | undefined;
		for (const fault of this.list) {
			if (!matches(fault.rule, request)) continue;
			fault.seen += 1;
			if (struck !== undefined) continue;
			if (fault.rule.count !== undefined && fault.struck >= fault.rule.count) continue;
			const { nth, probability } = fault.rule;
			if (typeof nth === 'number' && nth !== fault.seen) continue;
			if (Array.isArray(nth) && !nth.includes(fault.seen)) continue;
			if (probability !== undefined && this.random.next() >= probability) continue;
			fault.struck += 1;
			struck = fault;
		}
		return struck;
	}
}

function matches(
	rule: FaultRule,
	request: { method: string; path: string; operationId?: string },
): boolean {
	if (rule.method !== undefined && rule.method.toUpperCase() !== request.method) return false;
	if (rule.operationId !== undefined && rule.operationId !== request.operationId) return false;
	if (typeof rule.path === 'string') return rule.path === request.path;
	return rule.path === undefined || rule.path.test(request.path);
}
