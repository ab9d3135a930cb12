/** Files and folders whose texts do not yet follow the rules. */
const LATER: string[] = [
	'nodes/HighLevel/HighLevelWebhookTrigger.node.ts',
	'nodes/HighLevel/advice.ts',
	'nodes/HighLevel/fields/appointment.ts',
	'nodes/HighLevel/fields/builders.ts',
	'nodes/HighLevel/fields/calendar.ts',
	'nodes/HighLevel/fields/calendarIds.ts',
	'nodes/HighLevel/fields/calendarNotifications.ts',
	'nodes/HighLevel/fields/calendarPage.ts',
	'nodes/HighLevel/fields/calendarSlots.ts',
	'nodes/HighLevel/fields/calendarTeam.ts',
	'nodes/HighLevel/fields/color.ts',
	'nodes/HighLevel/fields/events.ts',
	'nodes/HighLevel/fields/hours.ts',
	'nodes/HighLevel/fields/locationConfiguration.ts',
	'nodes/HighLevel/fields/naming.ts',
	'nodes/HighLevel/fields/notification.ts',
	'nodes/HighLevel/fields/openHours.ts',
	'nodes/HighLevel/fields/schedule.ts',
	'nodes/HighLevel/fields/service.ts',
	'nodes/HighLevel/fields/serviceBooking.ts',
	'nodes/HighLevel/fields/timeZone.ts',
	'nodes/HighLevel/fields/times.ts',
	'nodes/HighLevel/polling/',
	'nodes/HighLevel/resources/calendars/',
	'nodes/HighLevel/webhook/',
];

/** @param place a file, also with a line */
export const isLater = (place: string) => LATER.some((one) => place.startsWith(one));
