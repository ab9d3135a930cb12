// The contacts of a bulk operation.

import { toList } from '../../shared/convert';
import type { Field, ItemContext } from '../../shared/operation';
import { RefusedRecord } from '../../shared/refusedRecord';
import { textsOf } from '../../shared/values';

/** The contacts of a bulk operation, without duplicates; the operation's bundle sends them. */
export const contactIds: Field = {
	displayName: 'Contact IDs',
	name: 'contactIds',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. ve9EPM428h8vShlRW1KT, sx6wyHhbFdRXh302Lunr',
	description: 'IDs separated by commas, or an expression that returns a list',
	send: {
		in: 'values',
		as: (value) => [...new Set(toList(value))],
	},
};

/** @returns the IDs that an item names */
export function idsOf({ values }: ItemContext): string[] {
	return textsOf(values.contactIds);
}

/** A contact that HighLevel refused while accepting others. */
export const refusedContact = (contactId: string, reason: string): RefusedRecord =>
	new RefusedRecord({ contactId }, reason);
