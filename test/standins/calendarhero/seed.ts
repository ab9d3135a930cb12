/** The account that the stand-in starts with. Everybody in it is made up. */
import { hexIdFor } from './ids';
import type { State } from './state';

/** The IDs of the seed. */
export const SEED = {
	userId: hexIdFor('user'),
	orgId: hexIdFor('organisation'),
	/** Jonas Weber, jonas@brightmill.example and j.weber@home.example. */
	contactId: hexIdFor('contact Jonas'),
	otherContactId: hexIdFor('contact Priya'),
	/** The other contact with the address of `otherContactId`. */
	duplicateContactId: hexIdFor('duplicate of Priya'),
	teamId: hexIdFor('team'),
	/** An event that CalendarHero did not book: tomorrow from 10:00 to 11:00 UTC. */
	meetingId: hexIdFor('dentist'),
	directoryId: '5d1a8f0e-3c6b-4f27-a9d4-70b2c1e85f36',
	/** A type that may be changed and deleted; its name must be percent-encoded in a path. */
	customType: 'demo & review',
} as const;

/** Secrets of other services and the user's password hash, which the real answers may hold: nobody may show them. */
export const PLANTED = {
	password: '$2b$10$planted.password.hash.of.the.stand-in',
	auth: 'planted-provider-access-token',
	eAuth: 'planted-provider-encrypted-token',
} as const;

const DAY = 86_400_000;

/** Fills an account without contacts, teams, events and directories. */
export function seedAccount(state: State): void {
	state.user = {
		id: SEED.userId,
		name: 'Ruth Adeyemi',
		email: 'ruth@harbourdesk.example',
		extraEmails: ['ruth.adeyemi@home.example'],
		telephones: ['+44 20 7946 0123'],
		avatar: '',
		orgId: SEED.orgId,
		tags: ['beta'],
		timezone: 'Europe/London',
		address: '4 Quay Street, Bristol',
		country: 'GB',
		currency: 'GBP',
		language: 'en',
		location: { work: {} },
		meeting: { defaultMeetingMinutes: 30, noticePeriod: 60 },
		messaging: [],
		restrictedApps: [],
		password: PLANTED.password,
		dateAdded: '2025-01-15T08:00:00.000Z',
		dateUpdated: '2025-11-04T16:20:00.000Z',
	};
	state.org = { id: SEED.orgId, name: 'Harbour Desk' };
	state.providers = [provider('google', null), provider('office365', SEED.orgId)];
	for (const [name, minutes] of [
		['meeting', 60],
		['call', 30],
		['coffee', 45],
	] as const) {
		state.addMeetingType(name, minutes).builtIn = true;
	}
}

function provider(kind: string, orgId: string | null) {
	return {
		name: `${kind} (ruth@harbourdesk.example)`,
		providerType: kind,
		categoryType: ['calendar', 'contacts'],
		userId: SEED.userId,
		orgId,
		xref: 'ruth@harbourdesk.example',
		dateAdded: '2025-01-15',
		dateUpdated: '2025-11-04',
		dateLastImport: '2025-11-04',
		auth: { accessToken: `${PLANTED.auth}-${kind}` },
		eAuth: `${PLANTED.eAuth}-${kind}`,
		calendar: {},
		contacts: {},
	};
}

/** Fills an account with contacts, a team, an event, a custom meeting type and a directory. */
export function seedRecords(state: State): void {
	state.addContact({
		id: SEED.contactId,
		name: 'Jonas Weber',
		email: ['jonas@brightmill.example', 'j.weber@home.example'],
		title: 'Buyer',
		organization: 'Brightmill',
		telephone: ['+49 30 901820'],
	});
	state.addContact({
		id: SEED.otherContactId,
		name: 'Priya Nair',
		email: ['priya@brightmill.example'],
	});
	state.addContact({
		id: SEED.duplicateContactId,
		name: 'P. Nair',
		email: ['Priya@Brightmill.example'],
		telephone: ['+49 30 901821'],
	});
	state.teams.put({
		id: SEED.teamId,
		name: 'Brightmill Buyers',
		contactIds: [SEED.contactId, SEED.otherContactId],
	});
	const today = Math.floor(state.clock.now() / DAY) * DAY;
	const start = today + DAY + 10 * 3_600_000;
	state.addMeeting({ id: SEED.meetingId, description: 'Dentist', start, end: start + 3_600_000 });
	state.addMeetingType(SEED.customType, 45);
	state.directories.put({
		id: SEED.directoryId,
		values: {
			directoryName: 'harbour-desk',
			title: 'Meet Harbour Desk',
			isDefault: true,
			locked: false,
			meetingTypes: [{ name: 'call', userId: SEED.userId }],
		},
	});
}
