import { SEED } from '../highlevel';
import { part, rows } from '../support/http';
import { useAccount } from './requests';

const { locationId } = SEED;
const { maria, john } = SEED.contacts;

const account = useAccount();
const { send } = account;

describe('look-ups (section 11)', () => {
	test('a location has its time zone and its company (noted)', async () => {
		const { body } = await send(`/locations/${locationId}`);
		expect(part(body, 'location')).toMatchObject({
			timezone: 'America/New_York',
			companyId: SEED.companyId,
		});
	});

	test('users are searched by company in v3 and listed by location in dated versions (spec)', async () => {
		const companyId = SEED.companyId;
		const found = await send('/users/search', { query: { companyId, locationId, query: 'ada' } });
		expect(rows(found.body, 'users').map(({ name }) => name)).toEqual(['Ada Lovelace']);
		const listed = await send('/users/', { version: '2021-07-28', query: { locationId } });
		expect(rows(listed.body, 'users')).toHaveLength(3);
	});

	test('a valid token without locations.readonly gets 401 on the location only (noted)', async () => {
		const { value } = account.standIn.issuePrivateIntegration({ scopes: ['calendars.readonly'] });
		const location = await send(`/locations/${locationId}`, { token: value });
		expect([location.status, location.body.message]).toEqual([
			401,
			'The token is not authorized for this scope.',
		]);
		const list = await send('/calendars/', { token: value, query: { locationId } });
		expect(list.status).toBe(200);
	});

	test('the fieldKey of a custom field is prefixed with its model (spec)', async () => {
		const at = `/locations/${locationId}/customFields`;
		const { body } = await send(at, { query: { model: 'contact' } });
		expect(rows(body, 'customFields').map(({ fieldKey }) => fieldKey)).toContain('contact.plan');
	});

	test('campaigns are filtered by status, workflows are not (assumed)', async () => {
		const query = { locationId, status: 'published' };
		const campaigns = await send('/campaigns/', { query });
		expect(rows(campaigns.body, 'campaigns').map(({ name }) => name)).toEqual(['Welcome']);
		const workflows = await send('/workflows/', { query: { locationId } });
		expect(rows(workflows.body, 'workflows').map(({ status }) => status)).toEqual([
			'published',
			'draft',
		]);
	});

	test('the task search covers the whole location (noted)', async () => {
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
