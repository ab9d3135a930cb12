/** An agency with several sub-accounts, for tests of what serves many clients at once. */
import { idFor } from '../shared/ids';
import type { LogEntry } from '../shared/log';
import type { Parts } from './parts';
import { SEED } from './seedIds';
import type { State } from './state';

export interface AgencyOptions {
	/** How many sub-accounts have the app; at least 1. */
	subAccounts: number;
	/** How many more sub-accounts the agency has, without the app (default 0). */
	notInstalled?: number;
}

/**
 * What every sub-account has: records that differ in their IDs only, so that a call to the wrong sub-account finds
 * nothing, or finds another client's record.
 */
export const IN_EACH_SUB_ACCOUNT = {
	email: 'sam@example.com',
	phone: '+12025550177',
	tag: 'shared',
	calendarName: 'Consultation',
	customFieldName: 'Reference',
} as const;

const ZONES = [
	'America/New_York',
	'Europe/Berlin',
	'Asia/Tokyo',
	'America/Los_Angeles',
	'Australia/Sydney',
];

/** The parts of the stand-in that a sub-account is a view of. */
type Account = Pick<Parts, 'limiter' | 'oauth' | 'state'>;

/** One sub-account of the agency. Its IDs stay the same over a reset. */
export class SubAccount {
	readonly id: string;
	/** The contact with the e-mail address, phone number and tag that every sub-account has. */
	readonly contactId: string;
	/** Open on weekdays from 9:00 to 17:00 in the sub-account's zone. */
	readonly calendarId: string;
	readonly userId: string;
	readonly customFieldId: string;

	/** @param number counts from 1; the first two are the sub-accounts of the small seed */
	constructor(
		readonly number: number,
		private readonly account: Account,
		private readonly log: readonly LogEntry[],
	) {
		const ids = [SEED.locationId, SEED.otherLocationId];
		this.id = ids[number - 1] ?? idFor(`location ${number}`);
		this.contactId = idFor(`contact sam ${number}`);
		this.calendarId = idFor(`calendar consultation ${number}`);
		this.userId = idFor(`user kim ${number}`);
		this.customFieldId = idFor(`field reference ${number}`);
	}

	get name(): string {
		return this.account.state.locations.get(this.id)?.name ?? '';
	}

	/** IANA name; the first five sub-accounts have different ones. */
	get timezone(): string {
		return this.account.state.locations.get(this.id)?.timezone ?? '';
	}

	get isInstalled(): boolean {
		return this.account.oauth.app.installedLocations.has(this.id);
	}

	/** The requests with a token of this sub-account, oldest first. */
	get calls(): LogEntry[] {
		return this.log.filter(({ account }) => account?.endsWith(` ${this.id}`));
	}

	/** The exchanges of an agency token for one of this sub-account, refused ones included. */
	get exchanges(): LogEntry[] {
		return this.log.filter(
			({ operationId, body }) =>
				operationId === 'get-location-access-token' &&
				(body as { locationId?: unknown } | undefined)?.locationId === this.id,
		);
	}

	/** Installs the app. */
	install(): void {
		this.account.oauth.install(this.id);
	}

	/** Uninstalls the app: its tokens answer 401, exchanges are refused. `afterCalls` more calls are accepted before. */
	uninstall(afterCalls = 0): void {
		this.account.oauth.uninstall(this.id, afterCalls);
	}

	/** Uses up the app's calls to this sub-account: of the current window, or of the day. */
	useUp(quota: 'burst' | 'daily'): void {
		this.account.limiter.useUp(`${this.account.oauth.app.clientId} ${this.id}`, quota);
	}
}

/** The sub-accounts of an agency: first those with the app, then those without it. */
export function subAccountsOf(
	{ subAccounts, notInstalled = 0 }: AgencyOptions,
	account: Account,
	log: readonly LogEntry[],
): SubAccount[] {
	return Array.from(
		{ length: subAccounts + notInstalled },
		(_, index) => new SubAccount(index + 1, account, log),
	);
}

/** Fills the sub-accounts of an agency. The second one of the small seed is removed unless it is one of them. */
export function seedSubAccounts(state: State, subAccounts: readonly SubAccount[]): void {
	if (!subAccounts.some(({ id }) => id === SEED.otherLocationId)) {
		state.locations.delete(SEED.otherLocationId);
	}
	for (const subAccount of subAccounts) seedSubAccount(state, subAccount);
}

function seedSubAccount(state: State, { number, id, ...ids }: SubAccount): void {
	const { email, phone, tag, calendarName, customFieldName } = IN_EACH_SUB_ACCOUNT;
	if (state.locations.get(id) === undefined) {
		state.locations.put({
			id,
			companyId: SEED.companyId,
			name: `Client ${number}`,
			timezone: ZONES[(number - 1) % ZONES.length] ?? 'UTC',
			country: 'US',
			email: `client${number}@example.com`,
			phone: '+12125550100',
			address: `${number} Client Road`,
			city: 'New York',
			state: 'NY',
			postalCode: '10001',
			website: 'https://example.com',
			allowDuplicateContact: false,
			matchOrder: ['email', 'phone'],
		});
	}
	state.addTag(id, tag);
	state.users.put({
		id: ids.userId,
		companyId: SEED.companyId,
		locationIds: [id],
		firstName: 'Kim',
		lastName: `Agent ${number}`,
		email: `kim${number}@example.com`,
		phone: '',
		role: 'user',
	});
	state.addCustomField({
		id: ids.customFieldId,
		locationId: id,
		name: customFieldName,
		dataType: 'TEXT',
	});
	state.addCalendar({ id: ids.calendarId, name: calendarName, calendarType: 'event' }, id);
	state.addContact({
		id: ids.contactId,
		locationId: id,
		firstName: 'Sam',
		lastName: `Client ${number}`,
		email,
		phone,
		tags: [tag],
		customFields: [{ id: ids.customFieldId, value: `R-${number}` }],
	});
}
