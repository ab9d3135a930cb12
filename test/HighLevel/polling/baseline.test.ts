/** How polls search contacts, and how contacts are compared with remembered marks. */
import type { IDataObject } from 'n8n-workflow';

import type { Baseline } from '../../../nodes/HighLevel/polling/baseline';
import { readBaseline, takeBaseline } from '../../../nodes/HighLevel/polling/baseline';
import { MAX_REMEMBERED } from '../../../nodes/HighLevel/polling/compare';
import {
	contactsById,
	countContacts,
	everyContact,
	newestContact,
	searchContacts,
	searchPages,
} from '../../../nodes/HighLevel/polling/contactSearch';
import { readMarks } from '../../../nodes/HighLevel/polling/marks';
import { all, contactAt, Contacts, Stopped } from './fakePoll';

const ids = (contacts: Iterable<IDataObject>) => [...contacts].map(({ id }) => id);
const numbered = (count: number, more: (at: number) => IDataObject = () => ({})) =>
	Array.from({ length: count }, (_, at) => contactAt(`r${at}`, at, more(at)));
const VIP = [{ field: 'tags', operator: 'eq', value: 'vip' }];

describe('a search', () => {
	const sort = [{ field: 'dateAdded', direction: 'asc' }];

	it('reads page after page, by the cursor of the last contact', async () => {
		const account = new Contacts(numbered(5));
		account.pageSize = 2;
		const pages = await all(searchPages(account.poll(), { sort }));
		expect(pages.map((page) => ids(page))).toEqual([['r0', 'r1'], ['r2', 'r3'], ['r4']]);
		expect(account.calls[0]).toMatchObject({
			method: 'POST',
			path: '/contacts/search',
			query: {},
			body: { locationId: 'loc-1', pageLimit: 2, sort },
			purpose: { label: 'Search contacts', scope: 'contacts.readonly' },
		});
		expect(account.searches.map((body) => 'searchAfter' in body)).toEqual([false, true, true]);
		const expects = account.calls[0]?.purpose.expects;
		expect([{ contacts: [] }, {}, []].map((body) => expects?.isMet(body))).toEqual([
			true,
			false,
			false,
		]);
	});

	it('ends with an empty page if the last one was full', async () => {
		const account = new Contacts(numbered(4));
		account.pageSize = 2;
		expect(await all(searchPages(account.poll(), { sort }))).toHaveLength(2);
		expect(account.calls).toHaveLength(3);
	});

	it('has no page where there is no contact', async () => {
		expect(await all(searchPages(new Contacts().poll(), { sort }))).toEqual([]);
	});

	it('ends where a full page has no cursor', async () => {
		const account = new Contacts();
		account.instead = () => ({ contacts: [{ id: 'a' }, { id: 'b' }] });
		account.pageSize = 2;
		expect(await all(searchPages(account.poll(), {}))).toHaveLength(1);
		expect(account.calls).toHaveLength(1);
	});

	it('fails if the same cursor comes twice', async () => {
		const account = new Contacts();
		account.instead = () => ({ contacts: [{ id: 'a', searchAfter: [1, 'a'] }] });
		account.pageSize = 1;
		await expect(all(searchPages(account.poll(), {}))).rejects.toThrow('same page');
		expect(account.calls).toHaveLength(2);
	});

	it('gives the contacts one by one, without the cursor', async () => {
		const account = new Contacts(numbered(3));
		expect(await all(searchContacts(account.poll(), { sort }, 2))).toEqual(account.list);
		expect(account.searches.map(({ pageLimit }) => pageLimit)).toEqual([2, 2]);
	});

	it('finds the newest contact, with one call', async () => {
		const account = new Contacts(numbered(3, (at) => ({ tags: at < 2 ? ['vip'] : [] })));
		expect((await newestContact(account.poll(), 'dateUpdated'))?.id).toBe('r2');
		expect((await newestContact(account.poll(), 'dateAdded', VIP))?.id).toBe('r1');
		expect(account.searches).toEqual([
			{
				locationId: 'loc-1',
				pageLimit: 1,
				sort: [{ field: 'dateUpdated', direction: 'desc' }],
			},
			{
				locationId: 'loc-1',
				pageLimit: 1,
				filters: VIP,
				sort: [{ field: 'dateAdded', direction: 'desc' }],
			},
		]);
		expect(await newestContact(new Contacts().poll(), 'dateAdded')).toBeUndefined();
	});

	it('finds every contact in the order in which they were added', async () => {
		const account = new Contacts(numbered(3).reverse());
		expect(ids(await all(everyContact(account.poll(), [])))).toEqual(['r0', 'r1', 'r2']);
		expect(account.searches[0]).not.toHaveProperty('filters');
		expect(await all(everyContact(account.poll(), VIP))).toEqual([]);
	});

	it('counts with one call', async () => {
		const account = new Contacts(numbered(3, (at) => ({ tags: at === 0 ? ['vip'] : [] })));
		expect(await countContacts(account.poll(), [])).toBe(3);
		expect(await countContacts(account.poll(), VIP)).toBe(1);
		expect(account.calls).toMatchObject([
			{ method: 'POST', path: '/contacts/search', purpose: { label: 'Search contacts' } },
			{ body: { locationId: 'loc-1', pageLimit: 1, page: 1, filters: VIP } },
		]);
		for (const response of [[], {}]) {
			account.instead = () => response;
			expect(await countContacts(account.poll(), [])).toBe(0);
		}
	});

	it('finds contacts by ID, 100 per call, without those that are gone', async () => {
		const account = new Contacts(numbered(201));
		const wanted = ['gone', ...account.list.map(({ id }) => String(id))];
		const found = await contactsById(account.poll(), wanted);
		expect([found.size, found.get('r200')]).toEqual([201, account.list[200]]);
		expect(account.calls).toHaveLength(3);
		expect(account.searches[2]?.filters).toEqual([
			{
				group: 'OR',
				filters: ['r199', 'r200'].map((value) => ({ field: 'id', operator: 'eq', value })),
			},
		]);
		expect((await contactsById(account.poll(), [])).size).toBe(0);
		expect(account.calls).toHaveLength(3);
	});
});

