/** What is refused before any call, with the field's name and what to do. */
import type { INodeParameters } from 'n8n-workflow';

import { SEED } from '../standins/calendarhero';
import { byEmail, byId, byName, inHours, TestAccount } from './account';

const account = TestAccount.forTests();

const request: INodeParameters = {
	subject: 'Kick-off',
	contactEmails: 'ada@lovelace.example',
	dateStart: inHours(24),
	dateEnd: inHours(48),
};

/** Without a value only once the workflow runs; n8n itself refuses empty fields before. */
const EMPTY = '={{ "" }}';

type Case = [name: string, parameters: INodeParameters, message: RegExp];

const REFUSED: Case[] = [
	['contact.create', { email: EMPTY }, /'Email' is empty/],
	['contact.create', { email: ' ' }, /'Email' is (empty|not an email)/],
	['contact.create', { email: 'ada' }, /'Email' is not an email address/],
	['contact.upsert', { email: 'a@b.c, d@e.f' }, /'Email' is not an email address/],
	[
		'contact.create',
		{ email: 'a@b.c', additionalFields: { defaultEmail: 'x@y.z' } },
		/'Default Email' is not one of/,
	],
	['contact.get', { contactId: byId(EMPTY) }, /'Contact' is empty/],
	['contact.get', { contactId: byId('count') }, /not an ID/],
	['contact.get', { contactId: byId('..') }, /not an ID/],
	['contact.get', { contactId: byId('ada@lovelace.example') }, /is an email address, not an ID/],
	['contact.get', { contactId: byEmail('ada') }, /is not an email address/],
	['contact.update', { contactId: byId(SEED.contactId) }, /nothing to update/],
	[
		'contact.update',
		{ contactId: byId(SEED.contactId), updateFields: { title: 'X', clearFields: ['title'] } },
		/also given a value/,
	],
	['contact.getAll', { filters: { search: 'a', filter: 'recent' } }, /cannot be combined/],
	['meetingRequest.create', { ...request, subject: EMPTY }, /'Meeting Subject' is empty/],
	['meetingRequest.create', { ...request, contactEmails: '' }, /Nobody is invited/],
	['meetingRequest.create', { ...request, contactEmails: ' , ' }, /Nobody is invited/],
	['meetingRequest.create', { ...request, contactEmails: 'ada' }, /contains "ada"/],
	['meetingRequest.create', { ...request, dateStart: EMPTY }, /'Window Start' is empty/],
	['meetingRequest.create', { ...request, dateEnd: 'soon' }, /'Window End' is not a date/],
	['meetingRequest.create', { ...request, dateEnd: inHours(12) }, /is not after 'Window Start'/],
	['meetingRequest.create', { ...request, dateEnd: inHours(24) }, /is not after 'Window Start'/],
	[
		'meetingRequest.create',
		{ ...request, dateStart: inHours(-48), dateEnd: inHours(-24) },
		/window is in the past/,
	],
	[
		'meetingRequest.create',
		{ ...request, dateEnd: inHours(24.5), additionalFields: { meetingLength: 45 } },
		/window of 30 minutes is shorter than the meeting of 45/,
	],
	[
		'meetingRequest.create',
		{ ...request, additionalFields: { meetingLength: 0 } },
		/'Meeting Length \(Minutes\)' must be at least 1/,
	],
	[
		'meetingRequest.create',
		{ ...request, options: { inputTimeZone: 'Mars/Olympus' } },
		/'Time Zone Name or ID' is not a known time zone/,
	],
	['meetingRequest.cancel', { meetingRequestId: byId(EMPTY) }, /'Meeting Request' is empty/],
	['meetingRequest.getAll', { state: 'lost' }, /'State' is not one of/],
	[
		'meeting.getAll',
		{ start: inHours(2), end: inHours(1) },
		/'Search To' is not after 'Search From'/,
	],
	[
		'availability.getAll',
		{ type: byName('call'), start: inHours(1), end: inHours(24 * 400) },
		/longer than 100 days/,
	],
	['availability.getAll', { type: byName(EMPTY), start: inHours(1) }, /'Meeting Type' is empty/],
	[
		'directory.create',
		{ directoryName: 'x', meetingTypes: '={{ [] }}' },
		/'Meeting Type Names or IDs' is empty/,
	],
	['directory.get', { directoryId: byId(EMPTY) }, /'Directory' is empty/],
];

test.each(REFUSED)('%s refuses %j', async (name, parameters, message) => {
	const [resource = '', operation = ''] = name.split('.');
	const refusal = await account.refusal(resource, operation, parameters);
	expect(refusal.message).toMatch(message);
	expect(refusal.description).not.toBe('');
	expect(account.log).toEqual([]);
});

test('an unknown meeting type is refused before anybody is invited, with the known ones', async () => {
	const { message, description } = await account.refusal('meetingRequest', 'create', {
		...request,
		type: byName('karaoke'),
	});
	expect(message).toMatch(/no meeting type "karaoke"/);
	expect(description).toMatch(/"call"/);
	expect(account.calls).toEqual(['GET /user/meeting']);
	expect(account.mails).toEqual([]);
});

test('one item that is refused does not stop the others', async () => {
	const items = [{ who: 'a@new.example' }, { who: '' }, { who: 'b@new.example' }];
	const { items: output } = await account.run(
		'contact',
		'create',
		{ email: '={{ $json.who }}' },
		{ items, onError: 'continueRegularOutput' },
	);
	expect(output.map(({ json }) => Object.keys(json)[0])).toEqual(['id', 'error', 'id']);
	expect(output[1]?.pairedItem).toMatchObject({ item: 1 });
});

test.each([402, 403])('a plan that forbids a call: %i', async (status) => {
	account.standIn.faults.add({ method: 'POST', action: { kind: 'status', status } });
	const { message, description } = await account.refusal('directory', 'create', {
		directoryName: 'x',
		meetingTypes: ['call'],
		additionalFields: { userId: 'u1' },
	});
	expect(message).toMatch(/perhaps because of the account's plan/);
	expect(description).toMatch(/Professional or Team plan/);
});

test.each(['message', 'error', 'errors', 'text', 'empty'] as const)(
	'a refusal is read whatever its body is: %s',
	async (refusalBody) => {
		account.standIn.settings.refusalBody = refusalBody;
		const { message } = await account.refusal('contact', 'get', {
			contactId: byId('0'.repeat(24)),
		});
		expect(message).toMatch(/^Get contact: \S/);
	},
);

test.each([true, false])(
	'a limit of calls is waited for, with Retry-After: %s',
	async (retryAfter) => {
		account.standIn.settings.rateLimit = { max: 2, intervalMs: 1500, retryAfter };
		const items = Array.from({ length: 4 }, () => ({}));
		expect(await account.output('user', 'get', {}, { items })).toHaveLength(4);
		expect(account.log.filter((entry) => entry.limited)).not.toEqual([]);
	},
);
