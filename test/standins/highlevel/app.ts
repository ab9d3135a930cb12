/** The marketplace app that the stand-in knows, and what users can grant it. */
export interface App {
	clientId: string;
	clientSecret: string;
	/** Allowed redirect addresses; an empty list allows any. */
	redirectUris: string[];
	scopes: string[];
	/** Locations in which the app is installed. */
	installedLocations: Set<string>;
	/** Whether new sub-accounts of the agency get the app by themselves. */
	installToFutureLocations: boolean;
}

/** The app's ID: the client ID before the hyphen. */
export function appIdOf({ clientId }: Pick<App, 'clientId'>): string {
	return clientId.split('-')[0] ?? '';
}

/** What a user granted to the app; authorization codes and tokens are issued for it. */
export interface Grant {
	clientId: string;
	kind: 'location' | 'company';
	locationId: string | undefined;
	scopes: string[];
}

/** Every scope that the Contacts and Calendars APIs and their look-ups use. */
export const ALL_SCOPES = [
	'contacts.readonly',
	'contacts.write',
	'calendars.readonly',
	'calendars.write',
	'calendars/events.readonly',
	'calendars/events.write',
	'calendars/groups.readonly',
	'calendars/groups.write',
	'calendars/resources.readonly',
	'calendars/resources.write',
	'locations.readonly',
	'locations/customFields.readonly',
	'locations/customFields.write',
	'locations/customValues.readonly',
	'locations/tags.readonly',
	'locations/tags.write',
	'locations/tasks.readonly',
	'users.readonly',
	'businesses.readonly',
	'campaigns.readonly',
	'workflows.readonly',
	'oauth.readonly',
	'oauth.write',
];
