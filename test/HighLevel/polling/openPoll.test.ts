/** What a poll reads of the node and its credential, and the shape of what it emits. */
import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { pollTrigger } from '../../../nodes/HighLevel/polling/engine';
import { fingerprint } from '../../../nodes/HighLevel/polling/fingerprint';
import { openPoll } from '../../../nodes/HighLevel/polling/openPoll';
import { sampleData, toOutput } from '../../../nodes/HighLevel/polling/output';
import { listUnder } from '../../../nodes/shared/expectation';
import { CREDENTIAL, fakeContext } from '../fakeContext';
import type { Finder } from '../../../nodes/shared/finder';
import { TestEvent } from './testEvent';

describe('the account of a poll', () => {
	const { event: plain } = new TestEvent();
	const field = {
		displayName: 'Tag',
		name: 'tag',
		type: 'string' as const,
		default: '',
	};
	const asPoll = (options: Parameters<typeof fakeContext>[0] = {}) => {
		const fake = fakeContext({ credential: CREDENTIAL, ...options });
		return { ...fake, context: fake.context as unknown as IPollFunctions };
	};
	const signal = new AbortController().signal;

	it('is that of the credential', async () => {
		const now = Date.now();
		const poll = await openPoll(asPoll().context, plain, signal);
		expect(poll).toMatchObject({ location: 'loc-1', zone: 'UTC', pageSize: 500, values: {} });
		expect(poll.now).toBeGreaterThanOrEqual(now);
		expect(poll.now).toBeLessThanOrEqual(Date.now());
		const stopped = poll.stop('There are too many', 'Delete some.');
		expect(stopped).toBeInstanceOf(NodeOperationError);
		expect(stopped).toMatchObject({ message: 'There are too many', description: 'Delete some.' });
	});

	it('is that which the node chooses', async () => {
		const { context } = asPoll({
			credential: {
				...CREDENTIAL,
				oauthTokenData: { userType: 'Company', companyId: 'agency', access_token: 'token' },
			},
			parameters: {
				authentication: 'oAuth2',
				subAccount: { __rl: true, mode: 'id', value: 'aaaaaaaaaaaaaaaaaaaa' },
			},
		});
		const poll = await openPoll(context, plain, signal);
		expect(poll.location).toBe('aaaaaaaaaaaaaaaaaaaa');
	});

	it('sends calls with its version', async () => {
		const { context, calls } = asPoll({
			credential: { ...CREDENTIAL, apiVersion: '2021' },
			respond: () => ({ contacts: [] }),
		});
		const poll = await openPoll(context, plain, signal);
		const parts = {
			method: 'POST' as const,
			path: '/contacts/search',
			query: {},
			body: { page: 1 },
		};
		const purpose = { label: 'Search', scope: 's', expects: listUnder('contacts') };
		expect(await poll.send(parts, purpose)).toEqual({ contacts: [] });
		expect(calls).toMatchObject([
			{
				method: 'POST',
				url: 'https://services.example.com/contacts/search',
				body: { page: 1 },
				headers: { Version: '2021-07-28' },
				// Half a minute, and what n8n's own limit is longer.
				timeout: 90_000,
			},
		]);
	});

	it('sends no more calls once the poll is given up', async () => {
		const clock = new AbortController();
		const { context, calls } = asPoll({ respond: () => ({ contacts: [] }) });
		const poll = await openPoll(context, plain, clock.signal);
		clock.abort();
		const purpose = { label: 'Search', scope: 's', expects: listUnder('contacts') };
		const parts = { method: 'GET' as const, path: '/x', query: {} };
		await expect(poll.send(parts, purpose)).rejects.toThrow();
		expect(calls).toEqual([]);
	});

	it('reads the fields of the event', async () => {
		const { event } = new TestEvent({
			fields: [
				field,
				{ ...field, name: 'empty' },
				{ ...field, name: 'hidden', show: { tag: ['other'] } },
				{ ...field, name: 'shown', show: { tag: ['vip'] } },
				{ ...field, name: 'newer', show: { '@version': [9] } },
				{ ...field, name: 'older', show: { '@version': [1.2] } },
			],
		});
		const parameters = {
			...{ tag: 'vip', empty: ' ', hidden: 'h', shown: 's', newer: 'n', older: 'o', stray: 'x' },
		};
		const { values } = await openPoll(asPoll({ parameters }).context, event, signal);
		expect(values).toStrictEqual({ tag: 'vip', shown: 's', older: 'o' });
	});

	it('finds the records that its fields name, each once', async () => {
		const find: Finder = async (text, { client, chosen, cached }) =>
			await cached(text, async () => {
				const { location } = client.connection;
				looked.push(text);
				return `${location}-${chosen('calendar')}-${text}`;
			});
		const looked: string[] = [];
		const locator = { ...field, type: 'resourceLocator' as const, find: { name: find } };
		const { event } = new TestEvent({
			fields: [
				{ ...field, name: 'calendar' },
				{ ...locator, name: 'one' },
				{ ...locator, name: 'other' },
			],
		});
		const named = { __rl: true, mode: 'name', value: 'Ada' };
		const parameters = { calendar: ' cal-1 ', one: named, other: named };
		const { values } = await openPoll(asPoll({ parameters }).context, event, signal);
		expect(values).toMatchObject({ one: 'loc-1-cal-1-Ada', other: 'loc-1-cal-1-Ada' });
		expect(looked).toEqual(['Ada']);
	});

	it('names a field that is empty', async () => {
		const { event } = new TestEvent({ fields: [{ ...field, required: true }] });
		await expect(openPoll(asPoll().context, event, signal)).rejects.toThrow("'Tag'");
	});

	it('is opened for each poll of the node', async () => {
		const { context, staticData } = asPoll({ parameters: { event: 'tested' } });
		const tested = new TestEvent();
		tested.items = [{ id: 'a' }];
		expect(await pollTrigger(context, [tested.event])).toEqual([[{ json: { id: 'a' } }]]);
		expect(staticData.watched).toMatchObject({ key: `tested ${fingerprint(['loc-1'])}` });
	});
});

describe('the output', () => {
	const shape = {
		simple: ['id', 'name'],
		normalise: (record: IDataObject) => ({ ...record, name: 'Ada' }),
	};
	const { event } = new TestEvent({ shape, adds: ['change'] });
	const item = { id: 'a', extra: 1, change: { from: 1 } };

	it('has the shape that the node is set to, and the keys that the event added', () => {
		expect(toOutput(item, event, 'raw')).toBe(item);
		expect(toOutput(item, event, 'whole')).toEqual({ ...item, name: 'Ada' });
		expect(toOutput(item, event, 'simple')).toEqual({ id: 'a', name: 'Ada', change: { from: 1 } });
	});

	it('is as received where the event has no shape', () => {
		expect(toOutput(item, new TestEvent().event, 'simple')).toBe(item);
	});

	it('is simplified where the event adds nothing', () => {
		const plain = new TestEvent({ shape }).event;
		expect(toOutput(item, plain, 'simple')).toEqual({ id: 'a', name: 'Ada' });
	});

	it('of sample data has its note under the key that the version has', () => {
		const note = expect.stringMatching(/sample data/) as string;
		expect(sampleData(event, 'raw')).toEqual({ ...event.example, madeUp: note });
		expect(sampleData(event, 'whole')).toEqual({ ...event.example, name: 'Ada', sampleData: note });
		expect(sampleData(event, 'raw')).not.toBe(event.example);
		expect(event.example).toEqual({ id: 'example', extra: 1 });
	});
});
