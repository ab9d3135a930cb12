/*
 * An agency with several sub-accounts (section 2.5 of the HighLevel API notes). What is known of an endpoint is in the
 * name of its test, as in `behaviour/requests.ts`.
 */
import { IN_EACH_SUB_ACCOUNT, SEED } from './highlevel';
import type { SubAccount } from './highlevel';
import type { JsonObject } from './shared/json';
import { part, rows } from './support/http';
import type { CallOptions, Reply } from './support/http';
import { useStandIn } from './support/standIn';

type Query = NonNullable<CallOptions['query']>;

const agency = useStandIn({ agency: { subAccounts: 3, notInstalled: 2 }, limiter: { max: 5 } });
const { send } = agency;

/** One of the sub-accounts, counted from 0. */
function sub(index: number): SubAccount {
	const found = agency.standIn.subAccounts[index];
	if (!found) throw new Error(`There is no sub-account ${index}`);
	return found;
}

const idsOf = (list: readonly SubAccount[]) => list.map(({ id }) => id);
const appId = () => agency.standIn.app.clientId.split('-')[0] ?? '';
const owner = (): Query => ({ companyId: SEED.companyId, appId: appId() });
const agencyToken = (scopes?: string[]) =>
	agency.standIn.oauth.issueAppToken({ kind: 'company', ...(scopes ? { scopes } : {}) }).token
		.value;

function installed(query: Query, dated: boolean, token = agencyToken()): Promise<Reply> {
	return dated
		? send('/oauth/installedLocations', { version: '2021-07-28', token, query })
		: send('/oauth/installed-locations', { token, query });
}

function exchange(
	locationId: string,
	{ dated = false, token = agencyToken(), companyId = SEED.companyId } = {},
): Promise<Reply> {
	const fields = new URLSearchParams({ companyId, locationId });
	return send(dated ? '/oauth/locationToken' : '/oauth/location-token', {
		version: dated ? '2021-07-28' : 'v3',
		token,
		raw: { type: 'application/x-www-form-urlencoded', text: fields.toString() },
	});
}

async function locationToken(locationId: string): Promise<string> {
	return String((await exchange(locationId)).body.accessToken);
}

const errorOf = ({ body }: Reply): JsonObject => part(body, 'error');

describe('the sub-accounts', () => {
	it('have the same e-mail, tag and names, under IDs of their own', async () => {
		const seen = [];
		for (const { id, calendarId } of agency.standIn.subAccounts.slice(0, 3)) {
			const token = await locationToken(id);
			const query = { locationId: id, email: IN_EACH_SUB_ACCOUNT.email };
			const contact = await send('/contacts/search/duplicate', { token, query });
			const calendar = await send(`/calendars/${calendarId}`, { token });
			const tags = await send(`/locations/${id}/tags`, { token });
			expect(part(calendar.body, 'calendar').name).toBe(IN_EACH_SUB_ACCOUNT.calendarName);
			expect(rows(tags.body, 'tags').map(({ name }) => name)).toContain(IN_EACH_SUB_ACCOUNT.tag);
			seen.push(part(contact.body, 'contact').id);
		}
		expect(seen).toEqual([0, 1, 2].map((index) => sub(index).contactId));
		expect(new Set(seen).size).toBe(3);
	});

	it('have users and custom fields of their own, and different time zones', async () => {
		const { id, userId, customFieldId, timezone } = sub(2);
		const token = await locationToken(id);
		const users = await send('/users/search', {
			token,
			query: { companyId: SEED.companyId, locationId: id },
		});
		const fields = await send(`/locations/${id}/customFields`, { token });
		expect(rows(users.body, 'users').map((user) => user.id)).toEqual([userId]);
		expect(rows(fields.body, 'customFields').map((field) => field.id)).toEqual([customFieldId]);
		expect([sub(0).timezone, sub(1).timezone, timezone]).toEqual([
			'America/New_York',
			'Europe/Berlin',
			'Asia/Tokyo',
		]);
	});

	it("do not accept another's token", async () => {
		const token = await locationToken(sub(1).id);
		const read = await send('/calendars/', { token, query: { locationId: sub(2).id } });
		expect(read.status).toBe(403);
		expect((await send(`/contacts/${sub(2).contactId}`, { token })).status).toBe(400);
	});

	it('have a rate limit each, and so has the agency', async () => {
		const tokens = [await locationToken(sub(0).id), await locationToken(sub(1).id)];
		const read = (index: number) =>
			send(`/contacts/${sub(index).contactId}`, { token: tokens[index] ?? '' });
		sub(0).useUp('burst');
		expect((await read(0)).status).toBe(429);
		const other = await read(1);
		expect([other.status, other.headers['x-ratelimit-remaining']]).toEqual([200, '4']);
		expect((await exchange(sub(2).id)).headers['x-ratelimit-remaining']).toBe('2');
	});

	it('have a quota of the day each', async () => {
		const tokens = [await locationToken(sub(0).id), await locationToken(sub(1).id)];
		sub(0).useUp('daily');
		const first = await send(`/contacts/${sub(0).contactId}`, { token: tokens[0] ?? '' });
		const second = await send(`/contacts/${sub(1).contactId}`, { token: tokens[1] ?? '' });
		expect([first.status, first.headers['x-ratelimit-daily-remaining']]).toEqual([429, '0']);
		expect([second.status, second.headers['x-ratelimit-daily-remaining']]).toEqual([200, '199999']);
	});

	it('tell which requests were theirs', async () => {
		const token = await locationToken(sub(1).id);
		await send(`/contacts/${sub(1).contactId}`, { token });
		expect(sub(1).exchanges.map(({ status }) => status)).toEqual([200]);
		expect(sub(1).calls.map(({ operationId }) => operationId)).toEqual(['get-contact']);
		expect([sub(0).calls, sub(0).exchanges]).toEqual([[], []]);
	});
});

