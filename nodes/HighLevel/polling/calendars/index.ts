// The events of the polling trigger for calendars.

import type { PollEvent } from '../event';
import { appointmentCancelled } from './appointmentCancelled';
import {
	appointmentCreated,
	appointmentRescheduled,
	appointmentStatusChanged,
	appointmentUpdated,
} from './appointmentChanges';
import { appointmentStartingSoon } from './appointmentSoon';
import { blockedSlotAdded } from './blockSlot';
import { serviceBookingChanged } from './booking';
import { calendarCreated, calendarDeleted, calendarUpdated } from './calendar';
import { freeSlotOpened } from './freeSlot';
import { calendarGroupChanged, resourceChanged } from './groupsAndResources';

/** In the order of the documentation. */
export const calendarEvents: PollEvent[] = [
	appointmentCreated,
	appointmentUpdated,
	appointmentRescheduled,
	appointmentCancelled,
	appointmentStatusChanged,
	appointmentStartingSoon,
	freeSlotOpened,
	blockedSlotAdded,
	calendarCreated,
	calendarUpdated,
	calendarDeleted,
	calendarGroupChanged,
	serviceBookingChanged,
	resourceChanged,
];
