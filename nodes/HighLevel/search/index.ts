import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
	ResourceMapperFields,
} from 'n8n-workflow';

import { SCHEDULE_ZONE } from '../fields/schedule';
import { readMapperFields } from './customFields';
import type { LookupSource } from './lookup';
import { readAll, searchPage } from './lookup';
import * as lookups from './lookups';
import { openPlace } from './place';

/** A searchable, paged list for a resource locator. */
function list(source: LookupSource) {
	return async function (
		this: ILoadOptionsFunctions,
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult> {
		return await searchPage(source, await openPlace(this), filter, paginationToken);
	};
}

/** A whole list for a drop-down. */
function menu(source: LookupSource) {
	return async function (this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
		return await readAll(source, await openPlace(this));
	};
}

/** The zones that the sub-account accepts; where HighLevel does not tell, those that Node knows. */
async function getTimezones(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	try {
		const zones = await readAll(lookups.timeZones, await openPlace(this));
		if (zones.length > 0) return zones;
	} catch {
		// A zone can be chosen without any scope, so a refused call must not empty the list.
	}
	return Intl.supportedValuesOf('timeZone').map((zone) => ({ name: zone, value: zone }));
}

/** The zones that HighLevel takes for schedules: two parts in letters. */
async function getScheduleTimezones(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const zones = await getTimezones.call(this);
	return zones.filter(({ value }) => SCHEDULE_ZONE.test(String(value)));
}

/** What the editor may ask of the HighLevel nodes. All go through the client that runs use: paced, retried, explained. */
export const methods = {
	listSearch: {
		searchAppointments: list(lookups.appointments),
		searchBusinesses: list(lookups.businesses),
		searchCalendarGroups: list(lookups.calendarGroups),
		searchCalendars: list(lookups.calendars),
		searchContacts: list(lookups.contacts),
		searchNotes: list(lookups.notes),
		searchNotifications: list(lookups.notifications),
		searchResources: list(lookups.resources),
		searchSchedules: list(lookups.schedules),
		searchServiceBookings: list(lookups.serviceBookings),
		searchServiceLocations: list(lookups.serviceLocations),
		searchServices: list(lookups.services),
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
		getUsers: menu(lookups.users),
		getWorkflows: menu(lookups.workflows),
	},
	resourceMapping: {
		async getContactCustomFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
			return await readMapperFields(await openPlace(this));
		},
	},
};
