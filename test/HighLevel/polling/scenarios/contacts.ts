/** Scenarios of the events of contacts. */
import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import { SEED } from '../../../standins/highlevel';
import type { Contact } from '../../../standins/highlevel/contactStore';
import type { FakeAccount } from '../fakeAccount';
import type { Change, Reference, ReferenceState, Scenario } from './scenario';
import { millisecondsOf, pick, text } from './scenario';

const ZONE = 'America/New_York';

const contactsOf = (account: FakeAccount): Contact[] =>
	account.state.contacts.where((one) => one.locationId === account.locationId);

const addContact: Change = (account, who, n, lagMs) => {
	const made = account.state.addContact({
		firstName: `New${n}`,
		tags: who % 3 === 0 ? ['vip'] : [],
		customFields: who % 2 === 0 ? [{ id: SEED.customFields.plan, value: `p${n}` }] : [],
		dateOfBirth: who % 4 === 0 ? '1990-03-08T00:00:00.000Z' : null,
		dateAdded: account.serverNow,
		dateUpdated: account.serverNow,
	});
	if (lagMs > 0) {
		account.state.contacts.delete(made.id);
		account.writeContact(made, lagMs);
	}
};

const change =
	(values: (contact: Contact, n: number) => Partial<Contact>): Change =>
	(account, who, n, lagMs) => {
		const contact = pick(contactsOf(account), who);
		if (!contact) return;
		account.writeContact(
			{ ...contact, ...values(contact, n), dateUpdated: account.serverNow },
			lagMs,
		);
	};

const rename = change((_, n) => ({ firstName: `Renamed${n}` }));
const toggleVip = change(({ tags }) => ({
	tags: tags.includes('vip') ? tags.filter((one) => one !== 'vip') : [...tags, 'vip'],
}));
const toggleLead = change(({ tags }) => ({
	tags: tags.includes('lead') ? tags.filter((one) => one !== 'lead') : [...tags, 'lead'],
}));
const changePlan = change((_, n) => ({
	customFields: n % 4 === 0 ? [] : [{ id: SEED.customFields.plan, value: `plan${n}` }],
}));
const changeEmail = change((_, n) => ({ email: n % 5 === 0 ? null : `person${n}@example.com` }));
const changeBirthday = change((_, n) => ({
	dateOfBirth: `19${60 + (n % 30)}-${['03-08', '02-28', '02-21', '11-01'][n % 4] ?? '03-08'}T00:00:00.000Z`,
}));
const leapBirthday = change(() => ({ dateOfBirth: '1988-02-29T00:00:00.000Z' }));
const removeContact: Change = (account, who) => {
	const contact = pick(contactsOf(account), who);
	if (contact && account.state.contacts.size > 2) account.state.contacts.delete(contact.id);
};

/** Where the trigger starts: after the newest contact that the search shows. */
function startAfterNewest(
	account: FakeAccount,
	stamp: 'dateAdded' | 'dateUpdated',
): ReferenceState {
	const newest = Math.max(0, ...account.shown().map((contact) => contact[stamp] ?? 0));
	const newestContacts = account.shown().filter((contact) => contact[stamp] === newest);
	return {
		start: { at: String(newest - 1) },
		seen: Object.fromEntries(newestContacts.map(({ id }) => [id, String(newest)])),
	};
}

/** The contacts that the search shows in a newer version than has been seen. */
function unseen(
	account: FakeAccount,
	state: ReferenceState,
	stamp: 'dateAdded' | 'dateUpdated',
): Contact[] {
	const seen = (state.seen ??= {});
	const from = Number(state.start?.at);
	const found = account
		.shown()
		.filter((one) => (one[stamp] ?? 0) > from && (one[stamp] ?? 0) > Number(seen[one.id] ?? 0))
		.sort((a, b) => (a[stamp] ?? 0) - (b[stamp] ?? 0) || (a.id < b.id ? -1 : 1));
	for (const one of found) seen[one.id] = String(one[stamp]);
	return found;
}

const version = (contact: Contact) => `${contact.id}@${contact.dateUpdated}`;
const versionOf = (item: IDataObject) => `${text(item.id)}@${millisecondsOf(item.dateUpdated)}`;

/** For events that compare a value of each contact with the previous one. */
function valueReference(
	valueOf: (contact: Contact) => string,
	emits: (before: string, after: string) => boolean,
): Reference {
	return {
		begin: (account) => ({
			...startAfterNewest(account, 'dateUpdated'),
			values: Object.fromEntries(account.shown().map((one) => [one.id, valueOf(one)])),
		}),
		poll: (account, state) => {
			const values = (state.values ??= {});
			return unseen(account, state, 'dateUpdated').flatMap((contact) => {
				const before = values[contact.id] ?? '';
				const after = valueOf(contact);
				values[contact.id] = after;
				return before !== after && emits(before, after) ? [version(contact)] : [];
			});
		},
		token: versionOf,
	};
}

