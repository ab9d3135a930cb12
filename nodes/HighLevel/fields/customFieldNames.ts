// The option 'Add Custom Field Names', and what it adds to a contact.

import type { IDataObject } from 'n8n-workflow';

import type { Field, ItemContext } from '../../shared/operation';
import { recordsOf, textOf } from '../../shared/values';
import { readDefinitions } from './customFieldDefinitions';

/** Option of all operations that return contacts. */
export const addFieldNames: Field = {
	displayName: 'Add Custom Field Names',
	name: 'addFieldNames',
	type: 'boolean',
	default: false,
	description:
		'Whether to add customFieldsByName, with the custom fields by name, since HighLevel returns only their IDs',
	send: { in: 'values' },
};

/**
 * Adds `customFieldsByName: {name: value}` to a contact if the option is on. If fields share a name, the later ones
 * have their ID appended.
 */
export async function withFieldNames(record: IDataObject, item: ItemContext): Promise<IDataObject> {
	if (item.values.addFieldNames !== true) return record;
	const definitions = await readDefinitions(item);
	const byName: IDataObject = {};
	for (const field of recordsOf(record.customFields)) {
		const id = textOf(field.id);
		const name = textOf(definitions.get(id)?.name ?? id);
		byName[name in byName ? `${name} (${id})` : name] = field.value ?? null;
	}
	return { ...record, customFieldsByName: byName };
}
