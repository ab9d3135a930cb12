/** What a scenario of a polling event is made of. */
import type { IDataObject } from 'n8n-workflow';

import type { FakeAccount } from '../fakeAccount';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A change of the account. `who` picks the record, `n` is different every time. */
export type Change = (account: FakeAccount, who: number, n: number, lagMs: number) => void;

/** What a reference remembers: plain JSON, so that it can be saved and restored as n8n does it with the trigger's state. */
export type ReferenceState = Record<string, Record<string, string>>;

/**
 * What a trigger has to emit, derived from the whole account at once: without pages, cursors and marks. Each thing that
 * happens has a token; the item that reports it must yield the same token.
 */
export interface Reference {
	begin(account: FakeAccount): ReferenceState;
	/** Updates the state and returns the tokens in their order. */
	poll(account: FakeAccount, state: ReferenceState): string[];
	token(item: IDataObject): string;
}

/** An event with the changes that its trigger is tried with. */
export interface Scenario {
	event: string;
	/** The values of the trigger's fields. */
	values: IDataObject;
	setUp?: (account: FakeAccount) => void;
	/** Changes that concern the event, and changes that do not. */
	changes: Change[];
	reference: Reference;
	/** The event reads pages, between which records may change. */
	pages?: boolean;
}

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
export const pick = <T>(list: T[], who: number): T | undefined =>
	list[who % Math.max(1, list.length)];
export const millisecondsOf = (value: unknown) => Date.parse(text(value));
export const idOfItem = (item: IDataObject) => text(item.id);
/** HighLevel has the times of events in whole seconds. */
export const wholeSecond = (ms: number) => Math.floor(ms / 1000) * 1000;
