// Opens the account of the node's credential for one poll.

import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import { Client } from '../../shared/client';
import type { ValueContext } from '../../shared/convert';
import { toRefusal } from '../../shared/errors';
import { isShown, readField } from '../../shared/parameters';
import { isRecord } from '../../shared/values';
import { connect } from '../api';
import { callFor } from '../purpose';
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
	const connection = await connect(context);
	const client = new Client(context, connection, { timeoutMs: TIMEOUT_MS, signal });
	const zone = context.getTimezone();
	return {
		now: Date.now(),
		zone,
		location: connection.location,
		pageSize: PAGE_SIZE,
		values: readValues(context, event, { zone, nodeVersion: context.getNode().typeVersion }),
		send: async (parts, purpose) => await client.send(callFor(parts, purpose, connection.version)),
		stop: (message, next) => toRefusal(context.getNode(), message, next),
	};
}

function readValues(context: IPollFunctions, event: PollEvent, readAs: ValueContext): IDataObject {
	const raw: Record<string, unknown> = {};
	for (const { name } of event.fields) raw[name] = context.getNodeParameter(name, null);
	const values: Record<string, unknown> = {};
	for (const field of event.fields) {
		if (!isShown(field, raw, readAs.nodeVersion)) continue;
		const value = readField(field, raw[field.name], readAs);
		if (value !== undefined) values[field.name] = value;
	}
	return isRecord(values) ? values : {};
}
