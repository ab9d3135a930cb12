/** Reading long lists of contacts, with the cursor and in parallel ranges. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { settle, until } from '../../../engine/events';
import { SEED } from '../../../standins/highlevel';
import type { LogEntry } from '../../../standins/shared/log';
import { byId, TestAccount } from '../../account';
import { itemIndexOf } from '../../../support/itemIndexOf';

const COUNT = 12_000;
const PAGE = 500;

const account = TestAccount.forTests({
	limiter: { kind: 'firstCall', max: 100_000, intervalMs: 10_000 },
});
afterEach(() => {
	account.standIn.state.contacts.indexLagMs = 0;
});

const log = () => account.standIn.log;
const bodyOf = ({ body }: LogEntry) => (body ?? {}) as IDataObject;
/** Delays answers, so that concurrent calls overlap. */
const slow = () => account.standIn.faults.add({ action: { kind: 'delay', ms: 25 } });
const pages = () => log().filter((entry) => bodyOf(entry).pageLimit === PAGE);
const probes = () => log().filter((entry) => bodyOf(entry).pageLimit === 1);
/** The largest number of concurrent calls. */
function atOnce(): number {
	const moments = log().flatMap(({ at, answeredAt = Infinity }) => [
		{ at, change: 1 },
		{ at: answeredAt, change: -1 },
	]);
	let now = 0;
	return Math.max(
		...moments
			.sort((a, b) => a.at - b.at || a.change - b.change)
			.map(({ change }) => (now += change)),
	);
}

const list = async (parameters: INodeParameters = {}, more: object = {}) =>
	await account.run('contacts', 'contact.getAll', { returnAll: true, ...parameters }, more);

async function ids(parameters: INodeParameters = {}, more: object = {}): Promise<unknown[]> {
	const { items, error } = await list(parameters, more);
	expect(error).toBeUndefined();
	return items.map(({ json }) => json.id);
}

/** The IDs in the order of the cursor alone, as Concurrency 1 reads them. */
const byCursor = async (parameters: INodeParameters = {}) =>
	await ids({ ...parameters, options: { concurrency: 1 } });

describe('with the cursor', () => {
	test.each([
		[1, 1],
		[500, 1],
		[501, 2],
		[1000, 2],
		[1200, 3],
	])('Limit %i reads %i pages and no more', async (limit, calls) => {
		account.standIn.state.seedContacts(2000);
		expect(await ids({ returnAll: false, limit })).toHaveLength(limit);
		expect(log()).toHaveLength(calls);
		const sizes = log().map((entry) => bodyOf(entry).pageLimit as number);
		expect(sizes.reduce((sum, size) => sum + size)).toBe(limit);
	});

	test('Return All takes one call per 500 contacts, and at most one more', async () => {
		account.standIn.state.seedContacts(4000);
		const total = account.standIn.state.contacts.view(account.standIn.locationId, 'dateAdded').rows
			.length;
		expect(await ids()).toHaveLength(total);
		expect(log().length).toBeLessThanOrEqual(Math.ceil(total / PAGE) + 1);
	});
});

