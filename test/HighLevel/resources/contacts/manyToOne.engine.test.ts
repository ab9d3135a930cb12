/** Items that share a bulk call. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { RunResult } from '../../../engine/harness';
import { SEED } from '../../../standins/highlevel';
import { byId, TestAccount } from '../../account';
import { itemIndexOf } from '../../../support/itemIndexOf';

const { businessId } = SEED;

const account = TestAccount.forTests();

const log = () => account.standIn.log;
const bulk = () => log().filter(({ path }) => path.startsWith('/contacts/bulk/'));
const contactsOf = ({ body }: { body: unknown }) => (body as IDataObject).contacts as string[];
const tagsOf = (id: string) => account.standIn.state.contacts.get(id)?.tags;
const seed = (count: number, tags: string[] = []) =>
	account.standIn.state.seedContacts(count, { tags });

const contactId = byId('={{ $json.id }}');
const newTags = '={{ $json.tags }}';

const run = async (
	operation: string,
	items: IDataObject[],
	parameters: INodeParameters = {},
	more: object = {},
): Promise<RunResult> =>
	await account.run(
		'contacts',
		operation,
		{
			...(operation.startsWith('tag.') ? { contactId } : {}),
			...(operation === 'tag.add' ? { newTags } : {}),
			...(operation === 'tag.remove' ? { tags: newTags } : {}),
			...parameters,
		},
		{ items, ...more },
	);

const pairs = ({ items }: RunResult) => items.map(({ pairedItem }) => pairedItem);

describe('tags', () => {
	test('10,000 contacts with the same tags take 20 calls, and each item gets its own result', async () => {
		const ids = seed(10_000, ['lead']);
		const result = await run(
			'tag.add',
			ids.map((id) => ({ id, tags: 'vip' })),
		);
		expect(result.error).toBeUndefined();
		expect(log()).toHaveLength(20);
		expect(log().map((entry) => contactsOf(entry).length)).toEqual(
			Array.from({ length: 20 }, () => 500),
		);
		expect(result.items.map(({ json }) => json)).toEqual(
			ids.map((id) => ({ contactId: id, tags: ['lead', 'vip'], tagsAdded: ['vip'] })),
		);
		expect(pairs(result)).toEqual(ids.map((_, item) => ({ item })));
		expect(ids.every((id) => tagsOf(id)?.includes('vip'))).toBe(true);
	});

	test.each(['tag.add', 'tag.remove'])(
		'%s returns the same items with and without shared calls',
		async (operation) => {
			const before = (index: number) => ['lead', ...(index % 2 ? ['vip'] : []), `n${index % 3}`];
			const outputs = [];
			for (const oneCallPerItem of [false, true]) {
				account.reset();
				const ids = account.standIn.state.seedContacts(30, {
					with: (index) => ({ tags: before(index) }),
				});
				const items = ids.map((id) => ({ id, tags: 'vip, n1' }));
				const { items: output } = await run(operation, items, { options: { oneCallPerItem } });
				outputs.push(output.map(({ json: { contactId: _, ...rest } }) => rest));
				expect(log()).toHaveLength(oneCallPerItem ? 30 : 1);
			}
			expect(outputs[1]).toEqual(outputs[0]);
			expect(outputs[0]).toHaveLength(30);
		},
	);

	test('items with different tags do not share a call, and a single contact uses the single endpoint', async () => {
		const ids = seed(7);
		const tags = ['a', 'b', 'a', 'a', 'b', 'c', 'a'];
		const items = ids.map((id, index) => ({ id, tags: tags[index] ?? '' }));
		const result = await run('tag.add', items);
		expect(result.items.map(({ json }) => json)).toEqual(
			ids.map((id, index) => ({ contactId: id, tags: [tags[index]], tagsAdded: [tags[index]] })),
		);
		const pick = (tag: string) => ids.filter((_, index) => tags[index] === tag);
		const lists = bulk().map(contactsOf);
		expect(lists).toHaveLength(2);
		expect(lists).toEqual(expect.arrayContaining([pick('a'), pick('b')]));
		expect(log().map(({ path }) => path)).toContain(`/contacts/${ids[5]}/tags`);
	});

	test('the items of one contact keep their order, whatever calls they share', async () => {
		const [x = '', y = '', z = ''] = seed(3);
		// x gets 'a', then 'b', then 'a' again; the others share its calls.
		const given: Array<[string, string]> = [
			[x, 'b'],
			[y, 'a'],
			[x, 'a'],
			[z, 'b'],
			[x, 'b'],
			[y, 'b'],
			[y, 'a'],
		];
		account.standIn.faults.add({ action: { kind: 'delay', ms: 40 }, probability: 0.5 });
		const items = given.map(([id, tags]) => ({ id, tags }));
		const { items: output } = await run('tag.add', items);
		const held = new Map<string, string[]>();
		const expected = given.map(([id, tag]) => {
			const before = held.get(id) ?? [];
			const tagsAdded = before.includes(tag) ? [] : [tag];
			held.set(id, [...before, ...tagsAdded]);
			return { contactId: id, tags: held.get(id), tagsAdded };
		});
		expect(output.map(({ json }) => json)).toEqual(expected);
	});

	test('adding and removing by expression ends as the items say', async () => {
		const ids = seed(4);
		const items = ['add', 'remove', 'add', 'remove', 'add'].flatMap((type, round) =>
			ids.filter((_, index) => index <= round).map((id) => ({ id, type })),
		);
		const { error } = await run('tag.updateMany', items, {
			contactIds: '={{ $json.id }}',
			type: '={{ $json.type }}',
			newTags: 'vip',
		});
		expect(error).toBeUndefined();
		for (const id of ids) {
			const changes = log()
				.filter((entry) => contactsOf(entry).includes(id))
				.map(({ path }) => path.split('/').at(-1));
			expect(changes).toEqual(items.filter((item) => item.id === id).map(({ type }) => type));
			expect(tagsOf(id)).toEqual(['vip']);
		}
	});

	test('with Concurrency 1, only adjacent items share a call, so that none is overtaken', async () => {
		const ids = seed(6);
		const tags = ['a', 'a', 'b', 'a', 'a', 'a'];
		const items = ids.map((id, index) => ({ id, tags: tags[index] ?? '' }));
		await run('tag.add', items, { options: { concurrency: 1 } });
		expect(log().map(({ path }) => path)).toEqual([
			'/contacts/bulk/tags/update/add',
			`/contacts/${ids[2]}/tags`,
			'/contacts/bulk/tags/update/add',
		]);
		expect(bulk().map(contactsOf)).toEqual([ids.slice(0, 2), ids.slice(3)]);
	});

	test('a refused contact fails its own item only', async () => {
		const ids = seed(5);
		const items = [...ids.slice(0, 3), 'nosuchcontact', ...ids.slice(3)].map((id) => ({
			id,
			tags: 'vip',
		}));
		const { outputs } = await run('tag.add', items, {}, { onError: 'continueErrorOutput' });
		expect(outputs[0]?.map(({ json }) => json.contactId)).toEqual(ids);
		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 4, 5].map((item): unknown => expect.objectContaining({ item })),
		);
		expect(outputs[1]).toHaveLength(1);
		expect(outputs[1]?.[0]?.pairedItem).toMatchObject({ item: 3 });
		expect(outputs[1]?.[0]?.json.error).toBe('Add tag: Contact with id nosuchcontact not found');

		const regular = await run('tag.add', items, {}, { onError: 'continueRegularOutput' });
		expect(regular.items.map(({ json }) => json.contactId ?? 'failed')).toEqual([
			...ids.slice(0, 3),
			'failed',
			...ids.slice(3),
		]);

		const stopped = await run('tag.add', items);
		expect(stopped.status).toBe('error');
		expect(stopped.error?.message).toBe('Add tag: Contact with id nosuchcontact not found');
	});

	test('an item that cannot be sent stops the run after the items before it', async () => {
		const ids = seed(5);
		const items = ids.map((id, index) => ({ id, tags: index === 3 ? '' : 'vip' }));
		const { error } = await run('tag.add', items);
		expect(error?.message).toBe('No tag is given');
		expect(itemIndexOf(error)).toBe(3);
		expect(bulk().map(contactsOf)).toEqual([ids.slice(0, 3)]);

		account.reset();
		const again = seed(5).map((id, index) => ({ id, tags: index === 3 ? '' : 'vip' }));
		const { items: output } = await run('tag.add', again, {}, { onError: 'continueRegularOutput' });
		expect(output.map(({ json }) => json.error)).toEqual([
			undefined,
			undefined,
			undefined,
			'No tag is given',
			undefined,
		]);
	});

	test('a failed shared call is reported to each of its items', async () => {
		const items = seed(3).map((id) => ({ id, tags: 'vip' }));
		account.standIn.faults.add({ action: { kind: 'status', status: 403 } });
		const { items: output } = await run('tag.add', items, {}, { onError: 'continueRegularOutput' });
		expect(output.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual(
			[0, 1, 2].map((item): unknown => [expect.stringMatching(/^Add tag: [^[]*$/), { item }]),
		);
		const stopped = await run('tag.add', items);
		expect(itemIndexOf(stopped.error)).toBe(0);
	});

	test('a call that fails because of one contact is split', async () => {
		const ids = seed(8);
		const items = ids.map((id) => ({ id, tags: 'vip' }));
		account.standIn.faults.add({
			action: { kind: 'status', status: 422, body: { statusCode: 422, message: ['bad'] } },
			path: '/contacts/bulk/tags/update/add',
			count: 3,
		});
		const { items: output, error } = await run('tag.add', items);
		expect(error).toBeUndefined();
		expect(output.map(({ json }) => json.contactId)).toEqual(ids);
		expect(ids.every((id) => tagsOf(id)?.includes('vip'))).toBe(true);
	});

	test('faults neither lose nor repeat changes', async () => {
		const ids = seed(3000);
		const { faults } = account.standIn;
		faults.add({ action: { kind: 'status', status: 429 }, nth: [2, 9] });
		faults.add({ action: { kind: 'reset', when: 'after' }, nth: [1, 5] });
		faults.add({ action: { kind: 'cut' }, nth: 4 });
		faults.add({ action: { kind: 'reset', when: 'before' }, nth: 3 });
		faults.add({ action: { kind: 'status', status: 502 }, nth: 6 });
		const items = ids.map((id, index) => ({ id, tags: `group ${index % 3}` }));
		const result = await run('tag.add', items);
		expect(result.error).toBeUndefined();
		expect(log().some(({ fault }) => fault === 'reset')).toBe(true);
		expect(result.items.map(({ json }) => [json.contactId, json.tags])).toEqual(
			items.map(({ id, tags }) => [id, [tags]]),
		);
		// A retry cannot know what the lost call added, but never says that it added nothing.
		for (const { json } of result.items) {
			expect(json.tagsAdded === null || (json.tagsAdded as string[]).length === 1).toBe(true);
		}
		expect(result.items.some(({ json }) => json.tagsAdded === null)).toBe(true);
	});
});

describe('businesses', () => {
	const put = { businessId: byId(businessId), contactIds: '={{ $json.ids ?? $json.id }}' };

	test('items of one business share calls of 50 contacts', async () => {
		const ids = seed(120);
		const result = await run(
			'business.addContacts',
			ids.map((id) => ({ id })),
			put,
		);
		expect(log().map(({ body }) => ((body as IDataObject).ids as string[]).length)).toEqual([
			50, 50, 20,
		]);
		expect(result.items.map(({ json }) => json)).toEqual(
			ids.map((id) => ({ contactId: id, businessId })),
		);
		expect(pairs(result)).toEqual(ids.map((_, item) => ({ item })));

		const out = await run(
			'business.removeContacts',
			ids.map((id) => ({ id })),
			{ contactIds: '={{ $json.id }}' },
		);
		expect(log()).toHaveLength(6);
		expect(out.items).toHaveLength(120);
	});

	test('items with several contacts each get their own, even across calls', async () => {
		const ids = seed(90);
		const items = [ids.slice(0, 30), ids.slice(30, 31), ids.slice(31, 90)].map((list) => ({
			ids: list,
		}));
		const result = await run('business.addContacts', items, put);
		expect(log()).toHaveLength(2);
		expect(result.items.map(({ json }) => json.contactId)).toEqual(ids);
		expect(pairs(result)).toEqual(
			items.flatMap((item, index) => item.ids.map(() => ({ item: index }))),
		);
	});

	test('One Call per Item sends them separately', async () => {
		const ids = seed(60);
		const items = [ids.slice(0, 55), ids.slice(55, 58), ids.slice(58)].map((list) => ({
			ids: list,
		}));
		await run('business.addContacts', items, { ...put, options: { oneCallPerItem: true } });
		const sizes = log().map(({ body }) => ((body as IDataObject).ids as string[]).length);
		expect(sizes.sort((a, b) => a - b)).toEqual([2, 3, 5, 50]);
	});

	test('one wrong contact does not affect the others', async () => {
		const ids = seed(40);
		const items = [...ids.slice(0, 20), 'nosuchcontact', ...ids.slice(20)].map((id) => ({ id }));
		const { outputs } = await run('business.addContacts', items, put, {
			onError: 'continueErrorOutput',
		});
		expect(outputs[0]?.map(({ json }) => json.contactId)).toEqual(ids);
		expect(outputs[1]?.map(({ pairedItem }) => pairedItem)).toEqual([
			expect.objectContaining({ item: 20 }),
		]);
	});
});
