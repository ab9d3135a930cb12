import { createHash } from 'node:crypto';

import type { Clock } from './clock';
import { Random } from './ids';
import { isObject, text } from './json';
import type { JsonObject } from './json';
import { Refusal, badRequest, notFound, unauthorized, unprocessable } from './refusal';
import type { State } from './state';
import { SEED } from './state';

/** What a token may do, and for whom. */
export interface Token {
	readonly value: string;
	/** `location` and `company` come from OAuth. */
	readonly kind: 'privateIntegration' | 'location' | 'company';
	/** Absent for agency tokens. */
	readonly locationId: string | undefined;
	readonly companyId: string;
	readonly scopes: ReadonlySet<string>;
	/** Who is counted by the limiter: the app's client id, or a hash of a private integration's token. */
	readonly app: string;
	/** By the stand-in's clock; undefined means never. */
	expiresAt: number | undefined;
	revoked: boolean;
}

/** The marketplace app that the stand-in knows. */
export interface App {
	clientId: string;
	clientSecret: string;
	/** Allowed addresses to return to; empty means any. */
	redirectUris: string[];
	scopes: string[];
	/** Locations in which the app is installed. */
	installedLocations: Set<string>;
}

export interface OAuthSettings {
	/** Life of an access token in seconds; HighLevel's is 86399. */
	accessTokenSeconds?: number;
	/** Life of a refresh token in seconds; HighLevel's is a year. */
	refreshTokenSeconds?: number;
	/** Skips the page and consents at once, for this location or for the agency. */
	autoConsent?: false | { locationId: string } | 'company';
}

/** What a page or a form of the consent answers. */
export interface Page {
	status: number;
	html?: string;
	redirect?: string;
}

interface Grant {
	clientId: string;
	kind: 'location' | 'company';
	locationId: string | undefined;
	scopes: string[];
}

interface Code extends Grant {
	redirectUri: string;
	used: boolean;
}

interface Refresh extends Grant {
	expiresAt: number;
	used: boolean;
}

/** Every scope that the Contacts and Calendars APIs and their look-ups use. */
export const ALL_SCOPES = [
	'contacts.readonly',
	'contacts.write',
	'calendars.readonly',
	'calendars.write',
	'calendars/events.readonly',
	'calendars/events.write',
	'calendars/groups.readonly',
	'calendars/groups.write',
	'calendars/resources.readonly',
	'calendars/resources.write',
	'locations.readonly',
	'locations/customFields.readonly',
	'locations/customFields.write',
	'locations/customValues.readonly',
	'locations/tags.readonly',
	'locations/tags.write',
	'locations/tasks.readonly',
	'users.readonly',
	'businesses.readonly',
	'campaigns.readonly',
	'workflows.readonly',
	'oauth.readonly',
	'oauth.write',
];

const DEFAULTS = { accessTokenSeconds: 86_399, refreshTokenSeconds: 365 * 86_400 };
const GRANT_TYPES = ['authorization_code', 'refresh_token', 'client_credentials'];

