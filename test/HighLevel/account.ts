/** A HighLevel account of the stand-in, with an engine that runs the package's nodes against it. */
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import { HighLevelCalendars } from '../../nodes/HighLevel/HighLevelCalendars.node';
import { HighLevelContacts } from '../../nodes/HighLevel/HighLevelContacts.node';
import type { Engine, RunOptions, RunResult } from '../engine/harness';
import { loadEngine } from '../engine/harness';
import type { HighLevelStandIn, LogEntry, StandInOptions } from '../standins/highlevel';
import { startHighLevelStandIn } from '../standins/highlevel';

const nodeTypes = { contacts: new HighLevelContacts(), calendars: new HighLevelCalendars() };

type NodeName = keyof typeof nodeTypes;
type More = Partial<Omit<RunOptions, 'nodeType' | 'parameters'>> & { version?: string };

/** An account to run nodes against. */
export class TestAccount {
	private opened: { engine: Engine; standIn: HighLevelStandIn } | undefined;
	/** A token of its own, so that a test does not inherit what the nodes know about the last one's rate limit. */
	private token = '';
	private resets = 0;

	private constructor() {}

	static async open(options: StandInOptions = {}): Promise<TestAccount> {
		const account = new TestAccount();
		await account.start(options);
		return account;
	}

	/**
	 * Declares the account of a test file: opens it before the tests, resets it before each one, closes it after the last.
	 *
	 * @param options of the stand-in; by default its rate limit is one that no test reaches
	 */
	static forTests(
		options: StandInOptions = {
			limiter: { kind: 'firstCall', max: 10_000, intervalMs: 10_000 },
		},
	): TestAccount {
		const account = new TestAccount();
		beforeAll(async () => await account.start(options));
		beforeEach(() => account.reset());
		afterAll(async () => await account.close());
		return account;
	}

	private async start(options: StandInOptions): Promise<void> {
		this.opened = {
			engine: await loadEngine(),
			standIn: await startHighLevelStandIn(options),
		};
	}

	get engine(): Engine {
		return this.parts.engine;
	}

	get standIn(): HighLevelStandIn {
		return this.parts.standIn;
	}

	/** The requests since the last reset, oldest first. */
	get log(): LogEntry[] {
		return this.standIn.log;
	}

	/** Method and path of each request since the last reset. */
	get calls(): string[] {
		return this.log.map(({ method, path }) => `${method} ${path}`);
	}

	/** Restores the account's initial state, with a token that nobody has used yet. */
	reset(): void {
		this.standIn.reset();
		this.resets += 1;
		// After a reset, the stand-in issues the same tokens again.
		for (let issued = 0; issued < this.resets; issued++) {
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

	/** Credentials of an app that is connected to a sub-account or an agency; `more` replaces fields. */
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

	/** Runs one operation, such as `contact.create`. */
	async run(
		node: NodeName,
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

	/** Runs one operation that must succeed, and returns the JSON of its items. */
	async records(
		node: NodeName,
		operation: string,
		parameters: INodeParameters = {},
		more: More = {},
	): Promise<IDataObject[]> {
		const { items, error } = await this.run(node, operation, parameters, more);
		if (error) throw error;
		return items.map(({ json }) => json);
	}

	/** Runs one operation that must fail before any request is sent, and returns the error's message. */
	async refusal(
		node: NodeName,
		operation: string,
		parameters: INodeParameters = {},
		more: More = {},
	): Promise<string> {
		const before = this.log.length;
		const { error } = await this.run(node, operation, parameters, more);
		expect(this.log).toHaveLength(before);
		return error?.message ?? '';
	}

	async close(): Promise<void> {
		await this.standIn.close();
	}

	private get parts() {
		if (!this.opened) throw new Error('The account is not open yet');
		return this.opened;
	}
}

/** A resource locator as the editor stores an ID that was typed in. */
export const byId = (value: string) => ({ __rl: true, mode: 'id', value });
