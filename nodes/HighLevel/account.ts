// Reads what the node's credential says about the account.

import { createHash } from 'node:crypto';

import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { NodeContext } from '../shared/call';
import { isRecord, trimmedText } from '../shared/values';

/** The node's two `credentials`; its parameter `authentication` chooses between them. */
const PRIVATE_INTEGRATION = 'highLevelPrivateIntegrationApi';
const MARKETPLACE_APP = 'highLevelAppOAuth2Api';

/** @returns whether the node's parameter `authentication` chooses the OAuth2 app */
export const usesOAuth2 = (context: NodeContext): boolean =>
	context.getNode().parameters.authentication === 'oAuth2';

/** What a credential says about the account. */
export interface Account {
	credentialType: string;
	baseUrl: string;
	version: string;
	/** ID of the sub-account; '' if the credential names none. */
	location: string;
	/** ID of the agency; '' if unknown. */
	companyId: string;
	/** ID of the marketplace app: the client ID before the hyphen; '' for a private integration. */
	appId: string;
	/** Identifies the holder of the budget: an OAuth client or a hashed token. */
	identity: string;
	/** Whether the token is an agency's, which must be exchanged for a sub-account token. */
	agency: boolean;
	/** Must never be shown. */
	secrets: string[];
}

/**
 * Reads the node's credential: a Private Integration Token, an OAuth2 app in a sub-account, or an agency's app.
 *
 * @param locationId the sub-account to work with, for an agency's app, which can access all of the agency's
 */
export async function readAccount(context: NodeContext, locationId: string): Promise<Account> {
	if (usesOAuth2(context)) {
		return readOAuth2(await context.getCredentials(MARKETPLACE_APP), locationId);
	}
	return readPrivateIntegration(await context.getCredentials(PRIVATE_INTEGRATION));
}

function readPrivateIntegration(data: ICredentialDataDecryptedObject): Account {
	const token = trimmedText(data.token);
	return {
		credentialType: PRIVATE_INTEGRATION,
		...readApi(data),
		location: trimmedText(data.locationId),
		companyId: '',
		appId: '',
		identity: hash(token),
		agency: false,
		secrets: [token],
	};
}

function readOAuth2(data: ICredentialDataDecryptedObject, locationId: string): Account {
	const token = isRecord(data.oauthTokenData) ? data.oauthTokenData : {};
	const userType = trimmedText(token.userType) || trimmedText(data.userType);
	const agency = userType === 'Company' && trimmedText(token.locationId) === '';
	const { access_token: access, refresh_token: refresh, accessToken, refreshToken } = token;
	return {
		credentialType: MARKETPLACE_APP,
		...readApi(data),
		location: (agency ? locationId : trimmedText(token.locationId)) || trimmedText(data.locationId),
		companyId: trimmedText(token.companyId),
		appId: trimmedText(data.clientId).replace(/-.*$/, ''),
		identity: hash(trimmedText(data.clientId)),
		agency,
		secrets: [data.clientSecret, access, refresh, accessToken, refreshToken]
			.map(trimmedText)
			.filter((secret) => secret !== ''),
	};
}

function readApi(data: ICredentialDataDecryptedObject): Pick<Account, 'baseUrl' | 'version'> {
	return {
		baseUrl: withoutTrailingSlashes(trimmedText(data.apiUrl)),
		version: trimmedText(data.apiVersion) || 'v3',
	};
}

function hash(secret: string): string {
	return createHash('sha256').update(secret).digest('hex').slice(0, 32);
}

function withoutTrailingSlashes(url: string): string {
	let end = url.length;
	while (url[end - 1] === '/') end -= 1;
	return url.slice(0, end);
}
