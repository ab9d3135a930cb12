import { Random } from './ids';

/** What goes wrong. `before` and `after` say whether the request still takes effect. */
export type FaultAction =
	/** Answers with this status; `effect: true` lets the request take effect all the same. */
	| {
			kind: 'status';
			status: number;
			body?: unknown;
			headers?: Record<string, string>;
			effect?: boolean;
	  }
	/** Answers rightly, this many milliseconds late. */
	| { kind: 'delay'; ms: number }
	/** Resets the connection before or after the request took effect. */
	| { kind: 'reset'; when: 'before' | 'after' }
	/** Lets the request take effect and cuts the answer off in the middle. */
	| { kind: 'cut' }
	/** Sends the head of the answer and then one byte after the other, without ever coming to the end. */
	| { kind: 'drip'; everyMs: number }
	/** Sends so many megabytes; packed they are a thousandth of that. Takes effect. */
	| { kind: 'huge'; megabytes: number; packed?: boolean }
	/** Answers with what it was sent: token and form fields, plain, with blanks, in base64, base64url and percent-encoded. */
	| { kind: 'echo'; status: number; page?: boolean }
	/** Never answers, and lets the request take effect (`after`) or not (`before`). */
	| { kind: 'never'; when: 'before' | 'after' };

/** Which requests a fault strikes; everything given must hold. */
export interface FaultRule {
	action: FaultAction;
	method?: string;
	/** An exact path, or a pattern that is searched in the path. */
	path?: string | RegExp;
	/** As in the official files, for example `create-contact`. */
	operationId?: string;
	/** Strikes the n-th matching request only, or those in the list; the first is 1. */
	nth?: number | number[];
	/** Strikes a matching request with this probability, from 0 to 1, drawn from the seeded generator. */
	probability?: number;
	/** Strikes at most this often. */
	count?: number;
	/** A name for the log; else the kind of the action. */
	name?: string;
}

/** A fault that is in force. */
export interface Fault {
	readonly id: number;
	readonly rule: FaultRule;
	/** Matching requests so far. */
	seen: number;
	/** How often it struck. */
	struck: number;
}

/** The faults in force; the first that strikes wins. */
export class Faults {
	private list: Fault[] = [];
	private nextId = 1;
	private random: Random;

	constructor(private readonly seed = 1) {
		this.random = new Random(seed);
	}

	/** Adds a fault and returns it, so that its counts can be read and it can be removed. */
	add(rule: FaultRule): Fault {
		const fault: Fault = { id: this.nextId, rule, seen: 0, struck: 0 };
		this.nextId += 1;
		this.list.push(fault);
		return fault;
	}

	/** Takes a fault out of force; false when it was not in force. */
	remove(id: number): boolean {
		const before = this.list.length;
		this.list = this.list.filter((fault) => fault.id !== id);
		return this.list.length < before;
	}

	/** Takes all faults out of force and starts the generator again from its seed, or from another one. */
	clear(seed: number = this.seed): void {
		this.list = [];
		this.random = new Random(seed);
	}

	/** The faults in force. */
	all(): readonly Fault[] {
		return this.list;
	}

	/** The fault that strikes this request, if one does. */
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
