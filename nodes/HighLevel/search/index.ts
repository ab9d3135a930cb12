// The methods that the editor calls to fill lists, menus and the resource mapper.

import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
	ResourceMapperFields,
} from 'n8n-workflow';

import { DEFAULT_ENTRY } from '../../shared/builders';
import { SCHEDULE_ZONE } from '../fields/schedule';
import { readMapperFields } from './customFields';
import type { LookupSource } from './lookup';
import { readAll } from './lookup';
import * as lookups from './lookups';
import { openAgency, openLookup } from './open';
import { searchPage } from './searchPage';

/** A searchable, paged list for a resource locator. */
function list(source: LookupSource) {
	return async function (
		this: ILoadOptionsFunctions,
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		return await searchPage(source, await openLookup(this), filter, paginationToken);
	};
}

/** The agency's sub-accounts. */
async function searchSubAccounts(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await searchPage(lookups.subAccounts, await openAgency(this), filter, paginationToken);
}

/** Most entries that the editor shows in a menu without becoming slow. */
const MAX_ENTRIES = 5000;

/** A list for a menu. The last entry of a menu that is cut short says so. */
function menu(source: LookupSource) {
	return async function (this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		const entries = await readAll(source, await openLookup(this));
		if (entries.length <= MAX_ENTRIES) return entries;
		const name = `The first ${MAX_ENTRIES} of ${entries.length} are listed; use an expression for the others`;
		return [...entries.slice(0, MAX_ENTRIES), { name, value: '' }];
	};
}

/** The zones that the sub-account accepts; if HighLevel does not say, those that Node supports. */
async function getTimezones(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	try {
		const zones = await readAll(lookups.timeZones, await openLookup(this));
		if (zones.length > 0) return zones;
	} catch {
		// Choosing a zone needs no scope, so a refused call must not empty the list.
	}
	return Intl.supportedValuesOf('timeZone').map((zone) => ({ name: zone, value: zone }));
}

/** The same for a zone that has a default. */
async function getTimezonesOrDefault(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return [DEFAULT_ENTRY, ...(await getTimezones.call(this))];
}

/** The zones that HighLevel accepts for schedules. */
async function getScheduleTimezones(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const zones = await getTimezones.call(this);
	return zones.filter(({ value }) => SCHEDULE_ZONE.test(String(value)));
}

/** The methods that the editor calls. All use the same client as runs, with pacing, retries and explained refusals. */
export const methods = {
	listSearch: {
		searchAppointmentNotes: list(lookups.appointmentNotes),
		searchAppointments: list(lookups.appointments),
		searchBlockSlots: list(lookups.blockSlots),
		searchBusinesses: list(lookups.businesses),
		searchCalendarGroups: list(lookups.calendarGroups),
		searchCalendars: list(lookups.calendars),
		searchContacts: list(lookups.contacts),
		searchEvents: list(lookups.events),
		searchNotes: list(lookups.notes),
		searchNotifications: list(lookups.notifications),
		searchResources: list(lookups.resources),
		searchSchedules: list(lookups.schedules),
		searchServiceBookings: list(lookups.serviceBookings),
		searchServiceLocations: list(lookups.serviceLocations),
		searchServices: list(lookups.services),
		searchSubAccounts,
		searchTasks: list(lookups.tasks),
		searchUsers: list(lookups.users),
	},
	loadOptions: {
		getCalendarTeamMembers: menu(lookups.teamMembers),
		getCampaigns: menu(lookups.campaigns),
		getCustomFields: menu(lookups.customFields),
		getScheduleTimezones,
		getTags: menu(lookups.tags),
		getTimezones,
		getTimezonesOrDefault,
		getUsers: menu(lookups.users),
		getWorkflows: menu(lookups.workflows),
	},
	resourceMapping: {
		async getContactCustomFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
			return await readMapperFields(await openLookup(this));
		},
	},
};
