import type { INodeParameters } from 'n8n-workflow';

import { SEED } from '../../../standins/highlevel';
import { byId, TestAccount } from '../../account';
import { inEditor, NOTHING } from './editor';

// Calls that failed are repeated at once.
jest.mock('../../../../nodes/shared/retry', () => ({
	...jest.requireActual<object>('../../../../nodes/shared/retry'),
	backoff: () => 0,
}));

const account = TestAccount.forTests();

const calendarId = byId(SEED.calendars.team);
const run = async (operation: string, parameters: INodeParameters = {}, version = 'v3') =>
	await account.run(
		'calendars',
		`notification.${operation}`,
		{ calendarId, ...parameters },
		{ version },
	);
const bodies = () => account.standIn.log.map(({ body }) => body);

const REMINDER = {
	notificationType: 'reminder',
	receiverType: 'assignedUser',
	channel: 'email',
	additionalFields: {
		beforeTime: {
			time: [
				{ timeOffset: 1, unit: 'days' },
				{ timeOffset: 30, unit: 'mins' },
			],
		},
		messageBody: 'See you soon',
		subject: 'Reminder',
		selectedUsers: [SEED.users.ada],
		includeAdmin: true,
		additionalEmailIds: 'desk@example.com, door@example.com',
	},
};

describe.each(['v3', '2021'])('notifications, %s', (version) => {
	test('are created with an array of one, and returned with their ID', async () => {
		const made = await run('create', REMINDER, version);
		expect(made.error).toBeUndefined();
		expect(bodies()).toEqual([
			[
				{
					notificationType: 'reminder',
					receiverType: 'assignedUser',
					channel: 'email',
					beforeTime: [
						{ timeOffset: 1, unit: 'days' },
						{ timeOffset: 30, unit: 'mins' },
					],
					body: 'See you soon',
					subject: 'Reminder',
					selectedUsers: [SEED.users.ada, 'sub_account_admin'],
					additionalEmailIds: ['desk@example.com', 'door@example.com'],
				},
			],
		]);
		expect(made.items).toHaveLength(1);
		const { id, _id } = made.items[0]?.json ?? {};
		expect(id).toBe(_id);
		expect(account.standIn.state.notifications.get(String(id))).toBeDefined();
	});

	test('are read, changed, listed and deleted', async () => {
		const made = await run('create', REMINDER, version);
		const notificationId = byId(String(made.items[0]?.json.id));

		const read = await run('get', { notificationId }, version);
		expect(read.items[0]?.json).toMatchObject({ id: notificationId.value, subject: 'Reminder' });

		const updateFields = { isActive: false, channel: 'sms' };
		const changed = await run('update', { notificationId, updateFields }, version);
		expect(changed.items[0]?.json).toMatchObject({ id: notificationId.value });
		expect(bodies().at(-1)).toEqual(updateFields);

		const inactive = await run('getAll', { filters: { isActive: false } }, version);
		expect(inactive.items.map(({ json }) => json.channel)).toEqual(['sms']);
		const active = await run('getAll', { filters: { isActive: true } }, version);
		expect(active.items).toEqual([]);

		const gone = await run('delete', { notificationId }, version);
		expect(gone.items[0]?.json).toEqual({ deleted: true, id: notificationId.value });
		expect((await run('getAll', {}, version)).items).toEqual([]);
		const deleted = await run('getAll', { filters: { deleted: true } }, version);
		expect(deleted.items.map(({ json }) => json.id)).toEqual([notificationId.value]);
	});
});

function addNotifications(number: number): void {
	const { state } = account.standIn;
	for (let count = 0; count < number; count++) {
		const id = state.newId();
		state.notifications.put({
			id,
			locationId: SEED.locationId,
			ownerId: SEED.calendars.team,
			values: { channel: 'email', isActive: true },
			dateAdded: 0,
			dateUpdated: 0,
		});
	}
}

