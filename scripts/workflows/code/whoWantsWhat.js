// One item for each calendar and time zone that somebody asked for, so that its free slots are read once.
const settings = $('Settings').first().json;
const names = $('Known Names').first().json;
const requests = $('Contacts to Read')
	.all()
	.map(({ json }) => json);
const calendars = $('Get Calendars')
	.all()
	.map(({ json }) => json);
const same = (one, other) =>
	String(one).trim().toLowerCase() === String(other).trim().toLowerCase();

/** A calendar by its ID or name; ActiveCampaign may show another name for it. */
const calendarOf = (answer) => {
	const wanted = settings.calendars.find((row) => same(row.answer, answer))?.calendar ?? answer;
	return (
		calendars.find(({ id }) => id === wanted) ?? calendars.find(({ name }) => same(name, wanted))
	);
};

const contacts = new Map();
for (const { json, pairedItem } of $('Read Contacts').all()) {
	const { contactId, email, list } = requests[pairedItem.item];
	const contact = contacts.get(contactId) ?? { contactId, email, values: {} };
	contacts.set(contactId, contact);
	if (json.error)
		contact.error = `Its ${list} could not be read: ${json.error.message ?? json.error}`;
	for (const { field, value } of json.fieldValues ?? []) contact.values[field] = value;
	for (const { id, tag } of json.contactTags ?? []) {
		if (String(tag) === String(names.askTag)) contact.linkId = id;
	}
}

const searches = new Map();
const wishes = [...contacts.values()].map(({ values, ...contact }) => {
	if (contact.error) return contact;
	const answer = values[names.calendarField] || settings.defaultCalendar;
	const calendar = calendarOf(answer);
	if (!calendar) return { ...contact, error: `HighLevel has no calendar "${answer}"` };
	const timezone = (names.timezoneField && values[names.timezoneField]) || settings.timezone;
	if (timezone && !DateTime.local().setZone(timezone).isValid) {
		return { ...contact, error: `"${timezone}" is not a time zone such as Europe/Berlin` };
	}
	const key = `${calendar.id} ${timezone}`;
	searches.set(key, { key, calendarId: calendar.id, calendar: calendar.name, timezone });
	return { ...contact, calendar: calendar.name, key };
});

return [{ json: { wishes, searches: [...searches.values()] } }];
