import type { Body } from '../shared/answer';
import type { Call } from '../shared/call';
import type { Expectation } from '../shared/expectation';
import type { Failure } from '../shared/failure';
import { asError } from '../shared/failure';
import { isRecord, textOf } from '../shared/values';
import type { Account } from './account';

interface LocationToken {
	token: string;
	expiresAt: number;
}

/** Calls in the name of the agency itself, with the credential's own token. */
const OF_AGENCY = '/oauth/';

/** Whether a call is the agency's own, rather than one of a sub-account. */
export function isOfAgency({ path }: Pick<Call, 'path'>): boolean {
	return path.startsWith(OF_AGENCY);
}

/** An exchange that was begun: a promise, so that calls at once share it, and its token once it is there. */
interface Exchange {
	promise: Promise<LocationToken>;
	token?: string;
}

/** Exchanges of this process, by agency account and location. */
const exchanges = new Map<string, Exchange>();
/** A token this near to its end is not sent any more: calls take time. */
const EXPIRY_MARGIN_MS = 60_000;
const MOST_KEPT = 1000;

const keyOf = ({ baseUrl, identity, companyId, location }: Account): string =>
	[baseUrl, identity, companyId, location].join(' ');

/**
 * The token of the account's sub-account, for which the agency's is exchanged. Kept until shortly before its end.
 *
 * @param send sends the call that exchanges it
 * @throws what `send` throws
 */
export async function locationToken(
	account: Account,
	send: (call: Call) => Promise<Body>,
): Promise<string> {
	const key = keyOf(account);
	const known = exchanges.get(key);
	if (known) {
		const { token, expiresAt } = await known.promise;
		if (expiresAt > Date.now()) return token;
		// Another call may have begun a newer exchange while this one waited.
		const newer = exchanges.get(key);
		if (newer && newer !== known) return (await newer.promise).token;
	}
	return (await begin(key, exchangeToken(account, send))).token;
}

async function begin(key: string, promise: Promise<LocationToken>): Promise<LocationToken> {
	const exchange: Exchange = { promise };
	exchanges.delete(key);
	exchanges.set(key, exchange);
	const oldest = exchanges.keys().next();
	if (exchanges.size > MOST_KEPT && !oldest.done) exchanges.delete(oldest.value);
	try {
		const kept = await promise;
		exchange.token = kept.token;
		return kept;
	} catch (error) {
		if (exchanges.get(key) === exchange) exchanges.delete(key);
		throw asError(error);
	}
}

/** Forgets a token, unless another call has begun to exchange a newer one meanwhile. */
export function forgetToken(account: Account, token: string): void {
	const key = keyOf(account);
	if (exchanges.get(key)?.token === token) exchanges.delete(key);
}

/** @returns whether the token of a sub-account is no longer good, so that a new one may help */
export function isDeadToken({ status, message }: Failure): boolean {
	return status === 401 && /jwt|invalid token|expired/i.test(message);
}

function tokenIn(answer: unknown): string {
	if (!isRecord(answer)) return '';
	return textOf(answer.accessToken).trim() || textOf(answer.access_token).trim();
}

const TOKEN: Expectation = {
	what: 'a token of the sub-account',
	isMet: (answer) => tokenIn(answer) !== '',
};

/** `POST /oauth/locationToken`, in v3 `/oauth/location-token` (OpenAPI files oauth.json, oauth-v3.json). */
async function exchangeToken(
	{ version, companyId, location, identity, baseUrl }: Account,
	send: (call: Call) => Promise<Body>,
): Promise<LocationToken> {
	const answer = await send({
		method: 'POST',
		path: version === 'v3' ? '/oauth/location-token' : '/oauth/locationToken',
		query: {},
		body: { companyId, locationId: location },
		label: 'Get access to the sub-account',
		scope: 'oauth.write',
		version,
		// Each token is good on its own, so that one more does no harm.
		repeatable: true,
		expects: TOKEN,
		accountKey: `${baseUrl} ${identity} ${companyId}`,
	});
	const seconds = isRecord(answer) ? Number(answer.expiresIn ?? answer.expires_in) : NaN;
	const life = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
	return { token: tokenIn(answer), expiresAt: Date.now() + life - EXPIRY_MARGIN_MS };
}
