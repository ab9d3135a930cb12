/** All records that the stand-in stores. */
import type { Clock } from '../shared/clock';
import { Random } from '../shared/ids';
import type { JsonObject } from '../shared/json';
import { Table } from '../shared/table';
import { calendarDefaults } from './calendarDefaults';
import { ContactStore } from './contactStore';
import type { Contact } from './contactStore';
import type {
	Appointment,
	BlockSlot,
	Calendar,
	CustomField,
	Enrolment,
	Location,
	Named,
	Owned,
	Stored,
	Tag,
	User,
} from './records';
import { SEED } from './seedIds';

/** What `seedContacts` gives the contacts it adds. */
export interface SeedContactsOptions {
	locationId?: string;
	/** `dateAdded` of the first contact in milliseconds; default: a year ago. */
	from?: number;
	/** Milliseconds between two contacts; 0 gives all of them the same time. Default: spread over the year. */
	everyMs?: number;
	/** Leaves out `dateAdded` of every n-th contact. */
	withoutDateAddedEvery?: number;
	/** Tags of every contact. */
	tags?: string[];
	/** Values for the contact with this number; they override the defaults. */
	with?: (index: number) => Partial<Contact>;
}

const WEEKDAYS = {
	daysOfTheWeek: [1, 2, 3, 4, 5],
	hours: [{ openHour: 9, openMinute: 0, closeHour: 17, closeMinute: 0 }],
};

/** Everything that the stand-in stores. Tests may read and change any of it. */
export class State {
	readonly companyId = SEED.companyId;
	readonly locations = new Table<Location>();
	readonly users = new Table<User>();
	readonly customFields = new Table<CustomField>();
	readonly tags = new Table<Tag>();
	readonly contacts = new ContactStore();
	readonly tasks = new Table<Owned>();
	readonly notes = new Table<Owned>();
	readonly campaigns = new Table<Named>();
	readonly workflows = new Table<Named>();
	readonly enrolments = new Table<Enrolment>();
	readonly businesses = new Table<Named>();
	readonly calendars = new Table<Calendar>();
	readonly groups = new Table<Stored>();
	readonly appointments = new Table<Appointment>();
	readonly appointmentNotes = new Table<Owned>();
	readonly blockSlots = new Table<BlockSlot>();
	readonly schedules = new Table<Stored>();
	readonly eventSchedules = new Table<Owned>();
	readonly notifications = new Table<Owned>();
	readonly resources = new Table<Stored>();
	readonly services = new Table<Stored>();
	readonly serviceLocations = new Table<Stored>();
	readonly bookings = new Table<Stored>();
	random = new Random(20_260_901);

	constructor(readonly clock: Clock) {}

	/** A new ID in the form of HighLevel's. */
	newId(): string {
		return this.random.id();
	}

	/** Empties every store. */
	clear(): void {
		for (const store of Object.values(this)) {
			if (store instanceof Table || store instanceof ContactStore) store.clear();
		}
		this.contacts.indexLagMs = 0;
		this.random = new Random(20_260_901);
	}

	/** Adds a contact without applying any of the API's rules, and returns it. */
	addContact(values: Partial<Contact>): Contact {
		const now = this.clock.now();
		return this.contacts.put({
			id: this.newId(),
			locationId: SEED.locationId,
			firstName: null,
			lastName: null,
			email: null,
			phone: null,
			address1: null,
			city: null,
			state: null,
			postalCode: null,
			country: 'US',
			website: null,
			timezone: null,
			source: null,
			gender: null,
			companyName: null,
			assignedTo: null,
			dateOfBirth: null,
			dnd: false,
			dndSettings: {},
			inboundDndSettings: {},
			tags: [],
			customFields: [],
			followers: [],
			businessId: null,
			additionalEmails: [],
			additionalPhones: [],
			dateAdded: now,
			dateUpdated: now,
			...values,
		});
	}

	/** Adds `count` contacts and returns their IDs in order of creation. */
	seedContacts(count: number, options: SeedContactsOptions = {}): string[] {
		const year = 365 * 86_400_000;
		const from = options.from ?? this.clock.now() - year;
		const everyMs = options.everyMs ?? Math.max(1, Math.floor(year / (count + 1)));
		const ids: string[] = [];
		for (let index = 0; index < count; index += 1) {
			const stamp = from + index * everyMs;
			const every = options.withoutDateAddedEvery;
			const contact = this.addContact({
				locationId: options.locationId ?? SEED.locationId,
				firstName: `First${index}`,
				lastName: `Last${index % 997}`,
				email: `person${index}@seed.example.com`,
				phone: `+1303${String(1_000_000 + index).padStart(7, '0')}`,
				tags: options.tags ?? [],
				dateAdded: every !== undefined && (index + 1) % every === 0 ? null : stamp,
				dateUpdated: stamp,
				...options.with?.(index),
			});
			ids.push(contact.id);
		}
		return ids;
	}

	/** Adds a calendar with HighLevel's defaults, open on weekdays from 9:00 to 17:00, and returns it. */
	addCalendar(values: JsonObject & { name: string }, locationId = SEED.locationId): Calendar {
		const { id, ...rest } = values;
		const now = this.clock.now();
		return this.calendars.put({
			id: typeof id === 'string' ? id : this.newId(),
			locationId,
			dateAdded: now,
			dateUpdated: now,
			values: { ...calendarDefaults(), openHours: [WEEKDAYS], ...rest, name: values.name },
		});
	}

	/** Adds an appointment without applying any of the API's rules; times in milliseconds. */
	addAppointment(
		values: Partial<Appointment> &
			Pick<Appointment, 'calendarId' | 'contactId' | 'startTime' | 'endTime'>,
	): Appointment {
		const now = this.clock.now();
		return this.appointments.put({
			id: this.newId(),
			locationId: SEED.locationId,
			groupId: null,
			title: 'Appointment',
			appointmentStatus: 'confirmed',
			assignedUserId: null,
			notes: null,
			address: null,
			meetingLocationType: null,
			meetingLocationId: null,
			rrule: null,
			masterEventId: null,
			toNotify: true,
			deleted: false,
			source: 'calendar_page',
			dateAdded: now,
			dateUpdated: now,
			...values,
		});
	}

	/** Adds a tag to a location unless the location already has it. */
	addTag(locationId: string, name: string): Tag {
		const known = this.tags.find((tag) => tag.locationId === locationId && tag.name === name);
		return known ?? this.tags.put({ id: this.newId(), locationId, name });
	}

	/** Adds a custom field for contacts; its key is derived from the name. */
	addCustomField(values: Partial<CustomField> & { name: string; dataType: string }): CustomField {
		const key = values.name.toLowerCase().replace(/[^a-z0-9]+/g, '_');
		return this.customFields.put({
			id: this.newId(),
			locationId: SEED.locationId,
			fieldKey: `contact.${key}`,
			model: 'contact',
			position: this.customFields.size * 50,
			...values,
		});
	}
}
