/** The control endpoints, through which other processes control the stand-in. */
import type { BehaviourSettings } from './call';
import type { FaultAction, FaultRule } from './faults';
import { flag, isObject, number, text } from './json';
import type { JsonObject } from './json';
import type { LimiterKind, LimiterOptions, RateHeader, RateHeaders } from './limiter';
import type { LogEntry } from './log';
import type { OAuthSettings } from './oauth';
import type { Parts } from './parts';
import { Table } from './table';

/** What a control endpoint answers. */
interface ControlAnswer {
	status: number;
	body: unknown;
}

const KINDS: LimiterKind[] = ['firstCall', 'clockAligned', 'slidingLog'];

function wrong(message: string): ControlAnswer {
	return { status: 400, body: { error: message } };
}

function limiterOptions(body: JsonObject): LimiterOptions {
	const options: LimiterOptions = {};
	const kind = KINDS.find((one) => one === body.kind);
	if (kind !== undefined) options.kind = kind;
	for (const key of ['max', 'intervalMs', 'dailyMax', 'dailyUsed', 'dailyResetMs'] as const) {
		const value = number(body, key);
		if (value !== undefined) options[key] = value;
	}
	if (typeof body.countRefused === 'boolean') options.countRefused = body.countRefused;
	const headers = rateHeaders(body.headers);
	if (headers !== undefined) options.headers = headers;
	return options;
}

function rateHeaders(value: unknown): RateHeaders | undefined {
	if (value === 'right' || value === 'absent') return value;
	if (!isObject(value)) return undefined;
	const told: Partial<Record<RateHeader, string | null>> = {};
	for (const [name, one] of Object.entries(value)) {
		if (one === null || typeof one === 'string') told[name as RateHeader] = one;
	}
	return told;
}

function faultAction(value: unknown): FaultAction | undefined {
	if (!isObject(value)) return undefined;
	const when = value.when === 'before' ? 'before' : 'after';
	switch (value.kind) {
		case 'status': {
			const status = number(value, 'status');
			if (status === undefined) return undefined;
			const headers = isObject(value.headers)
				? Object.fromEntries(Object.entries(value.headers).map(([key, one]) => [key, String(one)]))
				: {};
			return { kind: 'status', status, body: value.body, headers, effect: value.effect === true };
		}
		case 'delay': {
			const ms = number(value, 'ms');
			return ms === undefined ? undefined : { kind: 'delay', ms };
		}
		case 'reset':
		case 'never':
			return { kind: value.kind, when };
		case 'cut':
			return { kind: 'cut' };
		case 'drip':
			return { kind: 'drip', everyMs: number(value, 'everyMs') ?? 1000 };
		case 'huge':
			return {
				kind: 'huge',
				megabytes: number(value, 'megabytes') ?? 100,
				packed: value.packed === true,
			};
		case 'echo':
			return {
				kind: 'echo',
				status: number(value, 'status') ?? 400,
				page: value.page === true,
			};
		default:
			return undefined;
	}
}

function faultRule(body: JsonObject): FaultRule | undefined {
	const action = faultAction(body.action);
	if (action === undefined) return undefined;
	const rule: FaultRule = { action };
	for (const key of ['method', 'operationId', 'name'] as const) {
		const value = text(body, key);
		if (value !== undefined) rule[key] = value;
	}
	for (const key of ['probability', 'count'] as const) {
		const value = number(body, key);
		if (value !== undefined) rule[key] = value;
	}
	const path = text(body, 'path');
	const pattern = text(body, 'pathPattern');
	if (path !== undefined) rule.path = path;
	else if (pattern !== undefined) rule.path = new RegExp(pattern);
	if (typeof body.nth === 'number') rule.nth = body.nth;
	if (Array.isArray(body.nth)) {
		rule.nth = body.nth.filter((one): one is number => typeof one === 'number');
	}
	return rule;
}

function oauthSettings(body: JsonObject): OAuthSettings {
	const settings: OAuthSettings = {};
	for (const key of ['accessTokenSeconds', 'refreshTokenSeconds'] as const) {
		const value = number(body, key);
		if (value !== undefined) settings[key] = value;
	}
	const refusal = ([400, 401, 403] as const).find((one) => one === body.notInstalledStatus);
	if (refusal !== undefined) settings.notInstalledStatus = refusal;
	const consent = body.autoConsent;
	if (consent === false || consent === 'company') settings.autoConsent = consent;
	else if (isObject(consent)) {
		const locationId = text(consent, 'locationId');
		if (locationId !== undefined) settings.autoConsent = { locationId };
	}
	return settings;
}

function behaviour(body: JsonObject): Partial<BehaviourSettings> {
	const settings: Partial<BehaviourSettings> = {};
	for (const key of [
		'strictSlotText',
		'notificationsWithoutPaging',
		'createsRefusedContacts',
	] as const) {
		const value = flag(body, key);
		if (value !== undefined) settings[key] = value;
	}
	const status = ([400, 409, 422] as const).find((one) => one === body.slotTakenStatus);
	return status === undefined ? settings : { ...settings, slotTakenStatus: status };
}

