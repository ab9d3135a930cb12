import { createHash } from 'node:crypto';

import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
} from 'n8n-workflow';

import type { Call, Connection, NodeContext } from '../shared/client';
import type { Advice, Failure } from '../shared/errors';
import { readFailure, toRefusal } from '../shared/errors';
import { isRecord } from '../shared/values';
import { advise } from './advice';
import { adaptToDated } from './versions';
import { readLimits } from './limits';

export const PRIVATE_INTEGRATION = 'highLevelPrivateIntegrationApi';
export const APP_CONNECTION = 'highLevelAppOAuth2Api';

/** What the credential names of the account. */
interface Account {
	credentialType: string;
	baseUrl: string;
	version: string;
	location: string;
	companyId: string;
	/** Identity for the budget: an OAuth client or a hashed token. */
	identity: string;
	/** The token is an agency's and must be exchanged for one of the location. */
	agency: boolean;
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

function readPrivateIntegration(data: ICredentialDataDecryptedObject): Account {
	return {
		credentialType: PRIVATE_INTEGRATION,
		baseUrl: text(data.apiUrl).replace(/\/+$/, ''),
		version: text(data.apiVersion) || 'v3',
		location: text(data.locationId),
		companyId: '',
		identity: hash(text(data.token)),
		agency: false,
	};
}

function readOAuth2(data: ICredentialDataDecryptedObject, wanted: string): Account {
	const token = isRecord(data.oauthTokenData) ? data.oauthTokenData : {};
	const granted = text(token.userType) || text(data.userType);
	const agency = granted === 'Company' && text(token.locationId) === '';
	return {
		credentialType: APP_CONNECTION,
		baseUrl: text(data.apiUrl).replace(/\/+$/, ''),
		version: text(data.apiVersion) || 'v3',
		location: agency
			? wanted || text(data.locationId)
			: text(token.locationId) || text(data.locationId),
		companyId: text(token.companyId),
		identity: hash(text(data.clientId)),
		agency,
	};
}

function hash(secret: string): string {
	return createHash('sha256').update(secret).digest('hex').slice(0, 32);
}

/**
 * Opens the connection of the node's credential: a Private Integration Token, an OAuth2 app in a sub-account, or an
 * agency's app, whose token is exchanged for one of the sub-account.
 *
 * @param wanted the sub-account to work with where the connection is an agency's, which reaches all of its own
 * @throws NodeOperationError when the credential does not name a sub-account
 */
export async function connect(context: NodeContext, wanted = ''): Promise<Connection> {
	const byOAuth2 = context.getNode().parameters.authentication === 'oAuth2';
	const data = await context.getCredentials(byOAuth2 ? APP_CONNECTION : PRIVATE_INTEGRATION);
	const account = byOAuth2 ? readOAuth2(data, wanted) : readPrivateIntegration(data);
	if (account.location === '') {
		throw toRefusal(
			context.getNode(),
			"The credential does not name a sub-account: its 'Sub-Account (Location) ID' is empty",
			account.agency
				? 'This connection belongs to an agency. Open the credential and fill in the ID of the sub-account to work with.'
				: 'Open the credential and fill in the ID; HighLevel shows it under Settings > Business Profile of the sub-account.',
		);
	}
	return new HighLevelConnection(account);
}

class HighLevelConnection implements Connection {
	readonly accountKey: string;

	constructor(private readonly account: Account) {
		this.accountKey = `${account.baseUrl} ${account.identity} ${account.location}`;
	}

	get baseUrl() {
		return this.account.baseUrl;
	}

	get location() {
		return this.account.location;
	}

	get version() {
		return this.account.version;
	}

	get companyId() {
		return this.account.companyId;
	}

	/** Contacts and locations know the dated version 2021-07-28, calendars 2021-04-15 (OpenAPI files, header Version). */
	headers(call: Call): Record<string, string> {
		if (call.version !== '2021') return { Version: call.version };
		return { Version: call.path.startsWith('/calendars') ? '2021-04-15' : '2021-07-28' };
	}

