import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import type { Body } from '../shared/answer';
import type { Call, Connection, NodeContext } from '../shared/call';
import type { Advice } from '../shared/errors';
import { toRefusal } from '../shared/errors';
import type { Failure } from '../shared/failure';
import type { Account } from './account';
import { readAccount } from './account';
import { advise, isAccessLost } from './advice';
import { forgetToken, isDeadToken, isOfAgency, locationToken } from './agency';
import { readLimits } from './limits';
import { adaptToDated } from './versions';

/**
 * Opens the connection of the node's credential: a Private Integration Token, an OAuth2 app in a sub-account, or an
 * agency's app, whose token is exchanged for one of the sub-account.
 *
 * @param wanted the sub-account to work with where the connection is an agency's, which reaches all of its own
 * @throws NodeOperationError when the credential does not name a sub-account
 */
export async function connect(
	context: NodeContext,
	wanted = '',
): Promise<Connection & { companyId: string }> {
	const account = await readAccount(context, wanted);
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
	readonly service = 'HighLevel';
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

	get secrets() {
		return this.account.secrets;
	}

	async readSecrets(context: NodeContext): Promise<readonly string[]> {
		return (await readAccount(context, this.location)).secrets;
	}

	/** Contacts and locations know the dated version 2021-07-28, calendars 2021-04-15 (OpenAPI files, header Version). */
	headers(call: Call): Record<string, string> {
		const headers: Record<string, string> = { Version: call.version };
		if (call.version === '2021') {
			headers.Version = call.path.startsWith('/calendars') ? '2021-04-15' : '2021-07-28';
		}
		// The endpoints of OAuth take forms.
		if (isOfAgency(call)) headers['Content-Type'] = 'application/x-www-form-urlencoded';
		return headers;
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

	isAccessLost(failure: Failure): boolean {
		return isAccessLost(failure);
	}

	async token(call: Call, send: (call: Call) => Promise<Body>): Promise<string | undefined> {
		const { account } = this;
		return account.agency && !isOfAgency(call) ? await locationToken(account, send) : undefined;
	}

	discard(token: string, failure: Failure): boolean {
		if (!isDeadToken(failure)) return false;
		forgetToken(this.account, token);
		return true;
	}

	async transmit(
		context: NodeContext,
		options: IHttpRequestOptions,
		token: string | undefined,
	): Promise<unknown> {
		if (token === undefined) {
			return await context.helpers.httpRequestWithAuthentication.call(
				context,
				this.account.credentialType,
				options,
			);
		}
		return await sendWithToken(context, options, token);
	}
}

async function sendWithToken(context: NodeContext, options: IHttpRequestOptions, token: string) {
	const headers: IDataObject = { ...options.headers, Authorization: `Bearer ${token}` };
	const answer: unknown = await context.helpers.httpRequest({ ...options, headers });
	return answer;
}
