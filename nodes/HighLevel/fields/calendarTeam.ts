// The 'Team Members' field of a calendar.

import type { Field } from '../../shared/operation';
import { choiceField, onSwitch, textField } from './builders';
import { locationConfigurations } from './locationConfiguration';
import { user } from './locators';

/** HighLevel expects these three numbers. */
const PRIORITIES: Record<string, number> = { low: 0, medium: 0.5, high: 1 };

/** The team of a calendar (OpenAPI: TeamMember). */
export const teamMembers: Field = {
	displayName: 'Team Members',
	name: 'teamMembers',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add team member',
	description:
		'Required for every type except Event. Personal takes exactly one. On update, they replace the whole team.',
	options: [
		{
			displayName: 'Team Member',
			name: 'member',
			values: [
				{ ...user('User', 'userId'), required: true },
				{
					displayName: 'Details',
					name: 'details',
					type: 'collection',
					default: {},
					placeholder: 'Add detail',
					options: [
						textField('Old Location', 'meetingLocation', {
							description: "Deprecated by HighLevel. Use 'Meeting Locations'.",
						}),
						choiceField(
							'Old Location Type',
							'meetingLocationType',
							'custom',
							[
								{ name: 'Address', value: 'address' },
								{ name: 'Ask the Booker', value: 'booker' },
								{ name: 'Custom', value: 'custom' },
								{ name: 'Google Meet', value: 'gmeet' },
								{ name: 'Microsoft Teams', value: 'teams' },
								{ name: 'Phone', value: 'phone' },
								{ name: 'Zoom', value: 'zoom' },
							],
							{ description: "Deprecated by HighLevel. Use 'Meeting Locations'." },
						),
						locationConfigurations,
						onSwitch('Primary', 'isPrimary', 'Whether this member is the primary one'),
						choiceField(
							'Priority',
							'priority',
							'medium',
							[
								{ name: 'Low', value: 'low' },
								{ name: 'Medium', value: 'medium' },
								{ name: 'High', value: 'high' },
							],
							{ send: { as: (value) => PRIORITIES[String(value)] } },
						),
					],
					send: { key: '' },
				},
			],
		},
	],
};
