/** Temporary failures: what is retried, and that nothing is lost or done twice. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { byId, TestAccount } from '../HighLevel/account';
import type { FaultAction } from '../standins/highlevel';
import { SEED } from '../standins/highlevel';

const { maria, john } = SEED.contacts;

const account = TestAccount.forTests();
beforeEach(() => {
	// A short interval keeps the waits after a 429 short.
	account.standIn.limiter.set({ kind: 'firstCall', max: 200, intervalMs: 500 });
});

const log = () => account.standIn.log;
const effects = () => log().filter(({ effect }) => effect);
const people = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, index) => ({ email: `person${index}@example.com` }));
const madeContacts = () =>
	account.standIn.state.contacts.where(({ email }) => /^person\d+@example/.test(email ?? ''));

/** Every way in which a call can fail temporarily. */
const KINDS: Array<[string, FaultAction, { happened: boolean; told: boolean }]> = [
	['answered 429', { kind: 'status', status: 429 }, { happened: false, told: true }],
	['answered 408', { kind: 'status', status: 408 }, { happened: false, told: false }],
	['answered 500', { kind: 'status', status: 500 }, { happened: false, told: false }],
	[
		'answered 500 and done',
		{ kind: 'status', status: 500, effect: true },
		{ happened: true, told: false },
	],
	[
		'answered 502 by a proxy',
		{ kind: 'status', status: 502, body: '<html>Bad gateway</html>' },
		{ happened: false, told: false },
	],
	['answered 503', { kind: 'status', status: 503 }, { happened: false, told: false }],
	[
		'answered 504 and done',
		{ kind: 'status', status: 504, effect: true },
		{ happened: true, told: false },
	],
	['reset before', { kind: 'reset', when: 'before' }, { happened: false, told: false }],
	['reset after', { kind: 'reset', when: 'after' }, { happened: true, told: false }],
	['cut off', { kind: 'cut' }, { happened: true, told: false }],
	['never answered', { kind: 'never', when: 'before' }, { happened: false, told: false }],
	['never answered and done', { kind: 'never', when: 'after' }, { happened: true, told: false }],
];

const options = { timeout: 1 };
const contact = byId(maria);

/** Calls that may be repeated, and what must be true once they are done. */
const REPEATABLE: Array<[string, INodeParameters, () => void]> = [
	[
		'contact.upsert',
		{ email: 'person1@example.com' },
		() => expect(madeContacts()).toHaveLength(1),
	],
	['contact.get', { contactId: contact }, () => {}],
	[
		'contact.getAll',
		{ returnAll: true },
		() => expect(log().at(-1)?.operationId).toBe('search-contacts-advanced'),
	],
	[
		'contact.update',
		{ contactId: contact, updateFields: { city: 'Berlin' } },
		() => expect(account.standIn.state.contacts.get(maria)?.city).toBe('Berlin'),
	],
	[
		'contact.delete',
		{ contactId: contact },
		() => expect(account.standIn.state.contacts.get(maria)).toBeUndefined(),
	],
	[
		'tag.add',
		{ contactId: contact, newTags: 'vip' },
		() =>
			expect(account.standIn.state.contacts.get(maria)?.tags).toEqual([
				'customer',
				'newsletter',
				'vip',
			]),
	],
	[
		'tag.remove',
		{ contactId: contact, tags: ['customer'] },
		() => expect(account.standIn.state.contacts.get(maria)?.tags).toEqual(['newsletter']),
	],
	[
		'tag.updateMany',
		{ contactIds: `${maria},${john}`, type: 'add', newTags: 'vip' },
		() => expect(account.standIn.state.contacts.get(john)?.tags).toContain('vip'),
	],
	[
		'follower.add',
		{ contactId: contact, followers: [SEED.users.ada] },
		() => expect(account.standIn.state.contacts.get(maria)?.followers).toContain(SEED.users.ada),
	],
	[
		'business.addContacts',
		{ businessId: byId(SEED.businessId), contactIds: maria },
		() => expect(account.standIn.state.contacts.get(maria)?.businessId).toBe(SEED.businessId),
	],
];

/** Effects that must not be repeated, and how often each occurred. */
const ONCE: Array<[string, INodeParameters, () => number]> = [
	['contact.create', { email: 'person1@example.com' }, () => madeContacts().length],
	[
		'contact.upsert',
		{ email: 'person1@example.com', additionalFields: { createNewIfDuplicateAllowed: true } },
		() => madeContacts().length,
	],
	['note.create', { contactId: contact, noteBody: 'Called' }, () => effects().length],
	[
		'task.create',
		{ contactId: contact, taskTitle: 'Call', dueDate: '2026-12-01T10:00:00Z' },
		() => effects().length,
	],
	['workflow.add', { contactId: contact, workflowId: SEED.workflowId }, () => effects().length],
	['campaign.add', { contactId: contact, campaignId: SEED.campaignId }, () => effects().length],
];

