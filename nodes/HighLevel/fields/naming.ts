import type { Convert, Field } from '../../shared/operation';
import { toBoolean } from '../../shared/values';

/** Name of a new or wholly rewritten record. */
export const name: Field = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	required: true,
};

/** Description where HighLevel insists on one. */
export const description: Field = {
	displayName: 'Description',
	name: 'description',
	type: 'string',
	default: '',
	required: true,
};

/** Last part of the address of a booking page. */
export const slug: Field = {
	displayName: 'Slug',
	name: 'slug',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. spa-day',
	description: 'Last part of the address of the booking page',
};

/** The same field where it may be left out. */
export function optional(field: Field): Field {
	const copy = { ...field };
	delete copy.required;
	return copy;
}

/** For a switch that asks for something: off is the same as not given. */
export const onlyIfOn: Convert = (value, context) =>
	toBoolean(value, context) === true ? true : undefined;
