// Opens the account of the open node, for a list in the editor.

import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { cachedIn } from '../../shared/cache';
import { Client, IN_EDITOR } from '../../shared/client';
import { isRecord, textOf } from '../../shared/values';
import { connectAgency } from '../api';
import { connectChosen } from '../subAccount';
import type { LookupContext } from './context';
import { lookupWith } from './context';
import { calendar, contact, user } from './finders';
import type { Finders } from './finders';

/** The parameters that lists depend on, and how their names are resolved. */
const FINDERS: Record<string, Finders> = { calendarId: calendar, contactId: contact, userId: user };

/**
 * Opens the sub-account of the open node for a list in the editor.
 *
 * @throws NodeOperationError when neither the node nor its credential names a sub-account
 */
export async function openLookup(context: ILoadOptionsFunctions): Promise<LookupContext> {
	const client = new Client(context, await connectChosen(context), IN_EDITOR);
	const named = await findChosen(context, client);
	return lookupWith(client, (parameter) => named.get(parameter) ?? chosenIn(context, parameter));
}

/**
 * Opens the agency of the node's credential for a list in the editor.
 *
 * @throws NodeOperationError when the credential is not an agency's
 */
export async function openAgency(context: ILoadOptionsFunctions): Promise<LookupContext> {
	const client = new Client(context, await connectAgency(context), IN_EDITOR);
	return lookupWith(client, () => '');
}

/** The IDs of records that the open node names by something else. A name without a record counts as nothing chosen. */
async function findChosen(
	context: ILoadOptionsFunctions,
	client: Client,
): Promise<Map<string, string>> {
	const found = new Map<string, string>();
	for (const [parameter, finders] of Object.entries(FINDERS)) {
		const raw: unknown = context.getCurrentNodeParameter(parameter);
		const finder = isRecord(raw) ? finders[textOf(raw.mode)] : undefined;
		const text = isRecord(raw) ? textOf(raw.value).trim() : '';
		if (!finder || text === '') continue;
		const isExpression = text.startsWith('=');
		const id = isExpression
			? ''
			: await finder(text, { client, cached: cachedIn(new Map()), chosen: () => '' }).catch(
					() => '',
				);
		found.set(parameter, id);
	}
	return found;
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
