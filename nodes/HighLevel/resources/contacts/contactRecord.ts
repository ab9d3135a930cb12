// Reads contacts from responses and shapes them for the output.

import type { IDataObject } from 'n8n-workflow';

import type { Body } from '../../../shared/http';
import type { ItemContext } from '../../../shared/operation';
import { isRecord } from '../../../shared/values';
import { CONTACT } from '../../expected';
import { withFieldNames } from '../../fields/customFieldNames';
import { normaliseContact, withName } from '../../records/contact';

export { SIMPLE_CONTACT } from '../../records/contact';

/** @returns the contact in a response: under its key, or the response itself */
export function contactIn(response: Body): IDataObject {
	if (!isRecord(response)) return {};
	return isRecord(response.contact) ? response.contact : response;
}

export async function getContact(item: ItemContext, id: string): Promise<IDataObject> {
	return contactIn(
		await item.send(
			{ method: 'GET', path: `/contacts/${encodeURIComponent(id)}`, query: {} },
			{ label: 'Get contact', scope: 'contacts.readonly', expects: CONTACT },
		),
	);
}

/**
 * Shapes a contact from any endpoint: uses the same keys throughout, since the search names some differently, and adds the
 * names of custom fields if requested.
 */
export const contactOutput = async (record: IDataObject, item: ItemContext): Promise<IDataObject> =>
	await withFieldNames(item.simple ? withName(record) : normaliseContact(record), item);