describe('the exchange of an agency token', () => {
	it('answers in snake_case with a dated version and in camelCase with v3 (spec)', async () => {
		const [dated, v3] = [await exchange(sub(1).id, { dated: true }), await exchange(sub(1).id)];
		expect(dated.body).toMatchObject({ userType: 'Location', locationId: sub(1).id });
		expect(dated.body.access_token).toEqual(expect.any(String));
		expect(v3.body).toMatchObject({ tokenType: 'Bearer', locationId: sub(1).id });
		expect(v3.body).not.toHaveProperty('access_token');
	});

	it('comes with a refresh token of its own (live)', async () => {
		const { body } = await exchange(sub(1).id);
		expect(body.refreshToken).toEqual(expect.any(String));
	});

	it('is refused to a token of a sub-account, and without oauth.write', async () => {
		const token = await locationToken(sub(0).id);
		expect((await exchange(sub(0).id, { token })).status).toBe(401);
		const refused = await exchange(sub(0).id, { token: agencyToken(['oauth.readonly']) });
		expect(refused.body.message).toBe('The token is not authorized for this scope.');
	});

	it('is refused for another company and for an unknown sub-account', async () => {
		expect((await exchange(sub(0).id, { companyId: 'another' })).status).toBe(400);
		expect((await exchange('nobody')).status).toBe(400);
	});

	it.each([400, 401, 403] as const)(
		'can answer %s where the app is not installed',
		async (status) => {
			agency.standIn.oauth.set({ notInstalledStatus: status });
			expect((await exchange(sub(3).id)).status).toBe(status);
			expect((await exchange(sub(2).id)).status).toBe(200);
		},
	);
});

