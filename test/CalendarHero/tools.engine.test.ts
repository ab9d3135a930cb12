import type { INodeParameters } from 'n8n-workflow';

import { SEED } from '../standins/calendarhero';
import { byId, TestAccount } from './account';

const account = TestAccount.forTests();

const one = async (resource: string, operation: string, parameters: INodeParameters = {}) => {
	const records = await account.output(resource, operation, parameters, { asTool: true });
	expect(records).toHaveLength(1);
	return records[0] ?? {};
};

describe('CalendarHero as a tool of an AI agent', () => {
	test('takes an email where the ID of a contact belongs', async () => {
		const record = await one('contact', 'get', { contactId: byId('j.weber@home.example') });
		expect(record.id).toBe(SEED.contactId);
	});

	test('says that a name is no ID, and where the ID comes from, before any call', async () => {
		const record = await one('contact', 'get', { contactId: byId('Jonas Weber') });
		expect(record).toMatchObject({ ok: false, error: "'Contact' is a name, not an ID" });
		expect(record.message).toContain('Contact > Get Many');
		expect(account.calls).toEqual([]);
	});

	test('says which record does not exist', async () => {
		const record = await one('meetingRequest', 'get', {
			meetingRequestId: byId('65f1d3f97be4d9003c8a2b99'),
		});
		expect(record).toMatchObject({ ok: false, found: 0 });
		expect(record.message).toContain('Meeting Request > Get Many');
	});

	test('says that an email has no contact', async () => {
		const record = await one('contact', 'get', { contactId: byId('nobody@home.example') });
		expect(record).toMatchObject({ ok: false, found: 0 });
		expect(record.message).toContain('Contact > Create or Update');
	});

	test('says that a list is empty', async () => {
		const record = await one('contact', 'getAll', { filters: { search: 'nobody@home.example' } });
		expect(record).toMatchObject({
			found: 0,
			message: expect.stringContaining('Found no contact'),
		});
	});

	test('reads a date alone in both ends of a range as that day', async () => {
		const day = { start: '2026-10-26', end: '2026-10-26' };
		await account.output('meeting', 'getAll', day, { asTool: true });
		expect(account.log[0]?.query).toMatchObject({
			start: '2026-10-26T00:00:00Z',
			end: '2026-10-26T23:59:59Z',
		});
	});

	test('fails if its token is refused', async () => {
		const { error } = await account.run(
			'contact',
			'getAll',
			{},
			{ asTool: true, credentials: account.credentials({ token: 'wrong' }) },
		);
		expect(error?.message).toContain('token');
	});
});