/** Every kind of failure for the first operation of a list, the two most important ones for the others. */
const both = <T extends [string, ...unknown[]]>(list: T[]) =>
	list.flatMap((row, index) =>
		KINDS.filter(([kind]) => index === 0 || kind === 'reset after' || kind === 'answered 503').map(
			([kind, action, truth]) => ({ operation: row[0], kind, action, truth, row }),
		),
	);

test.each(both(REPEATABLE))(
	'$operation is repeated after $kind and succeeds',
	async ({ action, row }) => {
		const [operation, parameters, arrived] = row;
		account.standIn.faults.add({ action, nth: 1 });
		const run = await account.run('contacts', operation, { ...parameters, options });
		expect(run.error).toBeUndefined();
		expect(log()).toHaveLength(2);
		expect(log()[0]?.fault).toBeDefined();
		arrived();
	},
);

test.each(both(ONCE))(
	'$operation is not repeated after $kind unless it was refused',
	async ({ action, truth, row }) => {
		const [operation, parameters, done] = row;
		account.standIn.faults.add({ action, nth: 1 });
		const run = await account.run('contacts', operation, { ...parameters, options });
		if (truth.told) {
			expect(run.error).toBeUndefined();
			expect(log()).toHaveLength(2);
			expect(done()).toBe(1);
			return;
		}
		expect(run.error?.description).toContain('It is not known whether this took effect');
		expect(run.error?.description).toContain('not sent again');
		expect(log()).toHaveLength(1);
		expect(done()).toBe(Number(truth.happened));
	},
);

test('a call that never reached the service is sent again and not reported as unknown', async () => {
	const { standIn } = account;
	const run = await account.run(
		'contacts',
		'contact.create',
		{ email: 'person1@example.com' },
		{
			credentials: {
				// There is no server here.
				highLevelPrivateIntegrationApi: account.credential({ apiUrl: 'http://127.0.0.1:9' }),
			},
		},
	);
	expect(run.error?.message).toContain('refused the connection');
	expect(run.error?.description).not.toContain('not known');
	expect(standIn.log).toHaveLength(0);
});

describe('what only the first call could tell is left open, not guessed', () => {
	const lost = () =>
		account.standIn.faults.add({ action: { kind: 'reset', when: 'after' }, nth: 1 });
	const before = () =>
		account.standIn.faults.add({ action: { kind: 'reset', when: 'before' }, nth: 1 });
	const one = async (operation: string, parameters: INodeParameters) => {
		const { items, error } = await account.run('contacts', operation, {
			...parameters,
			...(operation.startsWith('contact.') ? { simple: false } : {}),
		});
		expect(error).toBeUndefined();
		return items[0]?.json;
	};
	const upsert = { email: 'person1@example.com' };

	test('"new" of an upsert', async () => {
		lost();
		expect(await one('contact.upsert', upsert)).toMatchObject({ new: null });
		expect(madeContacts()).toHaveLength(1);
		account.reset();
		before();
		expect(await one('contact.upsert', upsert)).toMatchObject({ new: true });
		account.standIn.faults.clear();
		expect(await one('contact.upsert', upsert)).toMatchObject({ new: false });
	});

	test('the tags and followers that were added or removed', async () => {
		lost();
		expect(await one('tag.add', { contactId: contact, newTags: 'vip' })).toEqual({
			contactId: maria,
			tags: ['customer', 'newsletter', 'vip'],
			tagsAdded: null,
		});
		account.standIn.faults.clear();
		lost();
		expect(await one('tag.remove', { contactId: contact, tags: ['vip'] })).toEqual({
			contactId: maria,
			tags: ['customer', 'newsletter'],
			tagsRemoved: null,
		});
		account.standIn.faults.clear();
		lost();
		const followers = [SEED.users.grace];
		expect(await one('follower.add', { contactId: contact, followers })).toMatchObject({
			followersAdded: null,
		});
		account.standIn.faults.clear();
		expect(await one('follower.remove', { contactId: contact, followers })).toMatchObject({
			followersRemoved: followers,
		});
	});

	test('the tags that a contact had before many contacts were changed', async () => {
		const many = { contactIds: maria, type: 'add', newTags: 'vip' };
		lost();
		expect(await one('tag.updateMany', many)).toMatchObject({ oldTags: null, tagsAdded: null });
		account.reset();
		before();
		expect(await one('tag.updateMany', many)).toMatchObject({
			oldTags: ['customer', 'newsletter'],
			tagsAdded: ['vip'],
		});
	});
});