describe('a sub-account that uninstalls the app', () => {
	it('refuses the tokens that were issued, and new exchanges, until it installs the app again', async () => {
		const token = await locationToken(sub(1).id);
		const read = () => send(`/contacts/${sub(1).contactId}`, { token });
		sub(1).uninstall();
		const refused = await read();
		expect([refused.status, refused.body.message]).toEqual([
			401,
			'Invalid token: access token is invalid',
		]);
		expect((await exchange(sub(1).id)).status).toBe(400);
		sub(1).install();
		expect((await read()).status).toBe(401);
		expect((await exchange(sub(1).id)).status).toBe(200);
	});

	it('kills the refresh tokens too', async () => {
		const { body } = await exchange(sub(1).id);
		sub(1).uninstall();
		const { clientId, clientSecret } = agency.standIn.app;
		const refresh = { clientId, clientSecret, grantType: 'refresh_token' };
		const fields = { ...refresh, refreshToken: body.refreshToken };
		expect((await send('/oauth/token', { token: null, body: fields })).status).toBe(400);
	});

	it('can do so after a number of calls', async () => {
		const token = await locationToken(sub(1).id);
		const other = await locationToken(sub(2).id);
		const read = (index: number, given: string) =>
			send(`/contacts/${sub(index).contactId}`, { token: given });
		sub(1).uninstall(2);
		expect(sub(1).isInstalled).toBe(true);
		const statuses = [];
		for (let at = 0; at < 3; at++) statuses.push((await read(1, token)).status);
		expect(statuses).toEqual([200, 200, 401]);
		expect(sub(1).isInstalled).toBe(false);
		expect((await read(2, other)).status).toBe(200);
	});

	it('is back after a reset', () => {
		sub(1).uninstall();
		agency.standIn.reset();
		expect(agency.standIn.subAccounts.map(({ isInstalled }) => isInstalled)).toEqual([
			true,
			true,
			true,
			false,
			false,
		]);
	});
});

describe('the list of installed locations', () => {
	describe.each([true, false])('dated version: %s', (dated) => {
		const listed = ({ body }: Reply) =>
			rows(body, dated ? 'locations' : 'items').map(({ _id }) => _id);

		it('names every sub-account with its address, and says where the app is installed (spec)', async () => {
			const { status, body } = await installed(owner(), dated);
			expect(status).toBe(200);
			expect(body.installToFutureLocations).toBe(false);
			expect(rows(body, dated ? 'locations' : 'items')[2]).toEqual({
				_id: sub(2).id,
				name: 'Client 3',
				address: '3 Client Road',
				isInstalled: true,
			});
		});

		it('filters by isInstalled, name and ID (spec)', async () => {
			const [three, two] = [
				await installed({ ...owner(), isInstalled: 'true' }, dated),
				await installed({ ...owner(), isInstalled: 'false' }, dated),
			];
			const all = agency.standIn.subAccounts;
			expect([listed(three), listed(two)]).toEqual([idsOf(all.slice(0, 3)), idsOf(all.slice(3))]);
			const named = await installed({ ...owner(), query: 'client 4' }, dated);
			const one = await installed({ ...owner(), locationId: sub(1).id }, dated);
			expect([listed(named), listed(one)]).toEqual([[sub(3).id], [sub(1).id]]);
		});

		it.each(['companyId', 'appId'])('requires %s (spec)', async (key) => {
			const { [key]: _missing, ...rest } = owner();
			const { status, body } = await installed(rest, dated);
			expect([status, body.message]).toEqual([
				422,
				[`${key} should not be empty`, `${key} must be a string`],
			]);
		});

		it('refuses unknown parameters, and the client ID in place of the app ID', async () => {
			const unknown = await installed({ ...owner(), colour: 'blue' }, dated);
			expect(unknown.body.message).toEqual(['property colour should not exist']);
			const { clientId } = agency.standIn.app;
			const whole = await installed({ ...owner(), appId: clientId }, dated);
			expect(whole.status).toBe(dated ? 400 : 404);
			expect(whole.text).toContain('was not found');
		});

		it('refuses another company (assumed)', async () => {
			expect((await installed({ ...owner(), companyId: 'another' }, dated)).status).toBe(400);
		});

		it("is for an agency's app only, with oauth.readonly (spec)", async () => {
			const ofLocation = await locationToken(sub(0).id);
			expect((await installed(owner(), dated, ofLocation)).status).toBe(401);
			const { value } = agency.standIn.issuePrivateIntegration({ locationId: null });
			expect((await installed(owner(), dated, value)).status).toBe(403);
			const scope = await installed(owner(), dated, agencyToken(['oauth.write']));
			expect(scope.body.message).toBe('The token is not authorized for this scope.');
		});

		it('exists in its own version only (spec)', async () => {
			const path = dated ? '/oauth/installedLocations' : '/oauth/installed-locations';
			const version = dated ? 'v3' : '2021-07-28';
			const reply = await send(path, { version, token: agencyToken(), query: owner() });
			expect(reply.status).toBe(dated ? 400 : 404);
		});
	});

	it('counts all sub-accounts of the agency in `count`, whatever is selected (spec)', async () => {
		const { body } = await installed({ ...owner(), isInstalled: 'true' }, true);
		expect(body.count).toBe(5);
	});

	it('counts the selected ones in `totalRecords`, and names the filters (spec)', async () => {
		const { body } = await installed({ ...owner(), isInstalled: 'true' }, false);
		expect(part(body, 'pagination')).toEqual({
			totalRecords: 3,
			hasNextPage: false,
			hasPrevPage: false,
			currentPageSize: 3,
		});
		expect(part(body, 'metadata').filterApplied).toEqual({
			companyId: SEED.companyId,
			isInstalled: true,
		});
	});

	it.each([
		[{ pageSize: 0 }, 'pageSize'],
		[{ pageSize: 101 }, 'pageSize'],
		[{ pageToken: '2' }, 'pageToken'],
	])('answers %j with an error of its own kind in v3 (spec)', async (query, field) => {
		const reply = await installed({ ...owner(), ...query }, false);
		expect([reply.status, errorOf(reply).code]).toEqual([400, 'INVALID_ARGUMENT']);
		expect(errorOf(reply).details).toEqual({ field });
	});

	it('refuses a limit that is not a number (assumed)', async () => {
		const reply = await installed({ ...owner(), limit: 'many' }, true);
		expect([reply.status, reply.body.message]).toEqual([422, ['limit must be a number string']]);
	});
});

