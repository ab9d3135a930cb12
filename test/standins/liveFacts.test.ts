import { SEED, startHighLevelStandIn } from './highlevel';
import type { HighLevelStandIn } from './highlevel';
import type { JsonObject } from './highlevel/json';
import { call, part, rows, slotsIn } from './support/http';
import type { CallOptions, Reply } from './support/http';

/*
 * What the API does, checked as raw HTTP. Each name ends with how sure the fact is, as in the HighLevel API notes (the sections
 * are theirs): live = seen in recorded answers; spec = official files; portal = the newer documentation site; report = told in
 * public issues; noted = stated in the notes without a mark; assumed = the stand-in's own reading where they are silent.
 */

let standIn: HighLevelStandIn;

beforeAll(async () => {
	standIn = await startHighLevelStandIn({ limiter: { max: 1_000_000 } });
});
afterAll(() => standIn.close());
beforeEach(() => standIn.reset());

const { locationId } = SEED;
const { maria, john } = SEED.contacts;
const { discovery, team, personal, draft } = SEED.calendars;
const DAY = 86_400_000;
/** A Monday in winter at midnight in New York, far enough ahead to be bookable. */
const MONDAY = Date.parse('2030-01-07T00:00:00-05:00');
const TEN = '2030-01-07T10:00:00-05:00';

const send = (path: string, options?: CallOptions): Promise<Reply> => call(standIn, path, options);

function put(path: string, body: JsonObject, version?: string): Promise<Reply> {
	return send(path, { method: 'PUT', body, ...(version === undefined ? {} : { version }) });
}

function search(body: JsonObject): Promise<Reply> {
	return send('/contacts/search', { body: { locationId, pageLimit: 100, ...body } });
}

function slots(calendarId: string, query: NonNullable<CallOptions['query']> = {}): Promise<Reply> {
	return send(`/calendars/${calendarId}/free-slots`, {
		query: { startDate: MONDAY, endDate: MONDAY + DAY, ...query },
	});
}

function book(body: JsonObject = {}): Promise<Reply> {
	return send('/calendars/events/appointments', {
		body: { calendarId: discovery, locationId, contactId: maria, startTime: TEN, ...body },
	});
}

function events(query: NonNullable<CallOptions['query']> = {}): Promise<Reply> {
	return send('/calendars/events', {
		query: {
			locationId,
			calendarId: discovery,
			startTime: '0',
			endTime: '4102444800000',
			...query,
		},
	});
}

describe('versions (section 1.1)', () => {
	it.each(['2021-04-15', '2021-07-28', '2023-02-21', 'v3'])(
		'every published version works on established paths: %s (live)',
		async (version) => {
			const answers = [
				await send('/calendars/', { version, query: { locationId } }),
				await send(`/contacts/${maria}`, { version }),
			];
			expect(answers.map(({ status }) => status)).toEqual([200, 200]);
		},
	);

	it('calendars and appointments are written with the date of the contacts family (live)', async () => {
		const version = '2021-07-28';
		const reply = await send('/calendars/', { version, body: { locationId, name: 'A' } });
		expect(reply.status).toBe(200);
	});

	it('GET /contacts/lookup with an older value is read as the contact "lookup" (report)', async () => {
		const query = { locationId, email: 'maria.lopez@example.com' };
		const reply = await send('/contacts/lookup', { version: '2021-07-28', query });
		expect(reply.status).toBe(400);
		expect(reply.body.message).toBe('Contact with id lookup not found');
	});

	it('every answer carries a traceId, errors too (noted)', async () => {
		const good = await send(`/contacts/${maria}`);
		const bad = await send('/contacts/nobody');
		expect(good.body.traceId).toEqual(expect.any(String));
		expect(bad.body.traceId).toEqual(expect.any(String));
		expect(good.body.traceId).not.toBe(bad.body.traceId);
	});
});

