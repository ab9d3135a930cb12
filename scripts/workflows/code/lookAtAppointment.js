// Whether the appointment can still be changed; if not, the view says why.
const settings = $('Settings').first().json;
const { error, ...appointment } = $input.first().json;
const FINAL = ['noshow', 'showed', 'invalid', 'completed'];

const viewOf = () => {
	if (error) return /not found|404/i.test(error.message ?? error) ? 'gone' : 'later';
	if (appointment.deleted) return 'gone';
	if (appointment.appointmentStatus === 'cancelled') return 'cancelled';
	const start = DateTime.fromISO(appointment.startTime).toMillis();
	if (start <= $now.toMillis() || FINAL.includes(appointment.appointmentStatus)) return 'past';
	if (start <= $now.plus({ hours: settings.noticeHours }).toMillis()) return 'tooLate';
	return '';
};
const view = viewOf();

return [{ json: { view, appointment, error: view === 'later' ? (error.message ?? error) : null } }];
