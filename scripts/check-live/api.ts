// Sends requests to the API under check, within its rate limit.

import { setTimeout as sleep } from 'node:timers/promises';

import { applyDeviations } from '../../test/standins/highlevel/deviations';
import { readDigest } from '../../test/standins/highlevel/digest';
import type { Operation, VersionSet } from '../../test/standins/highlevel/digest';
import type { JsonObject } from '../../test/standins/shared/json';
import { messageOf } from './body';

/** An account, and the URL of its API. */
export interface Account {
	url: string;
	token: string;
	locationId: string;
	/** The calendar for free slots and the test booking; the first active one by default. */
	calendarId?: string;
}

interface CallOptions {
	path?: Record<string, string>;
	query?: Record<string, string | number>;
	body?: JsonObject;
	/** The Version header; null sends none. By default the one that the operation requires. */
	version?: string | null;
}

export interface Reply {
	operation: Operation;
	status: number;
	headers: Headers;
	/** Parsed JSON, or the text if it is not JSON. */
	body: unknown;
}

/** The token lacks the scope for a call, so the response says nothing about the API. */
export class MissingScope extends Error {
	constructor(operation: Operation) {
		const scopes = new Set(operation.security.flatMap((one) => one.scopes));
		super(`401: the token lacks ${[...scopes].join(' or ')}`);
	}
}

const MISSING_SCOPE = /not authorized for this scope/i;
/** How often a call is sent while it is answered 429. */
const ATTEMPTS = 4;
/** HighLevel's rate limit interval, for a 429 response that does not state it. */
const DEFAULT_INTERVAL_MS = 10_000;

/** HighLevel's API for one account: the real one, or the stand-in. */
export class Api {
	private readonly operations: Map<string, Operation>;

	constructor(
		readonly account: Account,
		readonly set: VersionSet,
	) {
		this.operations = new Map(
			applyDeviations(readDigest())
				.filter((operation) => operation.set === set)
				.map((operation) => [operation.operationId, operation]),
		);
	}

	/** The account's location, as part of a path, query or body. */
	get location(): { locationId: string } {
		return { locationId: this.account.locationId };
	}

	/**
	 * Sends an operation of the digest; waits and retries while it is answered 429.
	 *
	 * @throws MissingScope when the token lacks the scope for the call
	 * @throws Error when the API version has no such operation
	 */
	async call(operationId: string, options: CallOptions = {}): Promise<Reply> {
		const operation = this.operations.get(operationId);
		if (!operation) throw new Error(`${this.set} has no operation ${operationId}`);
		const [url, init] = this.request(operation, options);
		for (let attempt = 1; ; attempt++) {
			const response = await fetch(url, init);
			const { status, headers } = response;
			const text = await response.text();
			if (status === 429 && attempt < ATTEMPTS) {
				const interval = Number(headers.get('x-ratelimit-interval-milliseconds'));
				await sleep(interval || DEFAULT_INTERVAL_MS);
				continue;
			}
			const body = parse(text);
			if (status === 401 && MISSING_SCOPE.test(messageOf(body))) throw new MissingScope(operation);
			return { operation, status, headers, body };
		}
	}

	/** @returns the arguments for fetch */
	private request(
		operation: Operation,
		{ path = {}, query = {}, body, version }: CallOptions,
	): [string, RequestInit] {
		const filled = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
			encodeURIComponent(path[name] ?? ''),
		);
		const pairs = Object.entries(query).map(([key, value]) => [key, String(value)]);
		const search = new URLSearchParams(pairs).toString();
		const sent = version === undefined ? this.versionOf(filled) : version;
		const headers: Record<string, string> = {
			Accept: 'application/json',
			Authorization: `Bearer ${this.account.token}`,
			...(sent === null ? {} : { Version: sent }),
			...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
		};
		return [
			`${this.account.url}${filled}${search === '' ? '' : `?${search}`}`,
			{
				method: operation.method,
				headers,
				body: body === undefined ? undefined : JSON.stringify(body),
			},
		];
	}

	/** The older API has a different date in its Version header for calendars than for the rest. */
	private versionOf(path: string): string {
		if (this.set === 'v3') return 'v3';
		return path.startsWith('/calendars') ? '2021-04-15' : '2021-07-28';
	}
}

function parse(text: string): unknown {
	try {
		const body: unknown = JSON.parse(text);
		return body;
	} catch {
		return text;
	}
}