describe('an agency with 145 sub-accounts', () => {
	const large = useStandIn({ agency: { subAccounts: 145 }, limiter: { max: 1000 } });

	/** Reads pages until one is empty or the last one, and returns the IDs. */
	async function pages(
		next: (seen: number, last: JsonObject) => Query | undefined,
		dated: boolean,
	) {
		const token = large.standIn.oauth.issueAppToken({ kind: 'company' }).token.value;
		const seen: unknown[] = [];
		let sizes = '';
		let query = next(0, {});
		while (query) {
			const path = dated ? '/oauth/installedLocations' : '/oauth/installed-locations';
			const version = dated ? '2021-07-28' : 'v3';
			const { body } = await large.send(path, { version, token, query: { ...owner(), ...query } });
			const found = rows(body, dated ? 'locations' : 'items').map(({ _id }) => _id);
			seen.push(...found);
			sizes += `${found.length} `;
			query = found.length === 0 ? undefined : next(seen.length, body);
		}
		return { ids: seen, sizes };
	}

	const everyone = () => idsOf(large.standIn.subAccounts);

	it('is listed in pages of 20 by default (spec)', async () => {
		const { ids, sizes } = await pages((seen) => ({ skip: String(seen) }), true);
		expect(ids).toEqual(everyone());
		expect(sizes).toBe('20 20 20 20 20 20 20 5 0 ');
	});

	it('is listed in pages of at most 100 with a dated version (assumed)', async () => {
		const { ids, sizes } = await pages((seen) => ({ skip: String(seen), limit: '500' }), true);
		expect(ids).toEqual(everyone());
		expect(sizes).toBe('100 45 0 ');
	});

	it('is followed by page tokens in v3, forwards and back (spec)', async () => {
		const { ids, sizes } = await pages((seen, last): Query | undefined => {
			if (seen === 0) return { pageSize: 60 };
			const { nextPageToken } = part(last, 'pagination');
			return typeof nextPageToken === 'string'
				? { pageSize: 60, pageToken: nextPageToken }
				: undefined;
		}, false);
		expect(ids).toEqual(everyone());
		expect(sizes).toBe('60 60 25 ');
		const token = large.standIn.oauth.issueAppToken({ kind: 'company' }).token.value;
		const page = async (more: Query) => {
			const query = { ...owner(), pageSize: 60, ...more };
			const { body } = await large.send('/oauth/installed-locations', { token, query });
			return part(body, 'pagination');
		};
		const first = await page({});
		const second = await page({ pageToken: String(first.nextPageToken) });
		expect(second).toMatchObject({ hasPrevPage: true, hasNextPage: true });
		expect(await page({ pageToken: String(second.prevPageToken) })).toEqual(first);
	});
});
