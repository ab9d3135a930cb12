/** The credential: its test, and what happens with a token that cannot work. */
import type { IDataObject } from 'n8n-workflow';

import { TestAccount } from './account';

const account = TestAccount.forTests();

const test = async (more: IDataObject = {}) => {
	const { calendarHeroApi } = account.credentials(more);
	return await account.engine.testCredential('calendarHeroApi', calendarHeroApi ?? {});
};

describe("n8n's test of the credential", () => {
	it('reads the user with the bare token', async () => {
		expect(await test()).toEqual({ status: 'OK', message: 'Connection successful!' });
		expect(account.calls).toEqual(['GET /user']);
	});

	it('ignores blanks around the values and a slash at the end of the URL', async () => {
		const { token, url } = account.standIn;
		expect((await test({ token: ` ${token}\n`, apiUrl: `${url}/ ` })).status).toBe('OK');
	});

	it.each([
		['Bearer abcdefgh', /begins with "Bearer"/],
		['bearer', /begins with "Bearer"/],
		['', /is empty/],
		['  ', /is empty/],
	])('refuses the token "%s" without sending it', async (token, message) => {
		const result = await test({ token });
		expect(result.status).toBe('Error');
		expect(result.message).toMatch(message);
		expect(account.log).toEqual([]);
	});

	it.each([
		[401, /does not accept the token/],
		[402, /plan/],
		[403, /plan/],
		[429, /rate limit/],
		[302, /redirects/],
	])('explains a %i', async (status, message) => {
		const headers: Record<string, string> = status === 302 ? { location: account.standIn.url } : {};
		account.standIn.faults.add({ path: '/user', action: { kind: 'status', status, headers } });
		const result = await test();
		expect(result.status).toBe('Error');
		// Engines before n8n 2 follow the last rule for redirects.
		expect(result.message).toMatch(status === 302 ? /redirects|usually sends/ : message);
		// n8n itself tries once more after a 401.
		expect(account.log).toHaveLength(status === 401 ? 2 : 1);
	});

	it('does not take a page for a user', async () => {
		const body = '<html><body>Welcome</body></html>';
		account.standIn.faults.add({ path: '/user', action: { kind: 'status', status: 200, body } });
		expect((await test()).status).toBe('Error');
	});
});

describe('the node with a token that cannot work', () => {
	it.each([
		['Bearer abcdefgh', /begins with "Bearer"/, /remove that word/],
		[' ', /has no token/, /paste the token/],
	])('refuses "%s" before any call', async (token, message, next) => {
		const refusal = await account.refusal(
			'user',
			'get',
			{},
			{ credentials: account.credentials({ token }) },
		);
		expect(refusal.message).toMatch(message);
		expect(refusal.description).toMatch(next);
		expect(account.log).toEqual([]);
	});

	it('explains a token that is not accepted, and sends nothing more in the run', async () => {
		const result = await account.run(
			'contact',
			'get',
			{ contactId: '={{ $json.id }}', options: { concurrency: 1 } },
			{
				items: [{ id: 'a' }, { id: 'b' }, { id: 'c' }],
				onError: 'continueRegularOutput',
				credentials: account.credentials({ token: 'not-the-token-of-anybody' }),
			},
		);
		expect(result.items).toHaveLength(3);
		for (const { json } of result.items) {
			expect(json.error).toMatch(/does not accept the token/);
			expect(JSON.stringify(json)).not.toContain('not-the-token-of-anybody');
		}
		// n8n itself tries once more after a 401.
		expect(account.calls).toEqual(['GET /contact/a', 'GET /contact/a']);
	});
});
