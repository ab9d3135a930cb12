// The 'Meeting Locations' field of a calendar or a team member.

import type { Field, FieldGroup } from '../../shared/operation';

const configuration: FieldGroup = {
	displayName: 'Location',
	name: 'configuration',
	values: [
		{
			displayName: 'Kind',
			name: 'kind',
			type: 'options',
			default: 'custom',
			options: [
				{ name: 'Ask the Booker', value: 'booker' },
				{ name: 'Custom', value: 'custom' },
				{ name: 'Google Meet', value: 'google_conference' },
				{ name: 'Microsoft Teams', value: 'ms_teams_conference' },
				{ name: 'Phone: Contact Calls', value: 'inbound_call' },
				{ name: 'Phone: Team Member Calls', value: 'outbound_call' },
				{ name: 'Physical Address', value: 'physical' },
				{ name: 'Zoom', value: 'zoom_conference' },
			],
		},
		{
			displayName: 'Location',
			name: 'location',
			type: 'string',
			default: '',
			placeholder: 'e.g. +14455550132',
			description:
				'Address, phone number or link. Leave it empty for Google Meet, Microsoft Teams and Zoom.',
		},
	],
};

/** Where a calendar's or a team member's meetings take place (OpenAPI: LocationConfiguration). */
export const locationConfigurations: Field = {
	displayName: 'Meeting Locations',
	name: 'locationConfigurations',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add location',
	options: [configuration],
};
