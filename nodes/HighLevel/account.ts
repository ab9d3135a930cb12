import { createHash } from 'node:crypto';

import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { NodeContext } from '../shared/call';
import { isRecord } from '../shared/values';

const PRIVATE_INTEGRATION = 'highLevelPrivateIntegrationApi';
const APP_CONNECTION = 'highLevelAppOAuth2Api';

/** What the credential names of the account. */
export interface Account {
	credentialType: string;
	baseUrl: string;
	version: string;
	location: string;
	companyId: string;
	/** Identity for the budget: an OAuth client or a hashed token. */
	identity: string;
	/** The token is an agency's and must be exchanged for one of the location. */
	agency: boolean;
	/** Never to be shown. */
	secrets: string[];
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

function hash(secret: string): string {
	return createHash('sha256').update(secret).digest('hex').slice(0, 32);
}

function withoutSlashes(url: string): string {
	let end = url.length;
	while (url[end - 1] === '/') end -= 1;
	return url.slice(0, end);
}

function readPrivateIntegration(data: ICredentialDataDecryptedObject): Account {
	const token = text(data.token);
	return {
		credentialType: PRIVATE_INTEGRATION,
		baseUrl: withoutSlashes(text(data.apiUrl)),
		version: text(data.apiVersion) || 'v3',
		location: text(data.locationId),
		companyId: '',
		identity: hash(token),
		agency: false,
		secrets: [token],
	};
}

function readOAuth2(data: ICredentialDataDecryptedObject, wanted: string): Account {
	const token = isRecord(data.oauthTokenData) ? data.oauthTokenData : {};
	const granted = text(token.userType) || text(data.userType);
	const agency = granted === 'Company' && text(token.locationId) === '';
	const { access_token: access, refresh_token: refresh, accessToken, refreshToken } = token;
	return {
		credentialType: APP_CONNECTION,
		baseUrl: withoutSlashes(text(data.apiUrl)),
		version: text(data.apiVersion) || 'v3',
		location: agency
			? wanted || text(data.locationId)
			: text(token.locationId) || text(data.locationId),
		companyId: text(token.companyId),
		identity: hash(text(data.clientId)),
		agency,
		secrets: [data.clientSecret, access, refresh, accessToken, refreshToken]
			.map(text)
			.filter((secret) => secret !== ''),
	};
}

/**
 * Reads the node's credential: a Private Integration Token, an OAuth2 app in a sub-account, or an agency's app.
 *
 * @param wanted the sub-account to work with where the connection is an agency's, which reaches all of its own
 */
export async function readAccount(context: NodeContext, wanted: string): Promise<Account> {
	const byOAuth2 = context.getNode().parameters.authentication === 'oAuth2';
	const data = await context.getCredentials(byOAuth2 ? APP_CONNECTION : PRIVATE_INTEGRATION);
	return byOAuth2 ? readOAuth2(data, wanted) : readPrivateIntegration(data);
}
