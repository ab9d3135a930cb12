/** Each operation sends what CalendarHero's API documentation and those who used it describe. */
import type { INodeParameters } from 'n8n-workflow';

import { calendarHeroResources } from '../../nodes/CalendarHero/resources';
import { SEED } from '../standins/calendarhero';
import type { Sent } from './account';
import { byId, byName, inHours, TestAccount } from './account';

const account = TestAccount.forTests();

const { contactId, directoryId, userId } = SEED;
const START = inHours(24);
const END = inHours(48);
const START_TEXT = START.replace('Z', '');

const call = (line: string, query: Sent['query'] = {}, body?: unknown): Sent => ({
	call: line,
	query,
	body,
});

const read = (path: string, query: Sent['query'] = {}) => call(`GET ${path}`, query);

const JONAS = {
	name: 'Jonas Weber',
	email: ['jonas@brightmill.example', 'j.weber@home.example'],
	defaultEmail: 'jonas@brightmill.example',
	title: 'Buyer',
	organization: 'Brightmill',
	telephone: ['+49 30 901820'],
	providerId: [],
	userId,
};

/** By `resource.operation`: parameters and the requests that they make. */
const CONTRACT: Array<[name: string, parameters: INodeParameters, sent: () => Sent[]]> = [
	['contact.getAll', {}, () => [read('/contact')]],
	[
		'contact.getAll',
		{ filters: { search: '@brightmill.example', all: true, includeTeams: true } },
		() => [read('/contact', { search: '@brightmill.example', all: 'true', includeTeams: 'true' })],
	],
	['contact.getAll', { filters: { filter: 'j' } }, () => [read('/contact', { filter: 'j' })]],
	[
		'contact.get',
		{ contactId: byId(contactId) },
		() => [read(`/contact/${contactId}`, { basic: 'true' })],
	],
	[
		'contact.get',
		{ contactId: byId(contactId), options: { insights: true } },
		() => [read(`/contact/${contactId}`, { basic: 'false' })],
	],
	[
		'contact.create',
		{
			email: 'ada@lovelace.example',
			additionalFields: {
				name: 'Ada Lovelace',
				additionalEmails: 'ada@home.example, ADA@lovelace.example',
				defaultEmail: 'ada@home.example',
				title: 'Analyst',
				organization: 'Engines',
				telephone: '+44 1, +44 2',
			},
		},
		() => [
			call(
				'POST /contact',
				{},
				{
					name: 'Ada Lovelace',
					defaultEmail: 'ada@home.example',
					title: 'Analyst',
					organization: 'Engines',
					telephone: ['+44 1', '+44 2'],
					email: ['ada@lovelace.example', 'ada@home.example'],
				},
			),
		],
	],
	[
		'contact.create',
		{ email: 'ada@lovelace.example' },
		() => [
			call('POST /contact', {}, { name: 'ada@lovelace.example', email: ['ada@lovelace.example'] }),
		],
	],
	[
		'contact.upsert',
		{ email: 'JONAS@brightmill.example', additionalFields: { title: 'Head of Buying' } },
		() => [
			read('/contact', { search: 'JONAS@brightmill.example' }),
			read(`/contact/${contactId}`, { basic: 'true' }),
			call(`PUT /contact/${contactId}`, {}, { ...JONAS, title: 'Head of Buying' }),
			read(`/contact/${contactId}`, { basic: 'true' }),
		],
	],
	[
		'contact.update',
		{
			contactId: byId(contactId),
			updateFields: { organization: 'Millbright', clearFields: ['telephone'] },
		},
		() => [
			read(`/contact/${contactId}`, { basic: 'true' }),
			call(
				`PUT /contact/${contactId}`,
				{},
				{ ...JONAS, organization: 'Millbright', telephone: [] },
			),
			read(`/contact/${contactId}`, { basic: 'true' }),
		],
	],
	['contact.delete', { contactId: byId(contactId) }, () => [call(`DELETE /contact/${contactId}`)]],
	['contact.count', {}, () => [read('/contact/count')]],
	[
		'meetingRequest.getAll',
		{ state: 'active', filters: { type: byName('call') } },
		() => [read('/meeting/tasks', { state: 'active', type: 'call', skip: '0', take: '50' })],
	],
	[
		'meetingRequest.create',
		{
			subject: 'Kick-off',
			contactEmails: 'ada@lovelace.example',
			dateStart: START,
			dateEnd: END,
			type: byName('call'),
			additionalFields: {
				meetingLength: 45,
				description: 'Agenda',
				location: 'Room 1',
				locations: 'Cafe, Office',
				capacity: 0,
				contactIds: contactId,
			},
		},
		() => [
			read('/user/meeting'),
			call(
				'POST /meeting/tasks',
				{},
				{
					subject: 'Kick-off',
					description: 'Agenda',
					dateStart: START,
					dateEnd: END,
					meetingLength: 45,
					type: 'call',
					contactEmails: ['ada@lovelace.example'],
					location: 'Room 1',
					capacity: 0,
					contacts: [{ id: contactId }],
					locations: [{ name: 'Cafe' }, { name: 'Office' }],
				},
			),
		],
	],
	[
		'meetingRequest.create',
		{
			subject: 'Kick-off',
			contactEmails: 'ada@lovelace.example',
			dateStart: START_TEXT,
			dateEnd: END,
			options: { inputTimeZone: 'Africa/Lagos' },
		},
		() => [
			call(
				'POST /meeting/tasks',
				{},
				{
					subject: 'Kick-off',
					// Lagos is an hour ahead of UTC all year.
					dateStart: `${new Date(Date.parse(START) - 3_600_000).toISOString().slice(0, 19)}Z`,
					dateEnd: END,
					contactEmails: ['ada@lovelace.example'],
				},
			),
		],
	],
	[
		'meeting.getAll',
		{ start: START, end: END },
		() => [read('/meeting', { start: START, end: END })],
	],
	['meetingType.getAll', {}, () => [read('/user/meeting')]],
	['meetingType.get', { type: byName('call') }, () => [read('/user/meeting')]],
	['directory.getAll', {}, () => [read('/user/directories')]],
	[
		'directory.get',
		{ directoryId: byId(directoryId) },
		() => [read(`/user/directories/${directoryId}`)],
	],
	[
		'directory.create',
		{
			directoryName: 'northwind',
			meetingTypes: ['call'],
			additionalFields: {
				pageTitle: 'Meet us',
				instructions: 'Pick a slot',
				code: 'X1',
				isDefault: false,
				locked: false,
				googleTrackingIds: { ids: [{ id: 'GTM-1', type: 'GTM' }] },
			},
		},
		() => [
			read('/user'),
			call(
				'POST /user/directories',
				{},
				{
					directory: {
						directoryName: 'northwind',
						title: 'Meet us',
						instructions: 'Pick a slot',
						code: 'X1',
						isDefault: false,
						locked: false,
						googleTrackingIds: [{ id: 'GTM-1', type: 'GTM' }],
						meetingTypes: [{ name: 'call', userId }],
					},
				},
			),
		],
	],
	[
		'directory.update',
		{
			directoryId: byId(directoryId),
			updateFields: { pageTitle: 'New', meetingTypes: ['coffee'], userId: 'u2' },
		},
		() => [
			read(`/user/directories/${directoryId}`),
			call(
				`PUT /user/directories/${directoryId}`,
				{},
				{
					directory: {
						directoryName: 'harbour-desk',
						title: 'New',
						isDefault: true,
						locked: false,
						meetingTypes: [{ name: 'coffee', userId: 'u2' }],
					},
				},
			),
			read(`/user/directories/${directoryId}`),
		],
	],
	[
		'directory.delete',
		{ directoryId: byId(directoryId) },
		() => [call(`DELETE /user/directories/${directoryId}`)],
	],
	['user.get', {}, () => [read('/user')]],
	['provider.getAll', { filters: { org: true } }, () => [read('/provider', { org: 'true' })]],
	[
		'availability.getAll',
		{ type: byName('call'), start: START, end: END },
		() => [read('/user/meeting'), read('/user'), read('/meeting', { start: START, end: END })],
	],
];

