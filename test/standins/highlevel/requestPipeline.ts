/** What happens to a request between its arrival and its handler. */
import { randomUUID } from 'node:crypto';

import type { Answer, Page } from '../shared/answer';
import { Refusal } from '../shared/answer';
import { Effects } from '../shared/effects';
import { header, masked } from '../shared/httpMessages';
import { isObject } from '../shared/json';
import type { JsonObject } from '../shared/json';
import type { LogEntry } from '../shared/log';
import type { PageRequest, Received, Service } from '../shared/parts';
import type { Call } from './call';
import { highLevelControls } from './control';
import { applyDeviations } from './deviations';
import { readDigest } from './digest';
import type { Operation, VersionSet } from './digest';
import { exampleAnswer } from './exampleAnswer';
import type { Token } from './oauth';
import { fieldsOf, toCamelCase } from './oauthFields';
import type { Parts } from './parts';
import { badRequest, notFound, unauthorized, unprocessable, wrongLocation } from './refusal';
import { HANDLERS } from './resources';
import type { Match } from './router';
import { Router } from './router';
import { problemsOf, readQuery } from './validate';

const VERSIONS = ['v3', '2023-02-21', '2021-07-28', '2021-04-15', 'legacy'];

/** Takes a request through HighLevel's checks, in HighLevel's order, to the handler of its operation. */
export class RequestPipeline implements Service {
	readonly controls: Service['controls'];
	/** The operations of both version sets. */
	readonly operations = applyDeviations(readDigest());
	private readonly router = new Router(this.operations);
	private readonly effects = new Effects();

	constructor(private readonly parts: Parts) {
		this.controls = highLevelControls(parts);
	}

	/** The authorize page. */
	page({ method, path, search, raw }: PageRequest): Page | undefined {
		if (!/^(\/v2)?\/oauth\/chooselocation$/.test(path)) return undefined;
		const { consentPage } = this.parts.oauth;
		return method === 'POST'
			? consentPage.submit(new URLSearchParams(raw))
			: consentPage.show(new URLSearchParams(search));
	}

	/** Every object of HighLevel's carries a trace ID. */
	finish(body: JsonObject): JsonObject {
		return { ...body, traceId: randomUUID() };
	}

	/**
	 * Checks version, token, rate limit, route, scope, location, query and body, in that order, and fills in the log entry.
	 *
	 * @returns the handler's work, still to be run; it does not wait, so it takes effect in one step
	 * @throws {Refusal} at the first check that fails
	 */
	prepare({ request, entry, raw, headers }: Received): () => Answer {
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
		this.count(entry, headers);
		const match = this.route(set, entry);
		entry.operationId = match.operation.operationId;
		const parsed = parseBody(match.operation, contentType, raw);
		entry.body = parsed;
		checkToken(match.operation, token);
		if (match.operation.family === 'oauth')
			return () => this.answerAgency(match, token, entry, parsed);
		checkLocation(match, token, entry, parsed);
		try {
			const query = checkRequest(match, entry, parsed);
			return () => this.handle(match, token, entry, query, parsed);
		} catch (error) {
			const { createsRefusedContacts } = this.parts.settings;
			if (createsRefusedContacts && match.operation.operationId === 'create-contact') {
				this.handle(match, token, entry, {}, parsed);
			}
			throw error;
		}
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
		// v3 says so when it dropped a path. A path that v3 added is simply unknown to the dated versions, unless one of
		// their paths has a parameter in its place.
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

	private answerAgency(match: Match, token: Token, entry: LogEntry, parsed: unknown): Answer {
		const { operation } = match;
		const { oauth } = this.parts;
		const fields = isObject(parsed) ? parsed : {};
		entry.body = masked(fields);
		const v3 = operation.set === 'v3';
		if (operation.method === 'POST') {
			const answer = oauth.locationToken(token, fields);
			return { body: v3 ? toCamelCase(answer) : answer };
		}
		const { values, problems } = readQuery(operation.query, operation.tolerated, entry.query);
		if (problems.length > 0) throw unprocessable(problems);
		return { body: oauth.installed(token, values, v3) };
	}

	private handle(
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
			effect: (kind, ...recordIds) => this.effects.note(entry, kind, recordIds),
		};
		const handler = HANDLERS[`${operation.method} ${operation.path}`];
		const answer = handler === undefined ? exampleAnswer(call) : handler(call);
		return { status: operation.success, ...answer };
	}
}

/** 403 where the operation takes a location and none is sent, or not the token's. (The search answers 422 if none is sent.) */
function checkLocation(match: Match, token: Token, entry: LogEntry, parsed: unknown): void {
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

function checkRequest(match: Match, entry: LogEntry, parsed: unknown): JsonObject {
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

function setOf(version: string | undefined): VersionSet {
	if (version === undefined || version === '') throw unauthorized('version header was not found.');
	if (!VERSIONS.includes(version)) throw unauthorized('version header is invalid');
	return version === 'v3' ? 'v3' : '2021';
}

function parseBody(operation: Operation, contentType: string, raw: string): unknown {
	if (operation.family === 'oauth') return fieldsOf(contentType, raw);
	if (raw === '') return undefined;
	if (contentType.startsWith('multipart/')) return undefined;
	if (!contentType.includes('application/json')) {
		// A body that is not sent as JSON has no keys for the server.
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
