/** The stream of contacts by date: what a poll reads, what it emits, and what it remembers. */
import type { IDataObject } from 'n8n-workflow';

import { MAX_REMEMBERED } from '../../../nodes/HighLevel/polling/compare';
import type { State } from '../../../nodes/HighLevel/polling/event';
import { readMarks, writeMarks } from '../../../nodes/HighLevel/polling/marks';
import { beginStream, readStream } from '../../../nodes/HighLevel/polling/stream';
import { contactAt, Contacts, NOW } from './fakePoll';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const LAG = 5 * MINUTE;

const idsOf = (contacts: IDataObject[]) => contacts.map(({ id }) => id);
const seenIn = ({ seen }: State) => Object.fromEntries(readMarks(seen));
const mark = (ms: number) => (NOW + ms).toString(36);

/** A stream that the tests read again and again. */
class Stream {
	readonly account: Contacts;
	state: State = {};

	constructor(list: IDataObject[] = []) {
		this.account = new Contacts(list);
	}

	async begin(): Promise<this> {
		this.state = await beginStream(this.account.poll(), 'dateUpdated');
		return this;
	}

	/** The IDs of the contacts that the next poll emits, so many milliseconds after `NOW`. */
	async at(ms: number): Promise<unknown[]> {
		this.account.now = NOW + ms;
		const { contacts, state } = await readStream(this.account.poll(), this.state, 'dateUpdated');
		this.state = state;
		return idsOf(contacts);
	}

	/** The beginning, the pending end and the newest stamp of the window, relative to `NOW`; and when it was moved. */
	get window(): number[] {
		const { from, pending, newest, since } = this.state;
		return [from, pending, newest, since].map((at) => Number(at) - NOW);
	}
}

describe('the beginning of a stream', () => {
	it('is the newest stamp, and the contacts that have it', async () => {
		const list = [contactAt('old', -2), contactAt('b', -1), contactAt('a', -1)];
		const { state, account } = await new Stream(list).begin();
		expect(state).toEqual({
			from: NOW - 2,
			pending: NOW - 1,
			newest: NOW - 1,
			since: NOW,
			seen: expect.any(String) as string,
		});
		expect(seenIn(state)).toEqual({ a: mark(-1), b: mark(-1) });
		expect(account.searches).toEqual([
			{
				locationId: 'loc-1',
				pageLimit: 500,
				sort: [{ field: 'dateUpdated', direction: 'desc' }],
			},
		]);
	});

	it('is the beginning of time where there are no contacts', async () => {
		const stream = await new Stream().begin();
		expect(stream.state).toEqual({ from: 0, pending: 0, newest: 0, since: NOW, seen: '' });
		stream.account.list = [contactAt('a', 1)];
		expect(await stream.at(1)).toEqual(['a']);
	});

	it('is the beginning of time where the first contact has no stamp', async () => {
		const { state, account } = await new Stream([{ id: 'a', dateUpdated: 'zebra' }]).begin();
		expect(state).toEqual({ from: 0, pending: 0, newest: 0, since: NOW, seen: '' });
		expect(account.calls).toHaveLength(1);
	});

	it('takes as many pages as the newest stamp has contacts', async () => {
		const stream = new Stream([
			...['a', 'b', 'c', 'd'].map((id) => contactAt(id, 0)),
			...['e', 'f', 'g'].map((id) => contactAt(id, -1)),
		]);
		stream.account.pageSize = 2;
		await stream.begin();
		expect(Object.keys(seenIn(stream.state))).toEqual(['a', 'b', 'c', 'd']);
		expect(stream.account.calls).toHaveLength(3);
	});

	it('skips contacts whose stamp is older on the last page', async () => {
		const stream = new Stream([contactAt('a', 0), contactAt('b', 0), contactAt('c', -1)]);
		stream.account.pageSize = 3;
		await stream.begin();
		expect(Object.keys(seenIn(stream.state))).toEqual(['a', 'b']);
		expect(stream.account.calls).toHaveLength(1);
	});

	it('follows the date that is asked for', async () => {
		const list = [
			{ ...contactAt('a', 0), dateAdded: new Date(NOW - 9).toISOString() },
			{ ...contactAt('b', -5), dateAdded: new Date(NOW - 8).toISOString() },
		];
		const state = await beginStream(new Contacts(list).poll(), 'dateAdded');
		expect([state.newest, Object.keys(seenIn(state))]).toEqual([NOW - 8, ['b']]);
	});
});

