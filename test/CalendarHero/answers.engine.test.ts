/** What comes back: secrets are taken out, and what is not CalendarHero's is not believed. */
import type { INodeParameters } from 'n8n-workflow';

import { PLANTED, SEED } from '../standins/calendarhero';
import { byId, byName, inHours, TestAccount } from './account';

const account = TestAccount.forTests();

describe('secrets', () => {
	const secrets = Object.values(PLANTED);

	test.each([
		['user', 'get', {}],
		['provider', 'getAll', { returnAll: true, filters: { org: true } }],
	])('%s.%s holds none, simplified or not', async (resource, operation, parameters) => {
		for (const simple of [true, false]) {
			const text = JSON.stringify(
				await account.output(resource, operation, { ...parameters, simple }),
			);
			expect(text.length).toBeGreaterThan(50);
			for (const secret of secrets) expect(text).not.toContain(secret);
			expect(text).not.toMatch(/"(password|auth|eAuth)"/);
		}
	});

	test('are taken out at any depth, under any key that names one', async () => {
		const body = {
			id: '1',
			name: 'kept',
			settings: [{ accessToken: 'a', deep: { client_secret: 'b', 'api-key': 'c', kept: 1 } }],
			Password: 'd',
			author: 'kept',
		};
		account.standIn.faults.add({ action: { kind: 'status', status: 200, body } });
		expect(await account.output('user', 'get', { simple: false })).toEqual([
			{ id: '1', name: 'kept', settings: [{ deep: { kept: 1 } }], author: 'kept' },
		]);
	});

	test('a meeting type may be called like one', async () => {
		const body = { 'Password reset': { meetingLength: { value: 15 }, hostToken: 'x' }, token: {} };
		account.standIn.faults.add({ action: { kind: 'status', status: 200, body } });
		const types = await account.output('meetingType', 'getAll', { returnAll: true, simple: false });
		expect(types).toEqual([
			{ name: 'Password reset', meetingLength: { value: 15 } },
			{ name: 'token' },
		]);
	});

	test('a refusal that repeats the token does not show it', async () => {
		account.standIn.faults.add({ action: { kind: 'echo', status: 400 } });
		const { message, description } = await account.refusal('user', 'get');
		expect(message + description).not.toContain(account.standIn.token);
	});
});

const REQUEST: INodeParameters = {
	subject: 'Kick-off',
	contactEmails: 'ada@lovelace.example',
	dateStart: inHours(24),
	dateEnd: inHours(48),
};

/** Every kind of operation: name, parameters. */
const OPERATIONS: Array<[string, INodeParameters]> = [
	['contact.getAll', {}],
	['contact.get', { contactId: byId(SEED.contactId) }],
	['contact.create', { email: 'a@b.example' }],
	['contact.delete', { contactId: byId(SEED.contactId) }],
	['contact.count', {}],
	['meetingRequest.getAll', {}],
	['meetingRequest.create', REQUEST],
	['meetingRequest.cancel', { meetingRequestId: byId('0'.repeat(24)) }],
	['meetingRequest.remind', { meetingRequestId: byId('0'.repeat(24)) }],
	['meeting.getAll', {}],
	['meetingType.getAll', {}],
	['meetingType.get', { type: byName('call') }],
	['directory.getAll', {}],
	['directory.get', { directoryId: byId(SEED.directoryId) }],
	['directory.delete', { directoryId: byId(SEED.directoryId) }],
	['user.get', {}],
	['provider.getAll', {}],
];

/** Responses with status 200 that are not CalendarHero's. */
const FOREIGN: Array<[string, unknown]> = [
	['a page', '<!doctype html><html><body>Sign in</body></html>'],
	['a refusal with status 200', { statusCode: 500, error: 'Oops' }],
	['text', 'Service is being upgraded'],
	['false', 'false'],
];

describe.each(FOREIGN)('%s in place of the response', (_, body) => {
	test.each(OPERATIONS)(
		'%s does not believe it',
		async (name, parameters) => {
			const [resource = '', operation = ''] = name.split('.');
			// Reads are repeated, which takes time.
			account.standIn.faults.add({ action: { kind: 'status', status: 200, body }, count: 1 });
			account.standIn.faults.add({ action: { kind: 'status', status: 403 } });
			const { message } = await account.refusal(resource, operation, parameters);
			expect(message).not.toBe('');
			expect(account.log[0]?.status).toBe(200);
		},
		20_000,
	);
});

test.each(['contact.delete', 'meetingRequest.cancel', 'meetingRequest.remind', 'user.get'])(
	'%s does not take a list for a record',
	async (name) => {
		const [resource = '', operation = ''] = name.split('.');
		const body = [{ id: '1' }];
		account.standIn.faults.add({ action: { kind: 'status', status: 200, body }, count: 1 });
		account.standIn.faults.add({ action: { kind: 'status', status: 403 } });
		const parameters = { contactId: byId('c1'), meetingRequestId: byId('m1') };
		await account.refusal(resource, operation, parameters);
	},
);

test.each(['contact.create', 'meetingRequest.create', 'user.get', 'contact.get', 'contact.getAll'])(
	'%s does not take an empty response for success',
	async (name) => {
		const [resource = '', operation = ''] = name.split('.');
		for (const body of ['', '{}']) {
			account.standIn.reset();
			account.standIn.faults.add({ action: { kind: 'status', status: 200, body }, count: 1 });
			account.standIn.faults.add({ action: { kind: 'status', status: 403 } });
			const parameters = { ...REQUEST, email: 'a@b.example', contactId: byId('c1') };
			await account.refusal(resource, operation, parameters);
		}
	},
);

test.each<[unknown]>([[''], ['{}'], ['OK'], ['true'], [{ message: 'done' }]])(
	'a change may answer %j, since nobody knows what it answers',
	async (body) => {
		account.standIn.faults.add({ action: { kind: 'status', status: 200, body } });
		expect(await account.output('contact', 'delete', { contactId: byId('c1') })).toEqual([
			{ deleted: true, id: 'c1' },
		]);
	},
);

describe.each(['array', 'object'] as const)('meeting types as %s', (shape) => {
	test('become items with a name', async () => {
		account.standIn.settings.meetingTypesShape = shape;
		const types = await account.output('meetingType', 'getAll', { returnAll: true });
		expect(types.map(({ name }) => name)).toEqual(
			expect.arrayContaining(['meeting', 'call', 'coffee', SEED.customType]),
		);
		expect(types.find(({ name }) => name === 'call')).toMatchObject({ meetingLength: 30 });
		expect(await account.output('meetingType', 'getAll', { limit: 2 })).toHaveLength(2);
	});
});

describe.each(['array', 'object'] as const)('directories as %s', (shape) => {
	test('become items with an ID', async () => {
		account.standIn.settings.directoriesShape = shape;
		const [first] = await account.output('directory', 'getAll');
		expect(first).toMatchObject({ id: SEED.directoryId, directoryName: 'harbour-desk' });
	});
});

test('unknown fields of an answer are kept, and missing ones are null when simplified', async () => {
	const body = [{ id: '1', somethingNew: { a: 1 } }];
	account.standIn.faults.add({ action: { kind: 'status', status: 200, body } });
	expect(await account.output('meeting', 'getAll', { simple: false })).toEqual(body);
	expect(await account.output('meeting', 'getAll')).toEqual([
		{ id: '1', description: null, dateStart: null, dateEnd: null, contacts: null },
	]);
});
