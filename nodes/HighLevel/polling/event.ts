// The vocabulary for declaring the events of the polling triggers.

import type { IDataObject } from 'n8n-workflow';

import type { Body, RequestParts } from '../../shared/http';
import type { Field } from '../../shared/operation';
import type { Purpose } from '../purpose';
import type { RecordShape } from '../records/shape';

/** One poll, as seen by an event's code. */
export interface Poll {
	/** n8n's clock in milliseconds since 1970, read before the first call. HighLevel's may differ. */
	readonly now: number;
	/** The workflow's time zone (IANA). */
	readonly zone: string;
	readonly location: string;
	/** Most contacts that the search returns per page. */
	readonly pageSize: number;
	/** The event's fields, converted; those that the user did not fill in are absent. */
	readonly values: IDataObject;
	send(parts: RequestParts, purpose: Purpose): Promise<Body>;
	/** An error for something that only the user can fix; ends the poll. */
	stop(message: string, next: string): Error;
}

/**
 * What an event keeps between polls in the node's static data: plain JSON, mostly text, since n8n wraps every object in it in
 * a proxy. New versions read what older ones wrote, so keys must not change.
 */
export type State = IDataObject;

/** What one poll found. */
export interface Found {
	/** Records as received, in the order in which they happened as far as HighLevel reveals it. */
	items: IDataObject[];
	/** Replaces the whole state once nothing can fail any more. */
	state: State;
}

/** One event of a polling trigger. The texts about its limits are documentation, in `docs/`. */
export interface PollEvent {
	/** Menu entry, in title case. */
	name: string;
	value: string;
	/** Entry in the node panel, e.g. "On contact created". */
	action: string;
	description: string;
	/** Where the records are read. */
	source: string;
	/** How new records are recognised. */
	cursor: string;
	/** The limit of the state. */
	bound: string;
	/** How many calls a poll costs. */
	calls: string;
	/** What the event cannot detect. */
	misses: string;
	/** Shown in the panel: what the user should know before activating. */
	notice?: string;
	fields: Field[];
	/** Names of the fields that the state depends on: when their values change, the state starts over. */
	keys?: string[];
	/** How the records look in the output, the same as in the action nodes; absent where both emit them as received. */
	shape?: RecordShape;
	/** The keys that the event adds to the records of its items; Simplify keeps them. */
	adds?: string[];
	/** @param state undefined on the first poll, which emits nothing */
	watch(poll: Poll, state: State | undefined): Promise<Found>;
	/** A real record of the account for a manual run, in the form of an emitted one; undefined if there is none. */
	sample(poll: Poll): Promise<IDataObject | undefined>;
	/** Sample data in the same form, for accounts that have no such record. */
	example: IDataObject;
}
