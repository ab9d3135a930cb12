/** The records that the webhook trigger adds to an event. */
import type { IDataObject } from 'n8n-workflow';

import { enrich } from '../../../nodes/HighLevel/webhook/enrich';
import type { HighLevelEvent } from '../../../nodes/HighLevel/webhook/normalise';
import type { FakeContextOptions, SentCall } from '../fakeContext';
import { CREDENTIAL, fakeContext, refusal } from '../fakeContext';

const CONTACT = { id: 'c1', contactName: 'Ada', address: 'Main Street 1' };
const TASK = { _id: 't1', title: 'Call Ada', contactId: 'c1' };

const eventOf = (event: string, more: Partial<HighLevelEvent> = {}): HighLevelEvent => ({
	event,
	locationId: 'loc-1',
	contactId: null,
	companyId: null,
	appId: null,
	webhookId: null,
	timestamp: null,
	source: 'app',
	data: {},
	raw: {},
	...more,
});
const contactEvent = eventOf('ContactUpdate', { contactId: 'c1' });
const taskEvent = (data: IDataObject = { id: 't1' }) => eventOf('TaskCreate', { data });

/** HighLevel with one contact and one task. */
const answers = ({ url }: SentCall): IDataObject =>
	url.includes('/tasks/search') ? { tasks: [TASK] } : { contact: CONTACT };

async function run(event: HighLevelEvent, more: FakeContextOptions = {}, detail = 'whole') {
	const fake = fakeContext({ credential: CREDENTIAL, respond: answers, ...more });
	return { found: await enrich(fake.context, event, detail as 'whole'), calls: fake.calls };
}

const failed = (message: RegExp) => ({
	enrichment: { error: expect.stringMatching(message) as string },
});

describe('the contact', () => {
	it('is fetched with one call', async () => {
		const { found, calls } = await run(contactEvent);
		expect(found).toEqual({
			contact: { ...CONTACT, name: 'Ada', address1: 'Main Street 1' },
		});
		expect(calls).toMatchObject([
			{ method: 'GET', url: 'https://services.example.com/contacts/c1' },
		]);
		expect(calls[0]?.headers).toMatchObject({ Version: 'v3' });
	});

	it('has the shape that the node is set to', async () => {
		expect((await run(contactEvent, {}, 'raw')).found).toEqual({ contact: CONTACT });
		const { found } = await run(contactEvent, {}, 'simple');
		expect(found.contact).toMatchObject({ id: 'c1', name: 'Ada' });
		expect(found.contact).not.toHaveProperty('address');
	});

	it('is fetched for every event that has one, except its deletion', async () => {
		const deleted = await run(eventOf('ContactDelete', { contactId: 'c1' }));
		expect(deleted).toEqual({ found: {}, calls: [] });
		for (const event of ['NoteCreate', 'TaskCreate', 'TaskDelete', 'INSTALL']) {
			const { found, calls } = await run(eventOf(event, { contactId: 'c1' }));
			expect(found).toHaveProperty('contact');
			expect(calls).toHaveLength(1);
		}
	});

	it('is not looked for where the event has none', async () => {
		for (const event of ['LocationUpdate', 'TaskDelete', 'TaskCreated', 'MyTaskCreate']) {
			expect(await run(eventOf(event))).toEqual({ found: {}, calls: [] });
		}
	});

	it('has its ID encoded in the path', async () => {
		const { calls } = await run(eventOf('ContactUpdate', { contactId: 'a/b' }));
		expect(calls[0]?.url).toMatch(/\/contacts\/a%2Fb$/);
	});

	it('of another sub-account is not fetched', async () => {
		const event = eventOf('ContactUpdate', { contactId: 'c1', locationId: 'loc-2' });
		const { found, calls } = await run(event);
		expect(found).toEqual(failed(/another sub-account.*loc-2/));
		expect(calls).toEqual([]);
	});

	it('of an event that names no sub-account is that of the credential', async () => {
		const { found } = await run(eventOf('ContactUpdate', { contactId: 'c1', locationId: null }));
		expect(found).toHaveProperty('contact');
	});

	it('is looked for in the sub-account of the event where the credential is an agency', async () => {
		const credential = {
			...CREDENTIAL,
			locationId: '',
			oauthTokenData: { userType: 'Company', companyId: 'agency', access_token: 'token' },
		};
		const parameters = { authentication: 'oAuth2' };
		const none = eventOf('ContactUpdate', { contactId: 'c1', locationId: null });
		expect((await run(none, { credential, parameters })).found).toEqual(
			failed(/does not name a sub-account/),
		);
		const { found, calls } = await run(contactEvent, {
			credential,
			parameters,
			respond: (call) =>
				call.url.includes('/oauth/') ? { access_token: 'token-2' } : answers(call),
		});
		expect(found).toHaveProperty('contact');
		expect(calls[0]?.body).toMatchObject({ companyId: 'agency', locationId: 'loc-1' });
	});
});

