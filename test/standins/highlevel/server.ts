import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';

import type { Answer, BehaviourSettings, Call } from './call';
import type { Clock } from './clock';
import { control } from './control';
import type { Operation, VersionSet } from './digest';
import type { Reply } from './delivery';
import { echoOf, spoil } from './delivery';
import { readDigest } from './digest';
import { applyDeviations } from './deviations';
import type { Fault, FaultAction, Faults } from './faults';
import { isObject } from './json';
import type { JsonObject } from './json';
import type { Limiter } from './limiter';
import type { Effect, LogEntry } from './log';
import type { OAuth, Page, Token } from './oauth';
import { fieldsOf, installedAnswer } from './oauth';
import { plausibleAnswer } from './plausible';
import {
	Refusal,
	badRequest,
	notFound,
	unauthorized,
	unprocessable,
	wrongLocation,
} from './refusal';
import { HANDLERS } from './resources';
import type { Match } from './router';
import { Router } from './router';
import type { State } from './state';
import { problemsOf, readQuery } from './validate';

const VERSIONS = ['v3', '2023-02-21', '2021-07-28', '2021-04-15', 'legacy'];
const SECRET_FIELDS = ['client_secret', 'clientSecret', 'code', 'refresh_token', 'refreshToken'];
const BIGGEST_LOG = 500_000;

/** How long an answer takes. */
export interface Latency {
	/** Milliseconds from arrival to answer, on top of the work itself. */
	latencyMs: number;
	/** `after`: the whole delay lies behind the work; `around`: half before arrival counts, half behind. */
	latencyPlace: 'after' | 'around';
}

/** The parts that the server brings together. */
export interface Parts {
	state: State;
	clock: Clock;
	oauth: OAuth;
	limiter: Limiter;
	faults: Faults;
	settings: BehaviourSettings & Latency;
	/** Puts everything back to the start; wanted by the control endpoints. */
	reset(): void;
	/** What the control endpoint tells about the stand-in. */
	describe(): JsonObject;
}

function now(): number {
	return performance.timeOrigin + performance.now();
}

function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}

function queryOf(search: string): Record<string, string | string[]> {
	const query: Record<string, string | string[]> = {};
	if (search === '') return query;
	for (const [given, value] of new URLSearchParams(search)) {
		const list = given.endsWith('[]') || /\[\d+\]$/.test(given);
		const key = given.replace(/\[\d*\]$/, '');
		const before = query[key];
		if (before === undefined) query[key] = list ? [value] : value;
		else query[key] = Array.isArray(before) ? [...before, value] : [before, value];
	}
	return query;
}

function readBody(request: IncomingMessage): Promise<string> {
	return new Promise((resolve, reject) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
		request.on('error', reject);
	});
}

function header(request: IncomingMessage, name: string): string | undefined {
	const value = request.headers[name];
	return Array.isArray(value) ? value[0] : value;
}

function maskedHeaders(request: IncomingMessage): Record<string, string> {
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(request.headers)) {
		const one = Array.isArray(value) ? value.join(', ') : (value ?? '');
		headers[name] = name === 'authorization' ? one.replace(/^(\S+)\s.*$/, '$1 ***') : one;
	}
	return headers;
}

function masked(fields: JsonObject): JsonObject {
	return Object.fromEntries(
		Object.entries(fields).map(([key, value]) => [
			key,
			SECRET_FIELDS.includes(key) ? '***' : value,
		]),
	);
}

/** The HTTP server: route, authenticate, count, check, answer, and go wrong on demand. */
export class StandInServer {
	readonly operations: Operation[];
	private readonly router: Router;
	private readonly server: Server;
	private nextRequest = 1;
	private nextEffect = 1;

