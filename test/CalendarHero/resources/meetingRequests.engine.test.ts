/** Meeting requests: lists in pages, and nobody invited or told twice. */
import type { INodeParameters } from 'n8n-workflow';

import type { FaultAction } from '../../standins/shared/faults';
import { byId, byName, inHours, TestAccount } from '../account';

const account = TestAccount.forTests();

const WHO = 'ada@lovelace.example';

const request = (more: INodeParameters = {}): INodeParameters => ({
	subject: 'Kick-off',
	contactEmails: WHO,
	dateStart: inHours(24),
	dateEnd: inHours(48),
	...more,
});

async function create(more: INodeParameters = {}): Promise<string> {
	const [created] = await account.output('meetingRequest', 'create', request(more));
	return String(created?.id);
}

/** Makes so many requests without calls of the node. */
async function createMany(count: number): Promise<string[]> {
	const items = Array.from({ length: count }, (_, index) => ({ index }));
	const made = await account.output(
		'meetingRequest',
		'create',
		request({ subject: '={{ "Request " + $json.index }}' }),
		{ items },
	);
	account.log.length = 0;
	return made.map(({ id }) => String(id));
}

describe('Get Many', () => {
	const getAll = async (more: INodeParameters) =>
		await account.output('meetingRequest', 'getAll', { state: 'active', ...more });

	it('reads on behind pages that are shorter than asked for', async () => {
		account.standIn.settings.taskPageMax = 4;
		const ids = await createMany(10);
		const all = await getAll({ returnAll: true });
		expect(all.map(({ id }) => id).sort()).toEqual([...ids].sort());
		expect(account.log.map(({ query }) => query.skip)).toEqual(['0', '4', '8', '10']);
	});

	it('reads no page beyond its limit', async () => {
		account.standIn.settings.taskPageMax = 4;
		await createMany(10);
		expect(await getAll({ limit: 6 })).toHaveLength(6);
		expect(account.log.map(({ query }) => [query.skip, query.take])).toEqual([
			['0', '6'],
			['4', '2'],
		]);
	});

	it('ends with a server that ignores skip', async () => {
		const body = [{ id: '1' }, { id: '2' }];
		account.standIn.faults.add({ action: { kind: 'status', status: 200, body } });
		expect(await getAll({ returnAll: true })).toHaveLength(2);
		expect(account.log).toHaveLength(2);
	});

	it.each(['tasks', 'requests'] as const)('reads a list under "%s"', async (shape) => {
		await createMany(2);
		account.standIn.settings.taskListShape = shape;
		expect(await getAll({ returnAll: true })).toHaveLength(2);
	});

	it('reads all three states, with the state of each request', async () => {
		const [first = '', second = ''] = await createMany(3);
		await account.standIn.invitee.pick(first);
		await account.standIn.expire(second);
		const all = await getAll({ state: 'any', returnAll: true });
		expect(all.map(({ state }) => state)).toEqual(['upcoming', 'active', 'closed']);
		expect(all[0]).toMatchObject({ id: first, info: expect.any(String), taskStatus: 'scheduled' });
		expect(await getAll({ state: 'any', limit: 2 })).toHaveLength(2);
	});
});

describe('Get', () => {
	it('reads each list once for all items', async () => {
		const ids = await createMany(3);
		const items = ids.map((id) => ({ id }));
		const found = await account.output(
			'meetingRequest',
			'get',
			{ meetingRequestId: byId('={{ $json.id }}') },
			{ items },
		);
		expect(found.map(({ id }) => id)).toEqual(ids);
		expect(account.log).toHaveLength(2);
	});

	it('says so when no list has it', async () => {
		const { message, description } = await account.refusal('meetingRequest', 'get', {
			meetingRequestId: byId('0'.repeat(24)),
		});
		expect(message).toMatch(/There is no meeting request/);
		expect(description).toMatch(/Check the ID/);
	});
});