test.each(CONTRACT)('%s %j', async (name, parameters, sent) => {
	const [resource = '', operation = ''] = name.split('.');
	const output = await account.output(resource, operation, parameters);
	expect(account.sent).toEqual(sent());
	expect(account.log.map(({ status }) => status)).not.toContain(400);
	if (!/getAll$/.test(operation)) expect(output).toHaveLength(1);
});

describe('with a meeting request', () => {
	let id: string;
	beforeEach(async () => {
		const [created] = await account.output('meetingRequest', 'create', {
			subject: 'Review',
			contactEmails: 'jonas@brightmill.example, ada@lovelace.example',
			dateStart: START,
			dateEnd: END,
			type: byName('call'),
		});
		id = String(created?.id);
		account.log.length = 0;
		account.standIn.state.mails.length = 0;
	});

	const page = (state: string, skip = '0') => read('/meeting/tasks', { state, skip, take: '100' });

	test('meetingRequest.get looks in the lists, one state after another', async () => {
		const [found] = await account.output('meetingRequest', 'get', { meetingRequestId: byId(id) });
		expect(account.sent).toEqual([page('upcoming'), page('active')]);
		expect(found).toMatchObject({
			id,
			info: 'Review',
			state: 'active',
			dateStart: expect.any(String),
		});
	});

	test('meetingRequest.cancel', async () => {
		const output = await account.output('meetingRequest', 'cancel', { meetingRequestId: byId(id) });
		expect(account.sent).toEqual([call(`DELETE /meeting/tasks/${id}`)]);
		expect(output).toEqual([{ cancelled: true, id }]);
	});

	test('meetingRequest.remind has no body', async () => {
		const output = await account.output('meetingRequest', 'remind', { meetingRequestId: byId(id) });
		expect(account.sent).toEqual([call(`PUT /meeting/tasks/${id}/remind`)]);
		expect(output).toEqual([expect.objectContaining({ reminded: true, id })]);
	});

	test('meetingRequest.reschedule cancels and creates', async () => {
		const [moved] = await account.output('meetingRequest', 'reschedule', {
			meetingRequestId: byId(id),
			dateStart: inHours(72),
			dateEnd: inHours(96),
			additionalFields: { description: 'Moved' },
		});
		expect(account.sent).toEqual([
			page('upcoming'),
			page('active'),
			read('/user/meeting'),
			call(`DELETE /meeting/tasks/${id}`),
			call(
				'POST /meeting/tasks',
				{},
				{
					subject: 'Review',
					description: 'Moved',
					dateStart: expect.stringMatching(/:\d\dZ$/),
					dateEnd: expect.stringMatching(/:\d\dZ$/),
					meetingLength: 30,
					type: 'call',
					contactEmails: ['jonas@brightmill.example', 'ada@lovelace.example'],
				},
			),
		]);
		expect(moved).toMatchObject({ previousId: id, subject: 'Review' });
		expect(moved?.id).not.toBe(id);
		expect(account.mails.sort()).toEqual([
			expect.stringMatching(/^cancel\w* ada/),
			expect.stringMatching(/^cancel\w* jonas/),
			expect.stringMatching(/^invit\w* ada/),
			expect.stringMatching(/^invit\w* jonas/),
		]);
	});
});

test('every operation has a contract', () => {
	const OWN = ['get', 'cancel', 'remind', 'reschedule'].map((one) => `meetingRequest.${one}`);
	const stated = new Set([...CONTRACT.map(([name]) => name), ...OWN]);
	const all = calendarHeroResources.flatMap(({ value, operations }) =>
		operations.map((operation) => `${value}.${operation.value}`),
	);
	expect(all.filter((name) => !stated.has(name))).toEqual([]);
});
