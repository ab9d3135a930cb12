// The context for reading a list for the editor: the sub-account, and what is chosen in the open node.

import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { Client } from '../../shared/client';
import type { Body, RequestParts } from '../../shared/http';
import { isRecord, recordAt } from '../../shared/values';
import { connect } from '../api';
import { LOCATION } from '../expected';
import type { Purpose } from '../purpose';
import { callFor } from '../purpose';

/** A user waits for the list, so a call has less time than in a run. */
const TIMEOUT_MS = 30_000;

/** The context for reading a list for the editor: the open node's sub-account, and what is chosen in that node. */
export interface LookupContext {
	readonly location: string;
	readonly version: string;
	/** The agency that the sub-account belongs to; read once. Requires `locations.readonly` unless the token names it. */
	companyId: () => Promise<string>;
	/** The ID in a parameter of the open node; '' if nothing is chosen or an expression is set. */
	chosen: (parameter: string) => string;
	send: (parts: RequestParts, purpose: Purpose) => Promise<Body>;
}

/**
 * Opens the sub-account of the node's credential for a list in the editor.
 *
 * @throws NodeOperationError when the credential names no sub-account
 */
export async function openLookup(context: ILoadOptionsFunctions): Promise<LookupContext> {
	const connection = await connect(context);
	const client = new Client(context, connection, { timeoutMs: TIMEOUT_MS });
	const { location, version } = connection;

	const send: LookupContext['send'] = async (parts, purpose) =>
		await client.send(callFor(parts, purpose, version));

	const readCompanyId = async (): Promise<string> => {
		if (connection.companyId !== '') return connection.companyId;
		const response = await send(
			{ method: 'GET', path: `/locations/${encodeURIComponent(location)}`, query: {} },
			{ label: 'Get sub-account', scope: 'locations.readonly', expects: LOCATION },
		);
		const found = recordAt(response, 'location') ?? {};
		return typeof found.companyId === 'string' ? found.companyId : '';
	};
	let companyId: Promise<string> | undefined;

	return {
		location,
		version,
		companyId: async () => await (companyId ??= readCompanyId()),
		chosen: (parameter) => chosenIn(context, parameter),
		send,
	};
}

function chosenIn(context: ILoadOptionsFunctions, parameter: string): string {
	let value: unknown;
	try {
		value = context.getCurrentNodeParameter(parameter, { extractValue: true });
	} catch {
		// n8n throws for a URL without an ID: the user is still typing.
		return '';
	}
	if (isRecord(value)) value = value.value;
	const text = typeof value === 'string' ? value.trim() : '';
	return text.startsWith('=') ? '' : text;
}