	constructor(
		private readonly parts: Parts,
		private readonly log: LogEntry[],
	) {
		this.operations = applyDeviations(readDigest());
		this.router = new Router(this.operations);
		this.server = createServer((request, response) => {
			this.receive(request, response).catch((error: unknown) => {
				this.send(response, {
					status: 500,
					headers: {},
					text: JSON.stringify({
						statusCode: 500,
						message: `stand-in: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
					}),
				});
			});
		});
		// Clients reuse connections; closing idle ones early would look like a reset that nobody asked for.
		this.server.keepAliveTimeout = 120_000;
		this.server.headersTimeout = 130_000;
	}

	/** Listens on the loopback interface; port 0 takes a free one. Returns the base address. */
	async listen(port: number): Promise<string> {
		await new Promise<void>((resolve, reject) => {
			this.server.once('error', reject);
			this.server.listen(port, '127.0.0.1', resolve);
		});
		const address = this.server.address() as AddressInfo;
		return `http://127.0.0.1:${address.port}`;
	}

	/** Stops listening and drops every connection, also those that wait for an answer that never comes. */
	async close(): Promise<void> {
		const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
		this.server.closeAllConnections();
		await closed;
	}

	private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const [path = '', ...rest] = (request.url ?? '').split('?');
		const search = rest.join('?');
		const raw = await readBody(request);
		if (path.startsWith('/__control')) {
			const { status, body } = control(
				this.parts,
				this.log,
				request.method ?? 'GET',
				path,
				search,
				raw,
			);
			this.send(response, { status, headers: {}, text: JSON.stringify(body) });
			return;
		}
		const { latencyMs, latencyPlace } = this.parts.settings;
		const before = latencyPlace === 'around' ? latencyMs / 2 : 0;
		if (before > 0) await pause(before);
		if (/^(\/v2)?\/oauth\/chooselocation$/.test(path)) {
			this.sendPage(response, this.consentPage(request.method, search, raw));
			return;
		}
		const entry = this.enter(request, path, search);
		response.once('close', () => (entry.hungUp = !response.writableFinished));
		await this.answerEntry(request, response, entry, raw, latencyMs - before);
	}

	private async answerEntry(
		request: IncomingMessage,
		response: ServerResponse,
		entry: LogEntry,
		raw: string,
		latencyMs: number,
	): Promise<void> {
		const rateHeaders: Record<string, string> = {};
		let struck: Fault | undefined;
		const reply = this.reply(rateHeaders, () => {
			const work = this.prepare(request, entry, raw, rateHeaders);
			struck = this.parts.faults.pick({
				method: entry.method,
				path: entry.path,
				...(entry.operationId === undefined ? {} : { operationId: entry.operationId }),
			});
			if (struck !== undefined) {
				entry.fault = struck.rule.name ?? struck.rule.action.kind;
				const instead = replaced(struck.rule.action) ?? echoed(struck.rule.action, request, raw);
				if (instead !== undefined) {
					if (instead.work) work();
					return instead.answer;
				}
			}
			return work();
		});
		const action = struck?.rule.action;
		const delay = latencyMs + (action?.kind === 'delay' ? action.ms : 0);
		if (delay > 0) await pause(delay);
		if (action?.kind === 'status') Object.assign(reply.headers, action.headers);
		this.deliver(response, entry, reply, action);
	}

	private deliver(
		response: ServerResponse,
		entry: LogEntry,
		reply: Reply,
		action: FaultAction | undefined,
	): void {
		if (action !== undefined && spoil(response, reply, action)) return;
		entry.status = reply.status;
		entry.answeredAt = now();
		this.send(response, reply);
	}

	private enter(request: IncomingMessage, path: string, search: string): LogEntry {
		const entry: LogEntry = {
			id: this.nextRequest,
			method: request.method ?? 'GET',
			path,
			query: queryOf(search),
			headers: maskedHeaders(request),
			body: undefined,
			at: now(),
			account: undefined,
			operationId: undefined,
			version: header(request, 'version'),
			status: undefined,
			answeredAt: undefined,
			limited: false,
			hungUp: false,
			fault: undefined,
			effect: undefined,
		};
		this.nextRequest += 1;
		this.log.push(entry);
		if (this.log.length > BIGGEST_LOG) this.log.splice(0, BIGGEST_LOG / 10);
		return entry;
	}

	/** Runs the work of a request and puts its outcome, good or bad, into an answer with its traceId. */
	private reply(headers: Record<string, string>, work: () => Answer): Reply {
		let answer: Answer;
		try {
			answer = work();
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			answer = { status: error.status, body: error.body };
		}
		const { body } = answer;
		const traced = isObject(body) ? { ...body, traceId: randomUUID() } : body;
		return {
			status: answer.status ?? 200,
			headers: { ...headers },
			text: typeof traced === 'string' ? traced : JSON.stringify(traced),
		};
	}

	/**
	 * Everything that comes before the work: version, token, budget, route, scope, location, query and body, in that order.
	 * Returns the work, which is one step in time.
	 */
	private prepare(
		request: IncomingMessage,
		entry: LogEntry,
		raw: string,
		rateHeaders: Record<string, string>,
	): () => Answer {
		const contentType = header(request, 'content-type') ?? '';
		if (entry.path === '/oauth/token') {
			entry.operationId = 'get-access-token';
			entry.body = masked(fieldsOf(contentType, raw));
			if (entry.method !== 'POST') throw notFound(`Cannot ${entry.method} ${entry.path}`);
			return () => ({ body: this.parts.oauth.token(entry.version, contentType, raw) });
		}
		const set = setOf(entry.version);
		const token = this.parts.oauth.authenticate(header(request, 'authorization'));
		entry.account = `${token.app} ${token.locationId ?? token.companyId}`;
		this.count(entry, rateHeaders);
		const match = this.route(set, entry);
		entry.operationId = match.operation.operationId;
		const parsed = parseBody(match.operation, contentType, raw);
		entry.body = parsed;
		checkToken(match.operation, token);
		if (match.operation.family === 'oauth') return () => this.agency(match, token, entry, parsed);
		this.checkLocation(match, token, entry, parsed);
		const query = this.check(match, entry, parsed);
		return () => this.work(match, token, entry, query, parsed);
	}

	private count(entry: LogEntry, rateHeaders: Record<string, string>): void {
		const verdict = this.parts.limiter.take(entry.account ?? '');
		Object.assign(rateHeaders, verdict.headers);
		if (verdict.allowed) return;
		entry.limited = true;
		throw new Refusal(429, {
			statusCode: 429,
			message: 'Too Many Requests',
			error: 'ThrottlerException',
		});
	}

	private route(set: VersionSet, entry: LogEntry): Match {
		const { method, path } = entry;
		const other = set === 'v3' ? '2021' : 'v3';
		const match = this.router.find(set, method, path);
		const elsewhere = this.router.find(other, method, path);
		const literals = (one: Match | undefined): number =>
			one?.operation.path.split('/').filter((part) => !part.startsWith('{')).length ?? 0;
		// A path that v3 dropped is told apart from one that never was; a path that v3 added is unknown to the older set,
		// unless an id of the older set takes its place.
		if (set === 'v3' && elsewhere !== undefined && literals(elsewhere) > literals(match)) {
			throw badRequest(
				`Endpoint ${method} ${elsewhere.operation.path} not available in API version v3. This endpoint was removed in version v3. Please use a version before v3.`,
			);
		}
		if (match !== undefined) return match;
		if (elsewhere !== undefined || this.knows(path)) {
			throw notFound(`Cannot ${method} ${path}`);
		}
		throw unauthorized(
			'This route is not yet supported by the IAM Service. Please update your IAM config.',
		);
	}

	private knows(path: string): boolean {
		const family = `/${path.split('/')[1] ?? ''}/`;
		return this.operations.some((operation) => operation.path.startsWith(family));
	}

	private agency(match: Match, token: Token, entry: LogEntry, parsed: unknown): Answer {
		const { operation } = match;
		const { oauth } = this.parts;
		const fields = isObject(parsed) ? parsed : {};
		entry.body = masked(fields);
		if (operation.method === 'POST') return { body: oauth.locationToken(token, fields) };
		const { values, problems } = readQuery(operation.query, operation.tolerated, entry.query);
		if (problems.length > 0) throw unprocessable(problems);
		return { body: installedAnswer(oauth.installed(token), values, operation.set === 'v3') };
	}

	/** 403 where the operation takes a location and it is missing or not the token's; the search says 422 when it is missing. */
	private checkLocation(match: Match, token: Token, entry: LogEntry, parsed: unknown): void {
		const { operation, params } = match;
		if (token.kind === 'company' || token.locationId === undefined) return;
		const inQuery = operation.query.find((one) => one.name === 'locationId');
		const inBody = operation.body?.keys?.locationId !== undefined;
		const required = inQuery?.needed ?? operation.body?.required?.includes('locationId') ?? false;
		let given: unknown;
		if (inQuery !== undefined) given = entry.query.locationId;
		else if (inBody && isObject(parsed)) given = parsed.locationId;
		if (params.locationId !== undefined && params.locationId !== token.locationId) {
			throw wrongLocation();
		}
		if (given === undefined || given === '') {
			if (required && operation.operationId !== 'search-contacts-advanced') throw wrongLocation();
			return;
		}
		if (given !== token.locationId) throw wrongLocation();
	}

	private check(match: Match, entry: LogEntry, parsed: unknown): JsonObject {
		const { operation, params } = match;
		const { values, problems } = readQuery(operation.query, operation.tolerated, entry.query);
		for (const parameter of operation.pathParameters) {
			const value = params[parameter.name];
			if (parameter.enum !== undefined && !parameter.enum.includes(value)) {
				problems.push(...problemsOf(parameter.name, parameter, value));
			}
		}
		if (operation.body !== undefined && (parsed !== undefined || operation.bodyRequired)) {
			const empty = operation.body.type === 'array' ? [] : {};
			problems.push(...problemsOf('', operation.body, parsed ?? empty));
		}
		if (problems.length > 0) throw unprocessable(problems);
		return values;
	}

	private work(
		match: Match,
		token: Token,
		entry: LogEntry,
		query: JsonObject,
		parsed: unknown,
	): Answer {
		const { operation, params } = match;
		const { state, clock, settings } = this.parts;
		const call: Call = {
			operation,
			params,
			query,
			rawQuery: entry.query,
			body: isObject(parsed) ? parsed : {},
			list: Array.isArray(parsed) ? (parsed as unknown[]) : [],
			token,
			location: token.locationId === undefined ? undefined : state.locations.get(token.locationId),
			state,
			clock,
			settings,
			effect: (kind, ...recordIds) => {
				const effect: Effect = { id: this.nextEffect, kind, recordIds };
				this.nextEffect += 1;
				entry.effect = effect;
			},
		};
		const handler = HANDLERS[`${operation.method} ${operation.path}`];
		const answer = handler === undefined ? plausibleAnswer(call) : handler(call);
		return { status: operation.success, ...answer };
	}

	private consentPage(method: string | undefined, search: string, raw: string): Page {
		const { oauth } = this.parts;
		return method === 'POST'
			? oauth.consent(new URLSearchParams(raw))
			: oauth.authorize(new URLSearchParams(search));
	}

	private sendPage(response: ServerResponse, page: Page): void {
		const headers: Record<string, string> = { 'content-type': 'text/html; charset=utf-8' };
		if (page.redirect !== undefined) headers.location = page.redirect;
		response.writeHead(page.status, headers);
		response.end(page.html ?? '');
	}

	private send(response: ServerResponse, reply: Reply): void {
		if (response.destroyed) return;
		response.writeHead(reply.status, {
			'content-type': 'application/json; charset=utf-8',
			...reply.headers,
			'content-length': Buffer.byteLength(reply.text),
		});
		response.end(reply.text);
	}
}

function setOf(version: string | undefined): VersionSet {
	if (version === undefined || version === '') throw unauthorized('version header was not found.');
	if (!VERSIONS.includes(version)) throw unauthorized('version header is invalid');
	return version === 'v3' ? 'v3' : '2021';
}

/** What a fault puts in place of the work, and whether the work is done all the same. */
function replaced(action: FaultAction): { work: boolean; answer: Answer } | undefined {
	if (action.kind === 'status') {
		const body = action.body ?? { statusCode: action.status, message: 'planted fault' };
		return { work: action.effect === true, answer: { status: action.status, body } };
	}
	const loses = (action.kind === 'reset' || action.kind === 'never') && action.when === 'before';
	return loses ? { work: false, answer: { body: {} } } : undefined;
}

function echoed(
	action: FaultAction,
	request: IncomingMessage,
	raw: string,
): { work: boolean; answer: Answer } | undefined {
	if (action.kind !== 'echo') return undefined;
	const { authorization = '', ...rest } = request.headers;
	const headers = Object.fromEntries(
		Object.entries(rest).filter(([name]) => /^(x-|proxy-|cookie)/.test(name)),
	) as Record<string, string>;
	const form = request.headers['content-type']?.includes('form') === true;
	const fields = form ? Object.fromEntries(new URLSearchParams(raw)) : {};
	const secret = Object.fromEntries(
		Object.entries(fields).filter(([key]) => SECRET_FIELDS.includes(key)),
	);
	const body = echoOf(authorization, headers, secret, action.page === true);
	return { work: false, answer: { status: action.status, body } };
}

function parseBody(operation: Operation, contentType: string, raw: string): unknown {
	if (operation.family === 'oauth') return fieldsOf(contentType, raw);
	if (raw === '') return undefined;
	if (contentType.startsWith('multipart/')) return undefined;
	if (!contentType.includes('application/json')) {
		// Without JSON's content type the server sees no keys at all.
		return operation.method === 'GET' ? undefined : {};
	}
	try {
		return JSON.parse(raw) as unknown;
	} catch (error) {
		throw badRequest(error instanceof Error ? error.message : 'Unexpected token in JSON');
	}
}

function checkToken(operation: Operation, token: Token): void {
	const { security } = operation;
	if (security.length === 0) return;
	const agencyToken = token.kind === 'company' || token.locationId === undefined;
	const fits = security.filter(({ token: wanted }) => {
		if (wanted === 'Agency-Access-Only') return token.kind === 'company';
		if (wanted === 'Agency-Access') return agencyToken;
		if (wanted === 'Location-Access-Only') return token.kind === 'location';
		return !agencyToken;
	});
	if (fits.length === 0) {
		if (agencyToken) throw wrongLocation();
		throw unauthorized(
			'This route is not yet supported by the IAM Service. Please update your IAM config.',
		);
	}
	if (!fits.some(({ scopes }) => scopes.every((scope) => token.scopes.has(scope)))) {
		throw unauthorized('The token is not authorized for this scope.');
	}
}
