// The option 'Add Custom Field Names', and what it adds to a contact.

import type { IDataObject } from 'n8n-workflow';

import { listUnder } from '../../shared/expectation';
import type { Field, ItemContext } from '../../shared/operation';
import { recordsAt, recordsOf, textOf } from '../../shared/values';

/** Option of all operations that return contacts. */
export const addFieldNames: Field = {
	displayName: 'Add Custom Field Names',
	name: 'addFieldNames',
	type: 'boolean',
	default: false,
	description:
		"Whether to add the custom fields by their names, as customFieldsByName; HighLevel's answer has their IDs alone",
	send: { in: 'values' },
};

type Definitions = Map<string, string>;

async function readDefinitions(item: ItemContext): Promise<Definitions> {
	const response = await item.send(
		{
			method: 'GET',
			path: `/locations/${encodeURIComponent(item.location)}/customFields`,
			query: { model: 'contact' },
		},
		{
			label: 'Get custom fields',
			scope: 'locations/customFields.readonly',
			repeatable: true,
			expects: listUnder('customFields'),
		},
	);
	const list = recordsAt(response, 'customFields');
	return new Map(list.map(({ id, name }) => [textOf(id), textOf(name)]));
}

/**
 * Adds `customFieldsByName: {name: value}` to a contact if the option is on. If fields share a name, the later ones
 * have their ID appended. Reads the field names once per run.
 */
export async function withFieldNames(record: IDataObject, item: ItemContext): Promise<IDataObject> {
	if (item.values.addFieldNames !== true) return record;
	const definitions = await item.cached('customFields', async () => await readDefinitions(item));
	const byName: IDataObject = {};
	for (const field of recordsOf(record.customFields)) {
		const id = textOf(field.id);
		const name = definitions.get(id) ?? id;
		byName[name in byName ? `${name} (${id})` : name] = field.value ?? null;
	}
	return { ...record, customFieldsByName: byName };
}
