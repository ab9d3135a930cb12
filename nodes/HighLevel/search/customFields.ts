import type {
	FieldType,
	IDataObject,
	INodePropertyOptions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import type { RequestParts, ValueContext } from '../../shared/operation';
import { isRecord, refuseNoNumber, toDay, toList, toNumber, toText } from '../../shared/values';
import { purposeOf } from './lookup';
import { customFields } from './lookups';
import type { Place } from './place';

/** How a kind of custom field is filled in the mapper. */
interface Input {
	type: FieldType;
	/** The field takes several of its options. n8n's mapper has no input for that, so it is text. */
	several?: true;
}

const TEXT: Input = { type: 'string' };

/**
 * By HighLevel's `dataType`, which the official files do not enumerate; what is not listed is text. `undefined`: cannot be
 * set as a value, since the file must be uploaded first.
 */
const INPUTS: Record<string, Input | undefined> = {
	NUMERICAL: { type: 'number' },
	MONETORY: { type: 'number' },
	SINGLE_OPTIONS: { type: 'options' },
	RADIO: { type: 'options' },
	MULTIPLE_OPTIONS: { type: 'string', several: true },
	CHECKBOX: { type: 'string', several: true },
	DATE: { type: 'dateTime' },
	FILE_UPLOAD: undefined,
	SIGNATURE: undefined,
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function inputOf({ dataType, isAllowedCustomOption }: IDataObject): Input | undefined {
	const kind = text(dataType);
	const input = kind in INPUTS ? INPUTS[kind] : TEXT;
	// A menu would refuse the values that the field accepts besides its options.
	return input?.type === 'options' && isAllowedCustomOption === true ? TEXT : input;
}

function optionsOf({ picklistOptions }: IDataObject): INodePropertyOptions[] {
	const options: unknown[] = Array.isArray(picklistOptions) ? picklistOptions : [];
	return options
		.filter((option): option is string => typeof option === 'string' && option !== '')
		.map((option) => ({ name: option, value: option }));
}

function toField(definition: IDataObject, names: string[]): ResourceMapperField | undefined {
	const input = inputOf(definition);
	if (!input) return undefined;
	const own = text(definition.name);
	const alike = names.filter((name) => name === own).length > 1;
	const name = alike ? `${own} [${text(definition.fieldKey) || text(definition.id)}]` : own;
	const options = optionsOf(definition);
	const menu = input.type === 'options' && options.length > 0;
	return {
		id: text(definition.id),
		displayName: input.several ? `${name} (Several, Comma-Separated)` : name,
		required: false,
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		type: input.type === 'options' && !menu ? 'string' : input.type,
		...(menu || input.several ? { options } : {}),
	};
}

/**
 * The sub-account's custom fields of contacts, with an input that suits each; file fields are left out.
 *
 * @throws NodeApiError, e.g. when the token lacks `locations/customFields.readonly`
 */
export async function readMapperFields(place: Place): Promise<ResourceMapperFields> {
	const [request]: RequestParts[] = await customFields.requests(place, false);
	if (!request) return { fields: [] };
	const answer = await place.send(request, purposeOf(customFields));
	const held = isRecord(answer) ? answer.customFields : [];
	const definitions = Array.isArray(held) ? held.filter(isRecord) : [];
	const names = definitions.map(({ name }) => text(name));
	const fields = definitions
		.sort((a, b) => text(a.name).localeCompare(text(b.name), 'en', { sensitivity: 'base' }))
		.map((definition) => toField(definition, names))
		.filter((field) => field !== undefined);
	return { fields, emptyFieldsNotice: 'This sub-account has no custom fields for contacts' };
}

function toSeveral(value: unknown, options: unknown[], context: ValueContext): unknown {
	if (typeof value !== 'string') return toList(value, context);
	const given = value.trim();
	// An option may hold a comma itself.
	if (options.includes(given)) return [given];
	return toList(listInJson(given) ?? given, context);
}

function listInJson(given: string): unknown[] | undefined {
	if (!given.startsWith('[')) return undefined;
	try {
		const parsed: unknown = JSON.parse(given);
		return Array.isArray(parsed) ? parsed : undefined;
	} catch {
		return undefined;
	}
}

/**
 * A value as HighLevel takes it for the field: numbers as numbers, dates as YYYY-MM-DD, several options as a list.
 *
 * @param field the entry of the mapper's stored `schema` for the field; undefined where it is not known, then as text
 * @throws ValueError
 */
export function toCustomFieldValue(field: unknown, value: unknown, context: ValueContext): unknown {
	refuseNoNumber(value);
	if (!isRecord(field)) return value;
	if (field.type === 'number') return toNumber(value, context);
	if (field.type === 'dateTime') return toDay(value, context);
	if (field.type === 'string' && Array.isArray(field.options)) {
		const options = field.options.map((option: unknown) =>
			isRecord(option) ? option.value : option,
		);
		return toSeveral(value, options, context);
	}
	return Array.isArray(value) || isRecord(value) ? value : toText(value, context);
}
