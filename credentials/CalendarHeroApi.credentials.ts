// The credential for CalendarHero: the token of one user.

import type {
	IAuthenticateRuleResponseCode,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

/** A rule of the credential test: the message for a status. */
function statusRule(value: number, message: string): IAuthenticateRuleResponseCode {
	return { type: 'responseCode', properties: { value, message } };
}

const TOKEN_REFUSED =
	'CalendarHero does not accept the token. Copy the whole token again from My Account > My Profile Settings > API, without "Bearer" in front.';
const NOT_ALLOWED =
	"CalendarHero does not allow this account to use the API. Check the account's plan, or ask the team's admin.";
const BUSY = "CalendarHero's rate limit has been reached. Wait a minute, then test again.";
const REDIRECTED =
	'The API URL redirects to another address. The redirect was not followed, to keep the token safe. Correct the API URL or the proxy behind it.';
const UNREADABLE =
	'The response is not what CalendarHero usually sends, so the token could not be checked. Check that the API URL is correct, or test again later.';

/** The API never redirects, and following a redirect would send the token elsewhere. */
const REDIRECTS = [301, 302, 303, 307, 308];

/** The error that n8n shows for the token: its message is all that the user sees. */
const unusableToken = (message: string) => new Error(message);

/** @throws Error when the token is empty or begins with "Bearer" */
function bareToken(token: unknown): string {
	const bare = typeof token === 'string' ? token.trim() : '';
	if (bare === '') {
		throw unusableToken(
			'The API Token in the credential is empty. Copy it from CalendarHero, under My Account > My Profile Settings > API.',
		);
	}
	if (/^bearer\b/i.test(bare)) {
		throw unusableToken(
			'The API Token begins with "Bearer". Remove that word, since CalendarHero expects the token alone.',
		);
	}
	return bare;
}

/** The token that a user finds in CalendarHero's settings. */
export class CalendarHeroApi implements ICredentialType {
	name = 'calendarHeroApi';

	displayName = 'CalendarHero API';

	icon: Icon = {
		light: 'file:calendarHeroApi.svg',
		dark: 'file:calendarHeroApi.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-gohighlevel/n8n-nodes-gohighlevel/blob/main/docs/calendarhero.md#credential';

	properties: INodeProperties[] = [
		{
			displayName: 'API Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'CalendarHero shows it under My Account > My Profile Settings > API. Paste it as it is, without "Bearer" in front.',
		},
		{
			displayName: 'API URL',
			name: 'apiUrl',
			type: 'string',
			default: 'https://api.calendarhero.com',
			description: 'Change this only to send calls through your own proxy',
		},
	];

	/**
	 * Sends the bare token (CalendarHero's help pages: the header holds the token alone). A function rather than a template,
	 * so that a token which cannot work is refused before it is sent.
	 *
	 * @throws Error when the token is empty or begins with "Bearer"
	 */
	async authenticate(
		{ token }: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const headers = { ...options.headers, Authorization: bareToken(token) };
		return await Promise.resolve({ ...options, headers });
	}

	/** Reads the user, which every token can (`GET /user`). The last rule matches anything that is not a user. */
	test: ICredentialTestRequest = {
		request: {
			method: 'GET',
			baseURL: '={{ $credentials.apiUrl.trim().replace(/(?<!\\/)\\/+$/, "") }}',
			url: '/user',
			headers: { Accept: 'application/json' },
			json: true,
			disableFollowRedirect: true,
		},
		// n8n's type allows rules of one kind only; its code reads both (credentials tester, 1.100 and 2.41).
		rules: [
			...REDIRECTS.map((status) => statusRule(status, REDIRECTED)),
			statusRule(401, TOKEN_REFUSED),
			statusRule(402, NOT_ALLOWED),
			statusRule(403, NOT_ALLOWED),
			statusRule(429, BUSY),
			{
				type: 'responseSuccessBody',
				properties: { key: 'id', value: undefined, message: UNREADABLE },
			},
		] as ICredentialTestRequest['rules'],
	};
}
