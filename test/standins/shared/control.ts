/** The control endpoints that every stand-in has. */
import type { Answer } from './answer';
import { Refusal } from './answer';
import { faultRule } from './faultControl';
import { isObject, number } from './json';
import type { JsonObject } from './json';
import type { LogEntry } from './log';
import type { CommonParts, Control, Service } from './parts';

/** Refuses a control request with 400. */
export function wrongControl(message: string): Refusal {
	return new Refusal(400, { error: message });
}

function logSince(log: LogEntry[], query: URLSearchParams): LogEntry[] {
	const since = Number(query.get('since') ?? 0);
	const operationId = query.get('operationId');
	return log.filter(
		(entry) => entry.id > since && (operationId === null || entry.operationId === operationId),
	);
}

/** Counts over the whole log, so that other processes need not fetch it. */
function summary(log: LogEntry[]): JsonObject {
	const statuses: Record<string, number> = {};
	let effects = 0;
	for (const entry of log) {
		const status = String(entry.status ?? 'none');
		statuses[status] = (statuses[status] ?? 0) + 1;
		if (entry.effect !== undefined) effects += 1;
	}
	return {
		requests: log.length,
		limited: log.filter((entry) => entry.limited).length,
		effects,
		statuses,
		firstAt: log[0]?.at,
		lastAnsweredAt: log.reduce((last, entry) => Math.max(last, entry.answeredAt ?? 0), 0),
	};
}

interface Store {
	all(): unknown;
}

function isStore(value: unknown): value is Store {
	return (
		typeof value === 'object' && value !== null && 'all' in value && typeof value.all === 'function'
	);
}

function readState(state: object, name: string): unknown {
	const store = Object.entries(state).find(([key]) => key === name)?.[1] as unknown;
	if (!isStore(store)) throw new Refusal(404, { error: `There is no store ${name}` });
	return store.all();
}

function commonControls(parts: CommonParts): Record<string, Control> {
	const { clock, faults, log, settings } = parts;
	return {
		'GET info': () => parts.describe(),
		'GET log': (_, query) => logSince(log, query),
		'GET log/summary': () => summary(log),
		'DELETE log': () => {
			log.length = 0;
			return {};
		},
		'POST reset': () => {
			parts.reset();
			return parts.describe();
		},
		'POST faults': (body) => {
			const rule = faultRule(body);
			if (rule === undefined) throw wrongControl('A fault needs an action of a known kind');
			return { id: faults.add(rule).id };
		},
		'GET faults': () =>
			faults.all().map(({ id, seen, struck, rule }) => ({
				id,
				seen,
				struck,
				action: rule.action,
			})),
		'POST faults/clear': (body) => {
			faults.clear(number(body, 'seed'));
			return {};
		},
		'POST latency': (body) => {
			settings.latencyMs = number(body, 'latencyMs') ?? settings.latencyMs;
			if (body.latencyPlace === 'around' || body.latencyPlace === 'after') {
				settings.latencyPlace = body.latencyPlace;
			}
			return { latencyMs: settings.latencyMs };
		},
		'POST clock': (body) => {
			const advance = number(body, 'advanceMs');
			const set = number(body, 'setMs');
			if (set !== undefined) clock.set(set);
			if (advance !== undefined) clock.advance(advance);
			return { now: clock.now() };
		},
	};
}

function bodyOf(raw: string): JsonObject {
	if (raw === '') return {};
	try {
		const parsed: unknown = JSON.parse(raw);
		return isObject(parsed) ? parsed : {};
	} catch {
		throw wrongControl('The body is not JSON');
	}
}

/**
 * The control endpoints under `/__control`, through which other processes do what tests do with the stand-in's objects:
 * GET info, log, log/summary, state/<store>, faults; POST reset, faults, faults/clear, latency, clock; DELETE log; and
 * those of the service.
 */
export class Controls {
	private readonly controls: Record<string, Control>;

	constructor(
		private readonly parts: CommonParts,
		own: Service['controls'],
	) {
		this.controls = { ...commonControls(parts), ...own };
	}

	/**
	 * Answers a control request.
	 *
	 * @param path with `/__control/` in front
	 * @throws {Refusal} 404 if there is no such endpoint, 400 if the body is wrong
	 */
	answer(method: string, path: string, search: string, raw: string): Answer {
		const name = path.replace(/^\/__control\/?/, '');
		const body = bodyOf(raw);
		const control = this.controls[`${method} ${name}`];
		if (control !== undefined) return { body: control(body, new URLSearchParams(search)) };
		if (method === 'GET' && name.startsWith('state/')) {
			return { body: readState(this.parts.state, name.slice('state/'.length)) };
		}
		throw new Refusal(404, { error: `There is no control ${method} ${name}` });
	}
}