const watched = ['vip', 'lead'];
const tagsText = ({ tags }: Contact) =>
	watched.map((one) => (tags.includes(one) ? one : '')).join();
const planOf = ({ customFields, email }: Contact) =>
	JSON.stringify([
		customFields.find(({ id }) => id === SEED.customFields.plan)?.value ?? null,
		email,
	]);
const gains = (before: string, after: string) =>
	watched.some((one) => after.includes(one) && !before.includes(one));

/** The days on which a yearly date is reached, computed one by one and without the shortcuts of the code under test. */
function birthdaysBetween(contact: Contact, from: number, to: number): string[] {
	const born = text(contact.dateOfBirth).slice(0, 10);
	if (born === '') return [];
	const days: string[] = [];
	for (let year = 2025; year <= 2028; year += 1) {
		let day = DateTime.fromISO(`${year}${born.slice(4)}`, { zone: ZONE });
		if (!day.isValid) day = DateTime.fromISO(`${year}-02-28`, { zone: ZONE });
		const at = day.set({ hour: 2, minute: 30 }).toMillis();
		if (at > from && at <= to) days.push(`${contact.id} ${day.toISODate()}`);
	}
	return days;
}

export const contactScenarios: Scenario[] = [
	{
		event: 'contactCreated',
		values: {},
		pages: true,
		changes: [addContact, addContact, rename, removeContact],
		reference: {
			begin: (account) => startAfterNewest(account, 'dateAdded'),
			poll: (account, state) =>
				unseen(account, state, 'dateAdded').map(({ id, dateAdded }) => `${id}@${dateAdded}`),
			token: (item) => `${text(item.id)}@${millisecondsOf(item.dateAdded)}`,
		},
	},
	{
		event: 'contactUpdated',
		values: {},
		pages: true,
		changes: [addContact, rename, toggleVip, removeContact],
		reference: {
			begin: (account) => startAfterNewest(account, 'dateUpdated'),
			poll: (account, state) =>
				unseen(account, state, 'dateUpdated')
					.filter(({ dateAdded, dateUpdated }) => dateUpdated - (dateAdded ?? 0) > 1000)
					.map(version),
			token: versionOf,
		},
	},
	{
		event: 'tagAdded',
		values: { tags: watched },
		pages: true,
		changes: [addContact, rename, toggleVip, toggleVip, toggleLead, removeContact],
		reference: valueReference(tagsText, gains),
	},
	{
		event: 'tagRemoved',
		values: { tags: watched },
		pages: true,
		changes: [addContact, rename, toggleVip, toggleVip, toggleLead, removeContact],
		reference: valueReference(tagsText, (before, after) => gains(after, before)),
	},
	{
		event: 'fieldChanged',
		values: { standardFields: ['email'], customFields: [SEED.customFields.plan] },
		pages: true,
		changes: [addContact, rename, changePlan, changeEmail, toggleVip, removeContact],
		reference: {
			...valueReference(planOf, () => true),
			begin: (account) => ({
				...startAfterNewest(account, 'dateUpdated'),
				values: Object.fromEntries(account.shown().map((one) => [one.id, planOf(one)])),
			}),
			poll: (account, state) => {
				const values = (state.values ??= {});
				return unseen(account, state, 'dateUpdated').flatMap((contact) => {
					const before = values[contact.id] ?? '[null,null]';
					const after = planOf(contact);
					values[contact.id] = after;
					return before === after ? [] : [version(contact)];
				});
			},
		},
	},
	{
		event: 'dateReached',
		values: {
			dateField: 'dateOfBirth',
			everyYear: true,
			daysBefore: 0,
			timeOfDay: '02:30',
			dateZone: ZONE,
		},
		setUp: (account) => {
			for (let n = 0; n < 4; n += 1) addContact(account, n * 4, n, 0);
			account.pass(1000);
			leapBirthday(account, 2, 0, 0);
			account.pass(1000);
		},
		changes: [addContact, changeBirthday, rename, leapBirthday],
		reference: {
			begin: (account) => ({ start: { until: String(account.now) } }),
			poll: (account, state) => {
				const until = Number(state.start?.until);
				state.start = { until: String(account.now) };
				return account.shown().flatMap((one) => birthdaysBetween(one, until, account.now));
			},
			token: (item) => `${text(item.id)} ${text(item.reachedDate)}`,
		},
	},
];
