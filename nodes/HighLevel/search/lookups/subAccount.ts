// The lists of what a sub-account has besides contacts and calendars.

import { textsUnder } from '../../../shared/expectation';
import { byOffset } from '../../../shared/pagination';
import { trimmedText } from '../../../shared/values';
import type { Lookup } from '../lookup';
import { isPublished, named } from './entries';
import { ofLocation, underLocation } from './requests';

export const businesses: Lookup = {
	label: 'List businesses',
	scope: 'businesses.readonly',
	requests: ofLocation('/businesses/'),
	unwrap: 'businesses',
	paginate: byOffset('skip', 100),
	entry: (business) => named(business),
};

/** HighLevel's tag endpoints accept names, not IDs. */
export const tags: Lookup = {
	label: 'List tags',
	scope: 'locations/tags.readonly',
	requests: underLocation('tags'),
	unwrap: 'tags',
	entry: (tag) => ({ name: trimmedText(tag.name), value: trimmedText(tag.name) }),
};

export const campaigns: Lookup = {
	label: 'List campaigns',
	scope: 'campaigns.readonly',
	requests: ofLocation('/campaigns/', { status: 'published' }),
	unwrap: 'campaigns',
	keep: isPublished,
	entry: (campaign) => named(campaign),
};

/** Contacts can be added only to published workflows. */
export const workflows: Lookup = {
	label: 'List workflows',
	scope: 'workflows.readonly',
	requests: ofLocation('/workflows/'),
	unwrap: 'workflows',
	keep: isPublished,
	entry: (workflow) => named(workflow),
};

export const customFields: Lookup = {
	label: 'List custom fields',
	scope: 'locations/customFields.readonly',
	requests: underLocation('customFields', { model: 'contact' }),
	unwrap: 'customFields',
	entry: (field) => named(field),
};

/** The zones that HighLevel accepts for the sub-account. */
export const timeZones: Lookup = {
	label: 'List time zones',
	scope: 'locations.readonly',
	requests: underLocation('timezones'),
	expects: textsUnder('timeZones'),
	unwrap: ({ timeZones: zones }) =>
		Array.isArray(zones) ? zones.map((zone: unknown) => ({ id: zone })) : [],
	entry: (zone) => named(zone),
};
