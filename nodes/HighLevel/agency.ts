// Exchanges an agency's token for a sub-account token, which is cached for all runs of the process.

import type { Call } from '../shared/call';
import { asError } from '../shared/errorChain';
import type { Expectation } from '../shared/expectation';
import type { Failure } from '../shared/failure';
import type { Body } from '../shared/http';
import { isRecord, textOf } from '../shared/values';
import { isCancelled } from '../shared/wait';
import type { Account } from './account';

interface LocationToken {
	token: string;
	/** Milliseconds since 1970. */
	expiresAt: number;
}

/** Whether a call is made with the agency's own token, rather than a sub-account's. */
export function isAgencyCall({ path }: Pick<Call, 'path'>): boolean {
	return path.startsWith('/oauth/');
}

/** An exchange: a promise, which concurrent calls share, and its token once it is known. */
interface Exchange {
	promise: Promise<LocationToken>;
	token?: string;
}

/** Exchanges of this process, by agency account and sub-account. */
const exchanges = new Map<string, Exchange>();
/** A token is not sent this close to its expiry, since calls take time. */
const EXPIRY_MARGIN_MS = 60_000;
const MAX_EXCHANGES = 1000;

const keyOf = ({ baseUrl, identity, companyId, location }: Account): string =>
	[baseUrl, identity, companyId, location].join(' ');

/**
 * The token of the account's sub-account, exchanged for the agency's and cached until shortly before it expires.
 *
 * @param send sends the call that exchanges it
 * @throws what `send` throws
 */
export async function locationToken(
	account: Account,
	send: (call: Call) => Promise<Body>,
): Promise<string> {
	const key = keyOf(account);
	let known = exchanges.get(key);
	for (let isNew = false; known; isNew = true) {
		const result = await unlessCancelled(known.promise);
		if (result && (isNew || result.expiresAt > Date.now())) return result.token;
		// Another call may have started a newer exchange while this one waited.
		const newer = exchanges.get(key);
		known = newer === known ? undefined : newer;
	}
	return (await remember(key, exchangeToken(account, send))).token;
}

/** @returns undefined if the run that makes the exchange was stopped, which must not stop the other runs that wait for it */
async function unlessCancelled(
	promise: Promise<LocationToken>,
): Promise<LocationToken | undefined> {
	try {
		return await promise;
	} catch (error) {
		if (isCancelled(error)) return undefined;
		throw asError(error);
	}
}

async function remember(key: string, promise: Promise<LocationToken>): Promise<LocationToken> {
	const exchange: Exchange = { promise };
	exchanges.delete(key);
	exchanges.set(key, exchange);
	const oldest = exchanges.keys().next();
	if (exchanges.size > MAX_EXCHANGES && !oldest.done) exchanges.delete(oldest.value);
	try {
		const result = await promise;
		exchange.token = result.token;
		return result;
	} catch (error) {
		if (exchanges.get(key) === exchange) exchanges.delete(key);
		throw asError(error);
	}
}

/** Forgets a token, unless another call has already started to exchange a newer one. */
export function forgetToken(account: Account, token: string): void {
	const key = keyOf(account);
	if (exchanges.get(key)?.token === token) exchanges.delete(key);
}

/** @returns whether a sub-account's token has expired or was revoked, so that a new one may help */
export function isDeadToken({ status, message }: Failure): boolean {
	return status === 401 && /jwt|invalid token|expired/i.test(message);
}

function tokenIn(response: unknown): string {
	if (!isRecord(response)) return '';
	return textOf(response.accessToken).trim() || textOf(response.access_token).trim();
}

const TOKEN: Expectation = {
	what: 'a token for the sub-account',
	isMet: (body) => tokenIn(body) !== '',
};

/** `POST /oauth/locationToken`, in v3 `/oauth/location-token` (OpenAPI: oauth.json, oauth-v3.json). */
async function exchangeToken(
	{ version, companyId, location, identity, baseUrl }: Account,
	send: (call: Call) => Promise<Body>,
): Promise<LocationToken> {
	const response = await send({
		method: 'POST',
		path: version === 'v3' ? '/oauth/location-token' : '/oauth/locationToken',
		query: {},
		body: { companyId, locationId: location },
		label: 'Get access to the sub-account',
		scope: 'oauth.write',
		version,
		// Tokens are valid independently of each other, so one more does no harm.
		repeatable: true,
		expects: TOKEN,
		accountKey: `${baseUrl} ${identity} ${companyId}`,
	});
	const seconds = isRecord(response) ? Number(response.expiresIn ?? response.expires_in) : NaN;
	const lifetimeMs = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
	return { token: tokenIn(response), expiresAt: Date.now() + lifetimeMs - EXPIRY_MARGIN_MS };
}
