/** What ActiveCampaign's stand-in refuses, and in which of the four shapes. */
import type { JsonObject } from '../shared/json';
import { useActiveCampaign } from '../support/activeCampaign';
import { AC_SEED } from '.';

const account = useActiveCampaign();
const { send } = account;

const contact = { email: 'x@example.com' };
const task = { ownerType: 'contact', relid: '42', duedate: '2040-01-01', dealTasktype: '4' };
const hook = { name: 'n', url: 'http://127.0.0.1:1/', events: ['update'], sources: ['admin'] };
const noResult = (name: string, id = '999') => ({
	message: `No Result found for ${name} with id ${id}`,
});
const code = (value: string): JsonObject => ({ errors: [{ code: value }] });

/** Method and path, body, status, and what the answer has. */
const REFUSALS: Array<[string, JsonObject | undefined, number, JsonObject]> = [
	['GET /nothing', undefined, 404, { message: expect.any(String) as string }],
	['GET /contact/sync', undefined, 404, {}],
	['POST /contacts/sync', { contact }, 404, {}],
	['GET /webhooks/events', undefined, 404, noResult('Webhook', 'events')],
	['POST /contacts', {}, 422, code('field_missing')],
	['POST /contacts', { contact: { firstName: 'No mail' } }, 422, code('field_missing')],
	['POST /contacts', { contact: { email: 'not an address' } }, 422, code('email_invalid')],
	['POST /contacts', { contact: { email: AC_SEED.mara.toUpperCase() } }, 422, code('duplicate')],
	['PUT /contacts/42', { contact: { email: AC_SEED.jonas } }, 422, code('duplicate')],
	['GET /contacts/999', undefined, 404, noResult('Subscriber')],
	['DELETE /contacts/999', undefined, 404, noResult('Subscriber')],
	['POST /fields', { field: { title: 'shoe size', type: 'text' } }, 422, code('duplicate')],
	['POST /fields', { field: { title: 'Other', type: 'color' } }, 422, code('invalid')],
	['GET /fields/999', undefined, 404, noResult('Field')],
	['POST /fieldRels', { fieldRel: { field: 999, relid: 0 } }, 404, noResult('Field')],
	['POST /fieldOption/bulk', { fieldOptions: [] }, 422, { errors: expect.any(String) as string }],
	['GET /fieldValues/999', undefined, 403, noResult('FieldValue')],
	[
		'POST /tags',
		{ tag: { tag: 'VIP', tagType: 'contact' } },
		422,
		{ message: 'Could not process request', error: expect.stringContaining('VIP') as string },
	],
	['GET /tags/999', undefined, 404, noResult('Tag')],
	[
		'POST /contactTags',
		{ contactTag: { contact: 999, tag: 16 } },
		404,
		{ errors: [{ status: 404, title: 'Not Found', detail: 'Contact not found' }] },
	],
	['POST /contactTags', { contactTag: { contact: 42 } }, 422, code('field_missing')],
	['DELETE /contactTags/999', undefined, 404, noResult('SubscriberTag')],
	['POST /lists', { list: { name: 'No reminder' } }, 422, code('field_missing')],
	[
		'POST /contactLists',
		{ contactList: { list: 4, contact: 42, status: 3 } },
		422,
		code('invalid'),
	],
	['PUT /notes/999', { note: {} }, 403, noResult('Note')],
	['POST /notes', { note: { note: 'x', relid: 42, reltype: 'Person' } }, 422, code('invalid')],
	['POST /dealTasks', { dealTask: { ...task, relid: '999' } }, 404, noResult('Subscriber')],
	['POST /dealTasks', { dealTask: { ...task, duedate: '' } }, 422, code('field_missing')],
	['POST /dealTasks', { dealTask: { ...task, duedate: 'soon' } }, 422, code('invalid')],
	['GET /calendars/9', undefined, 404, noResult('Calendar', '9')],
	['POST /calendars', { calendar: { title: 'x', type: 'Mine' } }, 422, code('invalid')],
	['POST /webhooks', { webhook: { ...hook, sources: [] } }, 422, code('field_missing')],
	['POST /webhooks', { webhook: { ...hook, events: ['deleted'] } }, 422, code('invalid')],
	['POST /deals', { deal: { title: 'x' } }, 422, code('field_missing')],
];

it.each(REFUSALS)('%s %j is refused with %i', async (request, body, status, answer) => {
	const [method = '', path = ''] = request.split(' ');
	const refused = await send(method, path, body);
	expect(refused.status).toBe(status);
	expect(refused.body).toMatchObject(answer);
	expect(account.standIn.log.at(-1)?.effect).toBeUndefined();
});

it.each([[null], ['another-key']])('refuses the key %s with 403', async (key) => {
	const refused = await send('GET', '/fields', undefined, key);
	expect([refused.status, refused.body]).toEqual([403, { message: 'Forbidden' }]);
});

it('refuses a receiver without https on port 443 if told to', async () => {
	account.standIn.settings.webhookPortCheck = true;
	const statuses = await Promise.all(
		[hook.url, 'https://example.com:8443/x', 'https://example.com/x'].map(async (url) => {
			const { status } = await send('POST', '/webhooks', { webhook: { ...hook, url } });
			return status;
		}),
	);
	expect(statuses).toEqual([422, 422, 201]);
});

it('refuses a known tag with another status if told to', async () => {
	account.standIn.settings.duplicateTagStatus = 500;
	const { status } = await send('POST', '/tags', { tag: { tag: 'vip', tagType: 'contact' } });
	expect(status).toBe(500);
});

describe('the rate limit', () => {
	const calls = async (count: number) =>
		await Promise.all(Array.from({ length: count }, async () => await send('GET', '/tags')));

	it('lets 5 requests a second through and says when to come back', async () => {
		account.standIn.limiter.set({ max: 5, intervalMs: 60_000 });
		const answers = await calls(7);
		const refused = answers.filter(({ status }) => status === 429);
		expect(refused).toHaveLength(2);
		expect(refused[0]?.headers.get('retry-after')).toBe('60');
		const left = answers.map(({ headers }) => headers.get('ratelimit-remaining'));
		expect(left.sort()).toEqual(['0', '0', '0', '1', '2', '3', '4']);
		expect(answers[0]?.headers.get('ratelimit-limit')).toBe('5');
		expect(account.standIn.log.filter(({ limited }) => limited)).toHaveLength(2);
	});

	it('is 5 in one second unless told otherwise, and can answer 503', async () => {
		account.standIn.limiter.set({ max: 0 });
		expect((await calls(10)).every(({ status }) => status === 200)).toBe(true);
		account.standIn.limiter.set({ max: 1, intervalMs: 60_000, status: 503 });
		expect((await calls(2)).map(({ status }) => status).sort()).toEqual([200, 503]);
	});
});
