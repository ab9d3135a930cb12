// The custom fields of contacts as inputs of n8n's resource mapper.

import type {
	FieldType,
	IDataObject,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import { recordsAt, textOf } from '../../shared/values';
import { choicesOf } from '../fields/customFieldDefinitions';
import { labelOf } from '../fields/customFieldLabel';
import type { LookupContext } from './context';
import { byText, purposeOf } from './lookup';
import { customFields } from './lookups';

/** The input for types that HighLevel's `dataType` names; the official files do not enumerate them. */
const INPUTS: Record<string, FieldType | undefined> = {
	NUMERICAL: 'number',
	MONETORY: 'number',
	DATE: 'dateTime',
	TEXT: 'string',
	LARGE_TEXT: 'string',
	PHONE: 'string',
	EMAIL: 'string',
};

/** Types for which no value can be entered, since a file must be uploaded first. */
const FILES = ['FILE_UPLOAD', 'SIGNATURE'];

/**
 * The definitions of the sub-account's custom fields of contacts.
 *
 * @throws NodeApiError, e.g. when the token lacks `locations/customFields.readonly`
 */
export async function readCustomFields(context: LookupContext): Promise<IDataObject[]> {
	const [request] = await customFields.requests(context, false);
	if (!request) return [];
	const response = await context.send(request, purposeOf(customFields));
	return recordsAt(response, 'customFields');
}

/** The custom fields as inputs of the mapper; file fields are omitted. Throws what `readCustomFields` throws. */
export async function readMapperFields(context: LookupContext): Promise<ResourceMapperFields> {
	const definitions = await readCustomFields(context);
	const names = definitions.map(({ name }) => textOf(name));
	const fields = definitions
		.sort((a, b) => byText(textOf(a.name), textOf(b.name)))
		.map((definition) => toMapperField(definition, names))
		.filter((field) => field !== undefined);
	return { fields, emptyFieldsNotice: 'This sub-account has no custom fields for contacts' };
}

function toMapperField(definition: IDataObject, names: string[]): ResourceMapperField | undefined {
	if (FILES.includes(textOf(definition.dataType))) return undefined;
	const ownName = textOf(definition.name);
	const isAmbiguous = names.filter((name) => name === ownName).length > 1;
	const key = textOf(definition.fieldKey) || textOf(definition.id);
	const choices = choicesOf(definition);
	const isMenu = choices && !choices.isMultiple && !choices.isOpen && choices.options.length > 0;
	return {
		id: textOf(definition.id),
		displayName: labelOf(
			isAmbiguous ? `${ownName} [${key}]` : ownName,
			isMenu ? undefined : choices,
		),
		required: false,
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		...inputOf(definition, isMenu ?? false),
	};
}

/** A field of an unknown type is text in the editor, but an expression can give it any value. */
function inputOf(
	definition: IDataObject,
	isMenu: boolean,
): Pick<ResourceMapperField, 'type' | 'options'> {
	const choices = choicesOf(definition);
	if (!choices) {
		const type = INPUTS[textOf(definition.dataType)];
		return type ? { type } : {};
	}
	const options = choices.options.map((option) => ({ name: option, value: option }));
	if (isMenu) return { type: 'options', options };
	return { type: 'string', ...(choices.isMultiple ? { options } : {}) };
}
