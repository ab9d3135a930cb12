import type { JsonObject } from '../shared/json';

/** What HighLevel fills in for a calendar created with nothing but a name. Source: HighLevel API notes, section 10.5 (live). */
export function calendarDefaults(): JsonObject & { name: string; calendarType: string } {
	return {
		name: '',
		calendarType: 'event',
		description: '',
		eventTitle: '{{contact.name}}',
		eventColor: '#039be5',
		slotDuration: 30,
		slotDurationUnit: 'mins',
		slotInterval: 30,
		slotIntervalUnit: 'mins',
		slotBuffer: 0,
		slotBufferUnit: 'mins',
		preBuffer: 0,
		preBufferUnit: 'mins',
		appoinmentPerSlot: 1,
		isActive: true,
		autoConfirm: true,
		allowCancellation: true,
		allowReschedule: true,
		enableRecurring: false,
		googleInvitationEmails: false,
		widgetType: 'classic',
		formSubmitType: 'ThankYouMessage',
		openHours: {},
	};
}
