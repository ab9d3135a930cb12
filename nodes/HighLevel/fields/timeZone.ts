import type { Field } from '../../shared/operation';
import { toTimeZone } from '../../shared/values';

/** Option: the zone in which the times of the item are read where they carry no offset. */
export const inputTimeZone: Field = {
	displayName: 'Time Zone Name or ID',
	name: 'inputTimeZone',
	type: 'options',
	default: '',
	typeOptions: { loadOptionsMethod: 'getTimezones' },
	description:
		'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	hint: "Zone of the times above; the workflow's zone when empty",
	zone: true,
	send: { in: 'values', as: toTimeZone },
};

/** Option: the sub-account's own zone, given by hand. */
export const locationTimeZone: Field = {
	displayName: 'Sub-Account Time Zone Name or ID',
	name: 'locationTimeZone',
	type: 'options',
	default: '',
	typeOptions: { loadOptionsMethod: 'getTimezones' },
	description:
		'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	hint: "Zone of the sub-account's clock; read from HighLevel when empty, which needs the scope locations.readonly",
	send: { in: 'values', as: toTimeZone },
};
