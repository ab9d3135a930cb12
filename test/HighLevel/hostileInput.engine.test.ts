import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SEED } from '../standins/highlevel';
import { byId, TestAccount } from './account';

const CONTACT = byId(SEED.contacts.maria);

const account = TestAccount.forTests();

const log = () => account.standIn.log;
const bodies = () => log().map(({ body }) => body as IDataObject);

/** Runs an operation on an item whose `value` is hostile. Returns the error message, or '' if there is none. */
async function run(operation: string, parameters: INodeParameters, value: unknown) {
	const { error } = await account.run('contacts', operation, parameters, {
		items: [{ value } as IDataObject],
	});
	return error?.message ?? '';
}

describe('numbers', () => {
	test.each([Number.NaN, Infinity, 2 ** 53, 1e21, -0.5])(
		'%p is refused as an ID, since it could name another record',
		async (value) => {
			const error = await run('contact.get', { contactId: byId('={{ $json.value }}') }, value);
			expect(error).toMatch(/'Contact'/);
			expect(log()).toHaveLength(0);
		},
	);

	test.each([Number.NaN, Infinity])(
		'%p is refused as the value of a custom field',
		async (value) => {
			const error = await run(
				'contact.update',
				{
					contactId: CONTACT,
					customFields: {
						mappingMode: 'defineBelow',
						value: { [SEED.customFields.plan]: '={{ $json.value }}' },
						schema: [],
					},
				},
				value,
			);
			expect(error).not.toBe('');
			expect(log()).toHaveLength(0);
		},
	);

	test('a number beyond 2^53, which has lost digits, is refused in favour of text', async () => {
		const error = await run('contact.create', { firstName: '={{ $json.value }}' }, 2 ** 53);
		expect(error).toContain('First Name');
		expect(log()).toHaveLength(0);
	});
});

describe('__proto__ and similar keys in JSON', () => {
	const hostile = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';

	test.each([
		['an object', hostile],
		['a list', `[${hostile}]`],
		['a field of a list', `[{"id":"${SEED.customFields.plan}","fieldValue":${hostile}}]`],
	])('%s in Custom Fields (JSON) changes no prototype', async (_, value) => {
		await run(
			'contact.update',
			{
				contactId: CONTACT,
				updateFields: { customFieldsJson: '={{ $json.value }}', city: 'Bonn' },
			},
			value,
		);
		expect(({} as IDataObject).polluted).toBeUndefined();
		for (const body of bodies()) {
			expect(Object.getPrototypeOf(body)).toBe(Object.prototype);
			expect(body.polluted).toBeUndefined();
		}
	});

	test('Filters (JSON) changes no prototype', async () => {
		await run('contact.getAll', { filters: { filtersJson: '={{ $json.value }}' } }, `[${hostile}]`);
		expect(({} as IDataObject).polluted).toBeUndefined();
	});

	test('an answer changes no prototype', async () => {
		const contact = `{"id":"${SEED.contacts.maria}","__proto__":{"polluted":true}}`;
		account.standIn.faults.add({
			action: { kind: 'status', status: 200, body: `{"contact":${contact}}` },
		});
		const { items } = await account.run('contacts', 'contact.get', { contactId: CONTACT });
		expect(items[0]?.json.id).toBe(SEED.contacts.maria);
		expect(items[0]?.json.polluted).toBeUndefined();
		expect(({} as IDataObject).polluted).toBeUndefined();
	});
});

describe('filter injection', () => {
	const hostile = [
		'"}],"locationId":"elsewhere","filters":[{"field":"id',
		"' OR 1=1 --",
		'a&locationId=elsewhere',
		'a\r\nX-Injected: 1',
		'{"$ne":null}',
		'*',
	];

	test.each(hostile)('is impossible with the value of a condition: %p', async (value) => {
		const condition = { field: 'city', operator: 'eq', value: '={{ $json.value }}' };
		const error = await run('contact.getAll', { conditions: { text: [condition] } }, value);
		expect(error).toBe('');
		const [body] = bodies();
		expect(body?.locationId).toBe(account.standIn.locationId);
		expect(body?.filters).toEqual([{ field: 'city', operator: 'eq', value }]);
	});

	test.each(hostile)('is impossible with the search text: %p', async (value) => {
		await run('contact.getAll', { filters: { query: '={{ $json.value }}' } }, value);
		await run('contact.findDuplicate', { email: '={{ $json.value }}' }, value);
		for (const { body, query, headers } of log()) {
			const location = (body as IDataObject | undefined)?.locationId ?? query.locationId;
			expect(location).toBe(account.standIn.locationId);
			expect(headers).not.toHaveProperty('x-injected');
		}
	});
});
