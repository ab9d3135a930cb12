// Opens the account of the node's credential for one poll.

import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { cachedIn } from '../../shared/cache';
import { Client } from '../../shared/client';
import type { ValueContext } from '../../shared/convert';
import { toRefusal } from '../../shared/errors';
import { findNamed } from '../../shared/find';
import { isShown, readField } from '../../shared/parameters';
import { isRecord, locatorText } from '../../shared/values';
import { callFor } from '../purpose';
import { connectTo, subAccountOf } from '../subAccount';
import type { Poll, PollEvent } from './event';

/** The next poll comes soon, so a call has less time than in a run. */
const TIMEOUT_MS = 30_000;
/** The most contacts that HighLevel returns per page. */
const PAGE_SIZE = 500;

/**
 * Opens the account of the node's credential for one poll.
 *
 * @param signal aborts the account's calls
 * @throws NodeOperationError if the credential names no sub-account; FieldError for a field that cannot be read
 */
export async function openPoll(
	context: IPollFunctions,
	event: PollEvent,
	signal: AbortSignal,
): Promise<Poll> {
	const connection = await connectTo(context, subAccountOf(context));
	const client = new Client(context, connection, { timeoutMs: TIMEOUT_MS, signal });
	const zone = context.getTimezone();
	return {
		now: Date.now(),
		zone,
		location: connection.location,
		pageSize: PAGE_SIZE,
		values: await readValues(context, event, client, {
			zone,
			nodeVersion: context.getNode().typeVersion,
		}),
		send: async (parts, purpose) => await client.send(callFor(parts, purpose, connection.version)),
		stop: (message, next) => toRefusal(context.getNode(), message, next),
	};
}

async function readValues(
	context: IPollFunctions,
	event: PollEvent,
	client: Client,
	readAs: ValueContext,
): Promise<IDataObject> {
	const raw: Record<string, unknown> = {};
	for (const { name } of event.fields) raw[name] = context.getNodeParameter(name, null);
	const cache = new Map<string, Promise<unknown>>();
	const values: Record<string, unknown> = {};
	for (const field of event.fields) {
		if (!isShown(field, (name) => raw[name], readAs)) continue;
		const given = await findNamed(field, raw[field.name], {
			client,
			cached: cachedIn(cache),
			chosen: (name) => locatorText(raw[name]),
		});
		const value = readField(field, given, readAs);
		if (value !== undefined) values[field.name] = value;
	}
	return isRecord(values) ? values : {};
}
