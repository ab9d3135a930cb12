import { toTimeZone } from '../../shared/values';
import { timeZone } from './plain';

/** Option: the zone in which the times of the item are read where they carry no offset. */
export const inputTimeZone = timeZone('Time Zone', 'inputTimeZone', {
	hint: "Zone of the times above; the workflow's zone when empty",
	zone: true,
	send: { in: 'values', as: toTimeZone },
});

/** Option: the sub-account's own zone, given by hand. */
export const locationTimeZone = timeZone('Sub-Account Time Zone', 'locationTimeZone', {
	hint: "Zone of the sub-account's clock; read from HighLevel when empty, which needs the scope locations.readonly",
	send: { in: 'values', as: toTimeZone },
});
