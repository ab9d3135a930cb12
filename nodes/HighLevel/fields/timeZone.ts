// Options for the zone in which times are interpreted or written.

import { toTimeZone } from '../../shared/convertTime';
import { optionalTimeZoneField } from './builders';

/** Option: the zone in which the item's times without an offset are interpreted. */
export const inputTimeZone = optionalTimeZoneField('Time Zone', 'inputTimeZone', {
	hint: "Zone of the times above. If empty, it is the workflow's zone.",
	zone: true,
	send: { in: 'values', as: toTimeZone },
});

/** Option: the sub-account's own zone, as given by the user. */
export const locationTimeZone = optionalTimeZoneField('Sub-Account Time Zone', 'locationTimeZone', {
	hint: "Zone of the sub-account's clock. If empty, it is read from HighLevel, which needs the scope locations.readonly.",
	send: { in: 'values', as: toTimeZone },
});
