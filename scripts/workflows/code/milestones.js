// What each contact's milestone asks for. The first look is at HighLevel's search, which may show a contact as it was some
// minutes ago; the second one at the contact itself.
const settings = $('Settings').first().json;
const { ids } = $('Fields').first().json;
const { timezone } = $('Account').first().json;
const open = new Set(
	$('Get Open Requests')
		.all()
		.map(({ json }) => json.id),
);

/** HighLevel has a date as text or as milliseconds. */
const dayOf = (value) => {
	if (value === undefined || value === null || value === '') return '';
	if (typeof value === 'number' || /^\d{12,}$/.test(value))
		return new Date(Number(value)).toISOString().slice(0, 10);
	return String(value).trim().slice(0, 10);
};

const compare = (contact) => {
	const valueOf = (id) => contact.customFields?.find((one) => one.id === id)?.value ?? '';
	const date = dayOf(valueOf(ids.milestone));
	const sent = String(valueOf(ids.sent));
	const requestId = String(valueOf(ids.request));
	const name =
		contact.name || [contact.firstName, contact.lastName].filter((part) => part).join(' ');
	const plan = {
		contact: name || contact.email || contact.id,
		contactId: contact.id,
		date,
		requestId: '',
		cancelId: open.has(requestId) ? requestId : null,
	};
	const skip = (reason) => ({ ...plan, action: '', skipped: reason });

	if (date === sent) {
		// The request is over: it was booked and held, it expired, or somebody cancelled it.
		const isOver = requestId !== '' && !plan.cancelId;
		return { ...plan, action: isOver ? 'forget' : '', cancelId: null };
	}
	const isMuted = ['active', 'permanent'].includes(contact.dndSettings?.Email?.status);
	if (contact.dnd === true || isMuted) return skip('Do Not Disturb is on');
	if (date === '') return { ...plan, action: 'cancel' };

	const zone = settings.timezone || contact.timezone || timezone;
	const dateStart = DateTime.fromISO(`${date}T${settings.timeOfDay}`, { zone });
	if (!dateStart.isValid) {
		return {
			...plan,
			action: 'invite',
			error: `"${date}", "${settings.timeOfDay}" and "${zone}" are no time: a day such as 2026-09-14, a time such as 09:00 and a time zone such as Europe/Berlin are needed`,
		};
	}
	// A date that has passed asks for nothing, but ends what was asked for before.
	if (dateStart <= DateTime.now())
		return plan.cancelId ? { ...plan, action: 'cancel' } : skip('The date has passed');
	if (!contact.email) return skip('The contact has no email address');
	const dateEnd =
		settings.windowDays > 0
			? dateStart.plus({ days: settings.windowDays })
			: dateStart.plus({ minutes: settings.meetingMinutes });
	const chosen = settings.meetingTypes.find(({ tag }) =>
		(contact.tags ?? []).some((one) => one.toLowerCase() === tag.toLowerCase()),
	);
	return {
		...plan,
		action: 'invite',
		send: {
			subject: `${settings.milestone}: ${plan.contact}`,
			email: contact.email,
			name: plan.contact,
			phone: contact.phone ?? '',
			organization: contact.companyName ?? '',
			dateStart: dateStart.toUTC().toISO(),
			dateEnd: dateEnd.toUTC().toISO(),
			meetingMinutes: settings.meetingMinutes,
			meetingType: chosen?.meetingType ?? settings.meetingType,
			description: '',
		},
	};
};

return $input
	.all()
	.filter(({ json }) => json.id !== undefined)
	.map(({ json }) => ({ json: compare(json) }));
