import type { INodeParameters } from 'n8n-workflow';

import type { Convert } from '../../nodes/shared/convert';
import type { Field } from '../../nodes/shared/operation';
import { toWholeNumber } from '../../nodes/shared/convert';
import type { Engine } from '../engine/harness';
import { loadEngine } from '../engine/harness';
import { CUSTOM, customNode } from './customNode';

let engine: Engine;
beforeAll(async () => {
	engine = await loadEngine();
});

const text: Field = { displayName: 'Text', name: 'text', type: 'string', default: '' };
const id: Field = { displayName: 'ID', name: 'id', type: 'string', default: '', required: true };
const number = (as: Convert): Field => ({
	displayName: 'Number',
	name: 'number',
	type: 'number',
	default: 0,
	send: { as },
});

/** Runs one item with one field; returns the URL that was sent, or the refusal's message. */
async function send(field: Field, value: unknown, request: `GET /${string}` = 'GET /things') {
	const urls: string[] = [];
	const node = customNode({ request, fields: [field], expects: anything }, (call) => {
		urls.push(call.url);
		return {};
	});
	const { error } = await engine.run({
		nodeType: node,
		parameters: { ...CUSTOM, [field.name]: '={{ $json.value }}' } as INodeParameters,
		items: [{ value: value as string }],
	});
	expect(urls).toHaveLength(error ? 0 : 1);
	return { refused: error?.message, sent: urls[0] };
}

const anything = { what: 'anything', isMet: () => true };

describe('a query value', () => {
	// The limit includes the quotes of the value's JSON.
	const LONGEST = 4000 - 2;

	test('over 4,000 characters is refused before the call, since servers refuse such a URL without giving a reason', async () => {
		expect(await send(text, 'x'.repeat(LONGEST + 1))).toEqual({
			refused: expect.stringContaining("'Text' is too long"),
		});
	});

	test('up to that length is sent', async () => {
		const { sent = '', refused } = await send(text, 'x'.repeat(LONGEST));
		expect(refused).toBeUndefined();
		expect(new URL(sent).searchParams.get('text')).toHaveLength(LONGEST);
	});
});

describe('an ID', () => {
	test('over 200 characters is refused before the call, since no ID is that long', async () => {
		expect(await send(id, 'x'.repeat(201), 'GET /things/{id}')).toEqual({
			refused: expect.stringContaining("'ID' is too long for an ID"),
		});
	});

	test('up to that length is sent', async () => {
		const { sent, refused } = await send(id, 'x'.repeat(200), 'GET /things/{id}');
		expect(refused).toBeUndefined();
		expect(sent).toContain('x'.repeat(200));
	});

	test('that is a number beyond 2^53 is refused, since JavaScript has already lost its last digits', async () => {
		const safe = Number.MAX_SAFE_INTEGER;
		expect((await send(id, safe, 'GET /things/{id}')).sent).toContain(`/things/${safe}`);
		expect(await send(id, safe + 1, 'GET /things/{id}')).toEqual({
			refused: expect.stringContaining("'ID' is a number with too many digits to be exact"),
		});
	});
});

describe('a whole number', () => {
	const between = number(toWholeNumber(1, 10));

	test.each([1, 10])('%i, a bound of the range 1 to 10, is sent', async (value) => {
		expect((await send(between, value)).sent).toContain(`number=${value}`);
	});

	test.each([0, 11])(
		'%i, outside 1 to 10, is refused, and the error names both bounds',
		async (value) => {
			expect((await send(between, value)).refused).toContain("'Number' must be from 1 to 10");
		},
	);

	test('without an upper bound names only the lower one in its error', async () => {
		expect((await send(number(toWholeNumber(5)), 4)).refused).toContain(
			"'Number' must be at least 5",
		);
	});
});
