/** All records that the stand-in stores. */
import type { Clock } from '../shared/clock';
import { Random } from '../shared/ids';
import type { JsonObject } from '../shared/json';
import { Table } from '../shared/table';

import { newHexId } from './ids';
import type {
	Contact,
	Directory,
	Hook,
	Mail,
	Meeting,
	MeetingRequest,
	MeetingType,
	Team,
} from './records';

const RANDOM_SEED = 20_260_911;

/** Everything that the stand-in stores. Tests may read and change any of it. */
export class State {
	readonly contacts = new Table<Contact>();
	readonly teams = new Table<Team>();
	readonly requests = new Table<MeetingRequest>();
	readonly meetings = new Table<Meeting>();
	readonly meetingTypes = new Table<MeetingType>();
	readonly directories = new Table<Directory>();
	readonly hooks = new Table<Hook>();
	readonly searches = new Table<{ id: string }>();
	/** The e-mails that the real service would have sent, oldest first. */
	readonly mails: Mail[] = [];
	/** The user as `GET /user` shows it, without plan and directories. */
	user: JsonObject = {};
	org: JsonObject = {};
	/** The connected integrations; those with an `orgId` belong to the organisation. */
	providers: JsonObject[] = [];
	random = new Random(RANDOM_SEED);

	constructor(readonly clock: Clock) {}

	/** A new ID in the form of CalendarHero's. */
	newId(): string {
		return newHexId(this.random);
	}

	/** Empties every store. */
	clear(): void {
		for (const store of Object.values(this)) if (store instanceof Table) store.clear();
		this.mails.length = 0;
		this.user = {};
		this.org = {};
		this.providers = [];
		this.random = new Random(RANDOM_SEED);
	}

	get userId(): string {
		return String(this.user.id);
	}

	/** Adds a contact without applying any of the API's rules, and returns it. */
	addContact(values: Partial<Contact> & { email: string[] }): Contact {
		return this.contacts.put({
			id: this.newId(),
			name: '',
			defaultEmail: values.email[0] ?? '',
			title: '',
			organization: '',
			telephone: [],
			providerId: [],
			userId: this.userId,
			invitations: 0,
			lastUsed: this.clock.now(),
			...values,
		});
	}

	/** Adds an event to the calendar, such as one that CalendarHero did not book; times in milliseconds. */
	addMeeting(values: Partial<Meeting> & { start: number; end: number }): Meeting {
		const now = this.clock.now();
		return this.meetings.put({
			id: this.newId(),
			description: 'Busy',
			contacts: [],
			type: null,
			dateAdded: now,
			dateUpdated: now,
			...values,
		});
	}

	/** Adds a meeting type of so many minutes, open on weekdays unless `settings` say otherwise. */
	addMeetingType(name: string, minutes: number, settings: JsonObject = {}): MeetingType {
		return this.meetingTypes.put({
			id: name,
			builtIn: false,
			settings: { ...weekdays(), meetingLength: { value: minutes }, ...settings },
		});
	}

	/** The contact with this address, in whatever case. */
	contactWith(email: string): Contact | undefined {
		const wanted = email.toLowerCase();
		return this.contacts.find((contact) =>
			contact.email.some((one) => one.toLowerCase() === wanted),
		);
	}
}

/** Open on weekdays from 9:00 to 17:00, in the user's time zone. */
function weekdays(): JsonObject {
	const open = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];
	const days = [...open, 'saturday', 'sunday'];
	return {
		days: { value: Object.fromEntries(days.map((day) => [day, open.includes(day)])) },
		availabilityWindows: {
			value: Object.fromEntries(
				days.map((day) => [day, open.includes(day) ? [{ start: '09:00', end: '17:00' }] : []]),
			),
		},
	};
}
