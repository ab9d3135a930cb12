import type { IDataObject } from 'n8n-workflow';

import type { Body } from '../../shared/answer';
import type { Expectation } from '../../shared/expectation';
import type { Failure } from '../../shared/failure';
import type { Field, RequestParts } from '../../shared/operation';

/** What a call of a poll says of itself, for the error texts and the version header. */
export interface Purpose {
	/** What is tried, as the user knows it: "List calendars". */
	label: string;
	scope: string;
	/** What its answer must hold to be believed. */
	expects: Expectation;
	/** The versions that know the endpoint, where not all do. */
	versions?: string[];
	/** Turns a refusal that the row knows how to go on from into an answer. */
	refused?: (failure: Failure) => IDataObject | undefined;
}

/** One poll, as a row sees it. */
export interface Poll {
	/** n8n's clock in milliseconds since 1970, read before the first call. HighLevel's may differ. */
	readonly now: number;
	/** The workflow's zone (IANA). */
	readonly zone: string;
	readonly location: string;
	/** Most contacts of one page of the search. */
	readonly pageSize: number;
	/** The event's fields as converted; absent where the user gave none. */
	readonly values: IDataObject;
	send(parts: RequestParts, purpose: Purpose): Promise<Body>;
	/** What only the user can mend; ends the poll. */
	stop(message: string, next: string): Error;
}

/** What an event keeps between polls; plain JSON, mostly text, since n8n watches every object in it. */
export type Memory = IDataObject;

/** What one poll found. */
export interface Found {
	/** In the order in which it happened, as far as HighLevel tells. */
	items: IDataObject[];
	/** Replaces the memory as a whole, as soon as nothing can fail any more. */
	memory: Memory;
}

/** One event of a polling trigger: everything there is to know about it. */
export interface PollEvent {
	/** Menu entry, Title Case. */
	name: string;
	value: string;
	/** Sentence for the node panel, e.g. "On contact created". */
	action: string;
	description: string;
	/** Where it is read. */
	source: string;
	/** How far it has been read. */
	cursor: string;
	/** The most that is remembered. */
	bound: string;
	/** What a poll costs. */
	calls: string;
	/** What it cannot see. */
	misses: string;
	/** Shown in the panel, for what the user should know before activating. */
	notice?: string;
	fields: Field[];
	/** Names of fields without whose values the memory means nothing: when they change, it begins anew. */
	keys?: string[];
	/** @param memory undefined on the first poll, which emits nothing */
	watch(poll: Poll, memory: Memory | undefined): Promise<Found>;
	/** One real record of the account for a manual run, in the shape of an emitted one; undefined where there is none. */
	sample(poll: Poll): Promise<IDataObject | undefined>;
	/** A made-up record in that shape. */
	example: IDataObject;
}
