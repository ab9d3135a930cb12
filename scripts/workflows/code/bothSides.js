// One item for each calendar: what HighLevel says, what ActiveCampaign says, and what they said when they last agreed.
const all = (name) => ($(name).isExecuted ? $(name).all() : []);
const rowsOf = (name) =>
	all(name)
		.map(({ json }) => json)
		.filter(({ id }) => id !== undefined);

const calendars = rowsOf('Get Calendars');
const schedules = rowsOf('Get Schedules');
const { timezone: zoneOfAccount } = $('Account Status').first().json;

/** A calendar follows the schedule that names it, else that of its first team member, else the sub-account. */
const zoneOf = ({ id, teamMembers }) => {
	const own = schedules.find(({ calendarIds }) => calendarIds?.includes(id));
	if (own)
		return {
			timezone: own.timezone,
			scheduleId: own.id,
			calendarsOfSchedule: own.calendarIds.length,
		};
	const theirs = schedules.find(({ userId }) => userId === teamMembers?.[0]?.userId);
	return { timezone: theirs?.timezone ?? zoneOfAccount };
};

const contacts = new Map();
const fields = $('Known Fields')
	.all()
	.map(({ json }) => json);
for (const { json, pairedItem } of $('Read Values').all()) {
	const { key } = fields[pairedItem.item];
	for (const { contact, value } of json.fieldValues ?? []) {
		contacts.set(contact, { ...contacts.get(contact), [key]: value });
	}
}
const records = new Map();
for (const [contactId, { ID, NAME = '', TIMEZONE = '' }] of contacts) {
	if (ID) records.set(ID, { contactId, name: NAME, timezone: TIMEZONE });
}

const pairs = new Map(rowsOf('Get Pairs').map((row) => [row.calendarId, row]));
const known = new Map(calendars.map((calendar) => [calendar.id, calendar]));
const ids = new Set([...known.keys(), ...records.keys(), ...pairs.keys()]);

return [...ids].map((calendarId) => {
	const calendar = known.get(calendarId);
	return {
		json: {
			calendarId,
			highLevel: calendar
				? { name: calendar.name, isActive: calendar.isActive !== false, ...zoneOf(calendar) }
				: null,
			activeCampaign: records.get(calendarId) ?? null,
			pair: pairs.get(calendarId) ?? null,
		},
	};
});
