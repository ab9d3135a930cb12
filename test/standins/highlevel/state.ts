import type { Clock } from './clock';
import { ContactStore } from './contactStore';
import type { Contact } from './contactStore';
import { idFor, Random } from './ids';
import type { JsonObject } from './json';
import { Table } from './table';

export interface Location {
	id: string;
	companyId: string;
	name: string;
	/** IANA. */
	timezone: string;
	/** Two letters. */
	country: string;
	email: string;
	phone: string;
	address: string;
	city: string;
	state: string;
	postalCode: string;
	website: string;
	allowDuplicateContact: boolean;
	/** Which field decides first when a contact is looked for. */
	matchOrder: Array<'email' | 'phone'>;
}

export interface User {
	id: string;
	companyId: string;
	locationIds: string[];
	firstName: string;
	lastName: string;
	email: string;
	phone: string;
	role: 'admin' | 'user';
}

export interface CustomField {
	id: string;
	locationId: string;
	name: string;
	/** `contact.<key>`. */
	fieldKey: string;
	dataType: string;
	picklistOptions?: string[];
	model: 'contact' | 'opportunity';
	position: number;
}

export interface Tag {
	id: string;
	locationId: string;
	name: string;
}

/** A record whose keys are the API's own, with the id and the location beside them. */
export interface Stored {
	id: string;
	locationId: string;
	/** The keys as they are answered, without `id` and `locationId`. */
	values: JsonObject;
	dateAdded: number;
	dateUpdated: number;
}

/** A record that belongs to another one: a task to a contact, a note to an appointment. */
export interface Owned extends Stored {
	ownerId: string;
}

export interface Calendar extends Stored {
	values: JsonObject & { name: string; calendarType: string };
}

/** An appointment or one instance of a series. */
export interface Appointment {
	id: string;
	locationId: string;
	calendarId: string;
	contactId: string;
	groupId: string | null;
	title: string;
	appointmentStatus: string;
	assignedUserId: string | null;
	notes: string | null;
	address: string | null;
	meetingLocationType: string | null;
	meetingLocationId: string | null;
	/** Milliseconds since 1970. */
	startTime: number;
	endTime: number;
	rrule: string | null;
	masterEventId: string | null;
	toNotify: boolean;
	deleted: boolean;
	source: string;
	dateAdded: number;
	dateUpdated: number;
}

export interface BlockSlot {
	id: string;
	locationId: string;
	calendarId: string | null;
	assignedUserId: string | null;
	title: string;
	startTime: number;
	endTime: number;
	deleted: boolean;
	dateAdded: number;
	dateUpdated: number;
}

export interface Named {
	id: string;
	locationId: string;
	name: string;
	status: string;
}

/** A contact put into a campaign or a workflow. */
export interface Enrolment {
	id: string;
	kind: 'campaign' | 'workflow';
	contactId: string;
	targetId: string;
	eventStartTime: string | null;
}

/** How `seedContacts` spreads contacts. */
export interface SeedContactsOptions {
	locationId?: string;
	/** Stamp of the first contact in milliseconds; default a year before now. */
	from?: number;
	/** Milliseconds between two contacts; 0 gives all the same stamp. Default: spread over the year. */
	everyMs?: number;
	/** Leaves the stamp of every n-th contact out. */
	withoutDateAddedEvery?: number;
	/** Tags of every contact. */
	tags?: string[];
	/** Keys laid over a contact by its number. */
	with?: (index: number) => Partial<Contact>;
}

/** Ids of what the default seed holds. */
export const SEED = {
	companyId: idFor('company'),
	locationId: idFor('location main'),
	otherLocationId: idFor('location other'),
	users: { ada: idFor('user ada'), grace: idFor('user grace'), linus: idFor('user linus') },
	calendars: {
		discovery: idFor('calendar discovery'),
		team: idFor('calendar team'),
		personal: idFor('calendar personal'),
		draft: idFor('calendar draft'),
	},
	groupId: idFor('group consultations'),
	contacts: { maria: idFor('contact maria'), john: idFor('contact john') },
	customFields: {
		plan: idFor('field plan'),
		interests: idFor('field interests'),
		budget: idFor('field budget'),
		renewal: idFor('field renewal'),
		about: idFor('field about'),
		favouriteColour: idFor('field colour'),
	},
	campaignId: idFor('campaign welcome'),
	workflowId: 'b6a1d3c2-5f0e-4c63-a7c0-2f4b8e1d9a10',
	draftWorkflowId: '0c9f7e54-1d2b-4a8f-a3e6-7b5c4d3e2f10',
	businessId: idFor('business acme'),
	scheduleId: idFor('schedule ada'),
	serviceId: idFor('service massage'),
	serviceLocationId: idFor('service location studio'),
};

