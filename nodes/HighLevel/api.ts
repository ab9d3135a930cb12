// Opens the connection to HighLevel that the node's credential describes.

import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import type { Call, Connection, NodeContext } from '../shared/call';
import type { Advice } from '../shared/errors';
import { toRefusal } from '../shared/errors';
import type { Failure } from '../shared/failure';
import type { Body } from '../shared/http';
import type { Account } from './account';
import { readAccount } from './account';
import { advise, isAccessLost } from './advice';
import { forgetToken, isAgencyCall, isDeadToken, locationToken } from './agency';
import { readLimits } from './limits';
import { adaptToDated } from './versions';

/** HighLevel as reached through one credential. */
export interface HighLevelConnection extends Connection {
	/** ID of the agency that the sub-account belongs to; '' if the credential does not say. */
	readonly companyId: string;
}

/**
 * Opens the connection of the node's credential: a Private Integration Token, an OAuth2 app in a sub-account, or an
 * agency's app, whose token is exchanged for a sub-account token.
 *
 * @param locationId the sub-account to work with, for an agency's app; by default the one that the credential names
 * @throws NodeOperationError when no sub-account is named
 */
export async function connect(context: NodeContext, locationId = ''): Promise<HighLevelConnection> {
	const account = await readAccount(context, locationId);
	if (account.location === '') {
		throw toRefusal(
			context.getNode(),
			"The credential does not name a sub-account: its 'Sub-Account (Location) ID' is empty",
			account.agency
				? 'This connection belongs to an agency. Open the credential and fill in the ID of the sub-account to work with.'
				: 'Open the credential and fill in the ID; HighLevel shows it under Settings > Business Profile of the sub-account.',
		);
	}
	return new AccountConnection(account);
}

class AccountConnection implements HighLevelConnection {
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

	/** Contacts and locations have the dated version 2021-07-28, calendars 2021-04-15 (OpenAPI files, header Version). */
	headers(call: Call): Record<string, string> {
		const headers: Record<string, string> = { Version: call.version };
		if (call.version === '2021') {
			headers.Version = call.path.startsWith('/calendars') ? '2021-04-15' : '2021-07-28';
		}
		// The OAuth endpoints expect forms.
		if (isAgencyCall(call)) headers['Content-Type'] = 'application/x-www-form-urlencoded';
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
		return account.agency && !isAgencyCall(call) ? await locationToken(account, send) : undefined;
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
	const response: unknown = await context.helpers.httpRequest({ ...options, headers });
	return response;
}
