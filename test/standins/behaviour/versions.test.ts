import { SEED } from '../highlevel';
import { useAccount } from './requests';

const { locationId } = SEED;
const { maria } = SEED.contacts;

const account = useAccount();
const { send } = account;

describe('versions (section 1.1)', () => {
	test.each(['2021-04-15', '2021-07-28', '2023-02-21', 'v3'])(
		'every published version works on established paths: %s (live)',
		async (version) => {
			const answers = [
				await send('/calendars/', { version, query: { locationId } }),
				await send(`/contacts/${maria}`, { version }),
			];
			expect(answers.map(({ status }) => status)).toEqual([200, 200]);
		},
	);

	test('calendars accept the dated version of the Contacts API (live)', async () => {
		const version = '2021-07-28';
		const reply = await send('/calendars/', { version, body: { locationId, name: 'A' } });
		expect(reply.status).toBe(200);
	});

	test('GET /contacts/lookup with a dated version reads a contact with the ID "lookup" (report)', async () => {
		const query = { locationId, email: 'maria.lopez@example.com' };
		const reply = await send('/contacts/lookup', { version: '2021-07-28', query });
		expect(reply.status).toBe(400);
		expect(reply.body.message).toBe('Contact with id lookup not found');
	});

	test('every answer has a traceId of its own, errors included (noted)', async () => {
		const good = await send(`/contacts/${maria}`);
		const bad = await send('/contacts/nobody');
		expect(good.body.traceId).toEqual(expect.any(String));
		expect(bad.body.traceId).toEqual(expect.any(String));
		expect(good.body.traceId).not.toBe(bad.body.traceId);
	});
});
