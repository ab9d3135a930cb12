import type { PollEvent } from '../event';
import {
	appointmentCancelled,
	appointmentCreated,
	appointmentRescheduled,
	appointmentStartingSoon,
	appointmentStatusChanged,
	appointmentUpdated,
} from './appointment';
import { blockedSlotAdded } from './blockSlot';
import { serviceBookingChanged } from './booking';
import { freeSlotOpened } from './freeSlot';
import {
	calendarCreated,
	calendarDeleted,
	calendarGroupChanged,
	calendarUpdated,
	resourceChanged,
} from './list';

/** What HighLevel Calendars Trigger can start on, in the order of the documentation. */
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
