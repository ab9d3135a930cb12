// The custom fields of contacts as inputs of n8n's resource mapper.

import type {
	FieldType,
	IDataObject,
	INodePropertyOptions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import { recordsAt, textOf } from '../../shared/values';
import type { LookupContext } from './context';
import { byText, purposeOf } from './lookup';
import { customFields } from './lookups';

/** The input for a type of custom field. */
interface Input {
	type: FieldType;
	/** The field accepts several of its options. n8n's mapper has no input for that, so it is text. */
	isMultiple?: true;
}

const TEXT: Input = { type: 'string' };

/**
 * By HighLevel's `dataType`, which the official files do not enumerate; types that are not listed are text. `undefined`:
 * no value can be entered, since a file must be uploaded first.
 */
const INPUTS: Record<string, Input | undefined> = {
	NUMERICAL: { type: 'number' },
	MONETORY: { type: 'number' },
	SINGLE_OPTIONS: { type: 'options' },
	RADIO: { type: 'options' },
	MULTIPLE_OPTIONS: { type: 'string', isMultiple: true },
	CHECKBOX: { type: 'string', isMultiple: true },
	DATE: { type: 'dateTime' },
	FILE_UPLOAD: undefined,
	SIGNATURE: undefined,
};

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
	const input = inputOf(definition);
	if (!input) return undefined;
	const ownName = textOf(definition.name);
	const isAmbiguous = names.filter((name) => name === ownName).length > 1;
	const key = textOf(definition.fieldKey) || textOf(definition.id);
	const name = isAmbiguous ? `${ownName} [${key}]` : ownName;
	const options = optionsOf(definition);
	const isMenu = input.type === 'options' && options.length > 0;
	return {
		id: textOf(definition.id),
		displayName: input.isMultiple ? `${name} (Several, Comma-Separated)` : name,
		required: false,
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		type: input.type === 'options' && !isMenu ? 'string' : input.type,
		...(isMenu || input.isMultiple ? { options } : {}),
	};
}

function inputOf({ dataType, isAllowedCustomOption }: IDataObject): Input | undefined {
	const type = textOf(dataType);
	const input = type in INPUTS ? INPUTS[type] : TEXT;
	// A menu would reject the values that the field accepts besides its options.
	return input?.type === 'options' && isAllowedCustomOption === true ? TEXT : input;
}

function optionsOf({ picklistOptions }: IDataObject): INodePropertyOptions[] {
	const options: unknown[] = Array.isArray(picklistOptions) ? picklistOptions : [];
	return options
		.filter((option): option is string => typeof option === 'string' && option !== '')
		.map((option) => ({ name: option, value: option }));
}
