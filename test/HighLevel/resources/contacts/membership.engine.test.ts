/** Tags, followers, campaigns and workflows of a contact. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { SEED } from '../../../standins/highlevel';
import { byId, TestAccount } from '../../account';

const { maria } = SEED.contacts;
const { ada, grace } = SEED.users;
const { campaignId, workflowId } = SEED;
const contactId = byId(maria);

const account = TestAccount.forTests();

const last = () => account.standIn.log.at(-1);
const enrolled = () => account.standIn.state.enrolments.all().map(({ targetId }) => targetId);

describe.each([
	['v3', 'v3', 'remove-all'],
	['2021', '2021-07-28', 'removeAll'],
])('in API version %s', (version, header, removeAll) => {
	const run = async (operation: string, parameters: INodeParameters) =>
		await account.run('contacts', operation, { contactId, ...parameters }, { version });
	const one = async (operation: string, parameters: INodeParameters): Promise<IDataObject> => {
		const { items, error } = await run(operation, parameters);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(last()?.version).toBe(header);
		return items[0]?.json ?? {};
	};

	test('tags are added to the existing ones', async () => {
		const tags = { tags: ['customer'], newTags: 'vip, spring sale' };
		expect(await one('tag.add', tags)).toEqual({
			contactId: maria,
			tags: ['customer', 'newsletter', 'vip', 'spring sale'],
			tagsAdded: ['vip', 'spring sale'],
		});
		expect(last()).toMatchObject({
			method: 'POST',
			path: `/contacts/${maria}/tags`,
			body: { tags: ['customer', 'vip', 'spring sale'] },
		});
	});

	test('tags are removed with a body, from a list or from text', async () => {
		expect(await one('tag.remove', { tags: ['customer'] })).toEqual({
			contactId: maria,
			tags: ['newsletter'],
			tagsRemoved: ['customer'],
		});
		expect(last()).toMatchObject({
			method: 'DELETE',
			path: `/contacts/${maria}/tags`,
			query: {},
			body: { tags: ['customer'] },
		});
		await one('tag.remove', { tags: '={{ "newsletter, vip" }}' });
		expect(last()?.body).toEqual({ tags: ['newsletter', 'vip'] });
	});

	test('followers are added and removed with a body', async () => {
		expect(await one('follower.add', { followers: [ada, grace] })).toEqual({
			contactId: maria,
			followers: [ada, grace],
			followersAdded: [ada, grace],
		});
		expect(await one('follower.remove', { followers: [ada] })).toEqual({
			contactId: maria,
			followers: [grace],
			followersRemoved: [ada],
		});
		expect(last()).toMatchObject({ method: 'DELETE', query: {}, body: { followers: [ada] } });
	});

	test('a contact is added to a campaign, removed from it, and removed from all', async () => {
		expect(await one('campaign.add', { campaignId })).toEqual({
			contactId: maria,
			campaignId,
			succeeded: true,
		});
		expect(last()).toMatchObject({
			method: 'POST',
			path: `/contacts/${maria}/campaigns/${campaignId}`,
		});
		expect(last()?.body).toEqual({});
		expect(enrolled()).toEqual([campaignId]);
		expect(await one('campaign.remove', { campaignId })).toMatchObject({ succeeded: true });
		expect(enrolled()).toEqual([]);

		await one('campaign.add', { campaignId });
		expect(await one('campaign.removeFromAll', {})).toEqual({ contactId: maria, succeeded: true });
		expect(last()?.path).toBe(`/contacts/${maria}/campaigns/${removeAll}`);
		expect(enrolled()).toEqual([]);
	});

	test('a contact is added to a workflow with the time of its event, and removed from it', async () => {
		const event = { additionalFields: { eventStartTime: '2026-11-01T03:30:00' } };
		const added = await one('workflow.add', { workflowId, ...event });
		expect(added).toEqual({ contactId: maria, workflowId, succeeded: true });
		expect(last()).toMatchObject({
			method: 'POST',
			path: `/contacts/${maria}/workflow/${workflowId}`,
			body: { eventStartTime: '2026-11-01T03:30:00-05:00' },
		});
		await one('workflow.add', { workflowId });
		expect(last()?.body).toEqual({});
		const zone = { options: { inputTimeZone: 'Europe/Berlin' } };
		await one('workflow.remove', { workflowId, ...event, ...zone });
		expect(last()).toMatchObject({
			method: 'DELETE',
			query: {},
			body: { eventStartTime: '2026-11-01T03:30:00+01:00' },
		});
		expect(enrolled()).toEqual([]);
		await one('workflow.remove', { workflowId });
		expect(last()?.body).toEqual({});
	});

	test.each<[string, string, INodeParameters, string]>([
		['no tag to add', 'tag.add', { tags: [], newTags: ' , ' }, 'No tag is given'],
		['no tag to remove', 'tag.remove', { tags: [] }, 'No tag is given'],
		['no follower', 'follower.add', { followers: '={{ [] }}' }, 'User Names or IDs'],
		['no campaign', 'campaign.add', { campaignId: '={{ "" }}' }, 'Campaign Name or ID'],
		['no workflow', 'workflow.add', { workflowId: ' ' }, 'Workflow Name or ID'],
		['a workflow that is an object', 'workflow.add', { workflowId: '={{ {} }}' }, 'Workflow Name'],
		[
			'no time',
			'workflow.add',
			{ workflowId, additionalFields: { eventStartTime: 'tomorrow' } },
			'Event Start Time',
		],
		['no contact', 'campaign.removeFromAll', { contactId: byId('={{ "" }}') }, 'Contact'],
	])('%s is refused before any call', async (_, operation, parameters, named) => {
		const { error } = await run(operation, parameters);
		expect(error?.message).toContain(named);
		expect(account.standIn.log).toHaveLength(0);
	});

	test("a refusal is reported in HighLevel's words", async () => {
		const { error } = await run('workflow.add', { workflowId: SEED.draftWorkflowId });
		expect(error?.message).toContain('The workflow is not published');
		const unknown = await run('follower.add', { followers: ['nobody'] });
		expect(unknown.error?.message).toContain('nobody');
	});
});

test('an enrolment whose outcome is unknown is not sent again, unlike tags and followers', async () => {
	const { faults, state } = account.standIn;
	faults.add({ action: { kind: 'reset', when: 'after' }, operationId: 'add-contact-to-campaign' });
	const failed = await account.run('contacts', 'campaign.add', { contactId, campaignId });
	expect(failed.error?.description).toContain('not known whether this took effect');
	expect(state.enrolments.all()).toHaveLength(1);

	for (const operationId of ['add-tags', 'remove-tags', 'add-followers-contact']) {
		faults.add({ action: { kind: 'reset', when: 'after' }, operationId, nth: 1 });
	}
	const tags = await account.run('contacts', 'tag.add', { contactId, newTags: 'vip' });
	expect(tags.items[0]?.json.tags).toContain('vip');
	const fewer = await account.run('contacts', 'tag.remove', { contactId, tags: ['vip'] });
	expect(fewer.items[0]?.json.tags).not.toContain('vip');
	const followed = await account.run('contacts', 'follower.add', { contactId, followers: [ada] });
	expect(followed.items[0]?.json.followers).toEqual([ada]);
});