describe('a poll', () => {
	it('emits what changed, oldest first, each version once', async () => {
		const stream = await new Stream([contactAt('a', -10)]).begin();
		expect(await stream.at(0)).toEqual([]);
		stream.account.list = [contactAt('c', 3), contactAt('a', 2), contactAt('b', 1)];
		expect(await stream.at(10)).toEqual(['b', 'a', 'c']);
		expect(await stream.at(20)).toEqual([]);
		stream.account.list = [contactAt('c', 30), contactAt('a', 2), contactAt('b', 1)];
		expect(await stream.at(40)).toEqual(['c']);
	});

	it('asks for the contacts after the window, in order', async () => {
		const stream = await new Stream([contactAt('a', -10)]).begin();
		stream.account.calls.length = 0;
		await stream.at(0);
		expect(stream.account.searches).toEqual([
			{
				locationId: 'loc-1',
				pageLimit: 500,
				filters: [
					{
						field: 'dateUpdated',
						operator: 'range',
						value: { gt: new Date(NOW - 11).toISOString() },
					},
				],
				sort: [{ field: 'dateUpdated', direction: 'asc' }],
			},
		]);
	});

	it('asks for those that match the filters', async () => {
		const account = new Contacts([
			contactAt('a', 1, { tags: ['vip'] }),
			contactAt('b', 2, { tags: [] }),
		]);
		const state = await beginStream(new Contacts().poll(), 'dateUpdated');
		const filters = [{ field: 'tags', operator: 'eq', value: 'vip' }];
		const { contacts } = await readStream(account.poll(), state, 'dateUpdated', filters);
		expect(idsOf(contacts)).toEqual(['a']);
		expect(contacts[0]).not.toHaveProperty('searchAfter');
	});

	it('emits late entries of the last five minutes', async () => {
		const stream = await new Stream([contactAt('a', 0)]).begin();
		stream.account.list = [contactAt('c', MINUTE)];
		expect(await stream.at(MINUTE)).toEqual(['c']);
		stream.account.list.push(contactAt('b', 1));
		expect(await stream.at(4 * MINUTE)).toEqual(['b']);
	});

	it('skips versions that are older than the one it emitted', async () => {
		const stream = await new Stream([contactAt('z', 0)]).begin();
		stream.account.list = [contactAt('a', 100)];
		expect(await stream.at(MINUTE)).toEqual(['a']);
		stream.account.list = [contactAt('a', 50)];
		expect(await stream.at(MINUTE)).toEqual([]);
		stream.account.list = [contactAt('a', 101)];
		expect(await stream.at(MINUTE)).toEqual(['a']);
	});

	it('skips contacts without a stamp', async () => {
		const stream = await new Stream([contactAt('a', 0)]).begin();
		stream.account.list = [{ id: 'x', dateUpdated: 'zebra' }, contactAt('b', 1)];
		expect(await stream.at(1)).toEqual(['b']);
		expect(stream.window).toEqual([-1, 0, 1, 0]);
	});
});

describe('the window', () => {
	const started = async () => await new Stream([contactAt('a', -MINUTE)]).begin();

	it('moves five minutes after it was moved last, to the newest stamp of then', async () => {
		const stream = await started();
		stream.account.list.push(contactAt('b', 10));
		expect(await stream.at(LAG - 1)).toEqual(['b']);
		expect(stream.window).toEqual([-MINUTE - 1, -MINUTE, 10, 0]);
		await stream.at(LAG);
		expect(stream.window).toEqual([-MINUTE, 10, 10, LAG]);
		await stream.at(2 * LAG - 1);
		expect(stream.window).toEqual([-MINUTE, 10, 10, LAG]);
		await stream.at(2 * LAG);
		expect(stream.window).toEqual([10, 10, 10, 2 * LAG]);
	});

	it('forgets the versions up to its beginning', async () => {
		const stream = await started();
		stream.account.list.push(contactAt('b', 10), contactAt('c', 11));
		await stream.at(LAG);
		expect(seenIn(stream.state)).toEqual({ b: mark(10), c: mark(11) });
		await stream.at(2 * LAG);
		expect(stream.window[0]).toBe(11);
		expect(stream.state.seen).toBe('');
		expect(await stream.at(3 * LAG)).toEqual([]);
	});

	it('waits if the clock was set back', async () => {
		const stream = await started();
		await stream.at(-MINUTE);
		expect(stream.window).toEqual([-MINUTE - 1, -MINUTE, -MINUTE, -MINUTE]);
		await stream.at(-MINUTE + LAG - 1);
		expect(stream.window[0]).toBe(-MINUTE - 1);
		await stream.at(-MINUTE + LAG);
		expect(stream.window[0]).toBe(-MINUTE);
	});

	it('is not moved by a stamp more than a day ahead', async () => {
		const stream = await started();
		stream.account.list.push(contactAt('edge', DAY));
		expect(await stream.at(0)).toEqual(['edge']);
		expect(stream.window[2]).toBe(DAY);
		const other = await started();
		other.account.list.push(contactAt('ahead', DAY + 1));
		expect(await other.at(0)).toEqual(['ahead']);
		expect(other.window[2]).toBe(-MINUTE);
		expect(await other.at(1)).toEqual([]);
	});

	it('never moves back', async () => {
		const stream = await started();
		stream.state = { ...stream.state, newest: NOW + 100 };
		stream.account.list.push(contactAt('b', 50));
		expect(await stream.at(60)).toEqual(['b']);
		expect(stream.window[2]).toBe(100);
	});
});