function logSince(log: LogEntry[], search: string): LogEntry[] {
	const query = new URLSearchParams(search);
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

function readState(parts: Parts, name: string): ControlAnswer {
	if (name === 'contacts') return { status: 200, body: parts.state.contacts.all() };
	const store = Object.entries(parts.state).find(([key]) => key === name)?.[1] as unknown;
	return store instanceof Table
		? { status: 200, body: store.all() as unknown[] }
		: { status: 404, body: { error: `There is no store ${name}` } };
}

/**
 * Answers the control endpoints under `/__control`, through which other processes do what tests do with the
 * stand-in's objects: GET info, log, log/summary, state/<store>; POST reset, limiter, faults, faults/clear, latency,
 * clock, oauth, oauth/expire, installed, behaviour,
 * tokens, seed/contacts; DELETE log.
 */
export function control(
	parts: Parts,
	log: LogEntry[],
	method: string,
	path: string,
	search: string,
	raw: string,
): ControlAnswer {
	let body: JsonObject = {};
	if (raw !== '') {
		try {
			const parsed: unknown = JSON.parse(raw);
			if (isObject(parsed)) body = parsed;
		} catch {
			return wrong('The body is not JSON');
		}
	}
	const name = path.replace(/^\/__control\/?/, '');
	switch (`${method} ${name}`) {
		case 'GET info':
			return { status: 200, body: parts.describe() };
		case 'GET log':
			return { status: 200, body: logSince(log, search) };
		case 'GET log/summary':
			return { status: 200, body: summary(log) };
		case 'DELETE log':
			log.length = 0;
			return { status: 200, body: {} };
		case 'POST reset':
			parts.reset();
			return { status: 200, body: parts.describe() };
		case 'POST limiter':
			parts.limiter.set(limiterOptions(body));
			if (body.forget === true) parts.limiter.forget();
			return { status: 200, body: parts.limiter.settings() };
		case 'POST faults': {
			const rule = faultRule(body);
			if (rule === undefined) return wrong('A fault needs an action of a known kind');
			return { status: 200, body: { id: parts.faults.add(rule).id } };
		}
		case 'GET faults':
			return {
				status: 200,
				body: parts.faults.all().map(({ id, seen, struck, rule }) => ({
					id,
					seen,
					struck,
					action: rule.action,
				})),
			};
		case 'POST faults/clear':
			parts.faults.clear(number(body, 'seed'));
			return { status: 200, body: {} };
		case 'POST latency':
			parts.settings.latencyMs = number(body, 'latencyMs') ?? parts.settings.latencyMs;
			if (body.latencyPlace === 'around' || body.latencyPlace === 'after') {
				parts.settings.latencyPlace = body.latencyPlace;
			}
			return { status: 200, body: { latencyMs: parts.settings.latencyMs } };
		case 'POST clock': {
			const advance = number(body, 'advanceMs');
			const set = number(body, 'setMs');
			if (set !== undefined) parts.clock.set(set);
			if (advance !== undefined) parts.clock.advance(advance);
			return { status: 200, body: { now: parts.clock.now() } };
		}
		case 'POST index-lag':
			parts.state.contacts.indexLagMs = number(body, 'ms') ?? 0;
			return { status: 200, body: {} };
		case 'POST oauth':
			parts.oauth.set(oauthSettings(body));
			return { status: 200, body: {} };
		case 'POST oauth/expire':
			parts.oauth.expireAccessTokens();
			return { status: 200, body: {} };
		case 'POST behaviour':
			Object.assign(parts.settings, behaviour(body));
			return { status: 200, body: behaviour({ ...parts.settings }) };
		case 'POST installed': {
			const locationId = text(body, 'locationId') ?? '';
			if (body.installed === true) parts.oauth.install(locationId);
			else parts.oauth.uninstall(locationId, number(body, 'afterCalls'));
			return { status: 200, body: {} };
		}
		case 'POST tokens': {
			const scopes = Array.isArray(body.scopes) ? body.scopes.map(String) : undefined;
			const locationId = body.locationId === null ? null : text(body, 'locationId');
			const token = parts.oauth.issuePrivateIntegration({
				...(scopes === undefined ? {} : { scopes }),
				...(locationId === undefined ? {} : { locationId }),
			});
			return { status: 200, body: { token: token.value } };
		}
		case 'POST seed/contacts': {
			const count = number(body, 'count') ?? 0;
			const locationId = text(body, 'locationId');
			const from = number(body, 'from');
			const everyMs = number(body, 'everyMs');
			const ids = parts.state.seedContacts(count, {
				...(locationId === undefined ? {} : { locationId }),
				...(from === undefined ? {} : { from }),
				...(everyMs === undefined ? {} : { everyMs }),
			});
			return { status: 200, body: { count: ids.length } };
		}
		default:
			if (method === 'GET' && name.startsWith('state/')) return readState(parts, name.slice(6));
			return { status: 404, body: { error: `There is no control ${method} ${name}` } };
	}
}
