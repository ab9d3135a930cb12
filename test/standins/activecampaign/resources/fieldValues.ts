/** Single custom values; the list finds contacts by value. */
import type { Answer } from '../../shared/answer';
import type { Call, Handlers } from '../call';
import { idOf, neededText, textOf, wrapped } from '../call';
import { filter, metaOf, page } from '../listing';
import type { FieldValue } from '../records';
import { noResult } from '../refusal';
import { same } from '../state';
import { contactOf } from './contacts';

function valueOf(call: Call): FieldValue {
	const id = idOf(call);
	const value = call.state.fieldValues.get(id);
	if (value === undefined) throw noResult('FieldValue', id, 403);
	return value;
}

function write(call: Call): Answer {
	const given = wrapped(call, 'fieldValue');
	const contact = contactOf(call, neededText(given, 'contact'));
	const field = neededText(given, 'field');
	if (call.state.fields.get(field) === undefined) throw noResult('Field', field);
	const value = textOf(given, 'value') ?? '';
	const result = call.changes.updateContact('api', contact, {}, [{ field, value }]);
	const [stored] = result.values;
	call.effect(result.changed ? 'fieldValue.write' : 'fieldValue.unchanged', stored?.id ?? '');
	return {
		body: {
			contacts: [call.shapes.contact(contact)],
			...(stored === undefined ? {} : { fieldValue: call.shapes.fieldValue(stored) }),
		},
	};
}

export const fieldValues: Handlers = {
	'GET /fieldValues': (call) => {
		const field = filter(call, 'fieldid');
		const value = filter(call, 'val');
		const found = call.state.fieldValues.where(
			(one) =>
				(field === undefined || one.field === field) &&
				(value === undefined || same(one.value, value)),
		);
		const listed = page(call, found);
		return {
			body: {
				fieldValues: listed.rows.map((one) => call.shapes.fieldValue(one)),
				meta: metaOf(listed),
			},
		};
	},
	'POST /fieldValues': write,
	'GET /fieldValues/{id}': (call) => ({
		body: { fieldValue: call.shapes.fieldValue(valueOf(call)) },
	}),
	'PUT /fieldValues/{id}': (call) => {
		valueOf(call);
		return write(call);
	},
	'DELETE /fieldValues/{id}': (call) => {
		const value = valueOf(call);
		call.changes.deleteValue('api', value);
		call.effect('fieldValue.delete', value.id);
		return { body: {} };
	},
};
