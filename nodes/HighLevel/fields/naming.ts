// Name, description and slug, and a way to make a field optional.

import type { Convert } from '../../shared/convert';
import { toBoolean } from '../../shared/convert';
import type { Field } from '../../shared/operation';

/** Name of a record that is created or replaced. */
export const nameOf = (what: string): Field => ({
	displayName: `${what} Name`,
	name: 'name',
	type: 'string',
	default: '',
	required: true,
});

/** Description, where HighLevel requires one. */
export const descriptionOf = (what: string): Field => ({
	displayName: `${what} Description`,
	name: 'description',
	type: 'string',
	default: '',
	required: true,
});

/** The last part of a booking page's URL. */
export const slugOf = (what: string): Field => ({
	displayName: `${what} Slug`,
	name: 'slug',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. spa-day',
	description: 'Last part of the address of the booking page',
});

/** @returns the field, made optional */
export function optional(field: Field): Field {
	const copy = { ...field };
	delete copy.required;
	return copy;
}

/** Converts a switch that is sent only when it is on. */
export const onlyIfOn: Convert = (value) => toBoolean(value) || undefined;
