/** A CalendarHero account of the stand-in, with an engine that runs the package's nodes against it. */
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import { CalendarHero } from '../../nodes/CalendarHero/CalendarHero.node';
import type { Engine, MethodOptions, RunOptions, RunResult } from '../engine/harness';
import { loadEngine } from '../engine/harness';
import type { CalendarHeroOptions, CalendarHeroStandIn } from '../standins/calendarhero';
import { startCalendarHeroStandIn } from '../standins/calendarhero';
import type { LogEntry } from '../standins/shared/log';

const nodeType = new CalendarHero();

type More = Partial<Omit<RunOptions, 'nodeType' | 'parameters'>>;

/** A request in short, as contracts state it. */
export interface Sent {
	/** Method and path. */
	call: string;
	query: LogEntry['query'];
	/** Undefined where none was sent. */
	body: unknown;
}

/** An account to run nodes against. */
export class TestAccount {
	private opened: { engine: Engine; standIn: CalendarHeroStandIn } | undefined;

	/** Declares the account of a test file: opens it before the tests, resets it before each one, closes it after the last. */
	static forTests(options: CalendarHeroOptions = {}): TestAccount {
		const account = new TestAccount();
		beforeAll(async () => {
			account.opened = {
				engine: await loadEngine(),
				standIn: await startCalendarHeroStandIn(options),
			};
		});
		beforeEach(() => account.standIn.reset());
		afterAll(async () => await account.standIn.close());
		return account;
	}

	/** Opens an account that the caller closes. */
	static async open(options: CalendarHeroOptions = {}): Promise<TestAccount> {
		const account = new TestAccount();
		account.opened = {
			engine: await loadEngine(),
			standIn: await startCalendarHeroStandIn(options),
		};
		return account;
	}

	private get parts() {
		if (!this.opened) throw new Error('The account is not open');
		return this.opened;
	}

	get engine(): Engine {
		return this.parts.engine;
	}

	get standIn(): CalendarHeroStandIn {
		return this.parts.standIn;
	}

	get log(): LogEntry[] {
		return this.standIn.log;
	}

	/** Method and path of each request since the last reset. */
	get calls(): string[] {
		return this.log.map(({ method, path }) => `${method} ${path}`);
	}

	/** Each request since the last reset. */
	get sent(): Sent[] {
		return this.log.map(({ method, path, query, body }) => ({
			call: `${method} ${path}`,
			query,
			body,
		}));
	}

	/** The mails that people got since the last reset, as "kind address". */
	get mails(): string[] {
		return this.standIn.state.mails.map(({ kind, to }) => `${kind} ${to}`);
	}

	/** Data of the credential; `more` replaces fields. */
	credentials(more: IDataObject = {}): Record<string, ICredentialDataDecryptedObject> {
		const { token, url } = this.standIn;
		return {
			calendarHeroApi: { token, apiUrl: url, ...more } as ICredentialDataDecryptedObject,
		};
	}

	/** Runs the action node. Does not throw if it fails. */
	async run(
		resource: string,
		operation: string,
		parameters: INodeParameters = {},
		more: More = {},
	): Promise<RunResult> {
		return await this.engine.run({
			nodeType,
			parameters: { resource, operation, ...parameters },
			credentials: this.credentials(),
			timezone: 'UTC',
			...more,
		});
	}

	/** Runs the action node and returns the output; throws what stopped it. */
	async output(
		resource: string,
		operation: string,
		parameters: INodeParameters = {},
		more: More = {},
	): Promise<IDataObject[]> {
		const result = await this.run(resource, operation, parameters, more);
		if (result.error) throw result.error;
		return result.items.map(({ json }) => json);
	}

	/** What the node refuses the parameters with: message and description. */
	async refusal(
		resource: string,
		operation: string,
		parameters: INodeParameters = {},
		more: More = {},
	): Promise<{ message: string; description: string }> {
		const { error } = await this.run(resource, operation, parameters, more);
		if (!error) throw new Error('The node did not fail');
		return { message: error.message, description: String(error.description ?? '') };
	}

	/** What the editor's methods are called with. */
	methodOptions(parameters: INodeParameters = {}): MethodOptions {
		return { nodeType, parameters, credentials: this.credentials() };
	}
}

export const byId = (value: string) => ({ __rl: true, mode: 'id', value });
export const byEmail = (value: string) => ({ __rl: true, mode: 'email', value });
export const byName = (value: string) => ({ __rl: true, mode: 'name', value });

/** A time so many hours from now, in ISO 8601 to the second. */
export const inHours = (hours: number): string =>
	`${new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 19)}Z`;
