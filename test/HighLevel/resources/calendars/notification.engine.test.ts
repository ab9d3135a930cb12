import type { INodeParameters } from 'n8n-workflow';

import { SEED } from '../../../standins/highlevel';
import { byId, TestAccount } from '../../account';
import { inEditor, NOTHING } from './editor';

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

test('are read to the end of a list of several pages', async () => {
	const { state } = account.standIn;
	for (let count = 0; count < 103; count++) {
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
	const all = await run('getAll', { returnAll: true });
	expect(all.items).toHaveLength(103);
	expect(account.standIn.log.map(({ query }) => query)).toEqual([
		{ limit: '100', skip: '0' },
		{ limit: '100', skip: '100' },
	]);
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
		'holds "nobody", which is not an e-mail address',
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
