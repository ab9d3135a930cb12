import { RefusedRecord } from '../../shared/errors';
import type { Field, ItemContext } from '../../shared/operation';
import { toList } from '../../shared/values';

/** The contacts of an operation on many of them, each ID once; sent by the row's bundle. */
export const contactIds: Field = {
	displayName: 'Contact IDs',
	name: 'contactIds',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. ve9EPM428h8vShlRW1KT, sx6wyHhbFdRXh302Lunr',
	description: 'IDs separated by commas, or a list from an expression',
	send: {
		in: 'values',
		as: (value, context) => {
			const ids = toList(value, context);
			return Array.isArray(ids) ? [...new Set(ids)] : ids;
		},
	},
};

/** @returns the IDs that an item names */
export function idsOf({ values }: ItemContext): string[] {
	return Array.isArray(values.contactIds) ? values.contactIds.map(String) : [];
}

/** One contact of several that HighLevel refused, in its own words. */
export const refusedContact = (contactId: string, reason: string): RefusedRecord =>
	new RefusedRecord({ contactId }, reason);
