// The credential for a Private Integration Token of one sub-account.

import type {
	IAuthenticateGeneric,
	IAuthenticateRuleResponseCode,
	IAuthenticateRuleResponseSuccessBody,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	INodeProperties,
} from 'n8n-workflow';

import { connection } from './fields/connection';

/** A rule of the credential test: the message for a response whose `key` has this value. */
function bodyRule(
	key: string,
	value: string | number | undefined,
	message: string,
): IAuthenticateRuleResponseSuccessBody {
	return { type: 'responseSuccessBody', properties: { key, value, message } };
}

/** A rule of the credential test: the message for a redirect. */
function redirectRule(value: number): IAuthenticateRuleResponseCode {
	return { type: 'responseCode', properties: { value, message: REDIRECTED } };
}

const SCOPE_MISSING =
	'The token works, but lacks the scope "View Contacts" (contacts.readonly). In HighLevel, open Settings > Private Integrations, edit the integration and select the scope. The token stays the same. If you only use calendars, save the credential as it is.';
const AGENCY_TOKEN =
	'This token cannot read the data of a sub-account and is probably an agency token. Create the private integration in the sub-account, under Settings > Private Integrations.';
const WRONG_SUB_ACCOUNT =
	'The token works, but not for this sub-account. In Sub-Account (Location) ID, enter the ID of the sub-account in which you created the private integration.';
const TOKEN_WRONG =
	'HighLevel does not accept the token. It may be incomplete, deleted or replaced by a newer one. Copy the whole token, which starts with "pit-", or create a new one under Settings > Private Integrations.';
const ID_WRONG =
	'HighLevel does not recognize the Sub-Account (Location) ID. In the sub-account, copy it from Settings > Business Profile or from the address of any page, after /location/.';
const BUSY = "HighLevel's rate limit has been reached. Wait a minute, then test again.";
const UNREADABLE =
	'The response is not what HighLevel usually sends, so the token could not be checked. Check that the API URL is correct and does not redirect, or test again later.';

/** The API never redirects, and following a redirect would send the token elsewhere. */
const REDIRECTS = [301, 302, 303, 307, 308];
const REDIRECTED =
	'The API URL redirects to another address. The redirect was not followed, to keep the token safe. Correct the API URL or the proxy behind it.';

/** A static token (`pit-…`) that a user of a sub-account creates in HighLevel's settings. */
export class HighLevelPrivateIntegrationApi implements ICredentialType {
	name = 'highLevelPrivateIntegrationApi';

	displayName = 'HighLevel Private Integration API';

	icon: Icon = {
		light: 'file:highLevelPrivateIntegrationApi.svg',
		dark: 'file:highLevelPrivateIntegrationApi.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-gohighlevel/n8n-nodes-gohighlevel/blob/main/docs/credentials.md#private-integration-token';

	properties: INodeProperties[] = [
		{
			displayName: 'Private Integration Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			placeholder: 'e.g. pit-1a2b3c4d-…',
			description:
				'Create an integration in the sub-account, under Settings > Private Integrations, and copy its token. Select scopes for contacts and calendars, and for the lists in the nodes also users, locations, custom fields and tags.',
		},
		{
			displayName: 'Sub-Account (Location) ID',
			name: 'locationId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. ve9EPM428h8vShlRW1KT',
			description:
				'The sub-account in which you created the token. HighLevel shows the ID under Settings > Business Profile and in the address of every page of the sub-account, after /location/.',
		},
		...connection,
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: {
				Authorization: '=Bearer {{ $credentials.token.trim() }}',
			},
		},
	};

	/**
	 * Reads one contact. HighLevel sends 401 both for a wrong token and for a missing scope, and n8n's rules for failed calls
	 * see only the status. So all statuses except redirects count as success, and the rules read the body; the first match
	 * wins. The last rule matches anything that is not a list of contacts, so that nothing unknown passes; engines before
	 * n8n 2 reach it for redirects as well.
	 */
	test: ICredentialTestRequest = {
		request: {
			method: 'POST',
			baseURL: '={{ $credentials.apiUrl.trim().replace(/(?<!\\/)\\/+$/, "") }}',
			url: '/contacts/search',
			headers: {
				Accept: 'application/json',
				Version: '={{ $credentials.apiVersion === "2021" ? "2021-07-28" : "v3" }}',
			},
			body: {
				locationId: '={{ $credentials.locationId.trim() }}',
				pageLimit: 1,
			},
			json: true,
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: { ignore: true, except: REDIRECTS },
		},
		// n8n's type allows rules of one kind only; its code reads both (credentials tester, 1.100 and 2.41).
		rules: [
			...REDIRECTS.map(redirectRule),
			bodyRule('message', 'The token is not authorized for this scope.', SCOPE_MISSING),
			bodyRule('message', 'The token is not authorized for this scope', SCOPE_MISSING),
			bodyRule(
				'message',
				'This route is not yet supported by the IAM Service. Please update your IAM config.',
				AGENCY_TOKEN,
			),
			bodyRule('statusCode', 403, WRONG_SUB_ACCOUNT),
			bodyRule('statusCode', 401, TOKEN_WRONG),
			bodyRule('statusCode', 422, ID_WRONG),
			bodyRule('statusCode', 400, ID_WRONG),
			bodyRule('statusCode', 429, BUSY),
			bodyRule('contacts', undefined, UNREADABLE),
		] as ICredentialTestRequest['rules'],
	};
}
