/** How long CalendarHero asks callers to wait. */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { connect } from '../../nodes/CalendarHero/api';
import type { NodeContext } from '../../nodes/shared/call';

/** A connection with made-up credentials; nothing is sent. */
async function connection() {
	const data: ICredentialDataDecryptedObject = {
		token: 'made-up-token',
		apiUrl: 'http://127.0.0.1',
	};
	const context: Partial<NodeContext> = { getCredentials: jest.fn().mockResolvedValue(data) };
	return await connect(context as NodeContext);
}

test.each([
	['2', { retryAfterMs: 2000 }],
	['0', { retryAfterMs: 0 }],
	['', {}],
	['soon', {}],
	['-5', {}],
	[undefined, {}],
])('Retry-After "%s"', async (value, limits) => {
	expect((await connection()).limits({ 'retry-after': value })).toEqual(limits);
});

test('Retry-After as a date', async () => {
	const date = new Date(Date.now() + 60_000).toUTCString();
	const { retryAfterMs = 0 } = (await connection()).limits({ 'retry-after': date });
	expect(retryAfterMs).toBeGreaterThan(0);
	expect(retryAfterMs).toBeLessThanOrEqual(60_000);
});
