// The lists of users and team members.

import { byOffset } from '../../../shared/pagination';
import { isRecord, trimmedText } from '../../../shared/values';
import { CALENDAR } from '../../expected';
import { idOf } from '../../record';
import type { Lookup, LookupSource } from '../lookup';
import { readAll } from '../lookup';
import { isPresent, named, nameWith } from './entries';
import { get, ofLocation } from './requests';

const userEntry: Lookup['entry'] = (user) => ({
	name: nameWith(trimmedText(user.email), user),
	value: idOf(user),
});

const usersBySearch: Lookup = {
	label: 'List users',
	scope: 'users.readonly',
	requests: async ({ companyId, location }) => [
		get('/users/search', { companyId: await companyId(), locationId: location }),
	],
	unwrap: 'users',
	paginate: byOffset('skip', 25),
	search: (parts, text) => ({ ...parts, query: { ...parts.query, query: text } }),
	keep: isPresent,
	entry: userEntry,
};

/** The dated version lists the users of a sub-account without requiring the agency; v3 has dropped that endpoint. */
const usersOfLocation: Lookup = {
	label: 'List users',
	scope: 'users.readonly',
	requests: ofLocation('/users/'),
	unwrap: 'users',
	keep: isPresent,
	entry: userEntry,
};

const usersIn = (version: string): Lookup => (version === '2021' ? usersOfLocation : usersBySearch);

export const users: LookupSource = ({ version }) => usersIn(version);

const teamMembersOf = (calendarId: string): Lookup => ({
	label: 'List team members',
	scope: 'calendars.readonly',
	requests: () => [get(`/calendars/${encodeURIComponent(calendarId)}`)],
	expects: CALENDAR,
	unwrap: ({ calendar }) => (isRecord(calendar) ? calendar.teamMembers : []),
	complete: async (team, context) => {
		const entries = await readAll(users, context);
		const names = new Map(entries.map((user) => [user.value, user.name]));
		return team.map(({ userId }) => ({
			id: userId,
			name: names.get(trimmedText(userId)) ?? userId,
		}));
	},
	entry: (member) => named(member),
});

/** The team of the chosen calendar; all users while none is chosen. */
export const teamMembers: LookupSource = ({ chosen, version }) => {
	const calendarId = chosen('calendarId');
	return calendarId === '' ? usersIn(version) : teamMembersOf(calendarId);
};
