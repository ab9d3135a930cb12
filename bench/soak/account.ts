// The account that changes while it is polled. Every record that is added replaces an older one, so it does not grow.

import type { JsonObject } from '../../test/e2e/lib/json';
import { SEED } from '../../test/standins/highlevel';
import type { HighLevelStandIn } from '../../test/standins/highlevel';

const CONTACTS_TRIGGER = 'n8n-nodes-gohighlevel.highLevelContactsTrigger';
const CALENDARS_TRIGGER = 'n8n-nodes-gohighlevel.highLevelCalendarsTrigger';
const TAG = 'vip';
const HOUR = 3_600_000;

/** How many changes a record outlives. */
const KEPT = 5;
const TAGGED = 2 * KEPT;

/** One polling workflow. */
export interface PolledEvent {
	event: string;
	/** The trigger's node type. */
	type: string;
	parameters: JsonObject;
	/** The path and query of what n8n's HTTP Request node reads in its place. */
	reads: string;
}

const location = `locationId=${SEED.locationId}`;
const contact = `/contacts/${SEED.contacts.maria}`;
const calendarIds = [SEED.calendars.discovery];

const onContacts = (event: string, reads: string, parameters: JsonObject = {}): PolledEvent => ({
	...{ event, type: CONTACTS_TRIGGER, parameters, reads },
});
const onCalendars = (event: string, reads: string, parameters: JsonObject = {}): PolledEvent => ({
	...{ event, type: CALENDARS_TRIGGER, parameters, reads },
});

/** Nine events, so that with n8n's shortest interval, a minute, there are 540 polls an hour. */
export const EVENTS: readonly PolledEvent[] = [
	onContacts('contactCreated', contact),
	onContacts('tagAdded', contact, { tags: [TAG] }),
	onContacts('taskCreated', `${contact}/tasks`),
	onContacts('noteAdded', `${contact}/notes`, { contactIds: SEED.contacts.maria }),
	onCalendars('calendarCreated', `/calendars/?${location}`),
	onCalendars('calendarDeleted', `/calendars/?${location}`),
	onCalendars('appointmentCreated', `/calendars/?${location}`, { calendarIds, pastDays: 7 }),
	onCalendars('blockedSlotAdded', `/calendars/?${location}`, { calendarIds, pastDays: 7 }),
	onCalendars('resourceChanged', `/calendars/groups?${location}`),
];

/** The changes of one stand-in's account, and what each event must report. */
export class Account {
	/** By event, the IDs of the records to be reported, one entry for each report. */
	readonly expected = new Map<string, string[]>(EVENTS.map(({ event }) => [event, []]));
	private readonly tagged: string[] = [];
	private step = 0;
	private silent = true;

	/** Adds the records that the first changes remove; to be called before the first poll. */
	constructor(private readonly standIn: HighLevelStandIn) {
		for (let index = 0; index < TAGGED; index++) {
			const tags = index < KEPT ? [] : [TAG];
			this.tagged.push(standIn.state.addContact({ firstName: 'Tagged', tags }).id);
		}
		for (let index = 0; index < KEPT; index++) this.change();
		this.silent = false;
	}

	/** One change for each event. */
	change(): void {
		const { state, clock } = this.standIn;
		const now = clock.now() + 5;
		const stamp = { dateAdded: now, dateUpdated: now };
		const owned = { locationId: SEED.locationId, ownerId: SEED.contacts.maria, ...stamp };
		const startTime = Math.floor(now / 1000) * 1000 + 24 * HOUR;
		const times = { startTime, endTime: startTime + HOUR };
		const { step } = this;
		const id = (kind: string, at = step) => `${kind}${String(at).padStart(20 - kind.length, '0')}`;
		const add = (event: string, record: { id: string }) => this.expect(event, record.id);
		const old = step - KEPT;
		this.step += 1;

		add('contactCreated', state.addContact({ id: id('contact'), firstName: 'Ada', ...stamp }));
		const values = { title: 'Call', body: '', completed: false };
		const dueDate = new Date(startTime).toISOString();
		add(
			'taskCreated',
			state.tasks.put({ id: id('task'), ...owned, values: { ...values, dueDate } }),
		);
		add(
			'noteAdded',
			state.notes.put({ id: id('note'), ...owned, values: { bodyText: 'Prefers mornings' } }),
		);
		add(
			'calendarCreated',
			state.addCalendar({ id: id('calendar'), name: `Calendar ${step}`, calendarType: 'event' }),
		);
		add(
			'appointmentCreated',
			state.addAppointment({
				...{ id: id('appointment'), calendarId: SEED.calendars.discovery },
				...{ contactId: SEED.contacts.maria, ...times, ...stamp },
			}),
		);
		add(
			'blockedSlotAdded',
			state.blockSlots.put({
				...{ id: id('block'), locationId: SEED.locationId, calendarId: SEED.calendars.discovery },
				...{ assignedUserId: null, title: 'Holiday', deleted: false, ...times, ...stamp },
			}),
		);
		add(
			'resourceChanged',
			state.resources.put({
				...{ id: id('room'), locationId: SEED.locationId, ...stamp },
				values: {
					...{ name: `Room ${step}`, description: '', resourceType: 'rooms', quantity: 1 },
					...{ outOfService: 0, capacity: 4, calendarIds: [], isActive: true },
				},
			}),
		);

		state.contacts.delete(id('contact', old));
		state.tasks.delete(id('task', old));
		state.notes.delete(id('note', old));
		state.appointments.delete(id('appointment', old));
		state.blockSlots.delete(id('block', old));
		if (state.calendars.delete(id('calendar', old))) {
			this.expect('calendarDeleted', id('calendar', old));
		}
		if (state.resources.delete(id('room', old))) {
			this.expect('resourceChanged', id('room', old));
		}
		if (!this.silent) this.moveTag(step, now);
	}

	/** One contact gets the tag and another loses it. */
	private moveTag(step: number, now: number): void {
		const { contacts } = this.standIn.state;
		const set = (index: number, tags: string[]) => {
			const one = contacts.get(this.tagged[index % TAGGED] ?? '');
			if (one === undefined) throw new Error('A tagged contact is missing');
			contacts.put({ ...one, tags, dateUpdated: now });
			return one;
		};
		// The constructor makes KEPT changes that move no tag.
		set(step, []);
		this.expect('tagAdded', set(step + KEPT, [TAG]).id);
	}

	private expect(event: string, id: string): void {
		if (!this.silent) this.expected.get(event)?.push(id);
	}
}
