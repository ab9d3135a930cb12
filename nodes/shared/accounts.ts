// The accounts that the items of a run work with, each with a client of its own.

import type { IExecuteFunctions } from 'n8n-workflow';

import type { Cache } from './cache';
import type { Connection } from './call';
import { CallStatistics } from './callStatistics';
import { Client } from './client';
import { toNodeError } from './errors';
import { adviseModel } from './modelAdvice';

/** How a node reaches its service. */
export interface Service {
	/**
	 * Reads the part of the account that an item names: of an agency, a sub-account; '' for the one that the credential
	 * names. What is returned throws a FieldError if the item names it unreadably.
	 */
	partReader(context: IExecuteFunctions): (itemIndex: number) => string;
	/** Opens the connection that the node's credential describes, to a part of its account. */
	connect(context: IExecuteFunctions, part: string): Promise<Connection>;
}

/** One account of a run. Nothing is shared between accounts. */
export interface Account {
	client: Client;
	/** What was looked up in this run, by key. */
	cache: Cache;
}

/** The accounts of a run, opened when an item needs them. */
export class Accounts {
	/** What the calls of all accounts cost. */
	readonly statistics = new CallStatistics();
	private readonly readPart: (itemIndex: number) => string;
	/** The parts that were read, by item. */
	private readonly parts: string[] = [];
	private readonly byPart = new Map<string, Promise<Account>>();
	private readonly byKey = new Map<string, Account>();

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly service: Service,
		private readonly settings: { signal?: AbortSignal; timeoutMs: number },
	) {
		this.readPart = service.partReader(context);
	}

	/** @returns the part of the account that an item names, in a form that can be compared; undefined if it is unreadable */
	partOf(itemIndex: number): string | undefined {
		try {
			return (this.parts[itemIndex] ??= this.readPart(itemIndex));
		} catch {
			// Reading the item says what is wrong.
			return undefined;
		}
	}

	/**
	 * The account of an item.
	 *
	 * @throws FieldError if the item names it unreadably; NodeOperationError if the credential cannot open it
	 */
	async of(itemIndex: number): Promise<Account> {
		const part = this.parts[itemIndex] ?? this.readPart(itemIndex);
		const known = this.byPart.get(part);
		if (known) return await known;
		const opening = this.open(part);
		this.byPart.set(part, opening);
		return await opening;
	}

	/** The fewest calls that any account of the run has left today; undefined if unknown. */
	get dailyRemaining(): number | undefined {
		const left = [...this.byKey.values()]
			.map(({ client }) => client.dailyRemaining)
			.filter((one) => one !== undefined);
		return left.length > 0 ? Math.min(...left) : undefined;
	}

	/** @throws what the service throws, or n8n for a missing credential: only whoever set up the node can mend it */
	private async connect(part: string): Promise<Connection> {
		try {
			return await this.service.connect(this.context, part);
		} catch (error) {
			throw adviseModel(toNodeError(this.context.getNode(), error), { setUp: true });
		}
	}

	private async open(part: string): Promise<Account> {
		const connection = await this.connect(part);
		// The credential may name the same part of the account as the item does.
		const known = this.byKey.get(connection.accountKey);
		if (known) return known;
		const settings = { ...this.settings, statistics: this.statistics };
		const account = { client: new Client(this.context, connection, settings), cache: new Map() };
		this.byKey.set(connection.accountKey, account);
		return account;
	}
}
