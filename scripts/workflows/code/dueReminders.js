// One item for each reminder that is due, unless it was sent for this appointment at this time.
const settings = $('Settings').first().json;
const calendars = $('Calendars to Read')
	.all()
	.map(({ json }) => json);
const sent = new Map(
	$('Reminders Sent')
		.all()
		.map(({ json }) => [json.key, json.sentAt]),
);
const LEFT_OUT = ['cancelled', 'noshow', 'showed', 'invalid', 'completed'];
const now = $now.toMillis();
const lengths = settings.reminders.map((row) => ({ ...row, hours: Number(row.hours) }));

const reminders = [];
for (const { json, pairedItem } of $('Get Appointments').all()) {
	const { calendar } = calendars[pairedItem?.item ?? 0] ?? {};
	if (json.error) {
		const error = `Its appointments could not be read: ${json.error.message ?? json.error}`;
		reminders.push({ label: `Calendar "${calendar}"`, error });
		continue;
	}
	if (!json.id || json.deleted || LEFT_OUT.includes(json.appointmentStatus)) continue;
	const start = DateTime.fromISO(json.startTime, { setZone: true });
	const startsAt = start.toMillis();
	if (startsAt <= now) continue;
	// Only the latest reminder that is due: after an outage nobody is reminded twice at once.
	const due = lengths
		.filter(({ hours }) => startsAt - hours * 3600000 <= now)
		.sort((one, other) => one.hours - other.hours)[0];
	if (!due) continue;
	// Booked so late that the reminder would follow at once.
	const bookedAt = DateTime.fromISO(json.dateAdded ?? '').toMillis();
	if (bookedAt > startsAt - due.hours * 3600000) continue;
	const key = `${json.id} ${startsAt} ${due.hours}`;
	if (sent.get(key) > 0) continue;
	reminders.push({
		label: `${json.title}, ${start.toFormat('d LLL, HH:mm')}`,
		key,
		isBegun: sent.has(key),
		startsAt,
		appointmentId: json.id,
		title: json.title,
		calendar,
		start: json.startTime,
		contactId: json.contactId,
		hoursBefore: due.hours,
		tag: due.tag ?? '',
		workflowId: due.workflowId ?? '',
	});
}
return reminders.map((json) => ({ json }));