describe('contacts (section 8)', () => {
	it('create answers 201 with {contact, traceId} (spec)', async () => {
		const reply = await send('/contacts/', { body: { locationId, email: 'a@example.com' } });
		expect(reply.status).toBe(201);
		expect(Object.keys(reply.body).sort()).toEqual(['contact', 'traceId']);
	});

	it('the country of the location is filled in when none is sent (live)', async () => {
		const reply = await send('/contacts/', { body: { locationId, email: 'a@example.com' } });
		expect(part(reply.body, 'contact').country).toBe('US');
	});

	it('a name is split into first and last by the server (noted)', async () => {
		const reply = await send('/contacts/', { body: { locationId, name: 'Ann Mary Bee' } });
		expect(part(reply.body, 'contact')).toMatchObject({ firstName: 'Ann', lastName: 'Mary Bee' });
	});

	it('the read extras are there: lower-case names, createdBy, followers, deleted (live)', async () => {
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

	it('a duplicate is refused with 400 and the existing contact in meta (noted)', async () => {
		const reply = await send('/contacts/', {
			body: { locationId, firstName: 'X', phone: '+1 202-555-0101' },
		});
		expect(reply.status).toBe(400);
		expect(reply.body.meta).toEqual({
			contactId: maria,
			contactName: 'Maria Lopez',
			matchingField: 'phone',
		});
		expect(standIn.state.contacts.size).toBe(2);
	});

	it('a location that allows duplicates always gets a new contact (noted)', async () => {
		const location = standIn.state.locations.get(locationId);
		if (location !== undefined) location.allowDuplicateContact = true;
		const reply = await send('/contacts/', {
			body: { locationId, email: 'maria.lopez@example.com' },
		});
		expect(reply.status).toBe(201);
		expect(standIn.state.contacts.size).toBe(3);
	});

	it('update, upsert and delete send succeded and succeeded side by side (live)', async () => {
		const replies = [
			await put(`/contacts/${maria}`, { firstName: 'M' }),
			await send('/contacts/upsert', { body: { locationId, email: 'n@example.com' } }),
			await send(`/contacts/${john}`, { method: 'DELETE' }),
		];
		for (const { body } of replies) {
			expect(body).toMatchObject({ succeded: true, succeeded: true });
		}
	});

	it('upsert says whether the contact is new (noted)', async () => {
		const body = { locationId, email: 'u@example.com' };
		const first = await send('/contacts/upsert', { body });
		const second = await send('/contacts/upsert', { body });
		expect([first.body.new, second.body.new]).toEqual([true, false]);
		expect(part(second.body, 'contact').id).toBe(part(first.body, 'contact').id);
	});

	it('upsert where e-mail and phone match different contacts updates the first and passes the other over (report)', async () => {
		const reply = await send('/contacts/upsert', {
			body: { locationId, email: 'maria.lopez@example.com', phone: '+12025550102' },
		});
		expect(part(reply.body, 'contact')).toMatchObject({ id: maria, phone: '+12025550101' });
		expect(standIn.state.contacts.get(john)?.phone).toBe('+12025550102');
	});

	it('tags come back in lower case, and new names join the tags of the location (report)', async () => {
		const reply = await send('/contacts/', {
			body: { locationId, email: 't@example.com', tags: ['Big Fish'] },
		});
		expect(part(reply.body, 'contact').tags).toEqual(['big fish']);
		const tags = await send(`/locations/${locationId}/tags`);
		expect(rows(tags.body, 'tags').map(({ name }) => name)).toContain('big fish');
	});

	it('update replaces all tags, an empty list clears them (noted)', async () => {
		const one = await put(`/contacts/${maria}`, { tags: ['new'] });
		expect(part(one.body, 'contact').tags).toEqual(['new']);
		const none = await put(`/contacts/${maria}`, { tags: [] });
		expect(part(none.body, 'contact').tags).toEqual([]);
	});

	it('a custom field value under a wrong key is dropped in silence with 200 (report)', async () => {
		const id = SEED.customFields.plan;
		const reply = await put(`/contacts/${maria}`, { customFields: [{ id, value: 'Pro' }] });
		expect(reply.status).toBe(200);
		expect(part(reply.body, 'contact').customFields).toEqual([{ id, value: 'Basic' }]);
	});

	it('fieldValue is dropped in silence under an older version, field_value is taken (noted)', async () => {
		const id = SEED.customFields.plan;
		const at = `/contacts/${maria}`;
		const wrong = await put(at, { customFields: [{ id, fieldValue: 'Pro' }] }, '2021-07-28');
		expect(part(wrong.body, 'contact').customFields).toEqual([{ id, value: 'Basic' }]);
		const right = await put(at, { customFields: [{ id, field_value: 'Pro' }] }, '2021-07-28');
		expect(part(right.body, 'contact').customFields).toEqual([{ id, value: 'Pro' }]);
	});

	it('v3 takes both fieldValue and field_value, and key in place of id (noted)', async () => {
		const at = `/contacts/${maria}`;
		const id = SEED.customFields.plan;
		const old = await put(at, { customFields: [{ id, field_value: 'Plus' }] });
		expect(part(old.body, 'contact').customFields).toEqual([{ id, value: 'Plus' }]);
		const key = await put(at, { customFields: [{ id, key: 'plan', fieldValue: 'Pro' }] });
		expect(part(key.body, 'contact').customFields).toEqual([{ id, value: 'Pro' }]);
	});

	it('the channels of DND are spelt by version (spec)', async () => {
		await put(`/contacts/${maria}`, { dndSettings: { sms: { status: 'active' } } });
		const v3 = await send(`/contacts/${maria}`);
		const old = await send(`/contacts/${maria}`, { version: '2021-07-28' });
		expect(part(v3.body, 'contact').dndSettings).toEqual({ sms: { status: 'active' } });
		expect(part(old.body, 'contact').dndSettings).toEqual({ SMS: { status: 'active' } });
	});

	it('null clears a field (assumed)', async () => {
		const reply = await put(`/contacts/${maria}`, { lastName: null });
		expect(part(reply.body, 'contact')).not.toHaveProperty('lastName');
	});

	it('adding tags answers the full list and what was added (noted)', async () => {
		const body = { tags: ['VIP', 'customer'] };
		const reply = await send(`/contacts/${maria}/tags`, { body });
		expect(reply.status).toBe(201);
		expect(reply.body).toMatchObject({
			tags: ['customer', 'newsletter', 'vip'],
			tagsAdded: ['vip'],
		});
	});

	it('removing tags is a DELETE with a body (spec)', async () => {
		const body = { tags: ['customer', 'unknown'] };
		const reply = await send(`/contacts/${maria}/tags`, { method: 'DELETE', body });
		expect(reply.body).toMatchObject({ tags: ['newsletter'], tagsRemoved: ['customer'] });
	});

	it('bulk tags answer 201 with partial failures inside (spec)', async () => {
		const reply = await send('/contacts/bulk/tags/update/add', {
			body: { locationId, contacts: [maria, 'nobody'], tags: ['x'] },
		});
		expect(reply.status).toBe(201);
		expect(reply.body.errorCount).toBe(1);
		expect(rows(reply.body, 'responses').map(({ type }) => type)).toEqual(['success', 'error']);
	});

	it('bulk business sets and, with null, takes away (spec)', async () => {
		const path = '/contacts/bulk/business';
		const ids = [maria];
		await send(path, { body: { locationId, ids, businessId: SEED.businessId } });
		expect(standIn.state.contacts.get(maria)?.businessId).toBe(SEED.businessId);
		const reply = await send(path, { body: { locationId, ids, businessId: null } });
		expect(reply.body).toMatchObject({ success: true, ids });
		expect(standIn.state.contacts.get(maria)?.businessId).toBeNull();
	});

	it('a note comes back as HTML with bodyText beside it (live)', async () => {
		const reply = await send(`/contacts/${maria}/notes`, { body: { body: 'a < b' } });
		expect(part(reply.body, 'note')).toMatchObject({ body: '<p>a &lt; b</p>', bodyText: 'a < b' });
	});

	it('the due date of a task comes back in UTC (spec)', async () => {
		const reply = await send(`/contacts/${maria}/tasks`, {
			body: { title: 'Call', dueDate: '2030-01-07T10:00:00-05:00', completed: false },
		});
		expect(reply.status).toBe(201);
		expect(part(reply.body, 'task').dueDate).toBe('2030-01-07T15:00:00.000Z');
	});

	it('the date of birth is taken in several spellings and read as ISO (spec)', async () => {
		for (const dateOfBirth of ['1990-09-25', '1990/09/25', '09-25-1990', '09.25.1990']) {
			const reply = await put(`/contacts/${maria}`, { dateOfBirth });
			expect(part(reply.body, 'contact').dateOfBirth).toBe('1990-09-25T00:00:00.000Z');
		}
	});

	it('the duplicate search tells which field matched, and + must be encoded (noted)', async () => {
		const path = '/contacts/search/duplicate';
		const found = await send(path, { query: { locationId, number: '+12025550102' } });
		expect(found.body).toMatchObject({ contact: { id: john }, matchingField: 'phone' });
		const plain = await send(`${path}?locationId=${locationId}&number=+12025550102`);
		expect(plain.body.contact).toBeNull();
	});

	it('lookup is for OAuth tokens only (portal)', async () => {
		const query = { locationId, email: 'MARIA.LOPEZ@example.com' };
		const refused = await send('/contacts/lookup', { query });
		expect(refused.status).toBe(401);
		const { token } = standIn.oauth.issueAppToken();
		const found = await send('/contacts/lookup', { query, token: token.value });
		expect(rows(found.body, 'contacts').map(({ id }) => id)).toEqual([maria]);
	});

	it('the older list pages with startAfter and startAfterId until meta has none (noted)', async () => {
		standIn.state.seedContacts(45);
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

	it('a workflow takes a contact by its UUID, a campaign by its id (spec)', async () => {
		const flow = await send(`/contacts/${maria}/workflow/${SEED.workflowId}`, { body: {} });
		const campaign = await send(`/contacts/${maria}/campaigns/${SEED.campaignId}`, { body: {} });
		expect([flow.status, campaign.status]).toEqual([200, 201]);
		expect(standIn.state.enrolments.all().map(({ kind }) => kind)).toEqual([
			'workflow',
			'campaign',
		]);
	});
});

describe('contact search (section 9)', () => {
	it('the cursor sits on each contact and leads through all of them once (noted)', async () => {
		standIn.state.seedContacts(250, { everyMs: 0 });
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

	it('pages follow each other and end empty (noted)', async () => {
		standIn.state.seedContacts(8);
		const first = await search({ pageLimit: 5, page: 1 });
		const second = await search({ pageLimit: 5, page: 2 });
		const third = await search({ pageLimit: 5, page: 3 });
		const ids = [first, second, third].map((reply) => rows(reply.body, 'contacts').length);
		expect(ids).toEqual([5, 5, 0]);
	});

	it('rows are another projection than the contact: address, businessName, explicit nulls, objects for extra e-mails (noted)', async () => {
		standIn.state.addContact({ email: 'x@example.com', additionalEmails: ['y@example.com'] });
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

	it('rows carry dndSettings (live)', async () => {
		await put(`/contacts/${maria}`, { dndSettings: { sms: { status: 'active' } } });
		const { body } = await search({ query: 'maria' });
		expect(rows(body, 'contacts').map(({ dndSettings }) => dndSettings)).toEqual([
			{ sms: { status: 'active' } },
		]);
	});

	it('contactName is in lower case (noted)', async () => {
		const { body } = await search({ query: 'maria' });
		expect(rows(body, 'contacts').map(({ contactName }) => contactName)).toEqual(['maria lopez']);
	});

	it('range takes ISO texts and milliseconds alike (noted)', async () => {
		const from = Date.parse('2024-01-01T00:00:00Z');
		standIn.state.seedContacts(10, { from, everyMs: DAY });
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

	it('filters are joined by AND, groups by what they say (noted)', async () => {
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

	it('exists is sent without a value (noted)', async () => {
		const { body } = await search({ filters: [{ field: 'companyName', operator: 'not_exists' }] });
		expect(body.total).toBe(2);
	});

	it('the case of tags matters (noted)', async () => {
		const { body } = await search({ filters: [{ field: 'tags', operator: 'eq', value: 'Lead' }] });
		expect(body.total).toBe(0);
	});

	it('the index lags behind a write, reading by id does not (noted)', async () => {
		standIn.state.contacts.indexLagMs = 3_600_000;
		const made = await send('/contacts/', { body: { locationId, email: 'lag@example.com' } });
		const id = String(part(made.body, 'contact').id);
		const before = await search({});
		expect(before.body.total).toBe(2);
		expect((await send(`/contacts/${id}`)).status).toBe(200);
		standIn.state.contacts.indexLagMs = 0;
		const after = await search({});
		expect(after.body.total).toBe(3);
	});
});

describe('free slots (section 10.2)', () => {
	it('traceId stands among the date keys (noted)', async () => {
		const { body } = await slots(discovery);
		expect(Object.keys(body)).toEqual(['2030-01-07', 'traceId']);
	});

	it('days without slots are absent: a Saturday gives only traceId (noted)', async () => {
		const saturday = MONDAY + 5 * DAY;
		const { body } = await slots(discovery, { startDate: saturday, endDate: saturday + DAY });
		expect(Object.keys(body)).toEqual(['traceId']);
	});

	it('slots have a start only, with the offset of the zone asked for, and the days are those of that zone (noted)', async () => {
		const { body } = await slots(discovery, { timezone: 'Asia/Tokyo' });
		expect(Object.keys(body)).toEqual(['2030-01-07', '2030-01-08', 'traceId']);
		expect(slotsIn(body)[0]).toBe('2030-01-07T23:00:00+09:00');
		const home = await slots(discovery);
		expect(slotsIn(home.body)).toHaveLength(16);
		expect(slotsIn(home.body)[0]).toBe('2030-01-07T09:00:00-05:00');
	});

	it('seconds in place of milliseconds give an empty answer (noted)', async () => {
		const startDate = Math.floor(MONDAY / 1000);
		const { status, body } = await slots(discovery, { startDate, endDate: startDate + 86_400 });
		expect([status, Object.keys(body)]).toEqual([200, ['traceId']]);
	});

	it('a draft calendar has no slots (noted)', async () => {
		expect(slotsIn((await slots(draft)).body)).toEqual([]);
	});

	it('exactly 31 days are taken (noted)', async () => {
		const { status } = await slots(discovery, { endDate: MONDAY + 31 * DAY });
		expect(status).toBe(200);
	});

	it('minimum notice and horizon cut the slots (assumed)', async () => {
		standIn.clock.set(MONDAY + 9 * 3_600_000 - 60_000);
		await put(`/calendars/${discovery}`, { allowBookingAfter: 3, allowBookingAfterUnit: 'hours' });
		expect(slotsIn((await slots(discovery)).body)[0]).toBe('2030-01-07T12:00:00-05:00');
		await put(`/calendars/${discovery}`, { allowBookingFor: 1, allowBookingForUnit: 'days' });
		const week = await slots(discovery, { endDate: MONDAY + 7 * DAY });
		expect(slotsIn(week.body).at(-1)).toBe('2030-01-07T16:30:00-05:00');
	});

	it('a user who is not on the calendar has no slots, a member has (noted)', async () => {
		expect(slotsIn((await slots(team, { userId: SEED.users.linus })).body)).toEqual([]);
		expect(slotsIn((await slots(team, { userId: SEED.users.ada })).body)).toHaveLength(8);
		const userIds = [SEED.users.linus, SEED.users.grace];
		expect(slotsIn((await slots(team, { userIds })).body)).toHaveLength(8);
	});

	it('a time is free as long as one of the team is (assumed)', async () => {
		const times = { startTime: TEN, endTime: '2030-01-07T11:00:00-05:00' };
		const block = (assignedUserId: string): Promise<Reply> =>
			send('/calendars/events/block-slots', { body: { locationId, assignedUserId, ...times } });
		await block(SEED.users.ada);
		expect(slotsIn((await slots(team)).body)).toContain(TEN);
		await block(SEED.users.grace);
		expect(slotsIn((await slots(team)).body)).not.toContain(TEN);
	});

	it('buffers before and after take their neighbours away (assumed)', async () => {
		await put(`/calendars/${discovery}`, { preBuffer: 30, slotBuffer: 30 });
		await book();
		const found = slotsIn((await slots(discovery)).body);
		expect(found).not.toContain('2030-01-07T09:30:00-05:00');
		expect(found).not.toContain('2030-01-07T10:30:00-05:00');
		expect(found).toContain('2030-01-07T09:00:00-05:00');
		expect(found).toContain('2030-01-07T11:00:00-05:00');
	});

	it('a schedule goes before the open hours (assumed)', async () => {
		await send(`/calendars/schedules/event-calendar/${discovery}`, {
			body: {
				timezone: 'America/Chicago',
				rules: [{ type: 'wday', day: 'monday', intervals: [{ from: '09:00', to: '10:00' }] }],
			},
		});
		expect(slotsIn((await slots(discovery)).body)).toEqual([TEN, '2030-01-07T10:30:00-05:00']);
	});

	it('slots keep the wall clock across a change of the offset (assumed)', async () => {
		const startDate = Date.parse('2030-03-08T00:00:00-05:00');
		const { body } = await slots(discovery, { startDate, endDate: startDate + 4 * DAY });
		const starts = slotsIn(body).filter((slot) => slot.includes('T09:00:00'));
		expect(starts).toEqual(['2030-03-08T09:00:00-05:00', '2030-03-11T09:00:00-04:00']);
	});
});

describe('appointments (section 10.3)', () => {
	it('create and update answer without a wrapper and without times, with both spellings of the status (live)', async () => {
		const made = await book({ title: 'Intro' });
		expect(made.status).toBe(200);
		const changed = await put(`/calendars/events/appointments/${String(made.body.id)}`, {
			title: 'Later',
		});
		for (const { body } of [made, changed]) {
			expect(body).toMatchObject({
				status: 'booked',
				appointmentStatus: 'confirmed',
				appoinmentStatus: 'confirmed',
				isRecurring: false,
				dateAdded: expect.any(String) as string,
			});
			expect(body).not.toHaveProperty('startTime');
			expect(body).not.toHaveProperty('endTime');
		}
	});

	it('a booking on a calendar with autoConfirm is confirmed (live)', async () => {
		expect((await book()).body.appointmentStatus).toBe('confirmed');
	});

	it('reading one is wrapped in appointment, not in event (live)', async () => {
		const made = await book();
		const { body } = await send(`/calendars/events/appointments/${String(made.body.id)}`);
		expect(body).not.toHaveProperty('event');
		expect(part(body, 'appointment').startTime).toBe(TEN);
	});

	it('a time comes back with the offset of the location, whatever offset was sent (live)', async () => {
		const made = await book({ startTime: '2030-01-07T15:00:00+00:00' });
		const { body } = await send(`/calendars/events/appointments/${String(made.body.id)}`);
		expect(part(body, 'appointment').startTime).toBe(TEN);
	});

	it('the end defaults to the length of a slot, and a longer one is taken (report)', async () => {
		await book();
		await book({ startTime: '2030-01-07T12:00:00-05:00', endTime: '2030-01-07T15:30:00-05:00' });
		const { body } = await events();
		expect(rows(body, 'events').map(({ endTime }) => endTime)).toEqual([
			'2030-01-07T10:30:00-05:00',
			'2030-01-07T15:30:00-05:00',
		]);
	});

	it('a deleted appointment is still read, with deleted true, and gone from the list (live)', async () => {
		const made = await book();
		const id = String(made.body.id);
		const gone = await send(`/calendars/events/${id}`, { method: 'DELETE', body: {} });
		expect([gone.status, gone.body.succeeded]).toEqual([201, true]);
		const { body } = await send(`/calendars/events/appointments/${id}`);
		expect(part(body, 'appointment').deleted).toBe(true);
		expect(rows((await events()).body, 'events')).toEqual([]);
		expect(slotsIn((await slots(discovery)).body)).toContain(TEN);
	});

	it('the appointments of a contact carry the clock of the location without an offset (noted)', async () => {
		await book();
		const { body } = await send(`/contacts/${maria}/appointments`);
		expect(rows(body, 'events')).toEqual([
			expect.objectContaining({
				startTime: '2030-01-07 10:00:00',
				endTime: '2030-01-07 10:30:00',
				appoinmentStatus: 'confirmed',
				appointmentStatus: 'confirmed',
			}),
		]);
	});

	it('of ten identical bookings at once exactly one wins (report)', async () => {
		const replies = await Promise.all(Array.from({ length: 10 }, () => book()));
		expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
		const lost = replies.filter(({ status }) => status === 400);
		expect(lost).toHaveLength(9);
		expect(lost[0]?.body).toMatchObject({
			message: 'The slot you have selected is no longer available.',
			error: 'Bad Request',
		});
	});

	it('the events list takes any range of milliseconds and filters by the time of the event (live)', async () => {
		await book();
		expect(rows((await events()).body, 'events')).toHaveLength(1);
		const later = { startTime: String(MONDAY + DAY), endTime: String(MONDAY + 2 * DAY) };
		expect(rows((await events(later)).body, 'events')).toEqual([]);
	});

	it('ISO times give an empty list of events with 200 (noted)', async () => {
		await book();
		const window = { startTime: '2030-01-01T00:00:00Z', endTime: '2031-01-01T00:00:00Z' };
		const reply = await events(window);
		expect([reply.status, reply.body.events]).toEqual([200, []]);
	});

	it('ignoreFreeSlotValidation skips the check (noted)', async () => {
		await book();
		const again = await book({ ignoreFreeSlotValidation: true });
		expect(again.status).toBe(200);
	});

	it('rrule is honoured only with ignoreFreeSlotValidation (noted)', async () => {
		const rrule = 'FREQ=WEEKLY;COUNT=4';
		const single = await book({ rrule });
		expect(single.body.isRecurring).toBe(false);
		const startTime = '2030-01-08T10:00:00-05:00';
		const series = await book({ rrule, startTime, ignoreFreeSlotValidation: true });
		expect(series.body.isRecurring).toBe(true);
		const master = String(series.body.masterEventId);
		expect(String(series.body.id)).toBe(`${master}_${Date.parse(startTime)}_1800`);
		expect(rows((await events()).body, 'events')).toHaveLength(5);
	});

	it('the id of a series is accepted by get, update and delete; an instance id means one (noted)', async () => {
		const made = await book({
			rrule: 'FREQ=DAILY;COUNT=3',
			ignoreFreeSlotValidation: true,
		});
		const master = String(made.body.masterEventId);
		const at = `/calendars/events/appointments/${master}`;
		expect((await send(at)).status).toBe(200);
		await put(at, { title: 'All' });
		const titles = rows((await events()).body, 'events').map(({ title }) => title);
		expect(titles).toEqual(['All', 'All', 'All']);
		await send(`/calendars/events/${String(made.body.id)}`, { method: 'DELETE' });
		expect(rows((await events()).body, 'events')).toHaveLength(2);
		await send(`/calendars/events/${master}`, { method: 'DELETE' });
		expect(rows((await events()).body, 'events')).toEqual([]);
	});

	it('a series keeps its wall clock across a change of the offset (assumed)', async () => {
		await book({
			startTime: '2030-03-04T10:00:00-05:00',
			rrule: 'FREQ=WEEKLY;COUNT=2',
			ignoreFreeSlotValidation: true,
		});
		const starts = rows((await events()).body, 'events').map(({ startTime }) => startTime);
		expect(starts).toEqual(['2030-03-04T10:00:00-05:00', '2030-03-11T10:00:00-04:00']);
	});

	it('a round-robin calendar gives the next booking to the other member (assumed)', async () => {
		await book({ calendarId: team });
		await book({ calendarId: team });
		const third = await book({ calendarId: team });
		const users = standIn.state.appointments.all().map(({ assignedUserId }) => assignedUserId);
		expect([...users].sort()).toEqual([SEED.users.ada, SEED.users.grace].sort());
		expect(third.status).toBe(400);
	});

	it('moving checks the slot, changing the status does not (assumed)', async () => {
		const first = await book();
		await book({ startTime: '2030-01-07T11:00:00-05:00' });
		const at = `/calendars/events/appointments/${String(first.body.id)}`;
		const onto = await put(at, { startTime: '2030-01-07T11:00:00-05:00' });
		expect(onto.status).toBe(400);
		const cancelled = await put(at, { appointmentStatus: 'cancelled' });
		expect(cancelled.body.appoinmentStatus).toBe('cancelled');
		expect(slotsIn((await slots(discovery)).body)).toContain(TEN);
	});
});

describe('calendars and their neighbours (sections 10.4 to 10.10)', () => {
	it('a name is enough for a calendar: 30-minute slots, confirmed at once (live)', async () => {
		const body = { locationId, name: 'Plain', calendarType: 'event' };
		const reply = await send('/calendars/', { body });
		expect(part(reply.body, 'calendar')).toMatchObject({ slotDuration: 30, autoConfirm: true });
	});

	it('open hours come back as {} or as an array (live)', async () => {
		const made = await send('/calendars/', { body: { locationId, name: 'Plain' } });
		expect(part(made.body, 'calendar').openHours).toEqual({});
		const read = await send(`/calendars/${discovery}`);
		expect(Array.isArray(part(read.body, 'calendar').openHours)).toBe(true);
	});

	it('both spellings of the seats of a slot are sent (noted)', async () => {
		const { body } = await send(`/calendars/${discovery}`);
		expect(part(body, 'calendar')).toMatchObject({ appoinmentPerSlot: 1, appointmentPerSlot: 1 });
	});

	it('deleting a calendar answers a message and the calendar (live)', async () => {
		const { body } = await send(`/calendars/${personal}`, { method: 'DELETE' });
		expect(body.message).toBe('calendar deleted');
		expect(part(body, 'calendar').id).toBe(personal);
	});

	it('the list has drafts unless told otherwise (spec)', async () => {
		const all = await send('/calendars/', { query: { locationId } });
		const some = await send('/calendars/', { query: { locationId, showDrafted: 'false' } });
		expect([rows(all.body, 'calendars').length, rows(some.body, 'calendars').length]).toEqual([
			4, 3,
		]);
	});

	it('a block slot takes a user alone, although the official files want a calendar (spec)', async () => {
		const reply = await send('/calendars/events/block-slots', {
			body: {
				locationId,
				assignedUserId: SEED.users.ada,
				startTime: TEN,
				endTime: '2030-01-07T11:00:00-05:00',
			},
		});
		expect(reply.status).toBe(201);
		const id = String(reply.body.id);
		const gone = await send(`/calendars/events/${id}`, { method: 'DELETE', body: {} });
		expect(gone.status).toBe(201);
	});

	it('notifications are made from a list, answered as a list, and told apart by _id (spec)', async () => {
		const at = `/calendars/${discovery}/notifications`;
		const made = await send(at, {
			body: [{ receiverType: 'contact', channel: 'email', notificationType: 'booked' }],
		});
		expect(made.list).toEqual([expect.objectContaining({ _id: expect.any(String) as string })]);
		const read = await send(at);
		expect(read.list).toHaveLength(1);
	});

	it('deleting a notification is soft (assumed)', async () => {
		const at = `/calendars/${discovery}/notifications`;
		await send(at, {
			body: [{ receiverType: 'contact', channel: 'sms', notificationType: 'reminder' }],
		});
		const [id] = standIn.state.notifications.all().map((one) => one.id);
		await send(`${at}/${id}`, { method: 'DELETE' });
		expect((await send(at)).list).toEqual([]);
		expect((await send(at, { query: { deleted: 'true' } })).list).toHaveLength(1);
	});

	it('resources are a bare array and belong to service calendars only (spec)', async () => {
		const calendar = standIn.state.addCalendar({ name: 'Spa', calendarType: 'service_booking' });
		const at = '/calendars/resources/rooms';
		const body = {
			locationId,
			name: 'Room 1',
			description: 'Blue',
			quantity: 1,
			outOfService: 0,
			capacity: 2,
		};
		const refused = await send(at, { body: { ...body, calendarIds: [discovery] } });
		expect(refused.status).toBe(400);
		await send(at, { body: { ...body, calendarIds: [calendar.id] } });
		const read = await send(at, { query: { locationId, limit: 10, skip: 0 } });
		expect(read.list).toEqual([expect.objectContaining({ name: 'Room 1', resourceType: 'rooms' })]);
	});

	it('group status switches off and on (spec)', async () => {
		const at = `/calendars/groups/${SEED.groupId}/status`;
		for (const isActive of [false, true]) {
			await put(at, { isActive });
			expect(standIn.state.groups.get(SEED.groupId)?.values.isActive).toBe(isActive);
		}
	});

	it('a taken slug is not available (spec)', async () => {
		const at = '/calendars/groups/validate-slug';
		const taken = await send(at, { body: { locationId, slug: 'consultations' } });
		const free = await send(at, { body: { locationId, slug: 'other' } });
		expect([taken.body.available, free.body.available]).toEqual([false, true]);
	});

	it('notes of an appointment page with limit and offset until hasMore is false (spec)', async () => {
		const made = await book();
		const at = `/calendars/appointments/${String(made.body.id)}/notes`;
		for (const body of ['one', 'two', 'three']) await send(at, { body: { body } });
		const first = await send(at, { query: { limit: 2, offset: 0 } });
		const last = await send(at, { query: { limit: 2, offset: 2 } });
		expect([first.body.hasMore, last.body.hasMore]).toEqual([true, false]);
		expect(rows(last.body, 'notes').map(({ body }) => body)).toEqual(['three']);
	});

	it('bookings of services are told apart by bookingId, and the staff is busy once (assumed)', async () => {
		const body = {
			locationId,
			contactId: maria,
			startTime: TEN,
			endTime: '2030-01-07T11:00:00-05:00',
			timezone: 'America/New_York',
			services: [{ id: SEED.serviceId, staffId: SEED.users.grace }],
		};
		const at = '/calendars/services/bookings';
		const made = await send(at, { body });
		expect(made.status).toBe(201);
		expect(made.body.bookingId).toEqual(expect.any(String));
		expect((await send(at, { body })).status).toBe(400);
		const forced = await send(at, { body, query: { overrideAvailability: 'true' } });
		expect(forced.status).toBe(201);
	});

	it('an empty list removes all variations of a service (spec)', async () => {
		const at = `/calendars/services/catalog/${SEED.serviceId}`;
		await put(at, { variations: [{ name: 'Long' }, { name: 'Short' }] });
		const made = rows(part((await send(at)).body, 'service'), 'variations');
		const kept = await put(at, { variations: [{ id: made[0]?.id, name: 'Longer' }] });
		expect(rows(part(kept.body, 'service'), 'variations')).toEqual([
			expect.objectContaining({ id: made[0]?.id, name: 'Longer' }),
		]);
		const none = await put(at, { variations: [] });
		expect(part(none.body, 'service').variations).toEqual([]);
	});
});

describe('look-ups (section 11)', () => {
	it('a location tells its zone and its company (noted)', async () => {
		const { body } = await send(`/locations/${locationId}`);
		expect(part(body, 'location')).toMatchObject({
			timezone: 'America/New_York',
			companyId: SEED.companyId,
		});
	});

	it('users are searched by company in v3 and listed by location in the older set (spec)', async () => {
		const companyId = SEED.companyId;
		const found = await send('/users/search', { query: { companyId, locationId, query: 'ada' } });
		expect(rows(found.body, 'users').map(({ name }) => name)).toEqual(['Ada Lovelace']);
		const listed = await send('/users/', { version: '2021-07-28', query: { locationId } });
		expect(rows(listed.body, 'users')).toHaveLength(3);
	});

	it('a token without locations.readonly is good and refused there with 401 (noted)', async () => {
		const { value } = standIn.issuePrivateIntegration({ scopes: ['calendars.readonly'] });
		const location = await send(`/locations/${locationId}`, { token: value });
		expect([location.status, location.body.message]).toEqual([
			401,
			'The token is not authorized for this scope.',
		]);
		const list = await send('/calendars/', { token: value, query: { locationId } });
		expect(list.status).toBe(200);
	});

	it('custom field definitions carry fieldKey with the model in front (spec)', async () => {
		const at = `/locations/${locationId}/customFields`;
		const { body } = await send(at, { query: { model: 'contact' } });
		expect(rows(body, 'customFields').map(({ fieldKey }) => fieldKey)).toContain('contact.plan');
	});

	it('campaigns are filtered by status, workflows are not (assumed)', async () => {
		const query = { locationId, status: 'published' };
		const campaigns = await send('/campaigns/', { query });
		expect(rows(campaigns.body, 'campaigns').map(({ name }) => name)).toEqual(['Welcome']);
		const workflows = await send('/workflows/', { query: { locationId } });
		expect(rows(workflows.body, 'workflows').map(({ status }) => status)).toEqual([
			'published',
			'draft',
		]);
	});

	it('tasks are searched over the whole location (noted)', async () => {
		const due = { dueDate: '2030-01-01T00:00:00Z' };
		await send(`/contacts/${maria}/tasks`, { body: { title: 'A', completed: false, ...due } });
		await send(`/contacts/${john}/tasks`, { body: { title: 'B', completed: true, ...due } });
		const at = `/locations/${locationId}/tasks/search`;
		const all = await send(at, { body: {} });
		const open = await send(at, { body: { completed: false } });
		expect(rows(all.body, 'tasks')).toHaveLength(2);
		expect(rows(open.body, 'tasks').map(({ title }) => title)).toEqual(['A']);
	});
});
