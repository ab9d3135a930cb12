import type { INodeParameters } from 'n8n-workflow';

import { SEED } from '../../../standins/highlevel';
import { byId, TestAccount } from '../../account';

const account = TestAccount.forTests({ limiter: { max: 1_000_000 } });

const schema = [
	{ id: 'age', displayName: 'Age', type: 'number' },
	{ id: 'joined', displayName: 'Joined', type: 'dateTime' },
	{
		id: 'interests',
		displayName: 'Interests (Several, Comma-Separated)',
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
	expect(error?.message).toBe('\'Custom Fields\' holds a value for "Age" that is not a number');
	expect(account.standIn.log).toHaveLength(0);
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
