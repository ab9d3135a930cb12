import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SEED } from '../../../standins/highlevel';
import { byId, TestAccount } from '../../account';

const { maria, john } = SEED.contacts;
const { businessId } = SEED;

const account = TestAccount.forTests();

/** An expression without a result. n8n itself refuses a required field that is plainly empty. */
const empty = byId('={{ "" }}');
const log = () => account.standIn.log;
const last = () => log().at(-1);
const bodies = () => log().map(({ body }) => body as IDataObject);
const tagsOf = (id: string) => account.standIn.state.contacts.get(id)?.tags;
const businessOf = (id: string) => account.standIn.state.contacts.get(id)?.businessId;

describe.each([
	['v3', 'v3'],
	['2021', '2021-07-28'],
])('in API version %s', (version, header) => {
	const run = async (operation: string, parameters: INodeParameters, more: object = {}) =>
		await account.run('contacts', operation, parameters, { version, ...more });

	test('tags are added to many contacts, with one item for each', async () => {
		const { items, error } = await run('tag.updateMany', {
			contactIds: `${maria}, ${john}, ${maria}`,
			type: 'add',
			newTags: 'webinar',
		});
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json)).toEqual([
			{
				contactId: maria,
				message: 'Tags added',
				oldTags: ['customer', 'newsletter'],
				tagsAdded: ['webinar'],
				tagsRemoved: [],
			},
			expect.objectContaining({ contactId: john, tagsAdded: ['webinar'] }),
		]);
		expect(last()).toMatchObject({
			method: 'POST',
			path: '/contacts/bulk/tags/update/add',
			version: header,
		});
		expect(last()?.body).toEqual({
			contacts: [maria, john],
			tags: ['webinar'],
			locationId: SEED.locationId,
		});
	});

	test('some or all tags are removed from many contacts', async () => {
		const contactIds = `={{ ["${maria}", "${john}"] }}`;
		await run('tag.updateMany', { contactIds, type: 'remove', tags: ['customer'] });
		expect(last()?.path).toBe('/contacts/bulk/tags/update/remove');
		expect(last()?.body).not.toHaveProperty('removeAllTags');
		expect(tagsOf(maria)).toEqual(['newsletter']);

		await run('tag.updateMany', { contactIds, type: 'remove', removeAllTags: true });
		expect(last()?.body).toMatchObject({ removeAllTags: true, tags: [] });
		expect(tagsOf(maria)).toEqual([]);
		expect(tagsOf(john)).toEqual([]);
	});

	test('1,200 contacts take three calls of at most 500, in order', async () => {
		const ids = account.standIn.state.seedContacts(1200);
		const { items } = await run(
			'tag.updateMany',
			{
				contactIds: '={{ $json.ids }}',
				type: 'add',
				newTags: 'vip',
			},
			{ items: [{ ids }] },
		);
		expect(bodies().map(({ contacts }) => (contacts as string[]).length)).toEqual([500, 500, 200]);
		expect(items.map(({ json }) => json.contactId)).toEqual(ids);
	});

	test('contacts that an answer 201 reports as failed become failed items', async () => {
		const parameters = { contactIds: `${maria},nosuchcontact,${john}`, newTags: 'vip' };
		const { outputs } = await run('tag.updateMany', parameters, {
			onError: 'continueErrorOutput',
		});
		expect(outputs[0]?.map(({ json }) => json.contactId)).toEqual([maria, john]);
		expect(outputs[1]?.map(({ json }) => json)).toEqual([
			{
				error: expect.stringContaining('not found'),
				message: { contactId: 'nosuchcontact' },
			},
		]);
		expect(outputs[1]?.[0]?.pairedItem).toMatchObject({ item: 0 });

		const regular = await run('tag.updateMany', parameters, { onError: 'continueRegularOutput' });
		expect(regular.items.map(({ json }) => json.contactId ?? json.message)).toEqual([
			maria,
			{ contactId: 'nosuchcontact' },
			john,
		]);

		const stopped = await run('tag.updateMany', parameters);
		expect(stopped.status).toBe('error');
		expect(stopped.error?.message).toBe('1 of 3 records were refused');
		expect(stopped.error?.description).toContain('nosuchcontact');
	});

	test('contacts are added to a business and removed from it, at most 50 per call', async () => {
		const ids = account.standIn.state.seedContacts(120);
		const given = { items: [{ ids }] };
		const contactIds = '={{ $json.ids }}';
		const put = await run(
			'business.addContacts',
			{ businessId: byId(businessId), contactIds },
			given,
		);
		expect(bodies().map((body) => (body.ids as string[]).length)).toEqual([50, 50, 20]);
		expect(bodies()[0]).toEqual({
			ids: ids.slice(0, 50),
			businessId,
			locationId: SEED.locationId,
		});
		expect(last()).toMatchObject({ path: '/contacts/bulk/business', version: header });
		expect(put.items.map(({ json }) => json)).toEqual(
			ids.map((contactId) => ({ contactId, businessId })),
		);
		expect(ids.map(businessOf).every((held) => held === businessId)).toBe(true);

		const list = await run('business.getContacts', {
			businessId: byId(businessId),
			returnAll: true,
		});
		expect(list.items.map(({ json }) => json.id)).toEqual(ids);
		const pages = log().slice(-2);
		expect(pages.map(({ query }) => query)).toEqual([
			{ locationId: SEED.locationId, limit: '100', skip: '0' },
			{ locationId: SEED.locationId, limit: '100', skip: '100' },
		]);
		const some = await run('business.getContacts', { businessId: byId(businessId), limit: 7 });
		expect(some.items).toHaveLength(7);
		expect(last()?.query).toMatchObject({ limit: '7' });
		const found = await run('business.getContacts', {
			businessId: byId(businessId),
			filters: { query: 'First11 ' },
		});
		expect(found.items.map(({ json }) => json.firstName)).toEqual(['First11']);

		const out = await run('business.removeContacts', { contactIds }, given);
		expect(last()?.body).toMatchObject({ businessId: null });
		expect(out.items[0]?.json).toEqual({ contactId: ids[0], businessId: null });
		expect(ids.map(businessOf).every((held) => held === null)).toBe(true);
	});

	test('a batch that fails because of one ID is split, and the other contacts are changed', async () => {
		const ids = account.standIn.state.seedContacts(20);
		const mixed = [...ids.slice(0, 13), 'nosuchcontact', ...ids.slice(13)];
		const { outputs } = await run(
			'business.addContacts',
			{ businessId: byId(businessId), contactIds: '={{ $json.mixed }}' },
			{ items: [{ mixed }], onError: 'continueErrorOutput' },
		);
		expect(outputs[0]?.map(({ json }) => json.contactId)).toEqual(ids);
		expect(outputs[1]?.map(({ json }) => json.message)).toEqual([{ contactId: 'nosuchcontact' }]);
		expect(ids.map(businessOf).every((held) => held === businessId)).toBe(true);
		expect(log().length).toBeLessThanOrEqual(11);
	});

	test('an error that concerns every contact ends the item soon', async () => {
		const ids = account.standIn.state.seedContacts(50);
		const { error } = await run(
			'business.addContacts',
			{ businessId: byId('nosuchbusiness'), contactIds: '={{ $json.ids }}' },
			{ items: [{ ids }] },
		);
		expect(error?.message).toContain('Business with id nosuchbusiness not found');
		expect(log().length).toBeLessThan(25);
	});

	test('a refused single contact is reported like any refused call', async () => {
		const { error } = await run('business.removeContacts', { contactIds: 'nosuchcontact' });
		expect(error?.message).toContain('nosuchcontact');
		expect(log()).toHaveLength(1);
	});

	test.each<[string, string, INodeParameters, string]>([
		['no contacts', 'tag.updateMany', { contactIds: ' , ', newTags: 'x' }, 'Contact IDs'],
		['not a list', 'tag.updateMany', { contactIds: '={{ [{}] }}', newTags: 'x' }, 'Contact IDs'],
		['no tags', 'tag.updateMany', { contactIds: maria }, 'No tag is given'],
		[
			'no such action',
			'tag.updateMany',
			{ contactIds: maria, newTags: 'x', type: '={{ "replace" }}' },
			'Action',
		],
		['no business', 'business.addContacts', { businessId: empty, contactIds: maria }, 'Business'],
		[
			'no contacts to remove',
			'business.removeContacts',
			{ contactIds: '={{ [] }}' },
			'Contact IDs',
		],
	])('are refused before any call: %s', async (_, operation, parameters, named) => {
		const { error } = await run(operation, parameters);
		expect(error?.message).toContain(named);
		expect(log()).toHaveLength(0);
	});
});

test('a missing scope is named', async () => {
	const { value } = account.standIn.issuePrivateIntegration({ scopes: ['contacts.readonly'] });
	const { error } = await account.run(
		'contacts',
		'tag.updateMany',
		{ contactIds: `${maria},${john}`, newTags: 'x' },
		{
			credentials: { highLevelPrivateIntegrationApi: account.credential({ token: value }) },
		},
	);
	expect(error?.message).toContain('contacts.write');
	// n8n repeats a call with a refused token once; no batch is split because of it.
	expect(log().length).toBeLessThanOrEqual(2);
	for (const { contacts } of bodies()) expect(contacts).toEqual([maria, john]);
});
