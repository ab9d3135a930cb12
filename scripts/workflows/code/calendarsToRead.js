const { calendars } = $('Settings').first().json;
const all = $('Get Calendars')
	.all()
	.map(({ json }) => json)
	.filter(({ id }) => id !== undefined);
const named = calendars.map((row) => String(row.calendar).trim()).filter(Boolean);
const same = (one, other) => one.trim().toLowerCase() === other.toLowerCase();

// An unknown name is read like an ID, so that HighLevel says that there is no such calendar.
const wanted =
	named.length > 0
		? named.map(
				(name) =>
					all.find(({ id }) => id === name) ??
					all.find((one) => same(one.name, name)) ?? { id: name, name },
			)
		: all;

return wanted.map(({ id, name }) => ({ json: { calendarId: id, calendar: name } }));
