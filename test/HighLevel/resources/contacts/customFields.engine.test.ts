import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SEED } from '../../../standins/highlevel';
import { byId, TestAccount } from '../../account';

const account = TestAccount.forTests({ limiter: { max: 1_000_000 } });

const schema = [
	{ id: 'age', displayName: 'Age', type: 'number' },
	{ id: 'joined', displayName: 'Joined', type: 'dateTime' },
	{
		id: 'interests',
		displayName: 'Interests: any of Yoga, Tea, Coffee',
		type: 'string',
		options: [
			{ name: 'Yoga', value: 'Yoga' },
			{ name: 'Tea, Coffee', value: 'Tea, Coffee' },
		],
	},
	{ id: 'plan', displayName: 'Plan', type: 'string' },
];

const mapped = (value: INodeParameters) => ({
	lastName: 'Lovelace',
	customFields: { mappingMode: 'defineBelow', value, matchingColumns: [], schema },
});

beforeEach(() => {
	const { state } = account.standIn;
	state.addCustomField({ id: 'age', name: 'Age', dataType: 'NUMERICAL' });
	state.addCustomField({ id: 'joined', name: 'Joined', dataType: 'DATE' });
	state.addCustomField({
		id: 'interests',
		name: 'Interests',
		dataType: 'CHECKBOX',
		picklistOptions: ['Yoga', 'Tea, Coffee'],
	});
	state.addCustomField({ id: 'plan', name: 'Plan', dataType: 'TEXT' });
});

function sent(): unknown {
	const body = account.standIn.log.at(-1)?.body;
	return typeof body === 'object' && body !== null ? Reflect.get(body, 'customFields') : undefined;
}

describe.each([
	['v3', 'fieldValue'],
	['2021', 'field_value'],
])('custom fields of the mapper in %s', (version, key) => {
	test('are converted to their types and sent under the key of the version', async () => {
		const { error } = await account.run(
			'contacts',
			'contact.create',
			mapped({ age: '41', joined: '2026-03-29T01:30:00', interests: 'Yoga', plan: 'Basic' }),
			{ version },
		);
		expect(error).toBeUndefined();
		expect(sent()).toEqual([
			{ id: 'age', [key]: 41 },
			{ id: 'joined', [key]: '2026-03-29' },
			{ id: 'interests', [key]: ['Yoga'] },
			{ id: 'plan', [key]: 'Basic' },
		]);
	});

	test('keep an option that contains a comma as one option', async () => {
		await account.run('contacts', 'contact.create', mapped({ interests: 'Tea, Coffee' }), {
			version,
		});
		expect(sent()).toEqual([{ id: 'interests', [key]: ['Tea, Coffee'] }]);
	});
});

test('a value of the wrong type is refused with the name of the custom field', async () => {
	const { error } = await account.run(
		'contacts',
		'contact.create',
		mapped({ age: '={{ $json.age }}' }),
		{
			items: [{ age: 'forty' }],
		},
	);
	expect(error?.message).toBe('\'Custom Fields\' contains a value for "Age" that is not a number');
	expect(account.standIn.log).toHaveLength(0);
});

describe.each([
	['create', { lastName: 'Lovelace' }],
	['upsert', { email: 'ada@example.com' }],
	['findOrCreate', { email: 'ada@example.com' }],
	['update', { contactId: byId(SEED.contacts.maria) }],
])('before %s', (operation, whom) => {
	const run = async (value: INodeParameters, items: IDataObject[] = [{}]) =>
		await account.run(
			'contacts',
			`contact.${operation}`,
			{ ...mapped(value), ...whom },
			{ items, onError: 'continueRegularOutput' },
		);
	const writes = () => account.log.filter(({ method }) => method !== 'GET');
	const errors = ({ items }: { items: Array<{ json: IDataObject }> }) =>
		items.map(({ json }) => json.error);

	test('a custom field that was deleted is refused for its item, and nothing is written', async () => {
		account.standIn.state.customFields.delete('plan');
		const result = await run({ plan: 'Basic' });
		expect(errors(result)).toEqual([
			expect.stringContaining('contains a value for "Plan", which this sub-account does not have'),
		]);
		expect(writes()).toEqual([]);
	});

	test('a value that is not among the choices is refused for its item', async () => {
		const result = await run({ interests: '={{ $json.interests }}' }, [
			{ interests: 'Yoga, Skiing' },
			{ interests: ['Tea, Coffee', 'Yoga'] },
		]);
		expect(errors(result)).toEqual([
			expect.stringContaining('contains "Skiing" for "Interests", which is not one of its choices'),
			undefined,
		]);
		expect(writes()).toHaveLength(1);
		expect(account.log.filter(({ path }) => path.endsWith('customFields'))).toHaveLength(1);
	});

	test('an object where text is wanted is refused for its item', async () => {
		const result = await run({ plan: '={{ $json }}' }, [{ name: 'Basic' }]);
		expect(errors(result)).toEqual([
			expect.stringContaining('contains a value for "Plan" that is not text'),
		]);
		expect(account.log).toEqual([]);
	});

	test('without the definitions, as without their scope, the values are sent', async () => {
		account.standIn.faults.add({
			action: { kind: 'status', status: 403, body: { message: 'No scope' } },
			path: /customFields$/,
		});
		const { error } = await run({ interests: 'Skiing' }, [{}, {}]);
		expect(error).toBeUndefined();
		// The second item finds what the first one created.
		expect(writes()).toHaveLength(operation === 'findOrCreate' ? 1 : 2);
		expect(account.log.filter(({ path }) => path.endsWith('customFields'))).toHaveLength(1);
	});
});

test('a field with choices that accepts other values takes any', async () => {
	const { customFields } = account.standIn.state;
	const field = customFields.get('interests');
	if (field) customFields.put({ ...field, isAllowedCustomOption: true });
	await account.run('contacts', 'contact.create', mapped({ interests: 'Skiing' }));
	expect(sent()).toEqual([{ id: 'interests', fieldValue: ['Skiing'] }]);
});

test('fields that were added but not filled in are not sent', async () => {
	await account.run('contacts', 'contact.create', mapped({ age: null, plan: '' }));
	expect(sent()).toBeUndefined();
	expect(account.standIn.log).toHaveLength(1);
});

test('a failed look-up of field names is not cached: the next item looks them up again', async () => {
	const { contacts } = SEED;
	account.standIn.faults.add({
		action: { kind: 'status', status: 403, body: { message: 'Not now' } },
		path: /customFields$/,
		nth: 1,
	});
	const { items } = await account.run(
		'contacts',
		'contact.get',
		{
			contactId: byId('={{ $json.id }}'),
			simple: false,
			options: { addFieldNames: true, concurrency: 1 },
		},
		{
			items: [contacts.maria, contacts.john, contacts.maria].map((id) => ({ id })),
			onError: 'continueRegularOutput',
		},
	);
	expect(items.map(({ json }) => 'customFieldsByName' in json)).toEqual([false, true, true]);
	// A successful one is cached for the run.
	const lookUps = account.standIn.log.filter(({ path }) => path.endsWith('customFields'));
	expect(lookUps).toHaveLength(2);
});