describe.each([1, 2, 3])('with 9 %% of calls failing, seed %i', (seed) => {
	// Long enough for everything but calls that are never answered.
	const patient = { timeout: 5 };
	const plant = () => {
		const { faults } = account.standIn;
		faults.clear(seed);
		faults.add({ action: { kind: 'status', status: 429 }, probability: 0.05 });
		faults.add({ action: { kind: 'status', status: 503 }, probability: 0.02 });
		faults.add({ action: { kind: 'reset', when: 'before' }, probability: 0.005 });
		faults.add({ action: { kind: 'reset', when: 'after' }, probability: 0.005 });
		faults.add({ action: { kind: 'never', when: 'after' }, probability: 0.005 });
		faults.add({ action: { kind: 'never', when: 'before' }, probability: 0.005 });
	};

	test('300 upserts take effect once each', async () => {
		plant();
		const { items, error } = await account.run(
			'contacts',
			'contact.upsert',
			{ email: '={{ $json.email }}', options: patient },
			{ items: people(300) },
		);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.email)).toEqual(people(300).map(({ email }) => email));
		expect(madeContacts()).toHaveLength(300);
		expect(log().filter(({ fault }) => fault).length).toBeGreaterThan(10);
	});

	test('300 creates take effect at most once, and each unknown outcome is reported', async () => {
		plant();
		const { items } = await account.run(
			'contacts',
			'contact.create',
			{ email: '={{ $json.email }}', options: patient },
			{ items: people(300), onError: 'continueRegularOutput' },
		);
		const unknown = new Set(
			log()
				.filter(({ fault, status }) => fault && status !== 429)
				.map(({ body }) => (body as IDataObject).email),
		);
		expect(unknown.size).toBeGreaterThan(0);
		for (const [index, { json }] of items.entries()) {
			const { email = '' } = people(300)[index] ?? {};
			const said = /not known whether this took effect/.test(String(json.message ?? ''));
			expect([email, said]).toEqual([email, unknown.has(email)]);
		}
		const emails = madeContacts().map(({ email }) => email);
		expect(new Set(emails).size).toBe(emails.length);
		expect(effects()).toHaveLength(emails.length);
	});

	test('60 bookings take effect at most once, and each unknown outcome is reported', async () => {
		plant();
		const items = Array.from({ length: 60 }, (_, index) => ({
			start: new Date(Date.UTC(2027, 0, 4 + index, 15)).toISOString(),
		}));
		const { items: output } = await account.run(
			'calendars',
			'appointment.create',
			{
				calendarId: byId(SEED.calendars.discovery),
				contactId: contact,
				startTime: '={{ $json.start }}',
				additionalFields: { ignoreFreeSlotValidation: true },
				options: patient,
			},
			{ items, onError: 'continueRegularOutput' },
		);
		const struck = log().filter(({ fault, status }) => fault && status !== 429);
		const failed = output.filter(({ json }) => json.error);
		expect(failed).toHaveLength(struck.length);
		for (const { json } of failed) expect(String(json.message)).toContain('not known whether');
		expect(log().filter(({ status }) => status !== 429)).toHaveLength(60);
	});
});

test('after a run that waited for more than 5 seconds, a hint says why, and what is left today', async () => {
	account.standIn.limiter.set({ max: 20, intervalMs: 6000 });
	const { hints } = await account.run(
		'contacts',
		'contact.get',
		{ contactId: contact },
		{ items: people(24) },
	);
	expect(hints).toHaveLength(1);
	const [{ message = '' } = {}] = hints;
	expect(message).toMatch(
		/^This run waited \d+ seconds for the account's rate limit and made \d+ calls\..* Calls left today: [\d,]+\. It is faster when/,
	);
});

test('after a run that did not wait, there is no hint, however many calls it made', async () => {
	account.standIn.limiter.set({ max: 100_000, intervalMs: 500 });
	account.standIn.faults.add({ action: { kind: 'status', status: 429 }, nth: [5, 50] });
	const { hints } = await account.run(
		'contacts',
		'contact.get',
		{ contactId: contact },
		{ items: people(510) },
	);
	expect(hints).toEqual([]);
});