it('a stored state is read as it was written', async () => {
	const state = {
		from: String(NOW),
		pending: NOW + 1,
		newest: NOW + 1,
		since: NOW,
		seen: writeMarks(new Map([['a', mark(1)]])),
	};
	const account = new Contacts([contactAt('a', 1), contactAt('b', 1)]);
	const { contacts, state: next } = await readStream(account.poll(), state, 'dateUpdated');
	expect(idsOf(contacts)).toEqual(['b']);
	expect(next).toMatchObject({ from: NOW, pending: NOW + 1, newest: NOW + 1, since: NOW });
});

describe('many changes', () => {
	const many = (count: number, ms: number) =>
		Array.from({ length: count }, (_, at) => contactAt(`r${at}`, ms + at));

	it('come in batches of 10,000, of which none is lost', async () => {
		const stream = await new Stream([contactAt('a', 0)]).begin();
		stream.account.pageSize = 5000;
		stream.account.list.push(...many(10_001, 1));
		expect(await stream.at(0)).toHaveLength(10_000);
		expect(await stream.at(LAG)).toEqual(['r10000']);
		const exact = await new Stream([contactAt('a', 0)]).begin();
		exact.account.pageSize = 5000;
		exact.account.list.push(...many(10_000, 1));
		expect(await exact.at(LAG)).toHaveLength(10_000);
		expect(exact.window[0]).toBe(0);
	});

	it('do not move the window beyond what was read', async () => {
		const stream = await new Stream([contactAt('a', 0)]).begin();
		stream.account.pageSize = 5000;
		// The newest stamp is known before the contacts up to it have been read.
		stream.state = { ...stream.state, pending: NOW + 10_000, newest: NOW + 10_000 };
		stream.account.list.push(...many(10_001, 1));
		expect(await stream.at(LAG)).toHaveLength(10_000);
		expect(stream.window).toEqual([-1, 10_000, 10_000, 0]);
		expect(await stream.at(2 * LAG)).toEqual(['r10000']);
		expect(stream.window[0]).toBe(10_000);
	});

	it('move it as soon as one more than its end was read', async () => {
		const stream = await new Stream([contactAt('a', 0)]).begin();
		stream.account.pageSize = 5000;
		stream.state = { ...stream.state, pending: NOW + 9_999, newest: NOW + 9_999 };
		stream.account.list.push(...many(10_001, 1));
		await stream.at(LAG);
		expect(stream.window[0]).toBe(9_999);
	});

	it('with one stamp are remembered up to 20,000; above that, the stream begins after them', async () => {
		const alike = (count: number) =>
			Array.from({ length: count }, (_, at) => contactAt(`r${at}`, 0));
		const most = new Stream(alike(MAX_REMEMBERED));
		most.account.pageSize = 5000;
		await most.begin();
		expect(most.window).toEqual([-1, 0, 0, 0]);
		expect(readMarks(most.state.seen).size).toBe(MAX_REMEMBERED);
		const more = new Stream(alike(MAX_REMEMBERED + 5001));
		more.account.pageSize = 5000;
		await more.begin();
		expect(more.window).toEqual([0, 0, 0, 0]);
		expect(more.state.seen).toBe('');
		// It stops reading as soon as there are too many.
		expect(more.account.calls).toHaveLength(5);
	});
});
