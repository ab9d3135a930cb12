// Opens the connection to HighLevel that the node's credential describes.

import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import type { Call, Connection, NodeContext } from '../shared/call';
import type { Advice } from '../shared/errors';
import { toRefusal } from '../shared/errors';
import type { Failure } from '../shared/failure';
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
	/** ID of the marketplace app; '' for a private integration. */
	readonly appId: string;
	/** Whether the token is an agency's, for all of its sub-accounts. */
	readonly isAgency: boolean;
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
				? "This connection belongs to an agency. Choose a 'Sub-Account' in the node, or enter the ID in the credential."
				: 'Open the credential and enter the ID. HighLevel shows it in the sub-account, under Settings > Business Profile.',
		);
	}
	return new AccountConnection(account);
}

/**
 * Opens an agency's own connection, to none of its sub-accounts.
 *
 * @throws NodeOperationError when the credential is not an agency's
 */
export async function connectAgency(context: NodeContext): Promise<HighLevelConnection> {
	const account = await readAccount(context, '');
	if (account.agency) return new AccountConnection(account);
	throw toRefusal(
		context.getNode(),
		'This connection belongs to one sub-account, so there is no list to choose from',
		"Leave 'Sub-Account' empty. To work with several sub-accounts, connect the credential as an agency.",
	);
}

/** @returns whether a connection is one of this file's */
export function isHighLevel(connection: Connection): connection is HighLevelConnection {
	return connection instanceof AccountConnection;
}

class AccountConnection implements HighLevelConnection {
	readonly service = 'HighLevel';
	readonly accountKey: string;

	readonly token: Connection['token'];

	constructor(private readonly account: Account) {
		this.accountKey = `${account.baseUrl} ${account.identity} ${account.location}`;
		if (account.agency) {
			this.token = async (call, send) =>
				isAgencyCall(call) ? undefined : await locationToken(account, send);
		}
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

	get appId() {
		return this.account.appId;
	}

	get isAgency() {
		return this.account.agency;
	}

	get access() {
		if (this.account.agency) return 'OAuth2 connection of an agency';
		return this.account.appId === '' ? 'Private integration token' : 'OAuth2 connection';
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
		if (isAgencyCall(call) && call.body)
			headers['Content-Type'] = 'application/x-www-form-urlencoded';
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
