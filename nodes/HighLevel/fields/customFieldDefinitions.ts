// The sub-account's definitions of custom fields.

import type { IDataObject } from 'n8n-workflow';

import { listUnder } from '../../shared/expectation';
import type { ItemContext } from '../../shared/operation';
import { recordsAt, textOf } from '../../shared/values';

/** What a custom field has to choose from. */
interface Choices {
	options: string[];
	/** Several of them can be chosen. */
	isMultiple: boolean;
	/** Other values are accepted too. */
	isOpen: boolean;
}

/** Types with choices, by HighLevel's `dataType`, and whether several can be chosen. */
const IS_MULTIPLE: Record<string, boolean | undefined> = {
	SINGLE_OPTIONS: false,
	RADIO: false,
	MULTIPLE_OPTIONS: true,
	CHECKBOX: true,
};

/** @returns what the field with this definition has to choose from; undefined if it has no choices by its type */
export function choicesOf(definition: IDataObject): Choices | undefined {
	const isMultiple = IS_MULTIPLE[textOf(definition.dataType)];
	if (isMultiple === undefined) return undefined;
	const { picklistOptions, isAllowedCustomOption } = definition;
	const options: unknown[] = Array.isArray(picklistOptions) ? picklistOptions : [];
	return {
		options: options.filter(
			(option): option is string => typeof option === 'string' && option !== '',
		),
		isMultiple,
		isOpen: isAllowedCustomOption === true,
	};
}

/**
 * Reads the definitions once per run.
 *
 * @returns them by ID
 * @throws NodeApiError, e.g. when the token lacks `locations/customFields.readonly`
 */
export async function readDefinitions(item: ItemContext): Promise<Map<string, IDataObject>> {
	return await item.cached(`customFields ${item.location}`, async () => {
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
		return new Map(recordsAt(response, 'customFields').map((one) => [textOf(one.id), one]));
	});
}