describe('in parallel ranges', () => {
	test('12,000 contacts come in the order of the cursor, with at most two extra calls per range', async () => {
		account.standIn.state.seedContacts(COUNT);
		slow();
		const expected = await byCursor();
		const cursorCalls = log().length;
		expect(atOnce()).toBe(1);
		account.standIn.log.splice(0);

		expect(await ids()).toEqual(expected);
		expect(log().length).toBeLessThanOrEqual(cursorCalls + 20);
		expect(atOnce()).toBeGreaterThan(2);
		expect(new Set(expected).size).toBe(expected.length);
	});

	test('the records are the same, including raw keys and field names', async () => {
		account.standIn.state.seedContacts(6000);
		const parameters = { simple: false };
		const names = { addFieldNames: true };
		const together = await list({ ...parameters, options: names });
		expect(probes().length).toBeGreaterThan(0);
		const alone = await list({ ...parameters, options: { ...names, concurrency: 1 } });
		expect(together.items).toEqual(alone.items);
	});

	test("the user's filters apply to every range, including groups", async () => {
		account.standIn.state.seedContacts(COUNT, {
			with: (index) => ({ tags: [index % 2 ? 'odd' : 'even'], city: `City ${index % 5}` }),
		});
		const filtersJson = JSON.stringify([
			{
				group: 'OR',
				filters: [
					{ field: 'tags', operator: 'contains', value: 'odd' },
					{ field: 'city', operator: 'eq', value: 'City 0' },
				],
			},
		]);
		const filters = { filters: { filtersJson } };
		const expected = await byCursor(filters);
		expect(expected.length).toBeGreaterThan(6000);
		expect(expected.length).toBeLessThan(9000);
		account.standIn.log.splice(0);
		expect(await ids(filters)).toEqual(expected);
		expect(probes().length).toBeGreaterThan(0);
		for (const entry of log()) expect(JSON.stringify(bodyOf(entry).filters)).toContain('City 0');
	});

	test('Concurrency limits the number of concurrent calls', async () => {
		account.standIn.state.seedContacts(COUNT);
		const expected = await byCursor();
		account.standIn.log.splice(0);
		slow();
		expect(await ids({ options: { concurrency: 3 } })).toEqual(expected);
		expect(atOnce()).toBeLessThanOrEqual(3);
		expect(atOnce()).toBeGreaterThan(1);
	});

	test('contacts added, changed and deleted meanwhile are neither missing nor doubled', async () => {
		const { state } = account.standIn;
		const seeded = state.seedContacts(COUNT);
		const gone = new Set<string>();
		let step = 0;
		const change = () => {
			step += 1;
			const id = seeded[(step * 7919) % COUNT] ?? '';
			const contact = state.contacts.get(id);
			if (step % 5 === 0) {
				state.contacts.delete(id);
				gone.add(id);
			} else if (contact) state.contacts.put({ ...contact, dateUpdated: Date.now(), city: 'New' });
			state.addContact({
				locationId: account.standIn.locationId,
				email: `late${step}@example.com`,
				dateAdded: Date.now(),
			});
		};
		// Once for every call, as soon as it has arrived.
		let done = false;
		const reading = ids().finally(() => (done = true));
		await until(() => {
			while (step < log().length) change();
			return done;
		});
		const found = await reading;
		expect(step).toBeGreaterThan(10);
		expect(probes().length).toBeGreaterThan(0);
		expect(new Set(found).size).toBe(found.length);
		const all = new Set(found);
		expect(seeded.filter((id) => !all.has(id) && !gone.has(id))).toEqual([]);
	});

	test('more than 500 contacts with the same timestamp come once, even at the border of a range', async () => {
		// A range has 2,500 contacts: timestamps shared by 700 contacts lie across every border.
		const from = Date.UTC(2025, 0, 1);
		account.standIn.state.seedContacts(COUNT, {
			with: (index) => ({ dateAdded: from + Math.floor(index / 700) * 60_000 }),
		});
		const expected = await byCursor();
		account.standIn.log.splice(0);
		expect(await ids()).toEqual(expected);
		expect(probes().length).toBeGreaterThan(1);
	});

	test('if all contacts have the same timestamp, only the cursor is used', async () => {
		account.standIn.state.seedContacts(8000, { everyMs: 0 });
		const expected = await byCursor();
		account.standIn.log.splice(0);
		expect(await ids()).toEqual(expected);
		expect(log().length).toBeLessThanOrEqual(Math.ceil(expected.length / PAGE) + 5);
	});

	test('a failed range fails the item', async () => {
		account.standIn.state.seedContacts(COUNT);
		account.standIn.faults.add({ action: { kind: 'status', status: 403 }, nth: [30] });
		const { error } = await list();
		expect(itemIndexOf(error)).toBe(0);
	});

	test('temporary faults neither lose nor repeat contacts', async () => {
		account.standIn.state.seedContacts(COUNT);
		const expected = await byCursor();
		const { faults } = account.standIn;
		faults.clear(3);
		faults.add({ action: { kind: 'status', status: 429 }, probability: 0.05 });
		faults.add({ action: { kind: 'status', status: 503 }, probability: 0.05 });
		faults.add({ action: { kind: 'reset', when: 'after' }, probability: 0.05 });
		faults.add({ action: { kind: 'cut' }, probability: 0.05 });
		expect(await ids()).toEqual(expected);
		expect(log().some(({ fault }) => fault)).toBe(true);
	});

	test('ends at once when the execution is cancelled', async () => {
		account.standIn.state.seedContacts(COUNT);
		const after4 = Array.from({ length: 50 }, (_, index) => 5 + index);
		account.standIn.faults.add({ action: { kind: 'never', when: 'before' }, nth: after4 });
		const waiting = () => log().filter(({ fault, hungUp }) => fault && !hungUp);
		const stop = new AbortController();
		const running = list({}, { signal: stop.signal });
		await until(() => waiting().length >= 2);
		stop.abort();
		expect((await running).status).toBe('canceled');
		await until(() => waiting().length === 0);
		await settle();
		expect(waiting()).toEqual([]);
		const sent = log().length;
		// Another run's call arrives behind whatever this one might still have sent.
		account.standIn.faults.clear();
		await account.run('contacts', 'contact.get', { contactId: byId(SEED.contacts.maria) });
		expect(log()).toHaveLength(sent + 1);
	});
});

