// Fields of service bookings.

import type { INodePropertyOptions } from 'n8n-workflow';

import type { Convert } from '../../shared/convert';
import { toWholeNumber } from '../../shared/convert';
import type { Field } from '../../shared/operation';
import { countField, textField } from './builders';
import { user } from './locators';
import { optional } from './naming';
import { serviceId, serviceLocationId } from './service';
import { timezone } from './times';

/** A number for which 0 leaves the choice to HighLevel. */
const orNothing: Convert = (value) => toWholeNumber(0)(value) || undefined;

const count = (displayName: string, name: string, description: string): Field =>
	countField(displayName, name, 0, { description, send: { as: orNothing } });

const addOns: Field = {
	displayName: 'Add-Ons',
	name: 'addOns',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add add-on',
	options: [
		{
			displayName: 'Add-On',
			name: 'addOn',
			values: [
				textField('Add-On ID', 'id', { required: true }),
				count('Duration (Minutes)', 'duration', "0 uses the add-on's own value"),
				count('Quantity', 'quantity', "0 uses the add-on's own value"),
			],
		},
	],
};

/** The booked services. On update, the list replaces the booking's. */
export const services: Field = {
	displayName: 'Services',
	name: 'services',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add service',
	description: 'A new booking needs at least one. On update, the list replaces the existing one.',
	options: [
		{
			displayName: 'Service',
			name: 'service',
			values: [
				{ ...serviceId, name: 'id' },
				user('Staff Member', 'staffId'),
				{
					displayName: 'More',
					name: 'more',
					type: 'collection',
					default: {},
					placeholder: 'Add field',
					options: [
						addOns,
						{
							displayName: 'Position',
							name: 'position',
							type: 'number',
							typeOptions: { minValue: 0 },
							default: 0,
							description: 'Place in the order of the services, starting at 0',
						},
					],
					send: { key: '' },
				},
			],
		},
	],
};

export const bookingPlace = optional(serviceLocationId);

/** Optional fields shared by create and update. */
export const bookingDetails: Field[] = [
	textField('Meeting Location', 'meetingLocation', {
		placeholder: 'e.g. 123 Main St, Anytown',
		description: 'Required if the service location asks the booker',
	}),
	bookingPlace,
	timezone,
	textField('Booking Title', 'title'),
];

const status = (options: INodePropertyOptions[], description?: string): Field => ({
	displayName: 'Booking Status',
	name: 'bookingStatus',
	type: 'options',
	default: 'confirmed',
	options,
	...(description ? { description } : {}),
	send: { key: 'status' },
});

const CONFIRMED = { name: 'Confirmed', value: 'confirmed' };
const NEW = { name: 'New (Unconfirmed)', value: 'new' };

/** Status of a new booking; by default, the sub-account's service settings decide. */
export const newBookingStatus = status([CONFIRMED, NEW]);

/** Status on update. The values differ from those of appointments: "no_show". */
export const bookingStatus = status([
	{ name: 'Cancelled', value: 'cancelled' },
	CONFIRMED,
	{ name: 'Invalid', value: 'invalid' },
	NEW,
	{ name: 'No-Show', value: 'no_show' },
	{ name: 'Showed', value: 'showed' },
]);

/** Options sent in the query. */
export const bookingRules: Field[] = [
	{
		displayName: 'Override Availability',
		name: 'overrideAvailability',
		type: 'boolean',
		default: false,
		description: 'Whether to book without checking availability or the minimum scheduling notice',
		send: { in: 'query' },
	},
	{
		displayName: 'Skip Scheduling Notice',
		name: 'skipSchedulingNotice',
		type: 'boolean',
		default: false,
		description: 'Whether to ignore the minimum scheduling notice and the date range',
		send: { in: 'query' },
	},
];
