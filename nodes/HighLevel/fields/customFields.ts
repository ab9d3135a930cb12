// The fields for custom fields of contacts: the resource mapper, and JSON.

import type { IDataObject } from 'n8n-workflow';

import type { Convert } from '../../shared/convert';
import { toJson } from '../../shared/convert';
import { asError } from '../../shared/errorChain';
import type { Field } from '../../shared/operation';
import { ValueError } from '../../shared/valueErrors';
import { isRecord, recordsOf, textOf } from '../../shared/values';
import { nameIn } from './customFieldLabel';
import { toCustomFieldValue } from './customFieldValue';

/** The resource mapper's values as `{id, name, fieldValue}`; fields that the user left empty are omitted. */
const toCustomFields: Convert = (mapped, context) => {
	const filled = isRecord(mapped) ? mapped.value : undefined;
	if (filled === null || filled === undefined) return [];
	if (!isRecord(mapped) || !isRecord(filled)) throw new ValueError('does not map fields to values');
	const schema = new Map(recordsOf(mapped.schema).map((field) => [field.id, field]));
	return Object.entries(filled)
		.filter(([, value]) => value !== undefined && value !== null && value !== '')
		.map(([id, value]) => {
			const field = schema.get(id);
			try {
				return { id, name: nameOf(field), fieldValue: toCustomFieldValue(field, value, context) };
			} catch (error) {
				throw withFieldName(field, error);
			}
		});
};

function withFieldName(field: IDataObject | undefined, error: unknown): Error {
	const { message } = asError(error);
	return new ValueError(`contains a value for "${nameOf(field)}" that ${message}`);
}

const nameOf = (field: IDataObject | undefined) => nameIn(textOf(field?.displayName));

/** The mapper for the sub-account's custom fields. Always shown, since n8n does not support mappers inside collections. */
export const customFields: Field = {
	displayName: 'Custom Fields',
	name: 'customFields',
	type: 'resourceMapper',
	noDataExpression: true,
	default: { mappingMode: 'defineBelow', value: null },
	typeOptions: {
		resourceMapper: {
			resourceMapperMethod: 'getContactCustomFields',
			mode: 'add',
			addAllFields: false,
			supportAutoMap: false,
			valuesLabel: 'Custom Fields',
			fieldWords: { singular: 'custom field', plural: 'custom fields' },
		},
	},
	send: { in: 'values', as: toCustomFields },
};

const toCustomFieldList: Convert = (value) => {
	const parsed = toJson(value);
	const list: unknown[] = Array.isArray(parsed) ? parsed : [parsed];
	return list.map((entry): IDataObject => {
		const isComplete = isRecord(entry) && (entry.id || entry.key) && 'fieldValue' in entry;
		if (!isComplete) {
			throw new ValueError('contains an entry without "id" (or "key") and "fieldValue"');
		}
		return entry;
	});
};

/** Custom fields from an expression, for fields known only at run time. */
export const customFieldsJson: Field = {
	displayName: 'Custom Fields (JSON)',
	name: 'customFieldsJson',
	type: 'json',
	default: '[]',
	placeholder: 'e.g. [{"key": "pet_name", "fieldValue": "Rex"}]',
	description:
		'A list of custom fields to send in addition to the mapped ones. Each entry has a fieldValue and either an ID or a key (without "contact.").',
	send: { in: 'values', as: toCustomFieldList },
};
