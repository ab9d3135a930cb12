/** Scenarios of the events of calendars, their groups and their resources. */
import type { IDataObject } from 'n8n-workflow';

import type { Calendar } from '../../../standins/highlevel';
import { SEED } from '../../../standins/highlevel';
import type { Stored } from '../../../standins/highlevel/records';
import type { JsonObject } from '../../../standins/shared/json';
import type { FakeAccount } from '../fakeAccount';
import { listReference } from './references';
import type { Change, Scenario } from './scenario';
import { pick, text } from './scenario';

const calendarsOf = (account: FakeAccount): Calendar[] =>
	account.state.calendars.where((one) => one.locationId === account.locationId);
const addCalendar: Change = (account, _, n) => {
	account.state.addCalendar({ name: `Calendar ${n}`, calendarType: 'event' });
};
const renameCalendar: Change = (account, who, n) => {
	const calendar = pick(calendarsOf(account), who);
	if (calendar) {
		account.state.calendars.put({
			...calendar,
			values: { ...calendar.values, name: `Renamed ${n}` },
		});
	}
};
const removeCalendar: Change = (account, who) => {
	const calendar = pick(calendarsOf(account), who);
	// Another trigger of the same workflow watches the slots of this one.
	if (calendar && calendar.id !== SEED.calendars.discovery) {
		account.state.calendars.delete(calendar.id);
	}
};
const calendarChanges = [addCalendar, renameCalendar, removeCalendar];
const calendarRecords = (account: FakeAccount) =>
	calendarsOf(account).map(({ id, values }) => ({ id, content: values.name }));
const calendarToken = (kind: string) => (item: IDataObject) =>
	`${kind} ${text(item.id)} ${kind === 'deleted' ? '' : text(item.name)}`;
const changeToken = (item: IDataObject) =>
	`${text(item.change)} ${text(item.id)} ${item.change === 'deleted' ? '' : text(item.name)}`;

function storedChanges(
	table: (account: FakeAccount) => FakeAccount['state']['groups'],
	made: (n: number) => JsonObject,
): Change[] {
	return [
		(account, _, n) => {
			const stamp = { dateAdded: account.serverNow, dateUpdated: account.serverNow };
			const id = account.state.newId();
			table(account).put({ id, locationId: account.locationId, values: made(n), ...stamp });
		},
		(account, who, n) => {
			const record = pick(table(account).all(), who);
			if (!record) return;
			const values = { ...record.values, name: `Renamed ${n}` };
			table(account).put({ ...record, values, dateUpdated: account.serverNow });
		},
		(account, who) => {
			const record = pick(table(account).all(), who);
			if (record) table(account).delete(record.id);
		},
	];
}
const named =
	(table: (account: FakeAccount) => FakeAccount['state']['groups']) => (account: FakeAccount) =>
		table(account)
			.all()
			.map(({ id, values }: Stored) => ({ id, content: text(values.name) }));
const groups = (account: FakeAccount) => account.state.groups;
const resources = (account: FakeAccount) => account.state.resources;

export const calendarScenarios: Scenario[] = [
	{
		event: 'calendarCreated',
		values: {},
		changes: calendarChanges,
		reference: listReference(calendarRecords, ['created'], calendarToken('created'), true),
	},
	{
		event: 'calendarUpdated',
		values: {},
		changes: calendarChanges,
		reference: listReference(calendarRecords, ['updated'], calendarToken('updated'), true),
	},
	{
		event: 'calendarDeleted',
		values: {},
		changes: calendarChanges,
		reference: listReference(calendarRecords, ['deleted'], calendarToken('deleted')),
	},
	{
		event: 'calendarGroupChanged',
		values: {},
		changes: storedChanges(groups, (n) => ({ name: `Group ${n}`, slug: `g${n}`, isActive: true })),
		reference: listReference(named(groups), ['created', 'updated', 'deleted'], changeToken),
	},
	{
		event: 'resourceChanged',
		values: {},
		changes: storedChanges(resources, (n) => ({
			name: `Room ${n}`,
			resourceType: n % 2 === 0 ? 'rooms' : 'equipments',
			calendarIds: [],
		})),
		reference: listReference(named(resources), ['created', 'updated', 'deleted'], changeToken),
	},
];
