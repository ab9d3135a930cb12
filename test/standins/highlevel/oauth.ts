/** HighLevel's authorization server. */
import { createHash } from 'node:crypto';

import { Refusal } from '../shared/answer';
import type { Clock } from '../shared/clock';
import { Random } from '../shared/ids';
import { text } from '../shared/json';
import type { JsonObject } from '../shared/json';
import { ALL_SCOPES } from './app';
import type { App, Grant } from './app';
import { ConsentPage } from './consent';
import type { AutoConsent } from './consent';
import { installedAnswer } from './installedLocations';
import { fieldsOf, formOf, toCamelCase, toSnakeCase } from './oauthFields';
import { unauthorized, unprocessable } from './refusal';
import { SEED } from './seedIds';
import type { State } from './state';

/** What a token may do, and for whom. */
export interface Token {
	readonly value: string;
	/** `location` and `company` come from OAuth. */
	readonly kind: 'privateIntegration' | 'location' | 'company';
	/** Absent for agency tokens. */
	readonly locationId: string | undefined;
	readonly companyId: string;
	readonly scopes: ReadonlySet<string>;
	/** The limiter's key, with the location: the app's client ID, or a hash of the private integration's token. */
	readonly app: string;
	/** In milliseconds, by the stand-in's clock; undefined: never. */
	expiresAt: number | undefined;
	revoked: boolean;
}

export interface OAuthSettings {
	/** Lifetime of an access token in seconds; HighLevel's is 86,399. */
	accessTokenSeconds?: number;
	/** Lifetime of a refresh token in seconds; HighLevel's is a year. */
	refreshTokenSeconds?: number;
	/** Skips the authorize page and consents for this location or for the agency. */
	autoConsent?: AutoConsent;
	/**
	 * How the exchange of an agency token is refused for a sub-account without the app (default 400). HighLevel's
	 * files document 400 and 401, and 403 is reported.
	 */
	notInstalledStatus?: NotInstalledStatus;
}

export type NotInstalledStatus = 400 | 401 | 403;

interface Code extends Grant {
	redirectUri: string;
	used: boolean;
}

interface Refresh extends Grant {
	expiresAt: number;
	used: boolean;
}

const DEFAULTS: Required<OAuthSettings> = {
	accessTokenSeconds: 86_399,
	refreshTokenSeconds: 365 * 86_400,
	autoConsent: false,
	notInstalledStatus: 400,
};
const GRANT_TYPES = ['authorization_code', 'refresh_token', 'client_credentials'];

