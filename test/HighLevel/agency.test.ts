import type { IDataObject } from 'n8n-workflow';

import { forgetToken, locationToken } from '../../nodes/HighLevel/agency';

type Account = Parameters<typeof locationToken>[0];

const LIFE_S = 3600;
let accounts = 0;

/** A new agency account, since exchanged tokens are kept for the process. */
function agency(more: Partial<Account> = {}): Account {
	accounts += 1;
	return {
		credentialType: 'highLevelAppOAuth2Api',
		baseUrl: 'http://highlevel.invalid',
		version: 'v3',
		location: 'location1',
		companyId: 'company1',
		appId: 'app1',
		identity: `client${accounts}`,
		agency: true,
		secrets: [],
		...more,
	};
}

/** Counts the exchanges; the n-th returns `token n`. */
class Exchanges {
	count = 0;

	readonly send = async (): Promise<IDataObject> => {
		this.count += 1;
		return { access_token: `token ${this.count}`, expires_in: LIFE_S };
	};
}

/** An answer that comes when the test decides. */
function pending() {
	let answer: (body: IDataObject) => void = () => {};
	let fail: (error: Error) => void = () => {};
	const body = new Promise<IDataObject>((resolve, reject) => {
		answer = resolve;
		fail = reject;
	});
	return { send: async () => await body, answer, fail };
}

let now = Date.UTC(2026, 0, 1);
beforeEach(() => {
	jest.spyOn(Date, 'now').mockImplementation(() => now);
});
afterEach(() => jest.restoreAllMocks());

test('a token is not used in its last minute, since it could expire on the way', async () => {
	const account = agency();
	const { send } = new Exchanges();
	expect(await locationToken(account, send)).toBe('token 1');
	now += (LIFE_S - 60) * 1000 - 1;
	expect(await locationToken(account, send)).toBe('token 1');
	now += 1;
	expect(await locationToken(account, send)).toBe('token 2');
});

test('concurrent calls that find the token expired share one new exchange', async () => {
	const account = agency();
	const exchanges = new Exchanges();
	await locationToken(account, exchanges.send);
	now += LIFE_S * 1000;
	const tokens = await Promise.all([1, 2, 3].map(() => locationToken(account, exchanges.send)));
	expect(tokens).toEqual(['token 2', 'token 2', 'token 2']);
	expect(exchanges.count).toBe(2);
});

test('a failed exchange is forgotten, so that the next call tries again', async () => {
	const account = agency();
	const failing = async (): Promise<IDataObject> => {
		throw new Error('503');
	};
	await expect(locationToken(account, failing)).rejects.toThrow('503');
	expect(await locationToken(account, new Exchanges().send)).toBe('token 1');
});

test('when two calls report the same refused token, the second one does not discard the new token', async () => {
	const account = agency();
	const { send } = new Exchanges();
	const dead = await locationToken(account, send);
	forgetToken(account, dead);
	expect(await locationToken(account, send)).toBe('token 2');
	forgetToken(account, dead);
	expect(await locationToken(account, send)).toBe('token 2');
});

describe('a thousand sub-accounts later', () => {
	const crowd = async (identity: string) => {
		const { send } = new Exchanges();
		for (let index = 0; index < 1000; index++) {
			await locationToken(agency({ identity, location: `other${index}` }), send);
		}
	};

	test('a token is forgotten, so that memory does not grow with the number of sub-accounts', async () => {
		const account = agency();
		const exchanges = new Exchanges();
		await locationToken(account, exchanges.send);
		await crowd('crowd 1');
		expect(await locationToken(account, exchanges.send)).toBe('token 2');
	});

	test('an exchange that fails late does not discard the token of a newer one', async () => {
		const account = agency();
		const late = pending();
		const failing = locationToken(account, late.send);
		await crowd('crowd 2');
		const { send } = new Exchanges();
		expect(await locationToken(account, send)).toBe('token 1');
		late.fail(new Error('too late'));
		await expect(failing).rejects.toThrow('too late');
		expect(await locationToken(account, send)).toBe('token 1');
	});
});
