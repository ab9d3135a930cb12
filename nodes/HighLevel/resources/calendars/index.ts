// The resources of the node HighLevel Calendars.

import type { Resource } from '../../../shared/operation';
import { account } from '../account';
import { appointment } from './appointment';
import { appointmentNote } from './appointmentNote';
import { blockSlot } from './blockSlot';
import { calendar } from './calendar';
import { calendarGroup } from './calendarGroup';
import { event } from './event';
import { freeSlot } from './freeSlot';
import { notification } from './notification';
import { resource } from './resource';
import { schedule } from './schedule';
import { service } from './service';
import { serviceBooking } from './serviceBooking';
import { serviceLocation } from './serviceLocation';

/** In the order of the documentation. */
export const calendarResources: Resource[] = [
	appointment,
	appointmentNote,
	blockSlot,
	calendar,
	calendarGroup,
	event,
	freeSlot,
	notification,
	resource,
	schedule,
	service,
	serviceBooking,
	serviceLocation,
	account,
];
