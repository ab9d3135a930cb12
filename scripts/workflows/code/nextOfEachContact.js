// The next appointment of each contact. When appointments were just booked, only of their contacts.
const { secret, pageUrl } = $('Settings').first().json;
if (secret.length < 16 || !/^https?:\/\//.test(pageUrl)) {
	throw new Error(
		'The links are not written yet: fill in pageUrl and secret (at least 16 characters) in Settings.',
	);
}
const calendars = $('Calendars to Read')
	.all()
	.map(({ json }) => json);
const created = $('Appointment Created').isExecuted
	? new Set(
			$('Appointment Created')
				.all()
				.map(({ json }) => json.contactId),
		)
	: undefined;

const failed = [];
const next = new Map();
for (const { json, pairedItem } of $('Get Appointments').all()) {
	if (json.error) {
		const { calendar } = calendars[pairedItem?.item ?? 0] ?? {};
		const error = `Its appointments could not be read: ${json.error.message ?? json.error}`;
		failed.push({ label: `Calendar "${calendar}"`, error });
		continue;
	}
	const { id, contactId, title, startTime, appointmentStatus } = json;
	if (!id || !contactId || json.deleted || appointmentStatus === 'cancelled') continue;
	if (created && !created.has(contactId)) continue;
	const startsAt = DateTime.fromISO(startTime).toMillis();
	if (startsAt >= (next.get(contactId)?.startsAt ?? Infinity)) continue;
	next.set(contactId, { label: `Contact of "${title}"`, contactId, appointmentId: id, startsAt });
}
return [...next.values(), ...failed].map((json) => ({ json }));
