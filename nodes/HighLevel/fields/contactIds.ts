import type { Field } from '../../shared/operation';
import { toList } from '../../shared/values';

/** The contacts of an operation on many of them, each ID once; read by the row's own code, which sends it in batches. */
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
