// Reads, registers and removes the webhook of one event. CalendarHero has one for each event and token.

import type { IDataObject } from 'n8n-workflow';

import { Client } from '../../shared/client';
import type { NodeContext } from '../../shared/call';
import type { Expectation } from '../../shared/expectation';
import { either, recordUnder } from '../../shared/expectation';
import type { Failure } from '../../shared/failure';
import { isNotFound } from '../../shared/failure';
import type { Body, RequestParts } from '../../shared/http';
import { isRecord, recordsOf, textOf, trimmedText } from '../../shared/values';
import { connect } from '../api';
import type { Purpose, Read } from '../calls';
import { get, readWith } from '../calls';
import { recordIn } from '../contacts';
import { CHANGED } from '../expected';

/** n8n waits for an activation, and the next poll comes soon. */
const TIMEOUT_MS = 30_000;

/** Whose hook an event has: nobody's, ours, ours from when n8n had another address, another program's, or one that does not say. */
export type Owner =
	| { kind: 'none' }
	| { kind: 'ours' }
	| { kind: 'moved' }
	| { kind: 'foreign'; url: string }
	| { kind: 'unreadable' };

/** What makes a hook ours. */
export interface Identity {
	/** n8n's ID of the node's URLs, which stays the same if n8n's address changes; '' if it has none. */
	webhookId: string;
	/** The URL of all events, which ends in `/:event`. */
	url: string;
	/** IDs of the hooks that we registered, by event. */
	hooks: ReadonlyMap<string, string>;
}

/** Whether the event needs a registration of ours: it has none, or one for an address that n8n no longer has. */
export const isUnheard = ({ kind }: Owner): boolean => kind === 'none' || kind === 'moved';

/** Host of a hook: the rest of its URL may contain secrets. */
export const hostOf = (url: string): string =>
	URL.canParse(url) ? new URL(url).host : 'elsewhere';

/** @returns the URL to which CalendarHero sends an event */
export const urlFor = (url: string, event: string): string => url.replace(/:event$/, event);

const KEYS = ['webhook', 'hook', 'data'];
const URL_KEYS = ['hookUrl', 'url'];

/**
 * The shape of a hook is not documented. Nothing, an empty object and an empty list count as no hook; whatever cannot be
 * read as a hook is accepted as such, since asking again would not make it readable.
 */
const HOOK: Expectation = {
	what: 'a webhook, or none',
	isMet: (body) => isRecord(body) || Array.isArray(body),
	readPlain: (body) => (body === undefined ? {} : { unreadable: true }),
};

/** A sample is a delivery, or a list of them. */
const SAMPLE: Expectation = {
	what: 'a sample, or none',
	isMet: (body) => isRecord(body) || (Array.isArray(body) && body.every(isRecord)),
	readPlain: (body) => (body === undefined ? {} : undefined),
};

/** Says who has the event's hook, by the response that describes it. */
function ownerIn(body: Body, event: string, identity: Identity): Owner {
	const hooks = Array.isArray(body) ? recordsOf(body) : [recordIn(body, KEYS)];
	const hook = hooks.find((one) => Object.keys(one).length > 0);
	if (!hook) return { kind: Array.isArray(body) && body.length > 0 ? 'unreadable' : 'none' };
	const url = URL_KEYS.map((key) => trimmedText(hook[key])).find((text) => text !== '');
	if (url !== undefined) {
		const { webhookId } = identity;
		const present = urlFor(identity.url, event);
		if (url !== present && (webhookId === '' || !url.includes(`/${webhookId}/`))) {
			return { kind: 'foreign', url };
		}
		// The rest of the URL may be spelled otherwise than it was sent.
		return { kind: hostOf(url) === hostOf(present) ? 'ours' : 'moved' };
	}
	const id = textOf(hook.id);
	const known = identity.hooks.get(event) ?? '';
	if (id === '' || known === '') return { kind: 'unreadable' };
	return id === known ? { kind: 'ours' } : { kind: 'unreadable' };
}

/** The calls for hooks and what belongs to them. */
export interface HookApi {
	read: Read;
	/** @throws NodeApiError when CalendarHero refuses, or does not respond */
	ownerOf(event: string, identity: Identity): Promise<Owner>;
	/** Registers a URL in place of the present one. Returns the hook's ID, '' if the response has none. */
	register(event: string, url: string): Promise<string>;
	/** Removes the hook, whoever made it. One that is gone is fine. */
	remove(event: string): Promise<void>;
	/** @returns CalendarHero's sample of the event; undefined if it has none */
	sampleOf(event: string): Promise<IDataObject | undefined>;
}

const pathOf = (event: string) => `/webhook/${encodeURIComponent(event)}`;

const unlessMissing = (failure: Failure): IDataObject | undefined =>
	isNotFound(failure) ? {} : undefined;

/**
 * Opens the account of the node's credential for work on hooks.
 *
 * @throws NodeOperationError when the credential's token cannot work
 */
export async function openHooks(context: NodeContext): Promise<HookApi> {
	const client = new Client(context, await connect(context), { timeoutMs: TIMEOUT_MS });
	const send = async (parts: RequestParts, purpose: Purpose) =>
		// A hook that is registered or removed twice is as good as once.
		await client.send({ ...parts, ...purpose, scope: '', version: '', repeatable: true });
	const read = readWith(client);
	return {
		read,
		ownerOf: async (event, identity) => {
			const body = await read(get(pathOf(event)), {
				label: 'Read webhook',
				expects: HOOK,
				onRefusal: unlessMissing,
			});
			return ownerIn(body, event, identity);
		},
		register: async (event, hookUrl) => {
			const parts: RequestParts = {
				method: 'POST',
				path: pathOf(event),
				query: {},
				body: { hookUrl },
			};
			const body = await send(parts, {
				label: 'Register webhook',
				expects: either(recordUnder(KEYS), CHANGED),
			});
			return textOf(recordIn(body, KEYS).id);
		},
		remove: async (event) => {
			await send(
				{ method: 'DELETE', path: pathOf(event), query: {} },
				{ label: 'Remove webhook', expects: CHANGED, onRefusal: unlessMissing },
			);
		},
		sampleOf: async (event) => {
			const body = await read(get(`${pathOf(event)}/sample`), {
				label: 'Get sample',
				expects: SAMPLE,
				onRefusal: unlessMissing,
			});
			const [sample] = Array.isArray(body) ? recordsOf(body) : [body];
			return sample && Object.keys(sample).length > 0 ? sample : undefined;
		},
	};
}
