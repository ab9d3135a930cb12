import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import type { Appointment, Calendar } from '../../standins/highlevel';
import { SEED } from '../../standins/highlevel';
import type { Contact } from '../../standins/highlevel/contactStore';
import type { JsonObject } from '../../standins/highlevel/json';
import { freeSlots } from '../../standins/highlevel/slots';
import type { BlockSlot, Owned, Stored } from '../../standins/highlevel/records';
import type { World } from './world';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ZONE = 'America/New_York';

/** One change of the account. `who` picks the record, `n` is new every time. */
export type Change = (world: World, who: number, n: number, lagMs: number) => void;

/** What a reference remembers; plain JSON, so that it is saved and put back as n8n does it with the trigger's memory. */
export type Remembered = Record<string, Record<string, string>>;

/**
 * What a trigger has to emit, told from the whole account at once: no pages, no cursors, no marks. One token for each thing
 * that happens; the item that tells it must give the same token.
 */
export interface Reference {
	begin(world: World): Remembered;
	/** Changes what is remembered, and gives the tokens in their order. */
	poll(world: World, remembered: Remembered): string[];
	token(item: IDataObject): string;
}

export interface Scenario {
	event: string;
	values: IDataObject;
	setUp?: (world: World) => void;
	changes: Change[];
	reference: Reference;
	/** Records may change while the pages are read. */
	pages?: boolean;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const some = <T>(list: T[], who: number): T | undefined => list[who % Math.max(1, list.length)];
const stampOf = (value: unknown) => Date.parse(text(value));

// Contacts

const contactsOf = (world: World): Contact[] =>
	world.state.contacts.where((one) => one.locationId === world.locationId);

const addContact: Change = (world, who, n, lagMs) => {
	const made = world.state.addContact({
		firstName: `New${n}`,
		tags: who % 3 === 0 ? ['vip'] : [],
		customFields: who % 2 === 0 ? [{ id: SEED.customFields.plan, value: `p${n}` }] : [],
		dateOfBirth: who % 4 === 0 ? '1990-03-08T00:00:00.000Z' : null,
		dateAdded: world.theirNow,
		dateUpdated: world.theirNow,
	});
	if (lagMs > 0) {
		world.state.contacts.delete(made.id);
		world.writeContact(made, lagMs);
	}
};

const change =
	(values: (contact: Contact, n: number) => Partial<Contact>): Change =>
	(world, who, n, lagMs) => {
		const contact = some(contactsOf(world), who);
		if (!contact) return;
		world.writeContact({ ...contact, ...values(contact, n), dateUpdated: world.theirNow }, lagMs);
	};

const rename = change((_, n) => ({ firstName: `Renamed${n}` }));
const tag = change(({ tags }) => ({
	tags: tags.includes('vip') ? tags.filter((one) => one !== 'vip') : [...tags, 'vip'],
}));
const tagLead = change(({ tags }) => ({
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
const removeContact: Change = (world, who) => {
	const contact = some(contactsOf(world), who);
	if (contact && world.state.contacts.size > 2) world.state.contacts.delete(contact.id);
};

/** Where a stream begins: behind what the search shows, to the very contact. */
function begun(world: World, stamp: 'dateAdded' | 'dateUpdated'): Remembered {
	const newest = Math.max(0, ...world.shown().map((contact) => contact[stamp] ?? 0));
	const carrying = world.shown().filter((contact) => contact[stamp] === newest);
	return {
		start: { at: String(newest - 1) },
		seen: Object.fromEntries(carrying.map(({ id }) => [id, String(newest)])),
	};
}

/** The contacts of which the search shows a version that is newer than what was seen of them. */
function unseen(
	world: World,
	remembered: Remembered,
	stamp: 'dateAdded' | 'dateUpdated',
): Contact[] {
	const seen = (remembered.seen ??= {});
	const from = Number(remembered.start?.at);
	const found = world
		.shown()
		.filter((one) => (one[stamp] ?? 0) > from && (one[stamp] ?? 0) > Number(seen[one.id] ?? 0))
		.sort((a, b) => (a[stamp] ?? 0) - (b[stamp] ?? 0) || (a.id < b.id ? -1 : 1));
	for (const one of found) seen[one.id] = String(one[stamp]);
	return found;
}

const version = (contact: Contact) => `${contact.id}@${contact.dateUpdated}`;
const versionOf = (item: IDataObject) => `${text(item.id)}@${stampOf(item.dateUpdated)}`;

function valueReference(
	valueOf: (contact: Contact) => string,
	tells: (before: string, after: string) => boolean,
): Reference {
	return {
		begin: (world) => ({
			...begun(world, 'dateUpdated'),
			values: Object.fromEntries(world.shown().map((one) => [one.id, valueOf(one)])),
		}),
		poll: (world, remembered) => {
			const values = (remembered.values ??= {});
			return unseen(world, remembered, 'dateUpdated').flatMap((contact) => {
				const before = values[contact.id] ?? '';
				const after = valueOf(contact);
				values[contact.id] = after;
				return before !== after && tells(before, after) ? [version(contact)] : [];
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

/** The moments of a yearly date, day by day and without the row's shortcuts. */
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

// Tasks and notes

const tasksOf = (world: World) => world.state.tasks.all();
const openTasks = (world: World) =>
	tasksOf(world).filter(({ values }) => values.completed === false);

const addTask: Change = (world, who, n) => {
	world.state.tasks.put({
		id: world.state.newId(),
		locationId: world.locationId,
		ownerId: who % 2 === 0 ? SEED.contacts.maria : SEED.contacts.john,
		values: {
			title: `Task ${n}`,
			completed: false,
			dueDate: new Date(world.now + (who - 1) * 20 * MINUTE).toISOString(),
		},
		dateAdded: world.theirNow,
		dateUpdated: world.theirNow,
	});
};
const changeTask =
	(values: (task: Owned, n: number, world: World) => JsonObject): Change =>
	(world, who, n) => {
		const task = some(tasksOf(world), who);
		if (task)
			world.state.tasks.put({ ...task, values: { ...task.values, ...values(task, n, world) } });
	};
const renameTask = changeTask((_, n) => ({ title: `Renamed ${n}` }));
const completeTask = changeTask(() => ({ completed: true }));
const reopenTask = changeTask(() => ({ completed: false }));
const moveTask = changeTask((_, n, world) => ({
	dueDate: new Date(world.now + (n % 120) * MINUTE).toISOString(),
}));
const removeTask: Change = (world, who) => {
	const task = some(tasksOf(world), who);
	if (task) world.state.tasks.delete(task.id);
};
const taskChanges = [addTask, addTask, renameTask, completeTask, reopenTask, moveTask, removeTask];
const taskContent = ({ values }: Owned) => JSON.stringify([values.title, values.dueDate]);

const addNote: Change = (world, who, n) => {
	world.state.notes.put({
		id: world.state.newId(),
		locationId: world.locationId,
		ownerId: who % 2 === 0 ? SEED.contacts.maria : SEED.contacts.john,
		values: { bodyText: `Note ${n}` },
		dateAdded: world.theirNow,
		dateUpdated: world.theirNow,
	});
};
const removeNote: Change = (world, who) => {
	const note = some(world.state.notes.all(), who);
	if (note) world.state.notes.delete(note.id);
};

// Due moments

const LEAD = 60 * MINUTE;

function dueReference(
	upcoming: (world: World) => Array<{ id: string; at: number }>,
	token: Reference['token'],
): Reference {
	return {
		begin: (world) => ({
			start: { until: String(world.now) },
			announced: Object.fromEntries(
				upcoming(world)
					.filter(({ at }) => at > world.now && at <= world.now + LEAD)
					.map(({ id, at }) => [id, String(at)]),
			),
		}),
		poll: (world, remembered) => {
			const announced = (remembered.announced ??= {});
			const until = Number(remembered.start?.until);
			const due = upcoming(world)
				.filter(
					({ id, at }) => at > until && at <= world.now + LEAD && announced[id] !== String(at),
				)
				.sort((a, b) => a.at - b.at);
			for (const { id, at } of due) announced[id] = String(at);
			remembered.start = { until: String(world.now) };
			return due.map(({ id, at }) => `${id}@${at}`);
		},
		token,
	};
}

/** Records held against what they were; new ones, changed ones, gone ones. */
function listReference(
	records: (world: World) => Array<{ id: string; content: string }>,
	wanted: Array<'created' | 'updated' | 'deleted'>,
	token: Reference['token'],
	keepGone = false,
): Reference {
	const snapshot = (world: World) =>
		Object.fromEntries(records(world).map(({ id, content }) => [id, content]));
	return {
		begin: (world) => ({ known: snapshot(world) }),
		poll: (world, remembered) => {
			const known = remembered.known ?? {};
			const current = snapshot(world);
			const tokens: string[] = [];
			for (const [id, content] of Object.entries(current)) {
				const before = known[id];
				if (before === content) continue;
				const kind = before === undefined ? 'created' : 'updated';
				if (wanted.includes(kind)) tokens.push(`${kind} ${id} ${content}`);
			}
			for (const id of Object.keys(known)) {
				if (!(id in current) && wanted.includes('deleted')) tokens.push(`deleted ${id} `);
			}
			const keeps = keepGone || !wanted.includes('deleted');
			remembered.known = keeps ? { ...known, ...current } : current;
			return tokens;
		},
		token,
	};
}

// Calendars

const calendarsOf = (world: World): Calendar[] =>
	world.state.calendars.where((one) => one.locationId === world.locationId);
const addCalendar: Change = (world, _, n) => {
	world.state.addCalendar({ name: `Calendar ${n}`, calendarType: 'event' });
};
const renameCalendar: Change = (world, who, n) => {
	const calendar = some(calendarsOf(world), who);
	if (calendar) {
		world.state.calendars.put({
			...calendar,
			values: { ...calendar.values, name: `Renamed ${n}` },
		});
	}
};
const removeCalendar: Change = (world, who) => {
	const calendar = some(calendarsOf(world), who);
	// Another trigger of the same workflow watches the slots of this one.
	if (calendar && calendar.id !== SEED.calendars.discovery) {
		world.state.calendars.delete(calendar.id);
	}
};
const calendarChanges = [addCalendar, renameCalendar, removeCalendar];
const calendarRecords = (world: World) =>
	calendarsOf(world).map(({ id, values }) => ({ id, content: values.name }));
const calendarToken = (kind: string) => (item: IDataObject) =>
	`${kind} ${text(item.id)} ${kind === 'deleted' ? '' : text(item.name)}`;
const changeToken = (item: IDataObject) =>
	`${text(item.change)} ${text(item.id)} ${item.change === 'deleted' ? '' : text(item.name)}`;

function storedChanges(
	table: (world: World) => World['state']['groups'],
	made: (n: number) => JsonObject,
): Change[] {
	return [
		(world, _, n) => {
			const stamp = { dateAdded: world.theirNow, dateUpdated: world.theirNow };
			const id = world.state.newId();
			table(world).put({ id, locationId: world.locationId, values: made(n), ...stamp });
		},
		(world, who, n) => {
			const record = some(table(world).all(), who);
			if (!record) return;
			const values = { ...record.values, name: `Renamed ${n}` };
			table(world).put({ ...record, values, dateUpdated: world.theirNow });
		},
		(world, who) => {
			const record = some(table(world).all(), who);
			if (record) table(world).delete(record.id);
		},
	];
}
const named = (table: (world: World) => World['state']['groups']) => (world: World) =>
	table(world)
		.all()
		.map(({ id, values }: Stored) => ({ id, content: text(values.name) }));
const groups = (world: World) => world.state.groups;
const resources = (world: World) => world.state.resources;
const bookings = (world: World) => world.state.bookings;

// Appointments

const PAST = 7 * DAY;
/** HighLevel writes the times of events in whole seconds. */
const wholeSecond = (ms: number) => Math.floor(ms / 1000) * 1000;
const appointmentsOf = (world: World) => world.state.appointments.all();
const listed = (world: World): Appointment[] =>
	appointmentsOf(world).filter((one) => !one.deleted && one.startTime >= world.now - PAST);

const book: Change = (world, who, n) => {
	const startTime = wholeSecond(world.now) + (who - 1) * 25 * MINUTE + n * 1000;
	world.state.addAppointment({
		calendarId: who % 2 === 0 ? SEED.calendars.discovery : SEED.calendars.team,
		contactId: SEED.contacts.maria,
		title: `Booking ${n}`,
		startTime,
		endTime: startTime + 30 * MINUTE,
		dateAdded: world.theirNow,
		dateUpdated: world.theirNow,
	});
};
const changeBooking =
	(values: (one: Appointment, n: number, world: World) => Partial<Appointment>): Change =>
	(world, who, n) => {
		const one = some(appointmentsOf(world), who);
		if (!one || one.deleted) return;
		world.state.appointments.put({
			...one,
			...values(one, n, world),
			dateUpdated: world.theirNow,
		});
	};
const retitle = changeBooking((_, n) => ({ title: `Retitled ${n}` }));
const reschedule = changeBooking((_, n, world) => {
	const startTime = wholeSecond(world.now) + (n % 90) * MINUTE + n * 1000;
	return { startTime, endTime: startTime + 30 * MINUTE };
});
const toPast = changeBooking((_, n, world) => ({
	startTime: wholeSecond(world.now) - 8 * DAY + n * 1000,
	endTime: wholeSecond(world.now) - 8 * DAY + HOUR,
}));
const STATUSES = ['confirmed', 'new', 'showed', 'noshow', 'cancelled'];
const setStatus = changeBooking((_, n) => ({
	appointmentStatus: STATUSES[n % STATUSES.length] ?? 'new',
}));
const cancel = changeBooking(() => ({ appointmentStatus: 'cancelled' }));
const removeBooking = changeBooking(() => ({ deleted: true }));
const bookingChanges = [book, book, retitle, reschedule, setStatus, cancel, removeBooking];

function eventReference<T extends { id: string; startTime: number; dateAdded: number }>(
	records: (world: World) => T[],
	content: (one: T) => string,
	tells: (one: T, before: string | undefined, isNew: boolean) => boolean,
	token: (one: T) => string,
	tokenOfItem: Reference['token'],
): Reference {
	const remember = (world: World, remembered: Remembered) => {
		const known = (remembered.known ??= {});
		const starts = (remembered.starts ??= {});
		for (const one of records(world)) {
			known[one.id] = content(one);
			starts[one.id] = String(one.startTime);
		}
		remembered.last = { at: String(world.now) };
		return remembered;
	};
	return {
		begin: (world) => remember(world, {}),
		poll: (world, remembered) => {
			const known = (remembered.known ??= {});
			for (const [id, start] of Object.entries(remembered.starts ?? {})) {
				if (Number(start) < world.now - PAST) delete known[id];
			}
			const last = Number(remembered.last?.at);
			const tokens = records(world)
				.filter((one) => known[one.id] !== content(one))
				.filter((one) => tells(one, known[one.id], one.dateAdded >= last - HOUR))
				.map(token);
			remember(world, remembered);
			return tokens;
		},
		token: tokenOfItem,
	};
}

const titled = (one: Appointment) =>
	`${one.id} ${one.title} ${one.appointmentStatus} ${one.startTime} ${one.dateUpdated}`;
const titledItem = (item: IDataObject) =>
	`${text(item.id)} ${text(item.title)} ${text(item.appointmentStatus)} ${stampOf(item.startTime)} ${stampOf(item.dateUpdated)}`;
const idOfItem = (item: IDataObject) => text(item.id);

const cancelReference: Reference = {
	begin: (world) => ({
		known: Object.fromEntries(listed(world).map((one) => [one.id, one.appointmentStatus])),
		starts: Object.fromEntries(listed(world).map((one) => [one.id, String(one.startTime)])),
	}),
	poll: (world, remembered) => {
		const known = (remembered.known ??= {});
		const starts = (remembered.starts ??= {});
		for (const id of Object.keys(known)) {
			if (Number(starts[id]) < world.now - PAST) delete known[id];
		}
		const tokens: string[] = [];
		const present = listed(world);
		for (const one of present) {
			if (one.appointmentStatus === 'cancelled' && known[one.id] !== 'cancelled') {
				tokens.push(`${one.id} cancelled`);
			}
			known[one.id] = one.appointmentStatus;
			starts[one.id] = String(one.startTime);
		}
		for (const id of Object.keys(known)) {
			if (present.some((one) => one.id === id)) continue;
			const deleted = world.state.appointments.get(id)?.deleted === true;
			if (!deleted) known[id] = 'elsewhere';
			else {
				if (known[id] !== 'cancelled' && known[id] !== 'elsewhere') tokens.push(`${id} deleted`);
				if (known[id] !== 'elsewhere') delete known[id];
			}
		}
		return tokens;
	},
	token: (item) => `${text(item.id)} ${item.deleted === true ? 'deleted' : 'cancelled'}`,
};

const block: Change = (world, who, n) => {
	world.state.blockSlots.put({
		id: world.state.newId(),
		locationId: world.locationId,
		calendarId: who % 2 === 0 ? SEED.calendars.discovery : null,
		assignedUserId: who % 2 === 0 ? null : SEED.users.ada,
		title: `Block ${n}`,
		startTime: wholeSecond(world.now) + n * MINUTE,
		endTime: wholeSecond(world.now) + n * MINUTE + HOUR,
		deleted: false,
		dateAdded: world.theirNow,
		dateUpdated: world.theirNow,
	});
};
const moveBlock: Change = (world, who, n) => {
	const one = some(world.state.blockSlots.all(), who);
	if (one) world.state.blockSlots.put({ ...one, title: `Moved ${n}`, dateUpdated: world.theirNow });
};
const removeBlock: Change = (world, who) => {
	const one = some(world.state.blockSlots.all(), who);
	if (one) world.state.blockSlots.put({ ...one, deleted: true });
};
const blocks = (world: World): BlockSlot[] =>
	world.state.blockSlots.where((one) => !one.deleted && one.endTime >= world.now - PAST);

const bookService: Change = (world, who, n) => {
	const stamp = { dateAdded: world.theirNow, dateUpdated: world.theirNow };
	const start = wholeSecond(world.now) + who * HOUR;
	world.state.bookings.put({
		id: world.state.newId(),
		locationId: world.locationId,
		values: { title: `Service ${n}`, status: 'confirmed', start, end: start + HOUR, services: [] },
		...stamp,
	});
};
const changeService: Change = (world, who, n) => {
	const one = some(bookings(world).all(), who);
	if (!one) return;
	const values = { ...one.values, title: `Changed ${n}` };
	bookings(world).put({ ...one, values, dateUpdated: world.theirNow });
};
const removeService: Change = (world, who) => {
	const one = some(bookings(world).all(), who);
	if (one) bookings(world).put({ ...one, values: { ...one.values, deleted: true } });
};
const services = (world: World) =>
	bookings(world)
		.all()
		.filter(({ values }) => values.deleted !== true && Number(values.start) >= world.now - PAST)
		.map((one) => ({
			id: one.id,
			startTime: Number(one.values.start),
			dateAdded: one.dateAdded,
			title: text(one.values.title),
		}));

const SLOT_DAYS = 5;
const takeSlot: Change = (world, who, n) => {
	const calendar = world.state.calendars.get(SEED.calendars.discovery);
	if (!calendar) return;
	const slots = freeSlots(world.state, calendar, {
		from: world.now,
		to: world.now + SLOT_DAYS * DAY,
	});
	const slot = slots[(who * 7 + n) % Math.max(1, slots.length)];
	if (!slot) return;
	world.state.addAppointment({
		calendarId: calendar.id,
		contactId: SEED.contacts.maria,
		startTime: slot.start,
		endTime: slot.start + 30 * MINUTE,
	});
};
const freeSlot: Change = (world, who) => {
	const one = some(appointmentsOf(world), who);
	if (one) world.state.appointments.put({ ...one, deleted: true });
};
const slotsNow = (world: World): number[] => {
	const calendar = world.state.calendars.get(SEED.calendars.discovery);
	if (!calendar) return [];
	const range = { from: world.now, to: world.now + SLOT_DAYS * DAY };
	return freeSlots(world.state, calendar, range).map(({ start }) => start);
};
const rememberSlots = (world: World): Remembered => ({
	slots: Object.fromEntries(slotsNow(world).map((start) => [String(start), ''])),
	range: { until: String(world.now + SLOT_DAYS * DAY) },
});

const seedTasks = (world: World) => {
	for (let n = 0; n < 3; n += 1) addTask(world, n, n, 0);
};
const seedBookings = (world: World) => {
	for (let n = 0; n < 3; n += 1) book(world, n, n, 0);
};
const PASTS = { pastDays: 7 };

/** Every event of both nodes, with changes that concern it and changes that do not. */
export const SCENARIOS: Scenario[] = [
	{
		event: 'contactCreated',
		values: {},
		pages: true,
		changes: [addContact, addContact, rename, removeContact],
		reference: {
			begin: (world) => begun(world, 'dateAdded'),
			poll: (world, remembered) =>
				unseen(world, remembered, 'dateAdded').map(({ id, dateAdded }) => `${id}@${dateAdded}`),
			token: (item) => `${text(item.id)}@${stampOf(item.dateAdded)}`,
		},
	},
	{
		event: 'contactUpdated',
		values: {},
		pages: true,
		changes: [addContact, rename, tag, removeContact],
		reference: {
			begin: (world) => begun(world, 'dateUpdated'),
			poll: (world, remembered) =>
				unseen(world, remembered, 'dateUpdated')
					.filter(({ dateAdded, dateUpdated }) => dateUpdated - (dateAdded ?? 0) > 1000)
					.map(version),
			token: versionOf,
		},
	},
	{
		event: 'tagAdded',
		values: { tags: watched },
		pages: true,
		changes: [addContact, rename, tag, tag, tagLead, removeContact],
		reference: valueReference(tagsText, gains),
	},
	{
		event: 'tagRemoved',
		values: { tags: watched },
		pages: true,
		changes: [addContact, rename, tag, tag, tagLead, removeContact],
		reference: valueReference(tagsText, (before, after) => gains(after, before)),
	},
	{
		event: 'fieldChanged',
		values: { standardFields: ['email'], customFields: [SEED.customFields.plan] },
		pages: true,
		changes: [addContact, rename, changePlan, changeEmail, tag, removeContact],
		reference: {
			...valueReference(planOf, () => true),
			begin: (world) => ({
				...begun(world, 'dateUpdated'),
				values: Object.fromEntries(world.shown().map((one) => [one.id, planOf(one)])),
			}),
			poll: (world, remembered) => {
				const values = (remembered.values ??= {});
				return unseen(world, remembered, 'dateUpdated').flatMap((contact) => {
					const before = values[contact.id] ?? '[null,null]';
					const after = planOf(contact);
					values[contact.id] = after;
					return before === after ? [] : [version(contact)];
				});
			},
		},
	},
	{
		event: 'taskCreated',
		values: {},
		setUp: seedTasks,
		changes: taskChanges,
		reference: listReference(
			(world) => openTasks(world).map(({ id }) => ({ id, content: '' })),
			['created'],
			(item) => `created ${text(item.id)} `,
			true,
		),
	},
	{
		event: 'taskUpdated',
		values: {},
		setUp: seedTasks,
		changes: taskChanges,
		reference: listReference(
			(world) => openTasks(world).map((task) => ({ id: task.id, content: taskContent(task) })),
			['updated'],
			(item) => `updated ${text(item.id)} ${JSON.stringify([item.title, item.dueDate])}`,
			true,
		),
	},
	{
		event: 'taskCompleted',
		values: {},
		setUp: seedTasks,
		changes: taskChanges,
		reference: {
			begin: (world) => ({ open: Object.fromEntries(openTasks(world).map(({ id }) => [id, ''])) }),
			poll: (world, remembered) => {
				const tokens = Object.keys(remembered.open ?? {}).filter(
					(id) => world.state.tasks.get(id)?.values.completed === true,
				);
				remembered.open = Object.fromEntries(openTasks(world).map(({ id }) => [id, '']));
				return tokens;
			},
			token: idOfItem,
		},
	},
	{
		event: 'taskDueSoon',
		values: { minutesBefore: 60 },
		setUp: seedTasks,
		changes: taskChanges,
		reference: dueReference(
			(world) => openTasks(world).map(({ id, values }) => ({ id, at: stampOf(values.dueDate) })),
			(item) => `${text(item.id)}@${stampOf(item.dueDate)}`,
		),
	},
	{
		event: 'noteAdded',
		values: { contactIds: [SEED.contacts.maria, SEED.contacts.john, 'goneContact000000000'] },
		setUp: (world) => addNote(world, 0, 0, 0),
		changes: [addNote, addNote, removeNote],
		reference: listReference(
			(world) => world.state.notes.all().map(({ id }) => ({ id, content: '' })),
			['created'],
			(item) => `created ${text(item.id)} `,
		),
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
		setUp: (world) => {
			for (let n = 0; n < 4; n += 1) addContact(world, n * 4, n, 0);
			world.pass(1000);
			leapBirthday(world, 2, 0, 0);
			world.pass(1000);
		},
		changes: [addContact, changeBirthday, rename, leapBirthday],
		reference: {
			begin: (world) => ({ start: { until: String(world.now) } }),
			poll: (world, remembered) => {
				const until = Number(remembered.start?.until);
				remembered.start = { until: String(world.now) };
				return world.shown().flatMap((one) => birthdaysBetween(one, until, world.now));
			},
			token: (item) => `${text(item.id)} ${text(item.reachedDate)}`,
		},
	},
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
	{
		event: 'serviceBookingChanged',
		values: PASTS,
		setUp: (world) => bookService(world, 1, 0, 0),
		changes: [bookService, changeService, removeService],
		reference: eventReference(
			services,
			({ title }) => title,
			() => true,
			({ id, title }) => `${id} ${title}`,
			(item) => `${text(item.bookingId)} ${text(item.title)}`,
		),
	},
	{
		event: 'appointmentCreated',
		values: PASTS,
		setUp: seedBookings,
		changes: [...bookingChanges, toPast],
		reference: eventReference(
			listed,
			() => '',
			(_, before, isNew) => before === undefined && isNew,
			({ id }) => id,
			idOfItem,
		),
	},
	{
		event: 'appointmentUpdated',
		values: PASTS,
		setUp: seedBookings,
		changes: [...bookingChanges, toPast],
		reference: eventReference(
			listed,
			titled,
			(_, before, isNew) => before !== undefined || !isNew,
			titled,
			titledItem,
		),
	},
	{
		event: 'appointmentRescheduled',
		values: PASTS,
		setUp: seedBookings,
		changes: [...bookingChanges, toPast, reschedule],
		reference: eventReference(
			listed,
			(one) => `${one.startTime}-${one.endTime}`,
			(_, before, isNew) => before !== undefined || !isNew,
			titled,
			titledItem,
		),
	},
	{
		event: 'appointmentStatusChanged',
		values: PASTS,
		setUp: seedBookings,
		changes: [...bookingChanges, setStatus],
		reference: eventReference(
			listed,
			({ appointmentStatus }) => appointmentStatus,
			(_, before) => before !== undefined,
			titled,
			titledItem,
		),
	},
	{
		event: 'appointmentCancelled',
		values: PASTS,
		setUp: seedBookings,
		changes: [...bookingChanges, cancel, toPast],
		reference: cancelReference,
	},
	{
		event: 'appointmentStartingSoon',
		values: { minutesBefore: 60 },
		setUp: seedBookings,
		changes: bookingChanges,
		reference: dueReference(
			(world) =>
				appointmentsOf(world)
					.filter((one) => !one.deleted && one.appointmentStatus !== 'cancelled')
					.map(({ id, startTime }) => ({ id, at: startTime })),
			(item) => `${text(item.id)}@${stampOf(item.startTime)}`,
		),
	},
	{
		event: 'freeSlotOpened',
		values: { calendarId: SEED.calendars.discovery, daysAhead: SLOT_DAYS },
		setUp: (world) => {
			for (let n = 0; n < 4; n += 1) takeSlot(world, n, n, 0);
		},
		changes: [takeSlot, freeSlot, freeSlot],
		reference: {
			begin: rememberSlots,
			poll: (world, remembered) => {
				const { slots = {}, range } = remembered;
				const opened = slotsNow(world).filter(
					(start) => start <= Number(range?.until) && !(String(start) in slots),
				);
				Object.assign(remembered, rememberSlots(world));
				return opened.map(String);
			},
			token: (item) => String(stampOf(item.start)),
		},
	},
	{
		event: 'blockedSlotAdded',
		values: { ...PASTS, userIds: [SEED.users.ada] },
		setUp: (world) => block(world, 0, 0, 0),
		changes: [block, block, moveBlock, removeBlock],
		reference: eventReference(
			blocks,
			() => '',
			(_, before, isNew) => before === undefined && isNew,
			({ id }) => id,
			idOfItem,
		),
	},
];
