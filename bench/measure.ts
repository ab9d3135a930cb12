/** The parts of a request in the stand-in's log that the bench reads. */
export interface LoggedCall {
	at: number;
	answeredAt?: number;
	status?: number;
	method: string;
	path: string;
	headers?: Record<string, unknown>;
	body?: unknown;
	effect?: { kind: string; recordIds: string[] };
}

/** Counts of one run, from the stand-in's log. */
export interface Counts {
	calls: number;
	/** Answered 429, by the limiter or by an injected fault. */
	limited: number;
	/** Time from the first arrival to the last response. */
	wallMs: number;
}

/** Result for the contacts that a run had to write. */
export interface Written {
	/** Never written. */
	lost: number;
	/** Exist more than once. */
	doubled: number;
	/** Written again to the same record, for example after a lost response: harmless, but it costs a call. */
	again: number;
}

/** A limit of `max` calls per interval. */
export interface Rate {
	max: number;
	intervalMs: number;
}

/** The shortest time in which `calls` can be made and answered: every burst but the last takes a full interval. */
export function floorMs(calls: number, { max, intervalMs }: Rate, latencyMs: number): number {
	if (calls <= 0) return 0;
	return (Math.ceil(calls / max) - 1) * intervalMs + latencyMs;
}

/** The same when the limit dropped to `later` after `before` calls. */
export function floorWithChangeMs(
	calls: number,
	before: number,
	{ max, intervalMs }: Rate,
	later: number,
	latencyMs: number,
): number {
	const bursts = Math.ceil(before / max) + Math.ceil(Math.max(0, calls - before) / later);
	return Math.max(0, bursts - 1) * intervalMs + latencyMs;
}

export function count(log: readonly LoggedCall[]): Counts {
	const first = log.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
	const last = log.reduce((most, { answeredAt }) => Math.max(most, answeredAt ?? 0), 0);
	return {
		calls: log.length,
		limited: log.filter(({ status }) => status === 429).length,
		wallMs: log.length === 0 ? 0 : Math.max(0, last - first),
	};
}

function emailOf(body: unknown): string | undefined {
	const email: unknown =
		typeof body === 'object' && body !== null ? Reflect.get(body, 'email') : undefined;
	return typeof email === 'string' ? email.toLowerCase() : undefined;
}

/** Compares the e-mails to write with the writes that took effect. */
export function countWritten(log: readonly LoggedCall[], emails: readonly string[]): Written {
	const made = new Map<string, number>();
	const effects = new Map<string, number>();
	for (const { body, effect } of log) {
		const email = emailOf(body);
		if (effect === undefined || email === undefined) continue;
		effects.set(email, (effects.get(email) ?? 0) + 1);
		if (effect.kind === 'contact.create') made.set(email, (made.get(email) ?? 0) + 1);
	}
	const wanted = [...new Set(emails.map((email) => email.toLowerCase()))];
	return {
		lost: wanted.filter((email) => !effects.has(email)).length,
		doubled: [...made.values()].filter((times) => times > 1).length,
		again: [...effects.values()].reduce((sum, times) => sum + times - 1, 0),
	};
}

/** @returns how many records a list missed, and how many it returned more than once */
export function countListed(
	wanted: readonly string[],
	listed: readonly string[],
): { lost: number; doubled: number } {
	const seen = new Set(listed);
	return {
		lost: wanted.filter((id) => !seen.has(id)).length,
		doubled: listed.length - seen.size,
	};
}

export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	const upper = sorted[middle] ?? Number.NaN;
	return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
