import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import { HighLevelCalendars } from '../../nodes/HighLevel/HighLevelCalendars.node';
import { HighLevelContacts } from '../../nodes/HighLevel/HighLevelContacts.node';
import type { Engine, RunOptions, RunResult } from '../engine/harness';
import { loadEngine } from '../engine/harness';
import type { HighLevelStandIn, StandInOptions } from '../standins/highlevel';
import { startHighLevelStandIn } from '../standins/highlevel';

const nodeTypes = { contacts: new HighLevelContacts(), calendars: new HighLevelCalendars() };

type More = Partial<Omit<RunOptions, 'nodeType' | 'parameters'>> & { version?: string };

/** A stand-in account and an engine to run the package's nodes against it. */
export class TestAccount {
	/** A token of its own, so that a test does not inherit the budget of the one before. */
	private token = '';
	private resets = 0;

	private constructor(
		readonly engine: Engine,
		readonly standIn: HighLevelStandIn,
	) {}

	static async open(options: StandInOptions = {}): Promise<TestAccount> {
		return new TestAccount(await loadEngine(), await startHighLevelStandIn(options));
	}

	/** Puts the account back to its start, under a token that nobody has used yet. */
	reset(): void {
		this.standIn.reset();
		this.resets += 1;
		// The stand-in draws the same tokens again after a reset.
		for (let drawn = 0; drawn < this.resets; drawn++) {
			this.token = this.standIn.issuePrivateIntegration().value;
		}
	}

	/** Data of the private integration credential; `more` replaces fields. */
	credential(more: IDataObject = {}): ICredentialDataDecryptedObject {
		const { standIn } = this;
		return {
			token: this.token || standIn.tokens.privateIntegration,
			locationId: standIn.locationId,
			apiVersion: 'v3',
			apiUrl: standIn.url,
			...more,
		} as ICredentialDataDecryptedObject;
	}

	/** Credentials of an app connection, of a sub-account or of an agency; `more` replaces fields. */
	appCredentials(
		kind: 'location' | 'company',
		more: IDataObject = {},
		grant: { locationId?: string; scopes?: string[] } = {},
	): Record<'highLevelAppOAuth2Api', ICredentialDataDecryptedObject> {
		const { standIn } = this;
		const { token, refreshToken } = standIn.oauth.issueAppToken({ kind, ...grant });
		const userType = kind === 'company' ? 'Company' : 'Location';
		return {
			highLevelAppOAuth2Api: {
				clientId: standIn.app.clientId,
				clientSecret: standIn.app.clientSecret,
				apiUrl: standIn.url,
				apiVersion: 'v3',
				userType,
				locationId: standIn.locationId,
				oauthTokenData: {
					access_token: token.value,
					refresh_token: refreshToken,
					token_type: 'Bearer',
					userType,
					companyId: standIn.companyId,
					...(token.locationId === undefined ? {} : { locationId: token.locationId }),
				},
				...more,
			} as ICredentialDataDecryptedObject,
		};
	}

	/** Runs one operation, written as `contact.create`. */
	async run(
		node: keyof typeof nodeTypes,
		operation: string,
		parameters: INodeParameters = {},
		{ version, ...more }: More = {},
	): Promise<RunResult> {
		const [resource = '', value = ''] = operation.split('.');
		return await this.engine.run({
			nodeType: nodeTypes[node],
			parameters: {
				authentication: 'privateIntegration',
				resource,
				operation: value,
				...parameters,
			},
			credentials: {
				highLevelPrivateIntegrationApi: this.credential(version ? { apiVersion: version } : {}),
			},
			...more,
		});
	}

	async close(): Promise<void> {
		await this.standIn.close();
	}
}

/** A resource locator as the editor stores an ID that was typed in. */
export const byId = (value: string) => ({ __rl: true, mode: 'id', value });
