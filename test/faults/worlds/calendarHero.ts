/** A CalendarHero account with two records of every kind, and two items that name them. */
import type { IDataObject } from 'n8n-workflow';

import { TestAccount } from '../../CalendarHero/account';
import type { CalendarHeroStandIn } from '../../standins/calendarhero';
import { PLANTED, SEED } from '../../standins/calendarhero';
import type { World } from './world';

const HOUR = 3_600_000;
/** The stand-in makes the same IDs in every account. */
const BASE = Math.ceil(Date.now() / (24 * HOUR)) * 24 * HOUR + 2 * 24 * HOUR;
const at = (hours: number) => `${new Date(BASE + hours * HOUR).toISOString().slice(0, 19)}Z`;
const CONTACTS = [SEED.contactId, SEED.otherContactId];
const DIRECTORIES = [SEED.directoryId, '9d1a8f0e-3c6b-4f27-a9d4-70b2c1e85f36'];

/** What two items say; the meeting requests are those that `arrange` makes. */
const itemsOf = (requests: string[]): IDataObject[] =>
	[0, 1].map((index) => ({
		contactId: CONTACTS[index],
		directoryId: DIRECTORIES[index],
		meetingRequestId: requests[index],
		email: `person${index}@lovelace.example`,
		presentEmail: ['jonas@brightmill.example', 'j.weber@home.example'][index],
		title: `Title ${index}`,
		subject: `Subject ${index}`,
		directoryName: `page-${index}`,
		dateStart: at(24 + index * 48),
		dateEnd: at(48 + index * 48),
		start: at(0),
		end: at(96),
	}));

/** Adds what the items name. Returns the IDs of the meeting requests. */
function arrange(standIn: CalendarHeroStandIn): string[] {
	const { state } = standIn;
	const directory = state.directories.get(DIRECTORIES[0] ?? '');
	state.directories.put({
		id: DIRECTORIES[1] ?? '',
		values: { ...directory?.values, directoryName: 'second-desk', isDefault: false },
	});
	state.addMeeting({ id: 'f'.repeat(24), description: 'Busy', start: BASE, end: BASE + HOUR });
	return [0, 1].map((index) =>
		standIn.requestAsUser({
			subject: `Review ${index}`,
			emails: [['jonas@brightmill.example', 'priya@brightmill.example'][index] ?? ''],
			dateStart: at(0),
			dateEnd: at(24),
		}),
	);
}

export interface CalendarHeroWorld extends World {
	readonly account: TestAccount;
	readonly items: IDataObject[];
}

/** Opens an account. Each has an address of its own, so that nothing is known of its limits. */
export async function openCalendarHero(): Promise<CalendarHeroWorld> {
	const account = await TestAccount.open();
	const { standIn } = account;
	const items = itemsOf(arrange(standIn));
	const { url, faults, log, state, token } = standIn;
	return {
		account,
		items,
		url,
		faults,
		log,
		state,
		secrets: [token, ...Object.values(PLANTED)],
		release: async () => await standIn.close(),
	};
}