test('are read to the end of a list of several pages', async () => {
	addNotifications(103);
	const all = await run('getAll', { returnAll: true });
	expect(all.items).toHaveLength(103);
	expect(account.standIn.log.map(({ query }) => query)).toEqual([
		{ limit: '100', skip: '0' },
		{ limit: '100', skip: '100' },
	]);
});

describe('if HighLevel refuses to page', () => {
	const refuse = (status: number, nth: number[]) => {
		account.standIn.faults.add({
			operationId: 'get-event-notification',
			nth,
			action: { kind: 'status', status, body: { message: 'Cast to Number failed' } },
		});
	};
	const queries = () => account.standIn.log.map(({ query }) => query);

	test('are read once more without limit and skip, with the same filters', async () => {
		addNotifications(3);
		refuse(400, [1]);
		const { items, error } = await run('getAll', { limit: 2, filters: { isActive: true } });
		expect(error).toBeUndefined();
		expect(items).toHaveLength(2);
		expect(queries()).toEqual([{ isActive: 'true', limit: '2', skip: '0' }, { isActive: 'true' }]);
	});

	test('are read without limit and skip after a 500 only once repeating it did not help', async () => {
		addNotifications(3);
		refuse(500, [1, 2, 3, 4, 5, 6]);
		expect((await run('getAll')).items).toHaveLength(3);
		expect(queries()).toEqual([...Array<object>(6).fill({ limit: '50', skip: '0' }), {}]);
	});

	test('are all returned only if their number shows that there are no more', async () => {
		addNotifications(99);
		refuse(400, [1, 3, 5]);
		expect((await run('getAll', { returnAll: true })).items).toHaveLength(99);
		addNotifications(1);
		const { error } = await run('getAll', { returnAll: true });
		expect(error?.message).toContain('there may be more');
		expect((await run('getAll', { limit: 100 })).items).toHaveLength(100);
	});

	test('fail with what HighLevel says if that is refused as well, or if a later page is', async () => {
		refuse(400, [1, 2]);
		const { error } = await run('getAll', { returnAll: true });
		expect(error?.message).toContain('Cast to Number failed');
		expect(queries()).toHaveLength(2);
		account.reset();
		addNotifications(150);
		refuse(400, [2]);
		const later = await run('getAll', { returnAll: true });
		expect(later.error?.message).toContain('Cast to Number failed');
		expect(queries()).toHaveLength(2);
	});
});

test('are listed in the editor in words, for the chosen calendar', async () => {
	await run('create', REMINDER);
	const one = { resource: 'notification', operation: 'get' };
	const { results } = await account.engine.listSearch(
		inEditor(account, { ...one, calendarId }),
		'searchNotifications',
	);
	expect(results.map(({ name }) => name)).toEqual(['Reminder · Assigned User · Email · Reminder']);
	const none = await account.engine.listSearch(inEditor(account, one), 'searchNotifications');
	expect(none.results).toEqual([]);
});

test.each([
	['update', {}, 'There is nothing to update'],
	['update', { updateFields: { includeAdmin: false } }, 'There is nothing to update'],
	['get', { calendarId: byId(NOTHING) }, "'Calendar' is empty"],
	['get', { notificationId: byId('/') }, undefined],
	[
		'update',
		{ updateFields: { additionalEmailIds: 'a@b.c, nobody' } },
		'holds "nobody", which is not an email address',
	],
	['update', { updateFields: { channel: 'fax' } }, 'is not one of email, inApp, sms, whatsapp'],
])('%s with %j', async (operation, parameters, message) => {
	const result = await run(operation, {
		notificationId: byId('n1'),
		...parameters,
	} as INodeParameters);
	if (message === undefined) {
		expect(account.standIn.log.map(({ path }) => path)).toEqual([
			`/calendars/${SEED.calendars.team}/notifications/%2F`,
		]);
		return;
	}
	expect(result.error?.message).toContain(message);
	expect(account.standIn.log).toEqual([]);
});