function base64(value: unknown): string {
	return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** HighLevel's authorization server: issues tokens, and tells which token a request carries. */
export class OAuth {
	readonly app: App = {
		clientId: '66f0a1b2c3d4e5f607182930-m1a2b3c4',
		clientSecret: '5f1c8d2e-9b74-4c06-8e3a-27d6b1f0a945',
		redirectUris: [],
		scopes: [...ALL_SCOPES],
		installedLocations: new Set(),
		installToFutureLocations: false,
	};
	private settings = { ...DEFAULTS };
	private tokens = new Map<string, Token>();
	private codes = new Map<string, Code>();
	private refreshes = new Map<string, Refresh>();
	/** Calls that a location still has before the app is uninstalled from it. */
	private countdowns = new Map<string, number>();
	private random = new Random(77);
	readonly consentPage: ConsentPage;

	constructor(
		private readonly state: State,
		private readonly clock: Clock,
		private readonly initial: OAuthSettings = {},
	) {
		this.consentPage = new ConsentPage(
			this.app,
			state,
			() => this.settings.autoConsent,
			(grant, redirectUri) => this.issueCode(grant, redirectUri),
		);
		this.reset();
	}

	/** Changes lifetimes and consent from now on; tokens issued earlier keep theirs. */
	set(settings: OAuthSettings): void {
		this.settings = { ...this.settings, ...settings };
	}

	/** Forgets every token and restores the initial settings. */
	reset(): void {
		this.tokens.clear();
		this.codes.clear();
		this.refreshes.clear();
		this.countdowns.clear();
		this.random = new Random(77);
		this.settings = { ...DEFAULTS, ...this.initial };
		this.app.redirectUris = [];
		this.app.scopes = [...ALL_SCOPES];
		this.app.installedLocations = new Set(this.state.locations.all().map((one) => one.id));
		this.app.installToFutureLocations = false;
	}

	/** Issues a private integration token; with a `locationId` of null it is an agency's. */
	issuePrivateIntegration(options: { scopes?: string[]; locationId?: string | null } = {}): Token {
		const locationId = options.locationId === undefined ? SEED.locationId : options.locationId;
		const value = `pit-${this.random.uuid()}`;
		return this.remember({
			value,
			kind: 'privateIntegration',
			locationId: locationId ?? undefined,
			companyId: this.state.companyId,
			scopes: new Set(options.scopes ?? ALL_SCOPES),
			// Hashed because the log names accounts and must not hold secrets.
			app: `pit ${createHash('sha256').update(value).digest('hex').slice(0, 12)}`,
			expiresAt: undefined,
			revoked: false,
		});
	}

	/** Issues an access token and a refresh token of the app, as an authorization would. */
	issueAppToken(
		options: { kind?: 'location' | 'company'; locationId?: string; scopes?: string[] } = {},
	): { token: Token; refreshToken: string } {
		const kind = options.kind ?? 'location';
		return this.issueTokens({
			clientId: this.app.clientId,
			kind,
			locationId: kind === 'location' ? (options.locationId ?? SEED.locationId) : undefined,
			scopes: options.scopes ?? this.app.scopes,
		});
	}

	/** The access tokens issued for one location. */
	tokensOf(locationId: string): string[] {
		return [...this.tokens.values()]
			.filter((token) => token.kind === 'location' && token.locationId === locationId)
			.map(({ value }) => value);
	}

	/** Every access and refresh token of the app that was ever issued. */
	secrets(): string[] {
		const access = [...this.tokens.values()].filter(({ kind }) => kind !== 'privateIntegration');
		return [...access.map(({ value }) => value), ...this.refreshes.keys()];
	}

	/** Makes every OAuth access token issued so far expire now. */
	expireAccessTokens(): void {
		for (const token of this.tokens.values()) {
			if (token.kind !== 'privateIntegration') token.expiresAt = this.clock.now() - 1;
		}
	}

	/** Revokes one token. */
	revoke(value: string): void {
		const token = this.tokens.get(value);
		if (token !== undefined) token.revoked = true;
	}

	/**
	 * The token of an Authorization header.
	 *
	 * @throws {Refusal} 401, with the message that HighLevel has for this kind of token
	 */
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
		this.countDown(token);
		return token;
	}

	private countDown({ kind, locationId = '' }: Token): void {
		const left = this.countdowns.get(locationId);
		if (kind !== 'location' || left === undefined) return;
		if (left === 0) {
			this.uninstall(locationId);
			throw unauthorized('Invalid token: access token is invalid');
		}
		this.countdowns.set(locationId, left - 1);
	}

	/**
	 * POST /oauth/token. With a dated version or none, fields are a form in snake_case; with v3 they are camelCase, as a form
	 * or JSON, and errors come in the envelope `{error: {…}}`.
	 */
	token(version: string | undefined, contentType: string, raw: string): JsonObject {
		if (version !== 'v3') return this.exchange(formOf(contentType, raw));
		try {
			return toCamelCase(this.exchange(toSnakeCase(fieldsOf(contentType, raw))));
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

	/** Exchanges an agency token for a token of a location in which the app is installed. */
	locationToken(agency: Token, fields: JsonObject): JsonObject {
		const locationId = text(fields, 'locationId') ?? '';
		const problems = ['companyId', 'locationId'].filter((key) => !text(fields, key));
		if (problems.length > 0) {
			throw unprocessable(problems.map((key) => `${key} should not be empty`));
		}
		const location = this.state.locations.get(locationId);
		const installed = this.app.installedLocations.has(locationId);
		if (fields.companyId !== agency.companyId || location === undefined || !installed) {
			throw new Refusal(this.settings.notInstalledStatus, {
				statusCode: this.settings.notInstalledStatus,
				message: 'Location is not active or the app is not installed in it',
			});
		}
		return this.answer({
			clientId: agency.app,
			kind: 'location',
			locationId,
			scopes: [...agency.scopes],
		});
	}

	/** Answers which locations of the token's agency have the app. */
	installed({ companyId }: Token, query: JsonObject, v3: boolean): JsonObject {
		const locations = this.state.locations.where((location) => location.companyId === companyId);
		return installedAnswer({ app: this.app, companyId, locations }, query, v3);
	}

	/** Installs the app in a location. */
	install(locationId: string): void {
		this.countdowns.delete(locationId);
		this.app.installedLocations.add(locationId);
	}

	/**
	 * Uninstalls the app from a location: its tokens are refused, and no more are issued.
	 *
	 * @param afterCalls how many more calls with the location's tokens are accepted before (default 0)
	 */
	uninstall(locationId: string, afterCalls = 0): void {
		if (afterCalls > 0) {
			this.countdowns.set(locationId, afterCalls);
			return;
		}
		this.countdowns.delete(locationId);
		this.app.installedLocations.delete(locationId);
		for (const value of this.tokensOf(locationId)) this.revoke(value);
		for (const grant of this.refreshes.values()) {
			if (grant.locationId === locationId) grant.used = true;
		}
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
		const known =
			fields.client_id === this.app.clientId && fields.client_secret === this.app.clientSecret;
		if (!known) {
			throw new Refusal(401, {
				statusCode: 401,
				error: 'UnAuthorized!',
				error_description: 'Invalid client credentials!',
			});
		}
		if (grantType === 'client_credentials') throw invalidGrant('This grant type is not supported');
		return grantType === 'refresh_token' ? this.refresh(fields) : this.redeem(fields);
	}

	private issueCode(grant: Grant, redirectUri: string): string {
		const code = this.random.id(40);
		this.codes.set(code, { ...grant, redirectUri, used: false });
		return code;
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
		const valid = grant !== undefined && !grant.used && this.clock.now() < grant.expiresAt;
		if (!valid) throw invalidGrant('This refresh token is invalid');
		grant.used = true;
		return this.answer(grant);
	}

	private issueTokens(grant: Grant): { token: Token; refreshToken: string } {
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
		const { token, refreshToken } = this.issueTokens(grant);
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
}

function invalidGrant(description: string): Refusal {
	return new Refusal(400, {
		statusCode: 400,
		error: 'invalid_grant',
		error_description: description,
		message: description,
	});
}
