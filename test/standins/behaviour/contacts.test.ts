import { SEED } from '../highlevel';
import { part, rows } from '../support/http';
import type { CallOptions } from '../support/http';
import { useAccount } from './requests';

const { locationId } = SEED;
const { maria, john } = SEED.contacts;

const account = useAccount();
const { send, put } = account;

describe('contacts (section 8)', () => {
	test('creating a contact answers 201 with {contact, traceId} (spec)', async () => {
		const reply = await send('/contacts/', { body: { locationId, email: 'a@example.com' } });
		expect(reply.status).toBe(201);
		expect(Object.keys(reply.body).sort()).toEqual(['contact', 'traceId']);
	});

	test('the country defaults to that of the location (live)', async () => {
		const reply = await send('/contacts/', { body: { locationId, email: 'a@example.com' } });
		expect(part(reply.body, 'contact').country).toBe('US');
	});

	test('the server splits a name into first and last name (noted)', async () => {
		const reply = await send('/contacts/', { body: { locationId, name: 'Ann Mary Bee' } });
		expect(part(reply.body, 'contact')).toMatchObject({ firstName: 'Ann', lastName: 'Mary Bee' });
	});

	test('reading a contact adds lower-case names, createdBy, followers and deleted (live)', async () => {
		const { body } = await send(`/contacts/${maria}`);
		expect(part(body, 'contact')).toMatchObject({
			firstNameLowerCase: 'maria',
			fullNameLowerCase: 'maria lopez',
			emailLowerCase: 'maria.lopez@example.com',
			followers: [],
			deleted: false,
			createdBy: { timestamp: expect.any(String) as string },
		});
	});

	test('a duplicate is refused with 400, naming the existing contact in meta (noted)', async () => {
		const reply = await send('/contacts/', {
			body: { locationId, firstName: 'X', phone: '+1 202-555-0101' },
		});
		expect(reply.status).toBe(400);
		expect(reply.body.meta).toEqual({
			contactId: maria,
			contactName: 'Maria Lopez',
			matchingField: 'phone',
		});
		expect(account.standIn.state.contacts.size).toBe(2);
	});

	test('a location that allows duplicates always gets a new contact (noted)', async () => {
		const location = account.standIn.state.locations.get(locationId);
		if (location !== undefined) location.allowDuplicateContact = true;
		const reply = await send('/contacts/', {
			body: { locationId, email: 'maria.lopez@example.com' },
		});
		expect(reply.status).toBe(201);
		expect(account.standIn.state.contacts.size).toBe(3);
	});

	test('update, upsert and delete answer both succeded and succeeded (live)', async () => {
		const replies = [
			await put(`/contacts/${maria}`, { firstName: 'M' }),
			await send('/contacts/upsert', { body: { locationId, email: 'n@example.com' } }),
			await send(`/contacts/${john}`, { method: 'DELETE' }),
		];
		for (const { body } of replies) {
			expect(body).toMatchObject({ succeded: true, succeeded: true });
		}
	});

	test('upsert says whether the contact is new (noted)', async () => {
		const body = { locationId, email: 'u@example.com' };
		const first = await send('/contacts/upsert', { body });
		const second = await send('/contacts/upsert', { body });
		expect([first.body.new, second.body.new]).toEqual([true, false]);
		expect(part(second.body, 'contact').id).toBe(part(first.body, 'contact').id);
	});

	test('upsert with the e-mail and the phone of different contacts updates the first match and ignores the other value (report)', async () => {
		const reply = await send('/contacts/upsert', {
			body: { locationId, email: 'maria.lopez@example.com', phone: '+12025550102' },
		});
		expect(part(reply.body, 'contact')).toMatchObject({ id: maria, phone: '+12025550101' });
		expect(account.standIn.state.contacts.get(john)?.phone).toBe('+12025550102');
	});

	test('upsert with an additional e-mail makes it the primary one, and the old one is lost (report)', async () => {
		const { id } = account.standIn.state.addContact({
			email: 'john@example.com',
			additionalEmails: ['jane@example.com', 'joe@example.com'],
		});
		const { body } = await send('/contacts/upsert', {
			body: { locationId, email: 'Jane@example.com' },
		});
		expect(body.new).toBe(false);
		expect(account.standIn.state.contacts.get(id)).toMatchObject({
			email: 'jane@example.com',
			additionalEmails: ['joe@example.com'],
		});
	});

	test('upsert sets the gender of a new contact, and silently ignores it after that (report)', async () => {
		const of = (gender: string) => ({ locationId, email: 'g@example.com', gender });
		const made = await send('/contacts/upsert', { body: of('male') });
		const again = await send('/contacts/upsert', { body: of('female') });
		expect([made.body.new, again.body.new, again.status]).toEqual([true, false, 200]);
		expect(part(again.body, 'contact').gender).toBe('male');
		const update = await put(`/contacts/${maria}`, { gender: 'female' });
		expect(update.body.message).toEqual(['property gender should not exist']);
	});

	test('a refused contact may have been created, if that is switched on (report)', async () => {
		const refused = { locationId, email: 'refused@example.com', notAKey: 'x' };
		const before = account.standIn.state.contacts.size;
		expect((await send('/contacts/', { body: refused })).status).toBe(422);
		expect(account.standIn.state.contacts.size).toBe(before);
		account.standIn.settings.createsRefusedContacts = true;
		const { status, body } = await send('/contacts/', { body: refused });
		expect([status, body.message]).toEqual([422, ['property notAKey should not exist']]);
		expect(account.standIn.state.contacts.byEmail(locationId, 'refused@example.com')).toHaveLength(
			1,
		);
	});

	test('tags come back in lower case, and new ones are added to the tags of the location (report)', async () => {
		const reply = await send('/contacts/', {
			body: { locationId, email: 't@example.com', tags: ['Big Fish'] },
		});
		expect(part(reply.body, 'contact').tags).toEqual(['big fish']);
		const tags = await send(`/locations/${locationId}/tags`);
		expect(rows(tags.body, 'tags').map(({ name }) => name)).toContain('big fish');
	});

	test('update replaces all tags; an empty list clears them (noted)', async () => {
		const one = await put(`/contacts/${maria}`, { tags: ['new'] });
		expect(part(one.body, 'contact').tags).toEqual(['new']);
		const none = await put(`/contacts/${maria}`, { tags: [] });
		expect(part(none.body, 'contact').tags).toEqual([]);
	});

	test('a custom field value under a wrong key is silently dropped, with 200 (report)', async () => {
		const id = SEED.customFields.plan;
		const reply = await put(`/contacts/${maria}`, { customFields: [{ id, value: 'Pro' }] });
		expect(reply.status).toBe(200);
		expect(part(reply.body, 'contact').customFields).toEqual([{ id, value: 'Basic' }]);
	});

	test('a dated version silently drops fieldValue and accepts field_value (noted)', async () => {
		const id = SEED.customFields.plan;
		const at = `/contacts/${maria}`;
		const wrong = await put(at, { customFields: [{ id, fieldValue: 'Pro' }] }, '2021-07-28');
		expect(part(wrong.body, 'contact').customFields).toEqual([{ id, value: 'Basic' }]);
		const right = await put(at, { customFields: [{ id, field_value: 'Pro' }] }, '2021-07-28');
		expect(part(right.body, 'contact').customFields).toEqual([{ id, value: 'Pro' }]);
	});

	test('v3 accepts fieldValue and field_value, and key instead of id (noted)', async () => {
		const at = `/contacts/${maria}`;
		const id = SEED.customFields.plan;
		const old = await put(at, { customFields: [{ id, field_value: 'Plus' }] });
		expect(part(old.body, 'contact').customFields).toEqual([{ id, value: 'Plus' }]);
		const key = await put(at, { customFields: [{ id, key: 'plan', fieldValue: 'Pro' }] });
		expect(part(key.body, 'contact').customFields).toEqual([{ id, value: 'Pro' }]);
	});

	test('the spelling of DND channels depends on the version (spec)', async () => {
		await put(`/contacts/${maria}`, { dndSettings: { sms: { status: 'active' } } });
		const v3 = await send(`/contacts/${maria}`);
		const old = await send(`/contacts/${maria}`, { version: '2021-07-28' });
		expect(part(v3.body, 'contact').dndSettings).toEqual({ sms: { status: 'active' } });
		expect(part(old.body, 'contact').dndSettings).toEqual({ SMS: { status: 'active' } });
	});

	test('null clears a field (assumed)', async () => {
		const reply = await put(`/contacts/${maria}`, { lastName: null });
		expect(part(reply.body, 'contact')).not.toHaveProperty('lastName');
	});

	test('adding tags answers all tags and those added (noted)', async () => {
		const body = { tags: ['VIP', 'customer'] };
		const reply = await send(`/contacts/${maria}/tags`, { body });
		expect(reply.status).toBe(201);
		expect(reply.body).toMatchObject({
			tags: ['customer', 'newsletter', 'vip'],
			tagsAdded: ['vip'],
		});
	});

	test('tags are removed by a DELETE with a body (spec)', async () => {
		const body = { tags: ['customer', 'unknown'] };
		const reply = await send(`/contacts/${maria}/tags`, { method: 'DELETE', body });
		expect(reply.body).toMatchObject({ tags: ['newsletter'], tagsRemoved: ['customer'] });
	});

	test('a bulk tag call answers 201 even if some contacts failed (spec)', async () => {
		const reply = await send('/contacts/bulk/tags/update/add', {
			body: { locationId, contacts: [maria, 'nobody'], tags: ['x'] },
		});
		expect(reply.status).toBe(201);
		expect(reply.body.errorCount).toBe(1);
		expect(rows(reply.body, 'responses').map(({ type }) => type)).toEqual(['success', 'error']);
	});

	test('a bulk business call sets the business, or removes it with null (spec)', async () => {
		const path = '/contacts/bulk/business';
		const ids = [maria];
		await send(path, { body: { locationId, ids, businessId: SEED.businessId } });
		expect(account.standIn.state.contacts.get(maria)?.businessId).toBe(SEED.businessId);
		const reply = await send(path, { body: { locationId, ids, businessId: null } });
		expect(reply.body).toMatchObject({ success: true, ids });
		expect(account.standIn.state.contacts.get(maria)?.businessId).toBeNull();
	});

	test('a note comes back as HTML, with the plain text in bodyText (live)', async () => {
		const reply = await send(`/contacts/${maria}/notes`, { body: { body: 'a < b' } });
		expect(part(reply.body, 'note')).toMatchObject({ body: '<p>a &lt; b</p>', bodyText: 'a < b' });
	});

	test('a note cannot be read through another contact (assumed)', async () => {
		const made = await send(`/contacts/${maria}/notes`, { body: { body: 'Called' } });
		const id = String(part(made.body, 'note').id);
		expect((await send(`/contacts/${maria}/notes/${id}`)).status).toBe(200);
		expect((await send(`/contacts/${john}/notes/${id}`)).status).toBe(404);
	});

	test('the due date of a task comes back in UTC (spec)', async () => {
		const reply = await send(`/contacts/${maria}/tasks`, {
			body: { title: 'Call', dueDate: '2030-01-07T10:00:00-05:00', completed: false },
		});
		expect(reply.status).toBe(201);
		expect(part(reply.body, 'task').dueDate).toBe('2030-01-07T15:00:00.000Z');
	});

	test('a date of birth is accepted in several formats and returned as ISO (spec)', async () => {
		for (const dateOfBirth of ['1990-09-25', '1990/09/25', '09-25-1990', '09.25.1990']) {
			const reply = await put(`/contacts/${maria}`, { dateOfBirth });
			expect(part(reply.body, 'contact').dateOfBirth).toBe('1990-09-25T00:00:00.000Z');
		}
	});

	test('the duplicate search names the field that matched; a + must be URL-encoded (noted)', async () => {
		const path = '/contacts/search/duplicate';
		const found = await send(path, { query: { locationId, number: '+12025550102' } });
		expect(found.body).toMatchObject({ contact: { id: john }, matchingField: 'phone' });
		const plain = await send(`${path}?locationId=${locationId}&number=+12025550102`);
		expect(plain.body.contact).toBeNull();
	});

	test('lookup accepts OAuth tokens only (portal)', async () => {
		const query = { locationId, email: 'MARIA.LOPEZ@example.com' };
		const refused = await send('/contacts/lookup', { query });
		expect(refused.status).toBe(401);
		const { token } = account.standIn.oauth.issueAppToken();
		const found = await send('/contacts/lookup', { query, token: token.value });
		expect(rows(found.body, 'contacts').map(({ id }) => id)).toEqual([maria]);
	});

	test('the dated list pages with startAfter and startAfterId until meta has neither (noted)', async () => {
		account.standIn.state.seedContacts(45);
		const version = '2021-07-28';
		const seen: unknown[] = [];
		let cursor: NonNullable<CallOptions['query']> = {};
		for (let page = 0; page < 3; page += 1) {
			const query = { locationId, limit: 20, ...cursor };
			const reply = await send('/contacts/', { version, query });
			seen.push(...rows(reply.body, 'contacts').map(({ id }) => id));
			const { startAfter, startAfterId, nextPage } = part(reply.body, 'meta');
			expect(nextPage === null).toBe(page === 2);
			cursor = { startAfter: Number(startAfter), startAfterId: String(startAfterId) };
		}
		expect(new Set(seen).size).toBe(47);
	});

	test('a contact is added to a workflow by UUID and to a campaign by ID (spec)', async () => {
		const flow = await send(`/contacts/${maria}/workflow/${SEED.workflowId}`, { body: {} });
		const campaign = await send(`/contacts/${maria}/campaigns/${SEED.campaignId}`, { body: {} });
		expect([flow.status, campaign.status]).toEqual([200, 201]);
		expect(account.standIn.state.enrolments.all().map(({ kind }) => kind)).toEqual([
			'workflow',
			'campaign',
		]);
	});
});
