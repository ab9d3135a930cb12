/** Converting values for custom fields. */
import { nameIn } from '../../../nodes/HighLevel/fields/customFieldLabel';
import { toCustomFieldValue } from '../../../nodes/HighLevel/fields/customFieldValue';
import { ValueError } from '../../../nodes/shared/valueErrors';

const several = {
	id: 'f',
	type: 'string',
	options: [
		{ name: 'Yoga', value: 'Yoga' },
		{ name: 'Tea, Coffee', value: 'Tea, Coffee' },
	],
};
const context = { zone: 'America/New_York', nodeVersion: 1.1 };
const inVersion1 = { ...context, nodeVersion: 1 };

it.each([
	['Interests: any of Yoga, Running, …', 'Interests'],
	['Tea: a poll: one of Yes, or others', 'Tea: a poll'],
	['Interests (Several, Comma-Separated)', 'Interests'],
	['Plan [contact.plan]', 'Plan [contact.plan]'],
])('the label %s is of the field %s', (label, name) => {
	expect(nameIn(label)).toBe(name);
});

describe('toCustomFieldValue', () => {
	it.each([
		['text separated by commas', several, ' Yoga , Running', ['Yoga', 'Running']],
		['an option that holds a comma', several, 'Tea, Coffee', ['Tea, Coffee']],
		['a list from an expression', several, ['Yoga', 'Tea, Coffee'], ['Yoga', 'Tea, Coffee']],
		['a list as JSON', several, '["Tea, Coffee","Yoga"]', ['Tea, Coffee', 'Yoga']],
		['text that only looks like JSON', several, '[Yoga', ['[Yoga']],
		['a number typed as text', { type: 'number' }, '12.50', 12.5],
		['zero', { type: 'number' }, 0, 0],
		['a date from the picker', { type: 'dateTime' }, '2026-03-08T00:00:00', '2026-03-08'],
		['a moment, by its own day', { type: 'dateTime' }, '2026-03-08T23:30:00-05:00', '2026-03-08'],
		['a number in a text field', { type: 'string' }, 42, '42'],
		['an object where the kind is unknown', undefined, { a: 1 }, { a: 1 }],
		['an object where the type is unknown', { id: 'f' }, { a: 1 }, { a: 1 }],
	])('converts %s to what HighLevel accepts', (_, field, value, sent) => {
		expect(toCustomFieldValue(field, value, context)).toEqual(sent);
	});

	it.each([
		['words in a number field', { type: 'number' }, 'a lot'],
		['words in a date field', { type: 'dateTime' }, 'next week'],
		['objects among several options', several, [{ name: 'Yoga' }]],
		['an object in a text field', { type: 'string' }, { name: 'Ada' }],
		['a list in a text field', { type: 'string' }, ['Ada']],
		['an object in a menu', { type: 'options', options: [] }, { name: 'Ada' }],
	])('refuses %s', (_, field, value) => {
		expect(() => toCustomFieldValue(field, value, context)).toThrow(ValueError);
	});

	it('leaves objects in text fields to HighLevel in version 1 of the node', () => {
		expect(toCustomFieldValue({ type: 'string' }, { a: 1 }, inVersion1)).toEqual({ a: 1 });
	});
});
