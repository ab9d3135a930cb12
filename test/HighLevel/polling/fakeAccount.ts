/** A HighLevel account in memory, for tests that run the polling events many thousand times. */
import type { IDataObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { Poll } from '../../../nodes/HighLevel/polling/event';
import { isRecord } from '../../../nodes/shared/values';
import { Clock, OAuth, SEED, seedAccount, State } from '../../standins/highlevel';
import { USUAL_BEHAVIOUR } from '../../standins/highlevel/call';
import type { Contact } from '../../standins/highlevel/contactStore';
import { applyDeviations } from '../../standins/highlevel/deviations';
import { readDigest } from '../../standins/highlevel/digest';
import { unprocessable } from '../../standins/highlevel/refusal';
import { HANDLERS } from '../../standins/highlevel/resources';
import { Router } from '../../standins/highlevel/router';
import { problemsOf, readQuery } from '../../standins/highlevel/validate';
import { Refusal } from '../../standins/shared/answer';
import type { JsonObject } from '../../standins/shared/json';

const OPERATIONS = applyDeviations(readDigest());
const ROUTER = new Router(OPERATIONS);
/** The trigger node, as far as errors need it. */
export const NODE = {
	id: 'node-1',
	name: 'Trigger',
	type: 'test',
	typeVersion: 1,
	position: [0, 0] as [number, number],
	parameters: {},
};

/** What goes wrong with one of a poll's calls; the first call is 1. */
export interface Fault {
	call: number;
	kind: 'crash' | 'status500' | 'status429' | 'broken' | 'empty' | 'mutate';
}

/**
 * An account of the stand-in without a network: the same checks and handlers, called directly and on a clock of its own, so
 * that ten thousand histories run within minutes.
 */
export class FakeAccount {
	readonly clock = new Clock();
	readonly state = new State(this.clock);
	readonly locationId = SEED.locationId;
	/** Calls of the current poll. */
	calls = 0;
	/** Strikes once. */
	fault: Fault | undefined;
	crashed = false;
	/** Changes the account between two calls of one poll, for the fault `mutate`. */
	mutate: (() => void) | undefined;
	private readonly token;
	private late: Array<{ due: number; write: () => void }> = [];
	private readonly clockSpy: jest.SpyInstance;

	/** @param now n8n's clock, in milliseconds since the epoch; HighLevel's is `skewMs` ahead */
	constructor(
		readonly skewMs: number,
		public now = Date.UTC(2026, 1, 20, 12),
	) {
		this.clockSpy = jest.spyOn(Date, 'now').mockImplementation(() => this.now);
		this.clock.advance(skewMs);
		seedAccount(this.state);
		this.token = new OAuth(this.state, this.clock).issuePrivateIntegration();
		this.pass(1000);
	}

	close(): void {
		this.clockSpy.mockRestore();
	}

	/** HighLevel's clock. */
	get serverNow(): number {
		return this.now + this.skewMs;
	}

	/** Lets time pass. */
	pass(ms: number): void {
		this.now += ms;
		const due = this.late.filter((one) => one.due <= this.now);
		this.late = this.late.filter((one) => one.due > this.now);
		for (const { write } of due) write();
	}

	/** Writes a contact that the search shows `lagMs` later. */
	writeContact(contact: Contact, lagMs: number): void {
		const write = () => {
			const shown = this.state.contacts.get(contact.id);
			if (shown === undefined || shown.dateUpdated <= contact.dateUpdated) {
				this.state.contacts.put(contact);
			}
		};
		if (lagMs === 0) write();
		else this.late.push({ due: this.now + lagMs, write });
	}

	/** The contacts that the search shows, by `dateUpdated`. */
	shown(): readonly Contact[] {
		return this.state.contacts.view(this.locationId, 'dateUpdated').rows;
	}

	/** What the node passes to an event: here, `send` calls the handlers of the stand-in. */
	openPoll(values: IDataObject, pageSize: number): Poll {
		return {
			now: this.now,
			zone: 'America/New_York',
			location: this.locationId,
			pageSize,
			values,
			stop: (message, description) => new NodeOperationError(NODE, message, { description }),
			send: async (parts, { label, expects, onRefusal }) => {
				this.calls += 1;
				// Like the client, accepts only answers that have what the call expects.
				const checked = (answer: IDataObject | IDataObject[]) => {
					if (expects.isMet(answer)) return answer;
					throw new NodeApiError(NODE, { message: `${label}: not ${expects.what}` });
				};
				if (this.strike() === 'empty') return checked({});
				try {
					const answer = this.answer(parts.method, parts.path, parts.query, parts.body);
					return checked(Array.isArray(answer) ? answer : { ...answer, traceId: 'trace' });
				} catch (error) {
					if (!(error instanceof Refusal)) throw error;
					const failure = {
						status: error.status,
						headers: {},
						body: error.body,
						message: error.message,
						cancelled: false,
					};
					const instead = onRefusal?.(failure);
					if (instead) return instead;
					throw new NodeApiError(
						NODE,
						{ message: error.message },
						{ httpCode: String(error.status) },
					);
				}
			},
		};
	}

	/** Lets the planned fault strike; returns 'empty' if something other than HighLevel is to answer. */
	private strike(): 'empty' | undefined {
		const { fault } = this;
		if (!fault || fault.call !== this.calls) return undefined;
		this.fault = undefined;
		switch (fault.kind) {
			case 'crash':
				this.crashed = true;
				throw new Error('The process is killed');
			case 'mutate':
				this.mutate?.();
				return undefined;
			case 'empty':
				return 'empty';
			case 'broken':
				throw new NodeApiError(NODE, { message: 'socket hang up' });
			default:
				throw new NodeApiError(
					NODE,
					{ message: 'planted' },
					{ httpCode: fault.kind === 'status500' ? '500' : '429' },
				);
		}
	}

	private answer(
		method: string,
		path: string,
		query: IDataObject,
		body: unknown,
	): IDataObject | IDataObject[] {
		const match = ROUTER.find('v3', method, path);
		if (!match) throw new Error(`${method} ${path} is not an operation`);
		const raw: Record<string, string | string[]> = {};
		for (const [key, value] of Object.entries(query)) {
			raw[key] = Array.isArray(value) ? value.map(String) : String(value);
		}
		const { operation, params } = match;
		const { values, problems } = readQuery(operation.query, operation.tolerated, raw);
		if (operation.body) problems.push(...problemsOf('', operation.body, body ?? {}));
		if (problems.length > 0) throw unprocessable(problems);
		const handler = HANDLERS[`${method} ${operation.path}`];
		if (!handler) throw new Error(`${operation.path} has no handler`);
		const answer = handler({
			operation,
			params,
			query: values,
			rawQuery: raw,
			body: JSON.parse(JSON.stringify(body ?? {})) as JsonObject,
			list: [],
			token: this.token,
			location: this.state.locations.get(this.locationId),
			state: this.state,
			clock: this.clock,
			settings: USUAL_BEHAVIOUR,
			effect: () => {},
		});
		const copied: unknown = JSON.parse(JSON.stringify(answer.body));
		if (Array.isArray(copied)) return copied.filter(isRecord);
		return { ...(isRecord(copied) ? copied : {}), traceId: 'trace' };
	}
}
