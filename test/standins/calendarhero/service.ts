/** What happens to a request between its arrival and its handler. */
import type { Answer } from '../shared/answer';
import { Refusal } from '../shared/answer';
import type { Clock } from '../shared/clock';
import { Effects } from '../shared/effects';
import { header } from '../shared/httpMessages';
import { isObject } from '../shared/json';
import type { JsonObject } from '../shared/json';
import type { LogEntry } from '../shared/log';
import type { Control, Received, Service } from '../shared/parts';
import { Router } from '../shared/router';
import type { Route } from '../shared/router';

import type { Handler } from './call';
import { HANDLERS } from './handlers';
import { invalid, notFound, unauthorized } from './refusal';
import type { RequestLife } from './requestLife';
import type { Settings } from './settings';
import type { State } from './state';

/** An operation of the API. */
export interface Operation extends Route {
	/** The name as in the anchors of the API documentation: `postWebhookEvent`. */
	readonly operationId: string;
	readonly handler: Handler;
}

/** The 40 operations; there is no other route. */
export const OPERATIONS: readonly Operation[] = Object.entries(HANDLERS).map(([key, handler]) => {
	const [method = '', path = ''] = key.split(' ');
	return { method, path, operationId: operationIdOf(method, path), handler };
});

function operationIdOf(method: string, path: string): string {
	const words = path
		.replace(/[{}]/g, '')
		.split('/')
		.map((part) => part.charAt(0).toUpperCase() + part.slice(1));
	return method.toLowerCase() + words.join('');
}

/** What the service works on. */
export interface ServiceParts {
	readonly token: string;
	readonly state: State;
	readonly clock: Clock;
	readonly settings: Settings;
	readonly life: RequestLife;
}

/** The keys whose values the log hides. */
const SECRET_KEYS = ['password', 'auth', 'eAuth'];

/** Takes a request through the checks: rate limit, token, route and body, in that order, and to its handler. */
export class CalendarHeroService implements Service {
	private readonly router = new Router(OPERATIONS);
	private readonly effects = new Effects();
	private recent: number[] = [];

	constructor(
		private readonly parts: ServiceParts,
		readonly controls: Record<string, Control>,
	) {}

	prepare(received: Received): () => Answer {
		try {
			const work = this.check(received);
			return () => {
				try {
					return work();
				} catch (error) {
					return this.refused(error);
				}
			};
		} catch (error) {
			const answer = this.refused(error);
			return () => answer;
		}
	}

	/** Forgets the requests that count against the rate limit. */
	reset(): void {
		this.recent = [];
	}

	private check({ request, raw, entry }: Received): () => Answer {
		entry.account = 'token';
		this.count(entry);
		if (header(request, 'authorization') !== this.parts.token) throw unauthorized();
		const match = this.router.find(entry.method, entry.path);
		if (match === undefined) throw notFound(`${entry.method} ${entry.path}`);
		const { operationId, handler } = match.operation;
		entry.operationId = operationId;
		const json = this.bodyOf(header(request, 'content-type') ?? '', raw);
		entry.body = masked(json);
		const { state, clock, settings, life } = this.parts;
		const call = {
			params: match.params,
			query: entry.query,
			body: isObject(json) ? json : {},
			json,
			state,
			clock,
			settings,
			life,
			effect: (kind: string, ...recordIds: string[]) => this.effects.note(entry, kind, recordIds),
		};
		return () => handler(call);
	}

	private count(entry: LogEntry): void {
		const limit = this.parts.settings.rateLimit;
		if (limit === null) return;
		const now = Date.now();
		this.recent = this.recent.filter((at) => at > now - limit.intervalMs);
		const [oldest] = this.recent;
		if (this.recent.length < limit.max || oldest === undefined) {
			this.recent.push(now);
			return;
		}
		entry.limited = true;
		const seconds = Math.ceil((oldest + limit.intervalMs - now) / 1000);
		throw new Refusal(
			429,
			{ message: 'Too Many Requests' },
			limit.retryAfter ? { 'retry-after': String(Math.max(1, seconds)) } : {},
		);
	}

	private bodyOf(contentType: string, raw: string): unknown {
		if (raw === '') return undefined;
		const { settings } = this.parts;
		if (!contentType.includes('application/json')) {
			throw invalid(settings, 'Content-Type must be application/json');
		}
		try {
			return JSON.parse(raw) as unknown;
		} catch {
			throw invalid(settings, 'The body is not JSON');
		}
	}

	private refused(error: unknown): Answer {
		if (!(error instanceof Refusal)) throw error;
		const { status, headers, message } = error;
		const { refusalBody } = this.parts.settings;
		switch (refusalBody) {
			case 'empty':
				return { status, body: '', headers };
			case 'text':
				return { status, body: message, headers: { ...headers, 'content-type': 'text/plain' } };
			case 'errors':
				return { status, body: { errors: [{ message }] }, headers };
			default:
				return { status, body: { [refusalBody]: message }, headers };
		}
	}
}

function masked(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(masked);
	if (!isObject(value)) return value;
	const entries = Object.entries(value).map(([key, one]) => [
		key,
		SECRET_KEYS.includes(key) ? '***' : masked(one),
	]);
	return Object.fromEntries(entries) as JsonObject;
}