	adapt(call: Call): Call {
		return call.version === '2021' ? adaptToDated(call) : call;
	}

	limits(headers: Record<string, unknown>) {
		return readLimits(headers);
	}

	advise(failure: Failure, call: Call): Advice {
		return advise(failure, call, this.account.agency);
	}

	async transmit(context: NodeContext, options: IHttpRequestOptions): Promise<unknown> {
		const { account } = this;
		if (!account.agency) {
			return await context.helpers.httpRequestWithAuthentication.call(
				context,
				account.credentialType,
				options,
			);
		}
		const key = `${account.baseUrl} ${account.identity} ${account.companyId} ${account.location}`;
		const first = await locationToken(context, account, key);
		const send = async ({ token }: LocationToken) => await sendWithToken(context, options, token);
		return await send(first).catch(async (error: Error) => {
			if (!isDeadToken(readFailure(error))) throw error;
			// Only the token that died is forgotten: another call may have exchanged a new one meanwhile.
			if (first === (await exchanged.get(key))) exchanged.delete(key);
			return await send(await locationToken(context, account, key));
		});
	}
}

async function sendWithToken(context: NodeContext, options: IHttpRequestOptions, token: string) {
	const headers: IDataObject = { ...options.headers, Authorization: `Bearer ${token}` };
	const answer: unknown = await context.helpers.httpRequest({ ...options, headers });
	return answer;
}

function isDeadToken({ status, message }: Failure): boolean {
	return status === 401 && /jwt|invalid token|expired/i.test(message);
}

interface LocationToken {
	token: string;
	expiresAt: number;
}

/** Tokens exchanged in this process, by agency account and location; the promise, so that calls at once share one exchange. */
const exchanged = new Map<string, Promise<LocationToken>>();
const EXPIRY_MARGIN_MS = 60_000;
const MOST_KEPT = 1000;

async function locationToken(
	context: NodeContext,
	account: Account,
	key: string,
): Promise<LocationToken> {
	const known = exchanged.get(key);
	if (known && (await known).expiresAt > Date.now()) return await known;
	const newer = exchanged.get(key);
	if (newer && newer !== known) return await newer;
	const exchange = exchangeToken(context, account);
	exchanged.delete(key);
	exchanged.set(key, exchange);
	const oldest = exchanged.keys().next();
	if (exchanged.size > MOST_KEPT && !oldest.done) exchanged.delete(oldest.value);
	exchange.catch(() => {
		if (exchanged.get(key) === exchange) exchanged.delete(key);
	});
	return await exchange;
}

/** `POST /oauth/locationToken`, in v3 `/oauth/location-token` (OpenAPI files oauth.json, oauth-v3.json). */
async function exchangeToken(context: NodeContext, account: Account): Promise<LocationToken> {
	const v3 = account.version === 'v3';
	const answer: unknown = await context.helpers.httpRequestWithAuthentication.call(
		context,
		account.credentialType,
		{
			method: 'POST',
			url: `${account.baseUrl}${v3 ? '/oauth/location-token' : '/oauth/locationToken'}`,
			headers: {
				Accept: 'application/json',
				'Content-Type': 'application/x-www-form-urlencoded',
				Version: v3 ? 'v3' : '2021-07-28',
			},
			body: new URLSearchParams({
				companyId: account.companyId,
				locationId: account.location,
			}).toString(),
		},
	);
	const record: unknown = typeof answer === 'string' ? JSON.parse(answer) : answer;
	const token = isRecord(record) ? text(record.accessToken) || text(record.access_token) : '';
	if (token === '') throw new Error('HighLevel gave no token for this sub-account');
	const seconds = isRecord(record) ? Number(record.expiresIn ?? record.expires_in) : NaN;
	const life = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
	return { token, expiresAt: Date.now() + life - EXPIRY_MARGIN_MS };
}
