/** What the trigger makes of deliveries. */
import { CalendarHeroTrigger } from '../../../nodes/CalendarHero/CalendarHeroTrigger.node';
import { EVENTS } from '../../../nodes/CalendarHero/webhook/events';
import { EVENTS as KNOWN } from '../../standins/calendarhero';
import { byName, inHours, TestAccount } from '../account';
import { Trigger } from './trigger';

const account = TestAccount.forTests();

const ALL = EVENTS.map(({ value }) => value);

async function ask(): Promise<string> {
	const [made] = await account.output('meetingRequest', 'create', {
		subject: 'Kick-off',
		contactEmails: 'ada@lovelace.example',
		dateStart: inHours(24),
		dateEnd: inHours(48),
		type: byName('call'),
	});
	return String(made?.id);
}

/** Goes through the lives of two requests and a contact; returns the trigger's items by event. */
async function lives(trigger: Trigger) {
	const { standIn } = account;
	const first = await ask();
	await standIn.invitee.pick(first);
	await standIn.reschedule(first, inHours(30));
	await standIn.start(first);
	await standIn.complete(first);
	await standIn.expire(await ask());
	await standIn.cancelAsUser(await ask());
	await standIn.addContactByLink({ name: 'Grace', email: ['grace@hopper.example'] });
	const items = [];
	for (const delivery of [...standIn.deliveries]) items.push(...(await trigger.deliver(delivery)));
	return { first, items };
}

it('knows the events of CalendarHero', () => {
	expect([...ALL].sort()).toEqual([...KNOWN].sort());
});

it('names the event of each delivery, with the same keys whatever happened', async () => {
	const { first, items } = await lives(new Trigger(account, { events: ALL }));
	expect(new Set(items.map(({ event }) => event))).toEqual(new Set(ALL));
	expect(items.find(({ event }) => event === 'meeting_request_success')).toEqual({
		event: 'meeting_request_success',
		key: expect.stringMatching(new RegExp(`^meeting_request_success ${first} 2\\d{3}-`)),
		id: first,
		status: 'scheduled',
		dateScheduledStart: expect.any(String),
		dateScheduledEnd: expect.any(String),
	});
	expect(items.find(({ event }) => event === 'new_contact_added')).toMatchObject({
		id: expect.any(String),
		name: 'Grace',
		email: ['grace@hopper.example'],
	});
	for (const item of items.filter(({ event }) => event !== 'new_contact_added')) {
		expect(Object.keys(item)).toEqual([
			'event',
			'key',
			'id',
			'status',
			'dateScheduledStart',
			'dateScheduledEnd',
		]);
	}
});

it.each(['flat', 'contact', 'data'] as const)(
	'finds a contact that is %s',
	async (contactDelivery) => {
		account.standIn.settings.contactDelivery = contactDelivery;
		const trigger = new Trigger(account, { events: ALL });
		await account.standIn.addContactByLink({ name: 'Grace', email: ['grace@hopper.example'] });
		const [delivery] = account.standIn.deliveries;
		const [item] = delivery ? await trigger.deliver(delivery) : [];
		expect(item).toMatchObject({ name: 'Grace', email: ['grace@hopper.example'] });
	},
);

it('keeps unknown fields when not simplified, but no secrets', async () => {
	const trigger = new Trigger(account, { events: ALL, simple: false });
	const body = { id: 'a1', event: 'lie', inviteToken: 'x', more: { auth: 'y', kept: 1 } };
	const { items, status } = await trigger.receive('meeting_started', { body });
	expect(status).toBe(200);
	expect(items?.map(({ json }) => json)).toEqual([
		{ event: 'meeting_started', key: 'meeting_started a1', id: 'a1', more: { kept: 1 } },
	]);
});

it.each([
	['an event that is not chosen', 'meeting_started', { id: '1' }, 404],
	['an event that does not exist', 'constructor', { id: '1' }, 404],
	['an empty body', 'meeting_completed', {}, 400],
	['a list', 'meeting_completed', [{ id: '1' }], 400],
	['text', 'meeting_completed', 'hello', 400],
])('starts no execution for %s', async (_, event, body, status) => {
	const trigger = new Trigger(account, { events: ['meeting_completed'] });
	const result = await trigger.receive(event, { body });
	expect(result).toMatchObject({ status, answeredByNode: true, items: undefined });
});

describe('Fetch Full Request', () => {
	const fetching = () => new Trigger(account, { events: ALL, fetchRequest: true });

	it('adds the request, whichever list has it', async () => {
		const { first, items } = await lives(fetching());
		const started = items.find(({ event }) => event === 'meeting_started');
		expect(started?.request).toMatchObject({ id: first, info: 'Kick-off', meetingType: 'call' });
		const contact = items.find(({ event }) => event === 'new_contact_added');
		expect(contact).not.toHaveProperty('request');
		expect(contact).not.toHaveProperty('enrichment');
	});

	it.each([
		['refused', { kind: 'status', status: 403 }],
		['late', { kind: 'never', when: 'before' }],
	] as const)('never drops the event when it is %s', async (_, action) => {
		const trigger = fetching();
		account.standIn.faults.add({ path: '/meeting/tasks', action });
		const { items } = await trigger.receive('meeting_completed', { body: { id: 'a1' } });
		expect(items?.map(({ json }) => json)).toEqual([
			expect.objectContaining({ id: 'a1', enrichment: { error: expect.stringMatching(/\S/) } }),
		]);
	});

	it('says so when no list has the request', async () => {
		account.standIn.settings.startedCarries = 'meetingId';
		const { items } = await lives(fetching());
		expect(items.find(({ event }) => event === 'meeting_started')?.enrichment).toEqual({
			error: expect.stringMatching(/No list/),
		});
	});
});

it('is polling and webhook at once, and only an active workflow has the webhook', () => {
	const { description } = new CalendarHeroTrigger();
	expect(description.polling).toBe(true);
	expect(description.webhooks).toEqual([
		expect.objectContaining({
			name: 'default',
			path: '={{$webhookId}}/:event',
			isFullPath: true,
			httpMethod: '={{$workflow.active ? "POST" : ""}}',
			responseMode: 'onReceived',
			responseData: 'noData',
		}),
	]);
});
