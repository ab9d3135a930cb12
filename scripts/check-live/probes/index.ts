// All probes of check:live, in execution order.

import { ACCESS } from './access';
import { BOOKING } from './booking';
import { CALENDARS } from './calendars';
import { CONTACTS } from './contacts';
import { LISTS } from './lists';
import { BOOKING_WITHOUT_USER } from './openBooking';
import { DND_READ, DND_WRITE } from './openDnd';
import { REFUSED_CREATE } from './openRefusedCreate';
import type { Probe } from './probe';

/** The read-only probes, in execution order: some need what earlier ones found. */
export const READS: Probe[] = [...ACCESS, ...CONTACTS, ...LISTS, ...CALENDARS, DND_READ];

/** The probes that write; they delete what they created. */
export const WRITES: Probe[] = [...BOOKING, DND_WRITE, BOOKING_WITHOUT_USER, REFUSED_CREATE];
