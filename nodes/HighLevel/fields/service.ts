// Fields of services.

import type { INodePropertyOptions } from 'n8n-workflow';

import { locator } from '../../shared/locator';
import type { Field } from '../../shared/operation';
import { textField } from './builders';
import { toColor } from './color';
import { user } from './locators';
import { nameOf, onlyIfOn, optional } from './naming';
import * as find from '../search/finders';

const EXAMPLE_ID = '65e5f6dfacf123513228d384';

/** The service that an operation works on. */
export const serviceId = locator({
	displayName: 'Service',
	name: 'serviceId',
	searchListMethod: 'searchServices',
	find: find.service,
	example: 'Massage',
	placeholder: EXAMPLE_ID,
	required: true,
});

/** The service booking that an operation works on. */
export const bookingId = locator({
	displayName: 'Service Booking',
	name: 'bookingId',
	searchListMethod: 'searchServiceBookings',
	placeholder: EXAMPLE_ID,
	required: true,
});

/** The service location that an operation works on. */
export const serviceLocationId = locator({
	displayName: 'Service Location',
	name: 'serviceLocationId',
	searchListMethod: 'searchServiceLocations',
	find: find.serviceLocation,
	example: 'Main Street Studio',
	placeholder: EXAMPLE_ID,
	required: true,
});

const amount = (displayName: string, key: string, description?: string): Field => ({
	displayName,
	name: key,
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 0,
	...(description ? { description } : {}),
});

const UNITS: INodePropertyOptions[] = [
	{ name: 'Hours', value: 'hours' },
	{ name: 'Minutes', value: 'mins' },
];

const unit = (displayName: string, key: string): Field => ({
	displayName,
	name: key,
	type: 'options',
	default: 'mins',
	options: UNITS,
});

const payment: Field = {
	displayName: 'Payment',
	name: 'payment',
	type: 'collection',
	default: {},
	placeholder: 'Add payment field',
	options: [
		amount('Deposit', 'deposit', "An amount or a percentage, as 'Deposit Type' says"),
		{
			displayName: 'Deposit Type',
			name: 'depositType',
			type: 'options',
			default: 'amount',
			options: [
				{ name: 'Amount', value: 'amount' },
				{ name: 'Percentage', value: 'percentage' },
			],
		},
		amount('Price', 'amount', "In the currency of the sub-account's service settings"),
	],
};

/** Duration, buffers and price; a service and each of its variations have the same fields. */
const terms: Field[] = [
	amount('Buffer After', 'postBuffer'),
	unit('Buffer After Unit', 'postBufferUnit'),
	amount('Buffer Before', 'preBuffer'),
	unit('Buffer Before Unit', 'preBufferUnit'),
	amount('Duration', 'serviceDuration'),
	unit('Duration Unit', 'serviceDurationUnit'),
	payment,
];

const termsOfVariation: Field = {
	displayName: 'Terms',
	name: 'terms',
	type: 'collection',
	default: {},
	placeholder: 'Add term',
	options: terms,
	send: { key: '' },
};

/** Variations of the service. On update, those with an ID are changed and the others added. */
const variations = (values: Field[], description: string): Field => ({
	displayName: 'Variations',
	name: 'variations',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add variation',
	description,
	options: [{ displayName: 'Variation', name: 'variation', values }],
});

/** Variations of a new service. */
export const newVariations = variations(
	[nameOf('Variation'), termsOfVariation],
	'Versions of the service to choose from, such as long hair and short hair',
);

/** Variations on update. */
export const changedVariations = variations(
	[
		textField('Variation ID', 'id', {
			description: 'ID of the variation to change. Leave it empty to add a new one.',
		}),
		optional(nameOf('Variation')),
		termsOfVariation,
	],
	'List every variation to keep. One with an ID is changed, one without an ID is added.',
);

/** Sends an empty list: no variations. */
export const removeAllVariations: Field = {
	displayName: 'Remove All Variations',
	name: 'removeAllVariations',
	type: 'boolean',
	default: false,
	description: 'Whether to remove all variations from the service',
	send: { in: 'values', as: onlyIfOn },
};

/** The people who provide the service. */
export const staff: Field = {
	displayName: 'Staff',
	name: 'staff',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add staff member',
	description: 'A new service needs at least one. On update, the list replaces the existing one.',
	options: [
		{
			displayName: 'Staff Member',
			name: 'member',
			values: [{ ...user('Staff Member', 'id'), required: true }],
		},
	],
};

export const coverImage = textField('Cover Image URL', 'coverImage', {
	placeholder: 'e.g. https://example.com/cover.jpg',
});

export const isPrivate: Field = {
	displayName: 'Private Service',
	name: 'isPrivate',
	type: 'boolean',
	default: false,
	description: 'Whether the service is hidden from the public booking page',
};

export const serviceCategoryId = textField('Category ID', 'serviceCategoryId');

/** Optional fields shared by creating and updating a service, except variations. */
export const serviceDetails: Field[] = [
	...terms,
	serviceCategoryId,
	{
		displayName: 'Service Color',
		name: 'eventColor',
		type: 'color',
		default: '#66C61C',
		placeholder: 'e.g. #66C61C',
		send: { as: toColor },
	},
	coverImage,
	textField('Service Description', 'description'),
	textField('Form ID', 'formId', {
		description: 'Form shown when this is the only service booked',
	}),
	isPrivate,
];
