/** An agency of the stand-in with several sub-accounts, to run nodes against over one connection. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { AgencyOptions, StandInOptions, SubAccount } from '../standins/highlevel';
import { TestAccount } from './account';

/** The first sub-account, which every agency has, is a property of its own so that tests need no check for it. */
type SubAccounts = readonly [SubAccount, ...SubAccount[]];

/**
 * An agency with one app connection. Every sub-account has the records of `IN_EACH_SUB_ACCOUNT`, under IDs of its own.
 * Open a new one for each test, because the nodes keep exchanged tokens for the process.
 */
export class AgencyAccount {
	private constructor(
		readonly account: TestAccount,
		/** Those with the app. */
		readonly subAccounts: SubAccounts,
		/** Those without it. */
		readonly notInstalled: readonly SubAccount[],
	) {}

	/** @param standIn further options of the stand-in; by default its rate limit is one that no test reaches */
	static async open(
		agency: AgencyOptions,
		standIn: Omit<StandInOptions, 'agency'> = {
			limiter: { kind: 'firstCall', max: 10_000, intervalMs: 10_000 },
		},
	): Promise<AgencyAccount> {
		const account = await TestAccount.open({ ...standIn, agency });
		const [first, ...rest] = account.standIn.subAccounts;
		if (first === undefined) throw new Error('An agency needs a sub-account');
		return new AgencyAccount(
			account,
			[first, ...rest.slice(0, agency.subAccounts - 1)],
			rest.slice(agency.subAccounts - 1),
		);
	}

	/**
	 * Credentials of the agency's connection, with the first sub-account as the default; `more` replaces fields.
	 *
	 * @param grant.scopes the scopes that the user granted; all by default
	 */
	credentials(
		more: IDataObject = {},
		grant: { scopes?: string[] } = {},
	): ReturnType<TestAccount['appCredentials']> {
		return this.account.appCredentials('company', more, grant);
	}

	/** Runs one operation over the agency's connection; `more` replaces its credentials. */
	async run(
		node: Parameters<TestAccount['run']>[0],
		operation: string,
		parameters: INodeParameters = {},
		{ version, ...more }: NonNullable<Parameters<TestAccount['run']>[3]> = {},
	): ReturnType<TestAccount['run']> {
		return await this.account.run(
			node,
			operation,
			{ authentication: 'oAuth2', ...parameters },
			{ credentials: this.credentials(version ? { apiVersion: version } : {}), ...more },
		);
	}

	async close(): Promise<void> {
		await this.account.close();
	}
}
