// Reads, in the form that operations, lists in the editor and the trigger share.

import type { Sender } from '../shared/finder';
import type { Body, RequestParts, SendRules } from '../shared/http';
import type { Expectation } from '../shared/expectation';
import type { ItemContext } from '../shared/operation';

/** What a read is for. */
export interface Purpose {
	/** What the call does, in the user's terms: "List contacts". */
	label: string;
	/** What a response must contain to be accepted. */
	expects: Expectation;
	onRefusal?: SendRules['onRefusal'];
}

/** Sends a read, which may be sent again at any time. */
export type Read = (parts: RequestParts, purpose: Purpose) => Promise<Body>;

/** Reads on behalf of an item. */
export const readFor =
	(item: ItemContext): Read =>
	async (parts, purpose) =>
		await item.send(parts, { ...purpose, repeatable: true });

/** Reads with a client, for no item. */
export const readWith =
	(client: Sender): Read =>
	async (parts, purpose) =>
		await client.send({ ...parts, ...purpose, scope: '', version: '', repeatable: true });

export const get = (path: string, query: RequestParts['query'] = {}): RequestParts => ({
	method: 'GET',
	path,
	query,
});