function base64(value: unknown): string {
	return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function escapeHtml(value: string): string {
	return value
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;')
		.replace(/"/g, '&quot;');
}

/** HighLevel's authorization server and the tokens it gave out. */
export class OAuth {
	readonly app: App = {
		clientId: '66f0a1b2c3d4e5f607182930-m1a2b3c4',
		clientSecret: '5f1c8d2e-9b74-4c06-8e3a-27d6b1f0a945',
		redirectUris: [],
		scopes: [...ALL_SCOPES],
		installedLocations: new Set(),
	};
	private settings: Required<OAuthSettings> = { ...DEFAULTS, autoConsent: false };
	private tokens = new Map<string, Token>();
	private codes = new Map<string, Code>();
	private refreshes = new Map<string, Refresh>();
	private random = new Random(77);

	constructor(
		private readonly state: State,
		private readonly clock: Clock,
		private readonly initial: OAuthSettings = {},
	) {
		this.reset();
	}

	/** Changes lives and consent from now on; tokens given out before keep theirs. */
	set(settings: OAuthSettings): void {
		this.settings = { ...this.settings, ...settings };
	}

	/** Forgets every token and goes back to the settings it started with. */
	reset(): void {
		this.tokens.clear();
		this.codes.clear();
		this.refreshes.clear();
		this.random = new Random(77);
		this.settings = { ...DEFAULTS, autoConsent: false, ...this.initial };
		this.app.redirectUris = [];
		this.app.scopes = [...ALL_SCOPES];
		this.app.installedLocations = new Set(this.state.locations.all().map((one) => one.id));
	}

	/** Makes a private integration token; without a location it is an agency's. */
	issuePrivateIntegration(options: { scopes?: string[]; locationId?: string | null } = {}): Token {
		const locationId = options.locationId === undefined ? SEED.locationId : options.locationId;
		const value = `pit-${this.random.uuid()}`;
		return this.remember({
			value,
			kind: 'privateIntegration',
			locationId: locationId ?? undefined,
			companyId: this.state.companyId,
			scopes: new Set(options.scopes ?? ALL_SCOPES),
			// Not the token itself: the log names accounts, and a log must not hold a secret.
			app: `pit ${createHash('sha256').update(value).digest('hex').slice(0, 12)}`,
			expiresAt: undefined,
			revoked: false,
		});
	}

	/** Makes an access token of the app as an authorization would; the refresh token comes with it. */
	issueAppToken(
		options: { kind?: 'location' | 'company'; locationId?: string; scopes?: string[] } = {},
	): { token: Token; refreshToken: string } {
		const kind = options.kind ?? 'location';
		return this.grant({
			clientId: this.app.clientId,
			kind,
			locationId: kind === 'location' ? (options.locationId ?? SEED.locationId) : undefined,
			scopes: options.scopes ?? this.app.scopes,
		});
	}

	/** The access tokens given out for one location. */
	tokensOf(locationId: string): string[] {
		return [...this.tokens.values()]
			.filter((token) => token.kind === 'location' && token.locationId === locationId)
			.map(({ value }) => value);
	}

	/** Every access and refresh token of the app that was ever given out. */
	secrets(): string[] {
		const access = [...this.tokens.values()].filter(({ kind }) => kind !== 'privateIntegration');
		return [...access.map(({ value }) => value), ...this.refreshes.keys()];
	}

	/** Lets every OAuth access token given out so far run out now. */
	expireAccessTokens(): void {
		for (const token of this.tokens.values()) {
			if (token.kind !== 'privateIntegration') token.expiresAt = this.clock.now() - 1;
		}
	}

	/** Takes one token back. */
	revoke(value: string): void {
		const token = this.tokens.get(value);
		if (token !== undefined) token.revoked = true;
	}

	/** The token of an Authorization header, or the 401 that fits its kind. */
	authenticate(header: string | undefined): Token {
		const value = /^Bearer\s+(\S+)$/i.exec(header ?? '')?.[1] ?? '';
		const token = this.tokens.get(value);
		if (value.startsWith('pit-')) {
			if (token === undefined || token.revoked) {
				throw unauthorized('Invalid Private Integration token');
			}
			return token;
		}
		if (token === undefined) {
			const formed = value.split('.').length === 3;
			throw unauthorized(formed ? 'Invalid token: access token is invalid' : 'Invalid JWT');
		}
		if (token.revoked) throw unauthorized('Invalid token: access token is invalid');
		if (token.expiresAt !== undefined && this.clock.now() >= token.expiresAt) {
			throw unauthorized('Invalid JWT');
		}
		return token;
	}

	/** GET of the authorize page: the page with its Allow button, a redirect, or what is wrong. */
	authorize(query: URLSearchParams): Page {
		const wrong = this.authorizeProblem(query);
		if (wrong !== undefined)
			return { status: 400, html: page('Error', `<p>${escapeHtml(wrong)}</p>`) };
		const auto = query.get('autoConsent');
		const consent =
			auto === 'company'
				? 'company'
				: auto !== null
					? { locationId: auto === '1' || auto === 'true' ? SEED.locationId : auto }
					: this.settings.autoConsent;
		if (consent !== false) {
			const chosen = consent === 'company' ? 'company' : consent.locationId;
			const form = new URLSearchParams(query);
			form.set('chosen', chosen);
			return this.consent(form);
		}
		return { status: 200, html: this.consentPage(query) };
	}

	/** POST of the authorize page: redirects back with a code, or with `error=access_denied`. */
	consent(form: URLSearchParams): Page {
		const wrong = this.authorizeProblem(form);
		if (wrong !== undefined)
			return { status: 400, html: page('Error', `<p>${escapeHtml(wrong)}</p>`) };
		const redirectUri = form.get('redirect_uri') ?? '';
		const target = new URL(redirectUri);
		const state = form.get('state');
		if (state !== null) target.searchParams.set('state', state);
		if (form.get('deny') !== null) {
			target.searchParams.set('error', 'access_denied');
			return { status: 302, redirect: target.toString() };
		}
		const chosen = form.get('chosen') ?? SEED.locationId;
		if (chosen !== 'company' && this.state.locations.get(chosen) === undefined) {
			return { status: 400, html: page('Error', '<p>There is no such sub-account.</p>') };
		}
		if (chosen !== 'company') this.app.installedLocations.add(chosen);
		const code = this.random.id(40);
		this.codes.set(code, {
			clientId: this.app.clientId,
			kind: chosen === 'company' ? 'company' : 'location',
			locationId: chosen === 'company' ? undefined : chosen,
			scopes: this.askedScopes(form),
			redirectUri,
			used: false,
		});
		target.searchParams.set('code', code);
		return { status: 302, redirect: target.toString() };
	}

	/**
	 * POST /oauth/token. Under dated versions and without one: form fields in snake_case; under v3 camelCase as form or JSON,
	 * with errors in the envelope `{error: {…}}`.
	 */
	token(version: string | undefined, contentType: string, raw: string): JsonObject {
		if (version !== 'v3') return this.exchange(formOf(contentType, raw));
		try {
			const fields = contentType.includes('application/json')
				? jsonOf(raw)
				: formOf(contentType, raw);
			return camel(this.exchange(snake(fields)));
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			const { message } = error.body;
			throw new Refusal(error.status, {
				error: {
					code: error.status === 422 ? 'INVALID_ARGUMENT' : 'FAILED_PRECONDITION',
					message: Array.isArray(message) ? message.join(', ') : message,
					details: [],
					resolution: 'Check the request against the documentation.',
				},
			});
		}
	}

	/** The exchange of an agency token for one of a location in which the app is installed. */
	locationToken(agency: Token, fields: JsonObject): JsonObject {
		const locationId = text(fields, 'locationId') ?? '';
		const problems = ['companyId', 'locationId'].filter((key) => !text(fields, key));
		if (problems.length > 0) {
			throw unprocessable(problems.map((key) => `${key} should not be empty`));
		}
		const location = this.state.locations.get(locationId);
		const installed = this.app.installedLocations.has(locationId);
		if (fields.companyId !== agency.companyId || location === undefined || !installed) {
			throw badRequest('Location is not active or the app is not installed in it');
		}
		return this.answer({
			clientId: agency.app,
			kind: 'location',
			locationId,
			scopes: [...agency.scopes],
		});
	}

	/** The locations of the agency with whether the app is installed there. */
	installed(
		agency: Token,
	): Array<{ _id: string; name: string; address: string; isInstalled: boolean }> {
		return this.state.locations
			.where((location) => location.companyId === agency.companyId)
			.map(({ id, name, address }) => ({
				_id: id,
				name,
				address,
				isInstalled: this.app.installedLocations.has(id),
			}));
	}

	private exchange(fields: JsonObject): JsonObject {
		const problems: string[] = [];
		const grantType = text(fields, 'grant_type') ?? '';
		if (!GRANT_TYPES.includes(grantType)) problems.push('grant_type must be a valid enum value');
		for (const key of ['client_id', 'client_secret']) {
			if (!text(fields, key))
				problems.push(`${key} should not be empty`, `${key} must be a string`);
		}
		const userType = fields.user_type;
		if (userType !== undefined && userType !== 'Location' && userType !== 'Company') {
			problems.push('user_type must be a valid enum value');
		}
		if (problems.length > 0) throw unprocessable(problems);
		const mine =
			fields.client_id === this.app.clientId && fields.client_secret === this.app.clientSecret;
		if (!mine) {
			throw new Refusal(401, {
				statusCode: 401,
				error: 'UnAuthorized!',
				error_description: 'Invalid client credentials!',
			});
		}
		if (grantType === 'client_credentials') throw invalidGrant('This grant type is not supported');
		return grantType === 'refresh_token' ? this.refresh(fields) : this.redeem(fields);
	}

	private redeem(fields: JsonObject): JsonObject {
		const code = this.codes.get(text(fields, 'code') ?? '');
		if (code === undefined || code.used) {
			throw invalidGrant('Invalid grant: authorization code is invalid');
		}
		code.used = true;
		const redirectUri = text(fields, 'redirect_uri');
		if (redirectUri !== undefined && redirectUri !== code.redirectUri) {
			throw invalidGrant('Invalid grant: redirect_uri does not match');
		}
		return this.answer(code);
	}

	private refresh(fields: JsonObject): JsonObject {
		const grant = this.refreshes.get(text(fields, 'refresh_token') ?? '');
		const live = grant !== undefined && !grant.used && this.clock.now() < grant.expiresAt;
		if (!live) throw invalidGrant('This refresh token is invalid');
		grant.used = true;
		return this.answer(grant);
	}

	private grant(grant: Grant): { token: Token; refreshToken: string } {
		const now = this.clock.now();
		const value = [
			base64({ alg: 'RS256', typ: 'JWT' }),
			base64({ authClass: grant.kind, jti: this.random.id() }),
			this.random.id(43),
		].join('.');
		const token = this.remember({
			value,
			kind: grant.kind,
			locationId: grant.locationId,
			companyId: this.state.companyId,
			scopes: new Set(grant.scopes),
			app: grant.clientId,
			expiresAt: now + this.settings.accessTokenSeconds * 1000,
			revoked: false,
		});
		const refreshToken = [
			base64({ alg: 'RS256' }),
			base64({ jti: this.random.id() }),
			this.random.id(43),
		].join('.');
		this.refreshes.set(refreshToken, {
			clientId: grant.clientId,
			kind: grant.kind,
			locationId: grant.locationId,
			scopes: grant.scopes,
			expiresAt: now + this.settings.refreshTokenSeconds * 1000,
			used: false,
		});
		return { token, refreshToken };
	}

	private answer(grant: Grant): JsonObject {
		const { token, refreshToken } = this.grant(grant);
		const common = {
			access_token: token.value,
			token_type: 'Bearer',
			expires_in: this.settings.accessTokenSeconds,
			refresh_token: refreshToken,
			refreshTokenId: this.random.id(24),
			scope: grant.scopes.join(' '),
			userType: grant.kind === 'company' ? 'Company' : 'Location',
			companyId: this.state.companyId,
			userId: SEED.users.ada,
			planId: this.random.id(24),
		};
		return grant.kind === 'company'
			? {
					...common,
					isBulkInstallation: true,
					approvedLocations: [...this.app.installedLocations],
					approveAllLocations: true,
					installToFutureLocations: false,
				}
			: { ...common, isBulkInstallation: false, locationId: grant.locationId };
	}

	private remember(token: Token): Token {
		this.tokens.set(token.value, token);
		return token;
	}

	private askedScopes(query: URLSearchParams): string[] {
		const asked = (query.get('scope') ?? '').split(/\s+/).filter((scope) => scope !== '');
		return asked.length > 0 ? asked : [...this.app.scopes];
	}

	private authorizeProblem(query: URLSearchParams): string | undefined {
		const redirectUri = query.get('redirect_uri') ?? '';
		if (query.get('client_id') !== this.app.clientId) {
			return `No integration found with the id: ${query.get('client_id') ?? ''}`;
		}
		if (query.get('response_type') !== 'code') return 'response_type must be code';
		if (!URL.canParse(redirectUri)) return 'redirect_uri is not valid';
		const { redirectUris, scopes } = this.app;
		if (redirectUris.length > 0 && !redirectUris.includes(redirectUri)) {
			return 'redirect_uri is not one of those of the app';
		}
		const foreign = this.askedScopes(query).filter((scope) => !scopes.includes(scope));
		return foreign.length > 0 ? `Invalid scope(s) found: ${foreign.join(' ')}` : undefined;
	}

	private consentPage(query: URLSearchParams): string {
		const hidden = ['client_id', 'redirect_uri', 'scope', 'state', 'response_type']
			.filter((key) => query.get(key) !== null)
			.map(
				(key) => `<input type="hidden" name="${key}" value="${escapeHtml(query.get(key) ?? '')}">`,
			);
		const choices = this.state.locations
			.all()
			.map(
				(location, at) =>
					`<label><input type="radio" name="chosen" value="${location.id}"${at === 0 ? ' checked' : ''}> ${escapeHtml(location.name)}</label>`,
			);
		choices.push(
			'<label><input type="radio" name="chosen" value="company"> The whole agency</label>',
		);
		const scopes = this.askedScopes(query).map((scope) => `<li>${escapeHtml(scope)}</li>`);
		return page(
			'Choose a sub-account',
			`<form method="post">${hidden.join('')}
<fieldset><legend>Connect the app to</legend>${choices.join('<br>')}</fieldset>
<p>The app asks for:</p><ul>${scopes.join('')}</ul>
<button type="submit" id="allow">Allow</button>
<button type="submit" name="deny" value="1" id="deny">Cancel</button></form>`,
		);
	}
}

function page(title: string, body: string): string {
	return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1>${body}</body></html>`;
}

function invalidGrant(description: string): Refusal {
	return new Refusal(400, {
		statusCode: 400,
		error: 'invalid_grant',
		error_description: description,
		message: description,
	});
}

/** The fields of a form; anything but a form has none, which the checks then say. */
function formOf(contentType: string, raw: string): JsonObject {
	return contentType.includes('application/x-www-form-urlencoded')
		? Object.fromEntries(new URLSearchParams(raw))
		: {};
}

function jsonOf(raw: string): JsonObject {
	try {
		const parsed: unknown = JSON.parse(raw);
		return isObject(parsed) ? parsed : {};
	} catch {
		return {};
	}
}

function snake(fields: JsonObject): JsonObject {
	return Object.fromEntries(
		Object.entries(fields).map(([key, value]) => [
			key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
			value,
		]),
	);
}

function camel(fields: JsonObject): JsonObject {
	return Object.fromEntries(
		Object.entries(fields).map(([key, value]) => [
			key.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase()),
			value,
		]),
	);
}

/** The fields of an exchange or look-up call, from a form or from JSON. */
export function fieldsOf(contentType: string, raw: string): JsonObject {
	return contentType.includes('application/json') ? jsonOf(raw) : formOf(contentType, raw);
}

/** GET /oauth/installedLocations and /oauth/installed-locations: the older answer and that of v3. */
export function installedAnswer(
	rows: Array<{ _id: string; name: string; isInstalled: boolean }>,
	query: JsonObject,
	v3: boolean,
): JsonObject {
	const words = text(query, 'query')?.toLowerCase();
	const locationId = text(query, 'locationId');
	const wanted = rows.filter(
		(row) =>
			(words === undefined || row.name.toLowerCase().includes(words)) &&
			(locationId === undefined || row._id === locationId) &&
			(query.isInstalled === undefined || row.isInstalled === query.isInstalled),
	);
	if (!v3) {
		const skip = Number(query.skip ?? 0);
		const limit = Number(query.limit ?? 20);
		return {
			locations: wanted.slice(skip, skip + limit),
			count: wanted.length,
			installToFutureLocations: false,
		};
	}
	const size = Number(query.pageSize ?? 20);
	const start = Number(text(query, 'pageToken') ?? 0);
	if (!Number.isInteger(start)) throw notFound('pageToken is not valid');
	const end = Math.min(start + size, wanted.length);
	const more = end < wanted.length;
	return {
		items: wanted.slice(start, end),
		pagination: {
			totalRecords: wanted.length,
			hasNextPage: more,
			hasPrevPage: start > 0,
			nextPageToken: more ? String(end) : null,
			prevPageToken: start > 0 ? String(Math.max(0, start - size)) : null,
			currentPageSize: end - start,
		},
		metadata: { installToFutureLocations: false },
	};
}
