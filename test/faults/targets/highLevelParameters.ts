/** What the smallest parameters of an operation lack against the account of the campaign, by `family resource.operation`. */
import type { INodeParameters } from 'n8n-workflow';

const fromItem = (name: string) => `={{ $json.${name} }}`;
const byId = (name: string) => ({ __rl: true, mode: 'id', value: fromItem(name) });
const staff = { member: [{ id: byId('staffId') }] };
const room = { resourceType: 'rooms' };
const present = { email: fromItem('presentEmail') };
const range = { rangeStart: fromItem('rangeStart'), rangeEnd: fromItem('rangeEnd') };
const noteOfAppointment = { noteId: fromItem('appointmentNoteId') };
const eventCalendar = {
	calendarId: byId('eventCalendarId'),
};

export const FURTHER: Record<string, INodeParameters> = {
	'contacts contact.create': { email: fromItem('email') },
	'contacts contact.findDuplicate': present,
	'contacts contact.lookup': present,
	'contacts contact.update': { updateFields: { source: fromItem('source') } },
	'contacts note.update': { updateFields: { noteBody: fromItem('noteBody') } },
	'contacts task.update': { updateFields: { dueDate: fromItem('dueDate') } },
	'contacts tag.remove': { tags: ['old'] },
	'contacts follower.remove': { followers: ['={{ $json.userId }}'] },
	'contacts tag.updateMany': { contactIds: fromItem('contactId'), tags: ['vip'] },
	'contacts business.addContacts': { contactIds: fromItem('contactId') },
	'contacts business.removeContacts': { contactIds: fromItem('contactId') },
	'calendars appointment.reschedule': { startTime: fromItem('startTime') },
	'calendars appointment.update': { updateFields: { title: fromItem('title') } },
	'calendars appointmentNote.delete': noteOfAppointment,
	'calendars appointmentNote.update': noteOfAppointment,
	'calendars blockSlot.update': { updateFields: { title: fromItem('title') } },
	'calendars calendar.create': { calendarType: 'event', teamMembers: {} },
	'calendars calendar.update': { updateFields: { name: fromItem('name') } },
	'calendars resource.create': room,
	'calendars resource.delete': room,
	'calendars resource.get': room,
	'calendars resource.getAll': room,
	'calendars resource.update': { ...room, updateFields: { capacity: 3 } },
	'calendars service.create': { staff },
	'calendars serviceBooking.create': { services: { service: [{ id: byId('serviceId') }] } },
	'calendars serviceBooking.getAll': range,
	'calendars schedule.removeCalendar': eventCalendar,
	'calendars schedule.getEventCalendarSchedule': eventCalendar,
	'calendars schedule.updateEventCalendarSchedule': eventCalendar,
};
