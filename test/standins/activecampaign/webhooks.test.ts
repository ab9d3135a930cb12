/** The webhooks that ActiveCampaign's stand-in sends. */
import { startReceiver, useActiveCampaign } from '../support/activeCampaign';
import type { Receiver } from '../support/activeCampaign';
import { part } from '../support/http';
import { AC_SEED } from '.';

const account = useActiveCampaign({ limiter: { max: 0 }, firstFieldId: 30 });
const { send } = account;
let receiver: Receiver;

beforeEach(async () => {
	receiver = await startReceiver();
});
afterEach(() => receiver.close());

async function subscribe(events: string[], sources = ['public', 'admin', 'system'], listid = 0) {
	const webhook = { name: 'sync', url: receiver.url, events, sources, listid };
	const { body } = await send('POST', '/webhooks', { webhook });
	return String(part(body, 'webhook').id);
}

/** What arrived once everything was delivered. */
async function arrived(): Promise<Array<Record<string, string>>> {
	await account.standIn.webhooks.settled();
	return receiver.received;
}

it('sends an update as a form with every field under its number', async () => {
	await subscribe(['update']);
	account.standIn.as('admin').addField({ title: 'Note', type: 'text', perstag: 'NOTE' });
	account.standIn.as('admin').setContactField(AC_SEED.mara, AC_SEED.field, '39');
	const [update] = await arrived();
	expect(update).toMatchObject({
		type: 'update',
		initiated_from: 'admin',
		initiated_by: 'admin',
		list: '0',
		'contact[id]': '42',
		'contact[email]': AC_SEED.mara,
		'contact[first_name]': 'Mara',
		'contact[tags]': 'customer',
		'contact[fields][30]': '39',
		'contact[fields][31]': '',
	});
	expect(update?.date_time).toMatch(/T.*-0[56]:00$/);
	expect(receiver.raw[0]?.type).toContain('application/x-www-form-urlencoded');
	expect(receiver.raw[0]?.body).toContain('contact%5Bfields%5D%5B30%5D=39');
});

it('names the tag that was put on or taken off, and joins all tags with a comma', async () => {
	await subscribe(['contact_tag_added', 'contact_tag_removed']);
	const system = account.standIn.as('system');
	system.addTag(AC_SEED.mara, 'wants-times');
	system.addTag(AC_SEED.mara, 'wants-times');
	await account.standIn.webhooks.settled();
	system.removeTag(AC_SEED.mara, 'customer');
	expect(await arrived()).toMatchObject([
		{ type: 'contact_tag_added', tag: 'wants-times', 'contact[tags]': 'customer, wants-times' },
		{ type: 'contact_tag_removed', tag: 'customer', 'contact[tags]': 'wants-times' },
	]);
});

it('sends only events and sources that were subscribed to', async () => {
	await subscribe(['update'], ['admin']);
	await send('PUT', '/contacts/42', { contact: { firstName: 'By API' } });
	account.standIn.as('public').updateContact('42', { firstName: 'By herself' });
	account.standIn.as('admin').addTag('42', 'vip');
	account.standIn.as('admin').updateContact('42', { firstName: 'By a user' });
	expect((await arrived()).map((one) => one['contact[first_name]'])).toEqual(['By a user']);
});

it('sends changes made through the API to those who want to hear them', async () => {
	await subscribe(['update', 'contact_tag_added', 'subscriber_note', 'subscribe'], ['api']);
	const contact = { email: AC_SEED.jonas, fieldValues: [{ field: '30', value: '45' }] };
	await send('POST', '/contact/sync', { contact });
	await send('POST', '/contact/sync', { contact });
	await send('POST', '/contactTags', { contactTag: { contact: 43, tag: 17 } });
	await send('POST', '/notes', { note: { note: 'Hello', relid: 43, reltype: 'Subscriber' } });
	await send('POST', '/contactLists', { contactList: { list: 4, contact: 43, status: 1 } });
	const all = (await arrived()).map(({ type, list }) => `${type} ${list}`);
	expect(all.sort()).toEqual([
		'contact_tag_added 0',
		'subscribe 4',
		'subscriber_note 0',
		'update 0',
	]);
	expect(receiver.received.find(({ type }) => type === 'subscriber_note')?.note).toBe('Hello');
});

