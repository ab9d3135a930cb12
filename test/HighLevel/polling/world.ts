import type { IDataObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { Poll } from '../../../nodes/HighLevel/polling/event';
import { isRecord } from '../../../nodes/shared/values';
import type { JsonObject } from '../../standins/highlevel/json';
import { applyDeviations } from '../../standins/highlevel/deviations';
import { readDigest } from '../../standins/highlevel/digest';
import { Clock, OAuth, SEED, seedAccount, State } from '../../standins/highlevel';
import type { Contact } from '../../standins/highlevel/contactStore';
import { Refusal, unprocessable } from '../../standins/highlevel/refusal';
import { HANDLERS } from '../../standins/highlevel/resources';
import { Router } from '../../standins/highlevel/router';
import { problemsOf, readQuery } from '../../standins/highlevel/validate';

const OPERATIONS = applyDeviations(readDigest());
const ROUTER = new Router(OPERATIONS);
export const NODE = {
	id: 'node-1',
	name: 'Trigger',
	type: 'test',
	typeVersion: 1,
	position: [0, 0] as [number, number],
	parameters: {},
};

/** Something that goes wrong with one of the next calls, counted from 1. */
export interface Trouble {
	call: number;
	kind: 'crash' | 'status500' | 'status429' | 'broken' | 'empty' | 'mutate';
}

/**
 * An account of the stand-in without its network: the same rules, checks and handlers, on one thread and a clock of its
 * own, so that ten thousand histories fit into minutes.
 */
export class World {
	readonly clock = new Clock();
	readonly state = new State(this.clock);
	readonly locationId = SEED.locationId;
	calls = 0;
	trouble: Trouble | undefined;
	crashed = false;
	/** What happens between two calls of one poll. */
	meanwhile: (() => void) | undefined;
	private readonly token;
	private late: Array<{ due: number; write: () => void }> = [];
	private readonly clockSpy: jest.SpyInstance;

	/** @param now n8n's clock, in milliseconds since 1970; HighLevel's is `skewMs` ahead */
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
	get theirNow(): number {
		return this.now + this.skewMs;
	}

	pass(ms: number): void {
		this.now += ms;
		const due = this.late.filter((one) => one.due <= this.now);
		this.late = this.late.filter((one) => one.due > this.now);
		for (const { write } of due) write();
	}

	/** Writes a contact of now, which the search shows `lagMs` later. */
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

	/** What the search shows, by the stamp of change. */
	shown(): readonly Contact[] {
		return this.state.contacts.view(this.locationId, 'dateUpdated').rows;
	}

	openPoll(values: IDataObject, pageSize: number): Poll {
		return {
			now: this.now,
			zone: 'America/New_York',
			location: this.locationId,
			pageSize,
			values,
			stop: (message, description) => new NodeOperationError(NODE, message, { description }),
			send: async (parts, { label, expects, refused }) => {
				this.calls += 1;
				// The client believes an answer only if it holds what the call expects.
				const believed = (answer: IDataObject | IDataObject[]) => {
					if (expects.isMet(answer)) return answer;
					throw new NodeApiError(NODE, { message: `${label}: not ${expects.what}` });
				};
				if (this.strike() === 'empty') return believed({});
				try {
					const answer = this.answer(parts.method, parts.path, parts.query, parts.body);
					return believed(Array.isArray(answer) ? answer : { ...answer, traceId: 'trace' });
				} catch (error) {
					if (!(error instanceof Refusal)) throw error;
					const failure = {
						status: error.status,
						headers: {},
						body: error.body,
						message: error.message,
						cancelled: false,
					};
					const instead = refused?.(failure);
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

	/** Does what is planned for this call; 'empty' where something in between answers in HighLevel's place. */
	private strike(): 'empty' | undefined {
		const { trouble } = this;
		if (!trouble || trouble.call !== this.calls) return undefined;
		this.trouble = undefined;
		switch (trouble.kind) {
			case 'crash':
				this.crashed = true;
				throw new Error('The process ends here');
			case 'mutate':
				this.meanwhile?.();
				return undefined;
			case 'empty':
				return 'empty';
			case 'broken':
				throw new NodeApiError(NODE, { message: 'socket hang up' });
			default:
				throw new NodeApiError(
					NODE,
					{ message: 'planted' },
					{ httpCode: trouble.kind === 'status500' ? '500' : '429' },
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
		if (!match) throw new Error(`${method} ${path} is no operation`);
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
			settings: { strictSlotText: false },
			effect: () => {},
		});
		const copied: unknown = JSON.parse(JSON.stringify(answer.body));
		if (Array.isArray(copied)) return copied.filter(isRecord);
		return { ...(isRecord(copied) ? copied : {}), traceId: 'trace' };
	}
}
