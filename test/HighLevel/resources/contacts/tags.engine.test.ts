import type { INodeParameters } from 'n8n-workflow';

import { SEED } from '../../../standins/highlevel';
import { byId, TestAccount } from '../../account';

const { maria } = SEED.contacts;
/** As in the seed. */
const HELD = ['customer', 'newsletter'];

const account = TestAccount.forTests();

const run = async (operation: string, parameters: INodeParameters, item = {}) =>
	await account.run('contacts', `contact.${operation}`, parameters, { items: [item] });
const tagsNow = () => account.standIn.state.contacts.get(maria)?.tags;
const sent = () => account.log.map(({ method, path, body }) => ({ method, path, body }));

describe.each([
	['update', { contactId: byId(maria) }],
	['upsert', { email: 'maria.lopez@example.com' }],
])('tags of %s', (operation, whom) => {
	test('are added by name: chosen ones and new ones, and the others stay', async () => {
		const { items, error } = await run(operation, {
			...whom,
			tags: ['vip'],
			newTags: 'webinar, spring sale',
		});
		expect(error).toBeUndefined();
		expect(tagsNow()).toEqual([...HELD, 'vip', 'webinar', 'spring sale']);
		expect(items[0]?.json.tags).toEqual(tagsNow());
	});

	test.each([
		['a list', ['vip', 'unheard of']],
		['text separated by commas', 'vip, unheard of'],
	])('can be %s from an expression, with names that do not exist yet', async (_, given) => {
		await run(operation, { ...whom, tags: '={{ $json.given }}' }, { given });
		expect(tagsNow()).toEqual([...HELD, 'vip', 'unheard of']);
	});

	test('are removed', async () => {
		await run(operation, { ...whom, tags: ['newsletter'], tagAction: 'remove' });
		expect(tagsNow()).toEqual(['customer']);
		expect(sent().at(-1)).toEqual({
			method: 'DELETE',
			path: `/contacts/${maria}/tags`,
			body: { tags: ['newsletter'] },
		});
	});

	test('are replaced in the same call, and all are taken off if none is given', async () => {
		await run(operation, { ...whom, tags: ['vip'], tagAction: 'replace' });
		expect(tagsNow()).toEqual(['vip']);
		await run(operation, { ...whom, tagAction: 'replace' });
		expect(tagsNow()).toEqual([]);
		expect(sent().filter(({ path }) => path.endsWith('/tags'))).toEqual([]);
	});

	test('must be named to be removed', async () => {
		const { error } = await run(operation, { ...whom, tagAction: 'remove' });
		expect(error?.message).toContain("'Tag Action' says to remove tags, but none is given");
		expect(account.log).toEqual([]);
	});
});

test('an update that only says what to do with no tags is refused as empty', async () => {
	const { error } = await run('update', { contactId: byId(maria), tagAction: 'add' });
	expect(error?.message).toContain('There is nothing to update');
	expect(account.log).toEqual([]);
});

test.each(['create', 'findOrCreate'])('%s sends the tags of the new contact', async (operation) => {
	const { items } = await run(operation, {
		email: 'new@example.com',
		tags: '={{ "vip, lead" }}',
		newTags: 'webinar',
	});
	expect(items[0]?.json).toMatchObject({ new: true, tags: ['vip', 'lead', 'webinar'] });
});

test('an existing contact keeps its tags when a create updates it', async () => {
	await run('create', { email: 'maria.lopez@example.com', ifExists: 'update', tags: ['vip'] });
	expect(tagsNow()).toEqual([...HELD, 'vip']);
});