const WEEKDAYS = {
	daysOfTheWeek: [1, 2, 3, 4, 5],
	hours: [{ openHour: 9, openMinute: 0, closeHour: 17, closeMinute: 0 }],
};

/** Everything the stand-in knows; a test may read and change all of it. */
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

	/** A new id of the kind HighLevel makes. */
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

	/** The small sub-account that the stand-in starts with: two locations, three users, fields, tags, four calendars. */
	seed(): void {
		this.seedLocations();
		this.seedLists();
		this.seedCalendars();
		this.addContact({
			id: SEED.contacts.maria,
			firstName: 'Maria',
			lastName: 'Lopez',
			email: 'maria.lopez@example.com',
			phone: '+12025550101',
			tags: ['customer', 'newsletter'],
			customFields: [{ id: SEED.customFields.plan, value: 'Basic' }],
		});
		this.addContact({
			id: SEED.contacts.john,
			firstName: 'John',
			lastName: 'Smith',
			email: 'john.smith@example.com',
			phone: '+12025550102',
			tags: ['lead'],
		});
	}

	/** Adds a contact as if it had been there, without any rule; returns it. */
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

	/** Adds `count` contacts in one go; the ids come back in the order of their making. */
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

	/** Adds a calendar with HighLevel's defaults, open on weekdays from 9 to 17; returns it. */
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

	/** Adds an appointment as if it had been there; times in milliseconds. */
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

	/** Adds a tag to a location unless it has it. */
	addTag(locationId: string, name: string): Tag {
		const known = this.tags.find((tag) => tag.locationId === locationId && tag.name === name);
		return known ?? this.tags.put({ id: this.newId(), locationId, name });
	}

	/** Adds a custom field of contacts; the key is made from the name. */
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

	/** The two locations and the three users of the small seed. */
	seedLocations(): void {
		const shared = {
			companyId: SEED.companyId,
			country: 'US',
			state: 'NY',
			city: 'New York',
			website: 'https://example.com',
			allowDuplicateContact: false,
		};
		this.locations.put({
			...shared,
			id: SEED.locationId,
			name: 'Main Street Clinic',
			timezone: 'America/New_York',
			email: 'clinic@example.com',
			phone: '+12125550100',
			address: '1 Main Street',
			postalCode: '10001',
			matchOrder: ['email', 'phone'],
		});
		this.locations.put({
			...shared,
			id: SEED.otherLocationId,
			name: 'Harbour Branch',
			timezone: 'Europe/Berlin',
			country: 'DE',
			email: 'harbour@example.com',
			phone: '+493055501000',
			address: '2 Harbour Road',
			postalCode: '10115',
			matchOrder: ['email', 'phone'],
		});
		const people: Array<[string, string, string, 'admin' | 'user']> = [
			[SEED.users.ada, 'Ada', 'Lovelace', 'admin'],
			[SEED.users.grace, 'Grace', 'Hopper', 'user'],
			[SEED.users.linus, 'Linus', 'Pauling', 'user'],
		];
		for (const [id, firstName, lastName, role] of people) {
			this.users.put({
				id,
				companyId: SEED.companyId,
				locationIds: [SEED.locationId],
				firstName,
				lastName,
				email: `${firstName.toLowerCase()}@example.com`,
				phone: '',
				role,
			});
		}
	}

	private seedLists(): void {
		const fields = SEED.customFields;
		const picklistOptions = ['Basic', 'Plus', 'Pro'];
		this.addCustomField({
			id: fields.plan,
			name: 'Plan',
			dataType: 'SINGLE_OPTIONS',
			picklistOptions,
		});
		this.addCustomField({
			id: fields.interests,
			name: 'Interests',
			dataType: 'MULTIPLE_OPTIONS',
			picklistOptions: ['Yoga', 'Running', 'Swimming'],
		});
		this.addCustomField({ id: fields.budget, name: 'Budget', dataType: 'MONETORY' });
		this.addCustomField({ id: fields.renewal, name: 'Renewal Date', dataType: 'DATE' });
		this.addCustomField({ id: fields.about, name: 'About', dataType: 'LARGE_TEXT' });
		this.addCustomField({ id: fields.favouriteColour, name: 'Favourite Colour', dataType: 'TEXT' });
		for (const name of ['customer', 'lead', 'newsletter', 'vip'])
			this.addTag(SEED.locationId, name);
		const locationId = SEED.locationId;
		this.campaigns.put({ id: SEED.campaignId, locationId, name: 'Welcome', status: 'published' });
		this.campaigns.put({
			id: idFor('campaign spring'),
			locationId,
			name: 'Spring Offer',
			status: 'draft',
		});
		this.workflows.put({ id: SEED.workflowId, locationId, name: 'Follow Up', status: 'published' });
		this.workflows.put({
			id: SEED.draftWorkflowId,
			locationId,
			name: 'Draft Flow',
			status: 'draft',
		});
		this.businesses.put({ id: SEED.businessId, locationId, name: 'Acme Inc', status: 'active' });
	}

	private seedCalendars(): void {
		const now = this.clock.now();
		this.groups.put({
			id: SEED.groupId,
			locationId: SEED.locationId,
			dateAdded: now,
			dateUpdated: now,
			values: {
				name: 'Consultations',
				description: 'All consultations',
				slug: 'consultations',
				isActive: true,
			},
		});
		const stored = { locationId: SEED.locationId, dateAdded: now, dateUpdated: now };
		this.schedules.put({
			...stored,
			id: SEED.scheduleId,
			values: {
				name: 'Working Hours',
				userId: SEED.users.ada,
				timezone: 'America/New_York',
				rules: ['monday', 'tuesday'].map((day) => ({
					type: 'wday',
					day,
					intervals: [{ from: '09:00', to: '12:00' }],
				})),
				calendarIds: [],
			},
		});
		this.services.put({
			...stored,
			id: SEED.serviceId,
			values: {
				name: 'Massage',
				slug: 'massage',
				isPrivate: false,
				serviceDuration: 60,
				serviceDurationUnit: 'mins',
				staff: [{ id: SEED.users.grace }],
				variations: [],
			},
		});
		this.serviceLocations.put({
			...stored,
			id: SEED.serviceLocationId,
			values: {
				name: 'Studio',
				slug: 'studio',
				locationType: 'offline',
				address: '3 Park Lane',
				isActive: true,
				isPrivate: false,
			},
		});
		const calendars = SEED.calendars;
		this.addCalendar({
			id: calendars.discovery,
			name: 'Discovery Call',
			calendarType: 'event',
			slotDuration: 30,
			slotInterval: 30,
			slug: 'discovery-call',
		});
		this.addCalendar({
			id: calendars.team,
			name: 'Team Consultation',
			calendarType: 'round_robin',
			groupId: SEED.groupId,
			slotDuration: 1,
			slotDurationUnit: 'hours',
			slotInterval: 60,
			teamMembers: [
				{ userId: SEED.users.ada, priority: 0.5, isPrimary: true },
				{ userId: SEED.users.grace, priority: 0.5, isPrimary: false },
			],
		});
		this.addCalendar({
			id: calendars.personal,
			name: 'Linus Personal',
			calendarType: 'personal',
			teamMembers: [{ userId: SEED.users.linus, priority: 0.5, isPrimary: true }],
		});
		this.addCalendar({
			id: calendars.draft,
			name: 'Draft Calendar',
			calendarType: 'event',
			isActive: false,
		});
	}
}

/** What HighLevel fills in when a calendar is made with a name only. Source: HighLevel API notes, section 10.5 (live). */
export function calendarDefaults(): JsonObject & { name: string; calendarType: string } {
	return {
		name: '',
		calendarType: 'event',
		description: '',
		eventTitle: '{{contact.name}}',
		eventColor: '#039be5',
		slotDuration: 30,
		slotDurationUnit: 'mins',
		slotInterval: 30,
		slotIntervalUnit: 'mins',
		slotBuffer: 0,
		slotBufferUnit: 'mins',
		preBuffer: 0,
		preBufferUnit: 'mins',
		appoinmentPerSlot: 1,
		isActive: true,
		autoConfirm: true,
		allowCancellation: true,
		allowReschedule: true,
		enableRecurring: false,
		googleInvitationEmails: false,
		widgetType: 'classic',
		formSubmitType: 'ThankYouMessage',
		openHours: {},
	};
}
