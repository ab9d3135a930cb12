import type { IDataObject } from 'n8n-workflow';

import { listUnder } from '../../shared/expectation';
import type { Field, ItemContext } from '../../shared/operation';
import { isRecord, recordsOf, textOf } from '../../shared/values';

/** Option of everything that gives contacts. */
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
	const answer = await item.send(
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
	const list = recordsOf(isRecord(answer) ? answer.customFields : undefined);
	return new Map(list.map(({ id, name }) => [textOf(id), textOf(name)]));
}

/**
 * A contact with `customFieldsByName: {name: value}` beside HighLevel's `customFields: [{id, value}]`, where the option is
 * on. A name that several fields share is followed by the ID.
 */
export async function withFieldNames(record: IDataObject, item: ItemContext): Promise<IDataObject> {
	if (item.values.addFieldNames !== true) return record;
	const definitions = await item.once('customFields', async () => await readDefinitions(item));
	const byName: IDataObject = {};
	for (const field of recordsOf(record.customFields)) {
		const id = textOf(field.id);
		const name = definitions.get(id) ?? id;
		byName[name in byName ? `${name} (${id})` : name] = field.value ?? null;
	}
	return { ...record, customFieldsByName: byName };
}
