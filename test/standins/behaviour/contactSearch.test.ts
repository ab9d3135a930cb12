import { SEED } from '../highlevel';
import type { JsonObject } from '../shared/json';
import { part, rows } from '../support/http';
import type { Reply } from '../support/http';
import { DAY, useAccount } from './requests';

const { locationId } = SEED;
const { maria, john } = SEED.contacts;

const account = useAccount();
const { send, put } = account;

function search(body: JsonObject): Promise<Reply> {
	return send('/contacts/search', { body: { locationId, pageLimit: 100, ...body } });
}

describe('contact search (section 9)', () => {
	test('each contact carries a cursor; following them yields every contact once (noted)', async () => {
		account.standIn.state.seedContacts(250, { everyMs: 0 });
		const seen: unknown[] = [];
		let after: JsonObject = {};
		for (;;) {
			const sort = [{ field: 'dateAdded', direction: 'asc' }];
			const { body } = await search({ sort, ...after });
			expect(body.total).toBe(252);
			expect(body).not.toHaveProperty('searchAfter');
			const found = rows(body, 'contacts');
			seen.push(...found.map(({ id }) => id));
			if (found.length < 100) break;
			after = { searchAfter: found.at(-1)?.searchAfter };
		}
		expect(seen).toHaveLength(252);
		expect(new Set(seen).size).toBe(252);
	});

	test('the numbered page after the last one is empty (noted)', async () => {
		account.standIn.state.seedContacts(8);
		const first = await search({ pageLimit: 5, page: 1 });
		const second = await search({ pageLimit: 5, page: 2 });
		const third = await search({ pageLimit: 5, page: 3 });
		const ids = [first, second, third].map((reply) => rows(reply.body, 'contacts').length);
		expect(ids).toEqual([5, 5, 0]);
	});

	test('rows differ from the contact: address, businessName, explicit nulls, objects for additional e-mails (noted)', async () => {
		account.standIn.state.addContact({
			email: 'x@example.com',
			additionalEmails: ['y@example.com'],
		});
		const filters = [{ field: 'email', operator: 'eq', value: 'x@example.com' }];
		const { body } = await search({ filters });
		const [row] = rows(body, 'contacts');
		expect(row).toMatchObject({
			address: null,
			businessName: null,
			firstName: null,
			additionalEmails: [{ email: 'y@example.com' }],
			opportunities: [],
		});
		expect(row).not.toHaveProperty('address1');
	});

	test('rows include dndSettings (live)', async () => {
		await put(`/contacts/${maria}`, { dndSettings: { sms: { status: 'active' } } });
		const { body } = await search({ query: 'maria' });
		expect(rows(body, 'contacts').map(({ dndSettings }) => dndSettings)).toEqual([
			{ sms: { status: 'active' } },
		]);
	});

	test('contactName is in lower case (noted)', async () => {
		const { body } = await search({ query: 'maria' });
		expect(rows(body, 'contacts').map(({ contactName }) => contactName)).toEqual(['maria lopez']);
	});

	test('range accepts ISO strings and milliseconds (noted)', async () => {
		const from = Date.parse('2024-01-01T00:00:00Z');
		account.standIn.state.seedContacts(10, { from, everyMs: DAY });
		const bounds = [
			{ gte: '2024-01-03T00:00:00Z', lt: '2024-01-06T00:00:00Z' },
			{ gte: from + 2 * DAY, lt: from + 5 * DAY },
		];
		for (const value of bounds) {
			const filters = [{ field: 'dateAdded', operator: 'range', value }];
			const { body } = await search({ filters });
			expect(body.total).toBe(3);
		}
	});

	test('filters are combined with AND, groups with their own operator (noted)', async () => {
		const either = {
			group: 'OR',
			filters: [
				{ field: 'email', operator: 'eq', value: 'john.smith@example.com' },
				{ field: `customFields.${SEED.customFields.plan}`, operator: 'eq', value: 'Basic' },
			],
		};
		const both = await search({ filters: [either] });
		expect(both.body.total).toBe(2);
		const tag = { field: 'tags', operator: 'contains', value: 'lead' };
		const one = await search({ filters: [either, tag] });
		expect(rows(one.body, 'contacts').map(({ id }) => id)).toEqual([john]);
	});

	test('not_exists takes no value (noted)', async () => {
		const { body } = await search({ filters: [{ field: 'companyName', operator: 'not_exists' }] });
		expect(body.total).toBe(2);
	});

	test('tags are matched case-sensitively (noted)', async () => {
		const { body } = await search({ filters: [{ field: 'tags', operator: 'eq', value: 'Lead' }] });
		expect(body.total).toBe(0);
	});

	test('the index lags behind writes; reading by ID and the duplicate check do not (noted)', async () => {
		account.standIn.state.contacts.indexLagMs = 3_600_000;
		const made = await send('/contacts/', { body: { locationId, email: 'lag@example.com' } });
		const id = String(part(made.body, 'contact').id);
		const before = await search({});
		expect(before.body.total).toBe(2);
		expect((await send(`/contacts/${id}`)).status).toBe(200);
		const query = { locationId, email: 'lag@example.com' };
		const duplicate = await send('/contacts/search/duplicate', { query });
		expect(part(duplicate.body, 'contact').id).toBe(id);
		account.standIn.state.contacts.indexLagMs = 0;
		const after = await search({});
		expect(after.body.total).toBe(3);
	});
});
