// One-line builders for the most common kinds of fields.

import type { INodePropertyOptions } from 'n8n-workflow';

import { toWholeNumber } from './convert';
import { toTimeZone } from './convertTime';
import type { Field } from './operation';
import { optionsFrom } from './standardFields';

/** A text field. */
export const textField = (displayName: string, name: string, more: Partial<Field> = {}): Field => ({
	displayName,
	name,
	type: 'string',
	default: '',
	...more,
});

/** A date and time field. */
export const dateTimeField = (
	displayName: string,
	name: string,
	more: Partial<Field> = {},
): Field => ({
	displayName,
	name,
	type: 'dateTime',
	default: '',
	...more,
});

/** A switch that is off by default. */
export const offSwitch = (displayName: string, name: string, description: string): Field => ({
	displayName,
	name,
	type: 'boolean',
	default: false,
	description,
});

/** A switch that is on by default. */
export const onSwitch = (displayName: string, name: string, description: string): Field => ({
	...offSwitch(displayName, name, description),
	default: true,
});

/** A drop-down menu. */
export const choiceField = (
	displayName: string,
	name: string,
	initial: string,
	options: INodePropertyOptions[],
	more: Partial<Field> = {},
): Field => ({ displayName, name, type: 'options', default: initial, options, ...more });

/** A whole number, zero or greater. */
export const countField = (
	displayName: string,
	name: string,
	initial: number,
	more: Partial<Field> = {},
): Field => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue: 0 },
	default: initial,
	send: { as: toWholeNumber(0) },
	...more,
});

/** The entry of a menu for an empty value. Without it, n8n marks an optional menu as wrong while nothing is chosen. */
export const DEFAULT_ENTRY: INodePropertyOptions = { name: 'Default', value: '' };

/** A menu of the time zones that the service accepts, from the node's method `getTimezones`. */
export const timeZoneField = (
	displayName: string,
	name: string,
	more: Partial<Field> = {},
): Field => ({
	displayName: `${displayName} Name or ID`,
	name,
	type: 'options',
	default: '',
	...optionsFrom('getTimezones'),
	send: { as: toTimeZone },
	...more,
});

/** The same for a zone that has a default, from the node's method `getTimezonesOrDefault`. */
export const optionalTimeZoneField = (
	displayName: string,
	name: string,
	more: Partial<Field> = {},
): Field => timeZoneField(displayName, name, { ...optionsFrom('getTimezonesOrDefault'), ...more });
