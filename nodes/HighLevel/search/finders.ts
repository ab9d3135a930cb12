// How a record is found by something other than its ID: contacts by email or phone, the rest by name.

import type { IDataObject } from 'n8n-workflow';

import type { FindContext, Finder } from '../../shared/finder';
import { ValueError } from '../../shared/valueErrors';
import { trimmedText } from '../../shared/values';
import { contactByEmail, contactByPhone } from './contactFinders';
import { lookupWith } from './context';
import { oneOf, rememberOutcome } from '../../shared/found';
import type { LookupSource } from './lookup';
import { lookupOf, readRecords } from './lookup';
import * as lookups from './lookups';
import { personName } from './lookups/entries';

/** How a locator's record is found, by the name of the mode. */
export type Finders = Record<string, Finder>;

/** A kind of record in words, singular and plural. */
type Kind = readonly [one: string, many: string];

interface Naming {
	/** The parameter that the list depends on, if any. */
	dependsOn?: string;
	/** Everything that a record is called. */
	namesOf?: (record: IDataObject) => string[];
}

/** A name in the form in which names are compared: without regard to case and surplus spaces. */
const plain = (name: string) => name.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();

const ownName = (record: IDataObject) => [trimmedText(record.name)];

/**
 * Finds a record by its name: the one with exactly this name, else the one whose name differs only by case and spaces. The
 * list is read once per run.
 */
function byName(
	source: LookupSource,
	kind: Kind,
	{ dependsOn, namesOf = ownName }: Naming = {},
): Finder {
	return async (text, context) => {
		const records = await readList(source, context, dependsOn);
		const same = records.filter((record) => namesOf(record).includes(text));
		const alike = records.filter((record) =>
			namesOf(record).some((name) => plain(name) === plain(text)),
		);
		const found = same.length > 0 ? same : alike;
		if (found.length === 0) throw none(text, kind, records, namesOf);
		return oneOf(found, `${kind[1]} named "${text}"`, (record) => namesOf(record)[0] ?? '');
	};
}

async function readList(
	source: LookupSource,
	context: FindContext,
	dependsOn: string | undefined,
): Promise<IDataObject[]> {
	const chosen = dependsOn === undefined ? '' : context.chosen(dependsOn);
	const account = lookupWith(context.client, () => chosen);
	const lookup = lookupOf(source, account);
	return await rememberOutcome(context, `${lookup.label} ${chosen}`, async () => {
		const records = await readRecords(lookup, account);
		return lookup.keep ? records.filter(lookup.keep) : records;
	});
}

const MAX_NAMES = 8;

function none(
	text: string,
	[one, many]: Kind,
	records: IDataObject[],
	namesOf: (record: IDataObject) => string[],
): ValueError {
	const names = records.map((record) => namesOf(record)[0] ?? '').filter((name) => name !== '');
	const shown = names.slice(0, MAX_NAMES).map((name) => `"${name}"`);
	const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : '';
	const next =
		names.length === 0
			? `Create one first, since the sub-account has no ${many}.`
			: `Use one of the sub-account's ${many}: ${shown.join(', ')}${more}.`;
	return new ValueError(`matches no ${one} in the sub-account: "${text}"`, next, {
		notFound: true,
		next,
	});
}

/** A person is found by first and last name, and by what HighLevel has as the name. */
const personNames = (user: IDataObject) => [personName(user), trimmedText(user.name)];

const byUserEmail = byName(lookups.users, ['user with this email', 'users with this email'], {
	namesOf: ({ email }) => [trimmedText(email)],
});

export const contact = { email: contactByEmail, phone: contactByPhone };
export const calendar = { name: byName(lookups.calendars, ['calendar', 'calendars']) };
export const calendarGroup = {
	name: byName(lookups.calendarGroups, ['calendar group', 'calendar groups']),
};
export const service = { name: byName(lookups.services, ['service', 'services']) };
export const serviceLocation = {
	name: byName(lookups.serviceLocations, ['service location', 'service locations']),
};
export const schedule = {
	name: byName(lookups.schedules, ['schedule', 'schedules'], { dependsOn: 'userId' }),
};
export const resource = {
	name: byName(lookups.resources, ['resource', 'resources'], { dependsOn: 'resourceType' }),
};
export const business = { name: byName(lookups.businesses, ['business', 'businesses']) };
export const user = {
	email: byUserEmail,
	name: byName(lookups.users, ['user', 'users'], { namesOf: personNames }),
};