describe('the task', () => {
	it.each(['TaskCreate', 'TaskComplete'])('of %s leads to the contact', async (event) => {
		const { found, calls } = await run({ ...taskEvent(), event });
		expect(found).toEqual({
			contactId: 'c1',
			task: { id: 't1', ...TASK },
			contact: expect.objectContaining({ id: 'c1', name: 'Ada' }) as object,
		});
		expect(calls).toMatchObject([
			{
				method: 'POST',
				url: 'https://services.example.com/locations/loc-1/tasks/search',
				body: { limit: 100, skip: 0 },
			},
			{ method: 'GET', url: 'https://services.example.com/contacts/c1' },
		]);
	});

	it('is as HighLevel sent it for older nodes', async () => {
		expect((await run(taskEvent(), {}, 'raw')).found.task).toEqual(TASK);
	});

	it('is searched by what the event says of it', async () => {
		const { calls } = await run(taskEvent({ id: 't1', assignedTo: 'u1', title: 'Call Ada' }));
		expect(calls[0]?.body).toEqual({
			limit: 100,
			skip: 0,
			assignedTo: ['u1'],
			query: 'Call Ada',
		});
		const { calls: plain } = await run(taskEvent());
		expect(plain[0]?.body).toEqual({ limit: 100, skip: 0 });
	});

	it('may be without a contact', async () => {
		const { title } = TASK;
		const { found, calls } = await run(taskEvent(), {
			respond: () => ({ tasks: [{ id: 't1', title }] }),
		});
		expect(found).toEqual({ task: { id: 't1', title } });
		expect(calls).toHaveLength(1);
	});

	/** A sub-account with so many tasks, of which the last is the one looked for. */
	const tasks = (count: number) =>
		Array.from({ length: count }, (_, at) => ({
			_id: at === count - 1 ? 't1' : `other-${at}`,
			contactId: at === count - 1 ? 'c1' : 'c2',
		}));
	const among = (count: number) => ({
		respond: (call: SentCall) =>
			call.url.endsWith('/tasks/search')
				? {
						tasks: tasks(count).slice(Number(call.body?.skip), Number(call.body?.skip) + 100),
					}
				: answers(call),
	});

	it.each([
		[1, 1],
		[100, 1],
		[101, 2],
		[200, 2],
		[300, 3],
	])('is found among %d with %d searches', async (count, searches) => {
		const { found, calls } = await run(taskEvent(), among(count));
		expect(found).toMatchObject({ contactId: 'c1', task: { id: 't1' } });
		expect(calls.map(({ body }) => body?.skip)).toEqual([
			...Array.from({ length: searches }, (_, page) => page * 100),
			undefined,
		]);
	});

	it('is not looked for among more than 300', async () => {
		const { found, calls } = await run(taskEvent(), among(301));
		expect(found).toEqual(failed(/task was not found/));
		expect(calls).toHaveLength(3);
	});

	it('that is not there is not looked for on pages that do not exist', async () => {
		const { found, calls } = await run(taskEvent({ id: 'none' }), among(99));
		expect(found).toEqual(failed(/task was not found/));
		expect(calls).toHaveLength(1);
	});

	it('stays in the item if its contact is gone', async () => {
		const { found } = await run(taskEvent(), {
			respond: (call) => (call.method === 'POST' ? answers(call) : refusal(404, 'Not found')),
		});
		expect(found).toMatchObject({
			contactId: 'c1',
			task: { id: 't1' },
			...failed(/Get contact.*Not found|Not found/),
		});
		expect(found).not.toHaveProperty('contact');
	});
});

describe('what goes wrong', () => {
	it('is said in the item', async () => {
		expect((await run(contactEvent, { credential: undefined })).found).toEqual(
			failed(/^The node has no credential$/),
		);
		const { found } = await run(contactEvent, { respond: () => refusal(404, 'Not found') });
		expect(found).toEqual(failed(/^Get contact: /));
	});

	it('names the scope that the token lacks', async () => {
		const respond = () => refusal(401, 'The token is not authorized for this scope.');
		expect((await run(contactEvent, { respond })).found).toEqual(
			failed(/^Get contact: .*"contacts\.readonly"$/),
		);
		expect((await run(taskEvent(), { respond })).found).toEqual(
			failed(/^Search tasks: .*"locations\/tasks\.readonly"$/),
		);
	});

	it('names what is no ID', async () => {
		const contact = await run(eventOf('ContactUpdate', { contactId: '..' }));
		expect(contact).toEqual({ found: failed(/^'Contact' is/), calls: [] });
		const credential = { ...CREDENTIAL, locationId: '..' };
		const task = await run({ ...taskEvent(), locationId: null }, { credential });
		expect(task).toEqual({ found: failed(/^'Location' is/), calls: [] });
	});

	it('is nothing where nothing is fetched', async () => {
		expect((await run(eventOf('LocationUpdate'), { credential: undefined })).found).toEqual({});
	});

	it('is tried again if it may pass', async () => {
		const responses = [refusal(500, 'Internal error')];
		const { found, calls } = await run(contactEvent, {
			respond: (call) => responses.pop() ?? answers(call),
		});
		expect(found).toHaveProperty('contact');
		expect(calls).toHaveLength(2);
	});

	it('is said for whatever was thrown', async () => {
		const fake = fakeContext();
		fake.context.getCredentials = () => Promise.reject('text' as unknown as Error);
		expect(await enrich(fake.context, contactEvent, 'whole')).toEqual(
			failed(/could not be fetched/),
		);
	});

	it('ends after three seconds, whatever is being waited for', async () => {
		const clock = new AbortController();
		const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(clock.signal);
		const fake = fakeContext();
		fake.context.getCredentials = async () => await new Promise(() => {});
		const running = enrich(fake.context, contactEvent, 'whole');
		expect(timeout).toHaveBeenCalledWith(3000);
		timeout.mockRestore();
		clock.abort();
		expect(await running).toEqual(failed(/within 3 seconds/));
	});

	it('takes three seconds at most', async () => {
		const clock = new AbortController();
		const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(clock.signal);
		try {
			const running = run(contactEvent, {
				respond: async (call) => {
					clock.abort();
					return await Promise.resolve(answers(call));
				},
			});
			expect(timeout).toHaveBeenCalledWith(3000);
			expect((await running).found).toEqual(failed(/within 3 seconds/));
		} finally {
			timeout.mockRestore();
		}
	});
});