const baseline: Baseline = {
	filters: VIP,
	markOf: ({ level }) => String(level ?? ''),
	what: 'very important contacts',
	instead: 'Watch a tag',
};
const vip = (id: string, ms: number, level?: number) =>
	contactAt(id, ms, { tags: ['vip'], ...(level === undefined ? {} : { level }) });
const tooMany = {
	message: expect.stringMatching(/ very important contacts, .* at most 20,000$/) as string,
	next: expect.stringMatching(/^Watch a tag, or /) as string,
};
const marksIn = (text: unknown) => Object.fromEntries(readMarks(text));

describe('the first baseline', () => {
	it('has a mark for each contact that needs one', async () => {
		const account = new Contacts([vip('a', 1, 7), vip('b', 2), contactAt('c', 3, { level: 1 })]);
		const state = await takeBaseline(account.poll(), baseline);
		expect(marksIn(state.marks)).toEqual({ a: '7' });
		expect(state.stream).toMatchObject({
			newest: Date.parse(String(account.list[2]?.dateUpdated)),
		});
	});

	it('is read after the stream has begun, so that no change is missed', async () => {
		const account = new Contacts([vip('a', 1, 7)]);
		await takeBaseline(account.poll(), baseline);
		expect(account.searches.map(({ sort, page }) => sort ?? page)).toEqual([
			[{ field: 'dateUpdated', direction: 'desc' }],
			1,
			[{ field: 'dateAdded', direction: 'asc' }],
		]);
	});

	it('stops before it reads them if there are too many', async () => {
		const account = new Contacts();
		account.instead = ({ body }) => (body.page === 1 ? { total: MAX_REMEMBERED + 1 } : undefined);
		await expect(takeBaseline(account.poll(), baseline)).rejects.toMatchObject(tooMany);
		expect(account.calls).toHaveLength(2);
		account.instead = ({ body }) => (body.page === 1 ? { total: MAX_REMEMBERED } : undefined);
		await expect(takeBaseline(account.poll(), baseline)).resolves.toBeDefined();
	});

	it('without a filter counts the marks alone', async () => {
		const account = new Contacts([vip('a', 1, 7), contactAt('b', 2)]);
		account.instead = ({ body }) => (body.page === 1 ? { total: MAX_REMEMBERED + 1 } : undefined);
		const state = await takeBaseline(account.poll(), { ...baseline, filters: [] });
		expect(marksIn(state.marks)).toEqual({ a: '7' });
	});

	it('stops at the first mark too many', async () => {
		const account = new Contacts(numbered(MAX_REMEMBERED + 1000, () => ({ level: 1 })));
		account.pageSize = 1000;
		const taken = takeBaseline(account.poll(), { ...baseline, filters: [] });
		await expect(taken).rejects.toBeInstanceOf(Stopped);
		expect(account.calls).toHaveLength(1 + 21);
	});
});

