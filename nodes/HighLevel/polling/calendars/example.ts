// Sample data for the calendar events, for accounts without real records.

import type { IDataObject } from 'n8n-workflow';

const LOCATION = 'C2QujeCh8ZnC7al2InWR';
const CONTACT = 've9EPM428h8vShlRW1KT';
const CALENDAR = 'BqTwX8QFwXzpegMve9EQ';

/** Sample data: a calendar, in the form in which HighLevel lists calendars. */
export const EXAMPLE_CALENDAR: IDataObject = {
	id: CALENDAR,
	locationId: LOCATION,
	name: 'Discovery Call',
	calendarType: 'event',
	slotDuration: 30,
	slotInterval: 30,
	isActive: true,
};

/** Sample data: a calendar group. */
export const EXAMPLE_GROUP: IDataObject = {
	id: 'Jk2Vb8RtQw5NxYc3ZmLp',
	locationId: LOCATION,
	name: 'Consultations',
	description: 'All consultations',
	slug: 'consultations',
	isActive: true,
};

/** Sample data: a room. */
export const EXAMPLE_RESOURCE: IDataObject = {
	id: 'Rm4Tz7LqWx2KvBn9YcPd',
	locationId: LOCATION,
	resourceType: 'rooms',
	name: 'Room 1',
	description: 'First floor',
	quantity: 1,
	outOfService: 0,
	capacity: 4,
	calendarIds: [],
	isActive: true,
};

/** Sample data: an appointment, in the form in which HighLevel lists appointments. */
export const EXAMPLE_APPOINTMENT: IDataObject = {
	id: '0TkCdp9PfvLeWKYRRvIz',
	calendarId: CALENDAR,
	locationId: LOCATION,
	contactId: CONTACT,
	title: 'Ada Example',
	appointmentStatus: 'confirmed',
	startTime: '2026-01-20T10:00:00-05:00',
	endTime: '2026-01-20T10:30:00-05:00',
	deleted: false,
	dateAdded: '2026-01-15T09:30:00.000Z',
	dateUpdated: '2026-01-15T09:30:00.000Z',
};

/** Sample data: a blocked slot. */
export const EXAMPLE_BLOCK: IDataObject = {
	id: 'Bk5Wq3NzTx8RmYv2LcJd',
	locationId: LOCATION,
	calendarId: CALENDAR,
	title: 'Holiday',
	startTime: '2026-01-20T12:00:00-05:00',
	endTime: '2026-01-20T13:00:00-05:00',
	dateAdded: '2026-01-15T09:30:00.000Z',
	dateUpdated: '2026-01-15T09:30:00.000Z',
};

/** Sample data: a service booking; its ID is `bookingId`. */
export const EXAMPLE_BOOKING: IDataObject = {
	bookingId: 'Sv6Xr4PyUz9QnTw3MdKe',
	locationId: LOCATION,
	contactId: CONTACT,
	title: 'Ada Example',
	status: 'confirmed',
	startTime: '2026-01-20T10:00:00-05:00',
	endTime: '2026-01-20T11:00:00-05:00',
	services: [],
	dateAdded: '2026-01-15T09:30:00.000Z',
	dateUpdated: '2026-01-15T09:30:00.000Z',
};

/** Sample data: a free slot. */
export const EXAMPLE_SLOT: IDataObject = {
	date: '2026-01-20',
	start: '2026-01-20T10:00:00-05:00',
	end: '2026-01-20T10:30:00-05:00',
	calendarId: CALENDAR,
};
