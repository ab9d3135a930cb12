// Checks mapped custom fields against their definitions before a contact is written.

import type { IDataObject } from 'n8n-workflow';

import type { ItemContext } from '../../../shared/operation';
import { recordsOf, textOf } from '../../../shared/values';
import { choicesOf, readDefinitions } from '../../fields/customFieldDefinitions';
import { toOptions } from '../../fields/customFieldValue';

const NEXT_STEP = 'Nothing was changed for this item.';

/** The definitions, read once per run; undefined if they cannot be read, as without the scope: HighLevel then decides. */
async function definitionsIfReadable(item: ItemContext) {
	return await item.cached(`customFieldsIfReadable ${item.location}`, async () => {
		try {
			return await readDefinitions(item);
		} catch {
			return undefined;
		}
	});
}

/**
 * Refuses custom fields that were deleted, and values that are not among a field's choices, since HighLevel can ignore a
 * custom field and still answer 200 (API notes, 8.3). Version 1 of the node does not check.
 *
 * @throws NodeOperationError before anything is written
 */
export async function refuseUnknownCustomFields(item: ItemContext): Promise<void> {
	const mapped = recordsOf(item.values.customFields);
	if (item.nodeVersion === 1 || mapped.length === 0) return;
	const definitions = await definitionsIfReadable(item);
	if (!definitions) return;
	for (const { id, name, fieldValue } of mapped) {
		const definition = definitions.get(textOf(id));
		if (!definition) {
			throw item.refuse(
				`'Custom Fields' contains a value for "${textOf(name || id)}", which this sub-account does not have`,
				`${NEXT_STEP} If the custom field was deleted, remove it from 'Custom Fields' or choose another one.`,
			);
		}
		refuseOtherThanChoices(item, definition, fieldValue);
	}
}

function refuseOtherThanChoices(item: ItemContext, definition: IDataObject, value: unknown): void {
	const { options = [], isMultiple, isOpen } = choicesOf(definition) ?? {};
	if (options.length === 0 || isOpen) return;
	const given: unknown[] = Array.isArray(value) ? value : [value];
	const several = isMultiple && typeof value === 'string' ? toOptions(value, options) : given;
	const others = several.filter((one) => !options.includes(textOf(one)));
	if (others.length === 0) return;
	const listed = others.map((one) => `"${textOf(one) || JSON.stringify(one)}"`).join(', ');
	throw item.refuse(
		`'Custom Fields' contains ${listed} for "${textOf(definition.name)}", which is not one of its choices`,
		`${NEXT_STEP} Choose from: ${options.join(', ')}.`,
	);
}