describe('writes to people are sent once', () => {
	const BROKEN: Array<[string, FaultAction]> = [
		['a reset after it took effect', { kind: 'reset', when: 'after' }],
		['a reset before it took effect', { kind: 'reset', when: 'before' }],
		['a 500 after it took effect', { kind: 'status', status: 500, effect: true }],
		['a 502 from a proxy', { kind: 'status', status: 502, body: '<html>Bad gateway</html>' }],
		[
			'a page in place of the response',
			{ kind: 'status', status: 200, body: '<html>Hi</html>', effect: true },
		],
	];

	it.each(BROKEN)('an invitation after %s', async (_, action) => {
		account.standIn.faults.add({ method: 'POST', action, count: 1 });
		const { description } = await account.refusal('meetingRequest', 'create', request());
		expect(description).toMatch(/not known whether this took effect/);
		expect(account.calls).toEqual(['POST /meeting/tasks']);
		expect(account.mails.length).toBeLessThan(2);
	});

	it.each(BROKEN)('a cancellation after %s', async (_, action) => {
		const id = await create();
		account.log.length = 0;
		account.standIn.faults.add({ method: 'DELETE', action, count: 1 });
		await account.refusal('meetingRequest', 'cancel', { meetingRequestId: byId(id) });
		expect(account.calls).toEqual([`DELETE /meeting/tasks/${id}`]);
	});

	it.each(BROKEN)('a reminder after %s', async (_, action) => {
		const id = await create();
		account.log.length = 0;
		account.standIn.faults.add({ method: 'PUT', action, count: 1 });
		await account.refusal('meetingRequest', 'remind', { meetingRequestId: byId(id) });
		expect(account.calls).toEqual([`PUT /meeting/tasks/${id}/remind`]);
	});

	it('but reads are sent again', async () => {
		account.standIn.faults.add({
			method: 'GET',
			action: { kind: 'reset', when: 'after' },
			count: 1,
		});
		await account.output('user', 'get');
		expect(account.log).toHaveLength(2);
	});
});

describe('Cancel', () => {
	it('goes on without a request if told to', async () => {
		const missing = { meetingRequestId: byId('0'.repeat(24)) };
		const { message } = await account.refusal('meetingRequest', 'cancel', missing);
		expect(message).toMatch(/Cancel meeting request/);
		const output = await account.output('meetingRequest', 'cancel', {
			...missing,
			options: { ignoreMissing: true },
		});
		expect(output).toEqual([{ cancelled: false, id: '0'.repeat(24), missing: true }]);
	});
});

describe('Reschedule', () => {
	const move = (id: string, more: INodeParameters = {}): INodeParameters => ({
		meetingRequestId: byId(id),
		dateStart: inHours(72),
		dateEnd: inHours(73),
		...more,
	});

	it('tells people of one cancellation and one invitation', async () => {
		const id = await create({ type: byName('call') });
		account.standIn.state.mails.length = 0;
		await account.output('meetingRequest', 'reschedule', move(id));
		expect(account.mails).toHaveLength(2);
	});

	it('gives everything that is needed when the new request cannot be created', async () => {
		const subject = `Review of ${'a long subject, '.repeat(40)}and so on`;
		const id = await create({ subject, type: byName('call') });
		account.standIn.faults.add({ method: 'POST', action: { kind: 'status', status: 403 } });
		const { message, description } = await account.refusal(
			'meetingRequest',
			'reschedule',
			move(id),
		);
		expect(message).toMatch(/old meeting request was cancelled, but the new one/);
		const values: unknown = JSON.parse(/\{.*\}/.exec(description)?.[0] ?? '');
		expect(values).toEqual({
			subject,
			dateStart: expect.any(String),
			dateEnd: expect.any(String),
			meetingLength: 30,
			type: 'call',
			contactEmails: [WHO],
		});
		expect(description).toMatch(/plan/);
	});

	it.each<[string, FaultAction]>([
		['is refused', { kind: 'status', status: 400 }],
		['has an unknown outcome', { kind: 'reset', when: 'after' }],
	])('creates nothing when the cancellation %s', async (_, action) => {
		const id = await create();
		account.log.length = 0;
		account.standIn.faults.add({ method: 'DELETE', action });
		await account.refusal('meetingRequest', 'reschedule', move(id));
		expect(account.calls.filter((one) => one.startsWith('POST'))).toEqual([]);
	});

	it('cancels nothing when the new window is too short, or the request is closed', async () => {
		const id = await create({ type: byName('meeting') });
		const short = move(id, { dateEnd: inHours(72.5) });
		const { message } = await account.refusal('meetingRequest', 'reschedule', short);
		expect(message).toMatch(/shorter than the meeting of 60/);
		await account.standIn.expire(id);
		const closed = await account.refusal('meetingRequest', 'reschedule', move(id));
		expect(closed.message).toMatch(/is closed/);
		expect(account.calls.filter((one) => /DELETE/.test(one))).toEqual([]);
	});
});
