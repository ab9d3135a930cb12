/** The quirks of HighLevel's rate limits; `account.ts` explains the numbers. */
import { accountForQuirks, MARIA } from './account';

const { account, log, ok } = accountForQuirks();

describe('quirks of limits and lost answers', () => {
	test('27: after a 429 without Retry-After, the call waits and is sent again', async () => {
		account.standIn.faults.add({
			operationId: 'create-contact',
			count: 1,
			action: { kind: 'status', status: 429, body: { message: 'Too many requests' } },
		});
		const [made] = await ok('contacts', 'contact.create', { firstName: 'Nora' });
		expect(made).toMatchObject({ firstName: 'Nora', new: true });
		expect(log().map(({ status }) => status)).toEqual([429, 201]);
	});

	test('27: the daily reset header is read as a duration', async () => {
		account.standIn.limiter.set({ dailyMax: 5, dailyUsed: 5, dailyResetMs: 3 * 3_600_000 });
		const { error } = await account.run('contacts', 'contact.get', MARIA);
		expect(error?.message).toContain('The daily quota of API calls is used up');
		expect(error?.description).toMatch(/about (3|4) hours/);
		expect(log()).toHaveLength(1);
		account.standIn.limiter.set({ dailyMax: 200_000, dailyUsed: 0 });
	});

	test('27: a create whose answer is lost is not sent again', async () => {
		account.standIn.faults.add({
			operationId: 'create-contact',
			action: { kind: 'reset', when: 'after' },
		});
		const { error } = await account.run('contacts', 'contact.create', { firstName: 'Nora' });
		expect(error?.description).toContain('It is not known whether this took effect');
		expect(log()).toHaveLength(1);
	});
});
