// What the form asks for. A page that was only opened changes nothing.
const settings = $('Settings').first().json;
const { appointment } = $('Look at the Appointment').first().json;
const { wantsCancel } = $('Check the Link').first().json;
const answers = $input.all().map(({ json }) => json);
const error = answers.find((one) => one.error)?.error ?? null;

const at = (time) => DateTime.fromISO(time, { setZone: true });
const from = $now.plus({ hours: settings.noticeHours }).toMillis();
const slots = answers
	.flatMap((days) => Object.values(days))
	.flatMap((day) => day?.slots ?? [])
	.filter(
		(slot) =>
			at(slot).toMillis() > from && at(slot).toMillis() !== at(appointment.startTime).toMillis(),
	)
	.slice(0, settings.numberOfTimes);

const body = $('Form Sent').isExecuted ? ($('Form Sent').first().json.body ?? {}) : {};
const output = (json) => [
	{
		json: { move: false, cancel: false, slots, error: error && (error.message ?? error), ...json },
	},
];

if (body.action === 'cancel' && settings.allowCancel) return output({ cancel: true });
if (body.action === 'move' && settings.allowMove) {
	const slot = slots.find((one) => at(one).toMillis() === at(String(body.slot ?? '')).toMillis());
	const isThereAlready =
		at(String(body.slot ?? '')).toMillis() === at(appointment.startTime).toMillis();
	if (isThereAlready) return output({ view: 'moved', start: appointment.startTime });
	if (error) return output({ view: 'later' });
	if (!slot) return output({ view: 'taken' });
	const length = at(appointment.endTime).diff(at(appointment.startTime));
	const end = at(slot).plus(length).toISO({ suppressMilliseconds: true });
	return output({ move: true, slot, end });
}
return output({ view: wantsCancel && settings.allowCancel ? 'askCancel' : 'choose' });