describe('where ranges are not safe, only the cursor is used', () => {
	const noRange = () =>
		pages().every((entry) => !JSON.stringify(bodyOf(entry).filters ?? []).includes('"lt"'));

	test.each<[string, INodeParameters]>([
		['a sort', { filters: { sort: { by: [{ field: 'dateAdded', direction: 'desc' }] } } }],
		['a search text', { filters: { query: 'first' } }],
		[
			'a filter by the same date',
			{
				conditions: {
					date: [{ field: 'dateAdded', operator: 'range', from: '2000-01-01T00:00:00Z', to: '' }],
				},
			},
		],
		['a limit', { returnAll: false, limit: 7000 }],
	])('%s', async (_, parameters) => {
		account.standIn.state.seedContacts(8000);
		const found = await ids(parameters);
		expect(found.length).toBeGreaterThanOrEqual(7000);
		expect(new Set(found).size).toBe(found.length);
		expect(probes()).toHaveLength(0);
		expect(noRange()).toBe(true);
	});

	test('contacts without the date', async () => {
		account.standIn.state.seedContacts(8000, { withoutDateAddedEvery: 100 });
		const expected = await byCursor();
		account.standIn.log.splice(0);
		expect(await ids()).toEqual(expected);
		expect(probes()).toHaveLength(1);
		expect(noRange()).toBe(true);
	});
});

describe('a list whose cursor repeats itself', () => {
	const page = Array.from({ length: PAGE }, (_, index) => ({
		id: `contact${index}`,
		dateAdded: '2026-01-01T00:00:00.000Z',
		searchAfter: [1, `contact${index}`],
	}));

	test('fails instead of reading forever', async () => {
		account.standIn.faults.add({
			action: { kind: 'status', status: 200, body: { contacts: page, total: 2000 } },
		});
		const { error } = await list();
		expect(error?.message).toContain('the same page arrived twice');
		expect(log().length).toBeLessThanOrEqual(3);
	});

	test('fails even if that happens only later', async () => {
		const pageOf = (name: string) =>
			page.map((contact) => ({
				...contact,
				id: `${name}${contact.id}`,
				searchAfter: [1, `${name}${contact.id}`],
			}));
		for (const [index, name] of ['a', 'b', 'c'].entries()) {
			account.standIn.faults.add({
				action: { kind: 'status', status: 200, body: { contacts: pageOf(name), total: 2000 } },
				nth: Array.from({ length: 30 }, (_, round) => 1 + index + round * 3),
			});
		}
		const { error } = await list();
		expect(error?.message).toContain('the same page arrived twice');
		expect(log().length).toBeLessThanOrEqual(5);
	});
});