it('can send an update although nothing changed', async () => {
	account.standIn.settings.updatesWithoutChange = true;
	await subscribe(['update'], ['api']);
	await send('PUT', '/contacts/42', { contact: { firstName: 'Mara' } });
	expect(await arrived()).toHaveLength(1);
});

it('limits updates to one list if the webhook names it', async () => {
	await subscribe(['update'], ['admin'], 4);
	account.standIn.as('admin').updateContact(AC_SEED.jonas, { firstName: 'Not on it' });
	account.standIn.as('admin').updateContact(AC_SEED.mara, { firstName: 'On it' });
	expect((await arrived()).map((one) => one['contact[first_name]'])).toEqual(['On it']);
});

it('hides a field that no list shows', async () => {
	await subscribe(['update']);
	const { body } = await send('POST', '/fields', { field: { title: 'Hidden', type: 'text' } });
	const id = String(part(body, 'field').id);
	account.standIn.as('admin').updateContact('42', { firstName: 'Once' });
	expect((await arrived())[0]).not.toHaveProperty([`contact[fields][${id}]`]);
	expect(() => account.standIn.as('admin').setContactField('42', 'HIDDEN', 'x')).toThrow(
		'No list shows the field HIDDEN',
	);
	await send('POST', '/fieldRels', { fieldRel: { field: id, relid: 0 } });
	account.standIn.as('admin').setContactField('42', 'HIDDEN', 'x');
	expect((await arrived())[1]).toHaveProperty([`contact[fields][${id}]`], 'x');
});

it('delivers once, even if the receiver refuses', async () => {
	await subscribe(['update']);
	receiver.status = 500;
	account.standIn.as('admin').updateContact('42', { firstName: 'Lost' });
	expect(await arrived()).toHaveLength(1);
	expect(account.standIn.webhooks.deliveries).toMatchObject([
		{ event: 'update', status: 500, tries: 1 },
	]);
});

it('is switched off for good by a 410', async () => {
	const id = await subscribe(['update']);
	receiver.status = 410;
	account.standIn.as('admin').updateContact('42', { firstName: 'Gone' });
	await account.standIn.webhooks.settled();
	receiver.status = 200;
	account.standIn.as('admin').updateContact('42', { firstName: 'Unheard' });
	expect(await arrived()).toHaveLength(1);
	expect(account.standIn.state.webhooks.get(id)?.isOff).toBe(true);
});

it('records a delivery that nobody answers', async () => {
	await subscribe(['update']);
	await receiver.close();
	account.standIn.as('admin').updateContact('42', { firstName: 'Lost' });
	await account.standIn.webhooks.settled();
	expect(account.standIn.webhooks.deliveries).toMatchObject([{ status: 0 }]);
});

it('can deliver a second time, as at-least-once delivery may', async () => {
	await subscribe(['update']);
	account.standIn.as('admin').updateContact('42', { firstName: 'Twice' });
	await account.standIn.webhooks.settled();
	const [first] = account.standIn.webhooks.deliveries;
	if (first) await account.standIn.webhooks.again(first);
	expect(receiver.raw.map(({ body }) => body)).toEqual([first?.body, first?.body]);
});

it("names fields by their tag in an automation's Webhook step", async () => {
	const mara = account.standIn.state.contactByEmail(AC_SEED.mara);
	if (mara) await account.standIn.webhooks.fromAutomation(receiver.url, mara);
	expect(receiver.received[0]).toMatchObject({ 'contact[fields][shoe_size]': '41' });
});

it('lists, changes and deletes subscriptions', async () => {
	const id = await subscribe(['update']);
	const changed = await send('PUT', `/webhooks/${id}`, { webhook: { sources: ['public'] } });
	expect(part(changed.body, 'webhook')).toMatchObject({ id, listid: '0', sources: ['public'] });
	const { body } = await send('GET', '/webhooks?filters[name]=sync');
	expect(body).toMatchObject({ webhooks: [{ id, links: [] }], meta: { total: '1' } });
	expect((await send('DELETE', `/webhooks/${id}`)).body).toEqual({});
	expect((await send('GET', `/webhooks/${id}`)).status).toBe(404);
	const events = await send('GET', '/webhook/events?limit=3&offset=1');
	expect(events.body).toEqual({
		webhookEvents: ['click', 'contact_tag_added', 'contact_tag_removed'],
		meta: { total: 30 },
	});
});
