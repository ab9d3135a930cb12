import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { requestLine } from '../../nodes/shared/operation';
import { TestAccount } from '../HighLevel/account';
import { peculiarities } from '../contract/peculiarities';
import type { Row } from '../contract/rows';
import { rows } from '../contract/rows';
import { parameterSets } from '../contract/samples';

/** What something other than HighLevel answers with 200, and what the error calls it. */
const HOSTILE: Array<{ kind: string; body: string; told: RegExp }> = [
	{
		kind: 'a page',
		body: '<!doctype html><html><body><h1>Welcome to nginx!</h1></body></html>',
		told: /an HTML page \("Welcome to nginx!"\)/,
	},
	{ kind: 'half an answer', body: '{"contact":{"id":"', told: /cut off after 18 characters/ },
	{ kind: 'nothing', body: '', told: /received an empty response/ },
	{ kind: 'null', body: 'null', told: /received an empty response/ },
	{ kind: 'a list', body: '["a","b"]', told: /received a list/ },
	{
		kind: 'an error',
		body: '{"statusCode":503,"error":"Upstream is busy"}',
		told: /an object with the message \("Upstream is busy"\)/,
	},
];

const name = ({ resource, operation }: Row) => `${resource.value}.${operation.value}`;

/** Valid parameters of an operation; an update gets something to update. */
function validParameters(row: Row): INodeParameters {
	const sets = parameterSets(row.resource, row.operation, peculiarities[name(row)]);
	const updates = requestLine(row.operation).method === 'PUT' && row.operation.optional;
	const refused = peculiarities[name(row)]?.refused ?? [];
	const usable = sets.filter(
		({ title, changesNothing }) => !refused.includes(title) && !changesNothing,
	);
	const chosen = (updates ? usable.find(({ leaf }) => leaf !== undefined) : undefined) ?? usable[0];
	return chosen?.parameters ?? {};
}

/** The oldest engine reads answers with the same code, so it gets only a part. */
function share<T>(all: T[], version: string): T[] {
	return version.startsWith('1.') ? all.filter((_, index) => index % 8 === 0) : all;
}

const account = TestAccount.forTests();
beforeEach(() => {
	account.standIn.limiter.set({ kind: 'firstCall', max: 100_000, intervalMs: 1000 });
});

/** An account of its own that answers everything with this body. */
async function accountThatAnswers(body: string): Promise<TestAccount> {
	const hostile = await TestAccount.open({
		limiter: { kind: 'firstCall', max: 100_000, intervalMs: 1000 },
	});
	hostile.standIn.faults.add({ action: { kind: 'status', status: 200, body } });
	return hostile;
}

/** What is wrong with the result of an operation that got no answer from HighLevel. */
async function problemsOf(hostile: TestAccount, row: Row, told: RegExp): Promise<string[]> {
	// The only endpoint that does not accept private integration tokens.
	const byApp = row.operation.value === 'lookup';
	const parameters = {
		...validParameters(row),
		authentication: byApp ? 'oAuth2' : 'privateIntegration',
	};
	const run = await hostile.run(row.family, name(row), parameters, {
		items: [{ item: 0 }, { item: 1 }],
		onError: 'continueRegularOutput',
		...(byApp ? { credentials: hostile.appCredentials('location') } : {}),
	});
	if (run.error) return [run.error.message];
	const problems = run.items.flatMap(({ json }) => {
		if (typeof json.error !== 'string') return [`succeeded with ${JSON.stringify(json)}`];
		return told.test(json.error) ? [] : [json.error];
	});
	const outcomes = new Set(run.items.map(({ pairedItem }) => JSON.stringify(pairedItem)));
	return outcomes.size === 2 ? problems : [...problems, `${outcomes.size} of 2 items are left`];
}

test("every operation fails every item and says what it got if the answer is not HighLevel's", async () => {
	// Concurrent, because calls that may be repeated wait in between.
	const found = await Promise.all(
		HOSTILE.map(async ({ kind, body, told }) => {
			const hostile = await accountThatAnswers(body);
			const operations = share(rows, hostile.engine.version);
			const problems = await Promise.all(
				operations.map(async (row) =>
					(await problemsOf(hostile, row, told)).map((one) => `${kind}, ${name(row)}: ${one}`),
				),
			);
			await hostile.close();
			return problems.flat();
		}),
	);
	expect(found.flat()).toEqual([]);
}, 180_000);

describe('a write that must not be repeated', () => {
	test.each(HOSTILE)('is sent once, and its outcome is left open after $kind', async ({ body }) => {
		account.standIn.faults.add({ action: { kind: 'status', status: 200, body, effect: true } });
		const { items } = await account.run(
			'contacts',
			'contact.create',
			{ email: 'new@example.com' },
			{ onError: 'continueRegularOutput' },
		);
		expect(items).toHaveLength(1);
		expect(items[0]?.json.message).toContain('It is not known whether this took effect');
		expect(account.standIn.log).toHaveLength(1);
	});
});

describe('a call that may be repeated', () => {
	test.each(HOSTILE)('is sent again after $kind and succeeds', async ({ body }) => {
		account.standIn.faults.add({ action: { kind: 'status', status: 200, body }, nth: 1 });
		const { items, error } = await account.run('contacts', 'contact.upsert', {
			email: 'new@example.com',
		});
		expect(error).toBeUndefined();
		expect(items[0]?.json.email).toBe('new@example.com');
		expect(account.standIn.log).toHaveLength(2);
	});
});

test('outputs and errors together are as many as the items, whatever the answers', async () => {
	const { standIn } = account;
	const bodies = HOSTILE.map(({ body }) => body);
	for (const [index, body] of bodies.entries()) {
		standIn.faults.add({ action: { kind: 'status', status: 200, body }, nth: 3 * (index + 1) });
	}
	const people: IDataObject[] = Array.from({ length: 21 }, (_, index) => ({
		email: `person${index}@example.com`,
	}));
	const { items } = await account.run(
		'contacts',
		'contact.create',
		{ email: '={{ $json.email }}', options: { concurrency: 1 } },
		{ items: people, onError: 'continueRegularOutput' },
	);
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
		people.map((_, index) => ({ item: index })),
	);
	const failed = items.filter(({ json }) => typeof json.error === 'string');
	expect(failed).toHaveLength(bodies.length);
	const made = items.filter(({ json }) => typeof json.id === 'string');
	expect(made).toHaveLength(people.length - bodies.length);
});

test('a delete that HighLevel did not carry out is not reported as done', async () => {
	account.standIn.faults.add({
		action: { kind: 'status', status: 200, body: '{"succeeded":false,"traceId":"t"}' },
	});
	const { error } = await account.run('contacts', 'contact.delete', {
		contactId: { __rl: true, mode: 'id', value: 'abc' },
	});
	expect(error?.message).toContain('record was not deleted');
});

describe('look-ups of the editor', () => {
	test('a web page instead of a list is an error, not an empty list', async () => {
		const { body } = HOSTILE[0] ?? { body: '' };
		account.standIn.faults.add({ action: { kind: 'status', status: 200, body } });
		const list = account.engine.listSearch(
			{
				nodeType: new (
					await import('../../nodes/HighLevel/HighLevelContacts.node')
				).HighLevelContacts(),
				parameters: { authentication: 'privateIntegration' },
				credentials: { highLevelPrivateIntegrationApi: account.credential() },
			},
			'searchContacts',
		);
		await expect(list).rejects.toThrow(/an HTML page/);
	});
});