describe('a later poll', () => {
	async function begun(list: IDataObject[]) {
		const account = new Contacts(list);
		return { account, state: await takeBaseline(account.poll(), baseline) };
	}

	it('finds marks that changed, came or went', async () => {
		const { account, state } = await begun([vip('a', 1, 1), vip('b', 2, 1), vip('c', 3, 1)]);
		account.list = [vip('a', 11, 2), vip('b', 12), vip('c', 13, 1), vip('d', 14, 4), vip('e', 15)];
		const { changed, marks, stream } = await readBaseline(account.poll(), state, baseline);
		expect(changed).toEqual([
			{ contact: account.list[0], before: '1', after: '2' },
			{ contact: account.list[1], before: '1', after: '' },
			{ contact: account.list[3], before: '', after: '4' },
		]);
		expect(Object.fromEntries(marks)).toEqual({ a: '2', c: '1', d: '4' });
		const next = { stream, marks: state.marks };
		expect((await readBaseline(account.poll(), next, baseline)).changed).toEqual([]);
	});

	it('takes one call if nothing changed', async () => {
		const { account, state } = await begun([vip('a', 1, 1)]);
		account.calls.length = 0;
		await readBaseline(account.poll(), state, baseline);
		expect(account.calls).toHaveLength(1);
		expect(account.searches[0]).toMatchObject({
			sort: [{ field: 'dateUpdated', direction: 'asc' }],
		});
	});

	/** A state with so many marks, of contacts that may be gone. */
	const full = async (count: number, list: IDataObject[]) => {
		const { account, state } = await begun(list);
		const marks = Array.from({ length: count }, (_, at) => `r${at}=1`).join(' ');
		account.calls.length = 0;
		return { account, state: { ...state, marks } };
	};

	it('keeps the marks of deleted contacts while there is room', async () => {
		const { account, state } = await full(MAX_REMEMBERED, [vip('r0', 1, 1)]);
		const { marks } = await readBaseline(account.poll(), state, baseline);
		expect(marks.size).toBe(MAX_REMEMBERED);
		expect(account.calls).toHaveLength(1);
	});

	it('forgets the marks of deleted contacts to make room', async () => {
		const { account, state } = await full(MAX_REMEMBERED + 1, [vip('r0', 1, 1), vip('r5', 2, 1)]);
		const { marks } = await readBaseline(account.poll(), state, baseline);
		expect([...marks.keys()]).toEqual(['r0', 'r5']);
	});

	it('stops if there is no room although all of them exist', async () => {
		const { account, state } = await full(MAX_REMEMBERED + 1, []);
		account.instead = ({ body }) => (body.page === 1 ? { total: MAX_REMEMBERED + 1 } : undefined);
		await expect(readBaseline(account.poll(), state, baseline)).rejects.toMatchObject(tooMany);
		expect(account.calls).toHaveLength(2);
		account.instead = ({ body }) => (body.page === 1 ? { total: MAX_REMEMBERED } : undefined);
		await expect(readBaseline(account.poll(), state, baseline)).resolves.toBeDefined();
	});

	it('without a filter cannot tell which ones were deleted', async () => {
		const { account, state } = await full(MAX_REMEMBERED + 1, []);
		const unfiltered = { ...baseline, filters: [] };
		await expect(readBaseline(account.poll(), state, unfiltered)).rejects.toMatchObject(tooMany);
		expect(account.calls).toHaveLength(1);
	});
});
