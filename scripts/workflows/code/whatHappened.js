// What became of each meeting request, for each invitee: the newest state that the contact has not heard of yet.
const HOUR = 3_600_000;
const settings = $('Settings').first().json;
const zone = settings.timezone || $('Account').first().json.timezone;
const all = (name) =>
	$(name)
		.all()
		.map(({ json }) => json);
const rows = all('Get What Is Done').filter(({ key }) => key);
const known = new Map(rows.map((row) => [row.key, row.done]));
/** A request that was missing in the last look; it may be back. */
const MISSED = /^missing /;
const now = Date.now();
const at = (time) => DateTime.fromISO(time, { zone }).toFormat(settings.timeFormat);
const rowOf = (event) => settings.tags.find((row) => row.event === event) ?? {};

/** CalendarHero's words for a closed request are not documented, so parts of them count. */
const eventOf = ({ state, taskStatus, dateStart }, done) => {
	if (state === 'active') return 'asked';
	if (/cancel/i.test(taskStatus)) return 'cancelled';
	if (/expire/i.test(taskStatus)) return 'expired';
	if (state === 'closed') return 'held';
	const isMoved = /^(booked|moved) /.test(done) && !done.endsWith(dateStart);
	return /resched/i.test(taskStatus) || isMoved ? 'moved' : 'booked';
};
const TEXTS = {
	asked: ({ subject, from, to }) => `Asked to meet: ${subject}, between ${from} and ${to}`,
	booked: ({ subject, from, to }) => `Booked: ${subject}, ${from} to ${to}`,
	moved: ({ subject, from, to }) => `Moved: ${subject}, to ${from} until ${to}`,
	held: ({ subject, from }) => `Held: ${subject}, on ${from}`,
	expired: ({ subject }) => `No time chosen: ${subject}`,
	gone: ({ subject }) => `No longer in CalendarHero: ${subject}`,
	cancelled: ({ subject }) => `Cancelled: ${subject}`,
	link: ({ subject }) => `Came in through the scheduling link: ${subject}`,
};

const record = (event, { id, email, name, subject, from, to, stamp, isOld }) => {
	const { tag = '', drop = '' } = rowOf(event);
	return {
		record: `${subject}, ${email}`,
		key: `${id} ${email.toLowerCase()}`,
		email,
		name,
		subject,
		stamp,
		isOld,
		isNew: event === 'link',
		note: TEXTS[event]({ subject, from, to }),
		marker: `CH:${id} ${stamp}`,
		tag: tag.trim().toLowerCase(),
		drop: drop
			.split(',')
			.map((one) => one.trim().toLowerCase())
			.filter((one) => one !== '' && !isOpenFor(one, email, id)),
	};
};

const emailOf = (person) => [person.contactEmails ?? [], person.email ?? []].flat()[0];
const changed = ({ dateUpdated, dateAdded }) => Date.parse(dateUpdated ?? dateAdded) || 0;
// Oldest first, so that the tags of what happened last stay.
const requests = all('Get All Requests')
	.filter(({ id }) => id !== undefined)
	.sort((one, other) => changed(one) - changed(other));
// A tag that another open request of the same person calls for stays.
const isOpenFor = (tag, email, id) =>
	requests.some(
		(one) =>
			one.id !== id &&
			one.state !== 'closed' &&
			rowOf(one.state === 'active' ? 'asked' : 'booked')
				.tag?.trim()
				.toLowerCase() === tag &&
			(one.contacts ?? []).some((person) => emailOf(person)?.toLowerCase() === email.toLowerCase()),
	);

const records = [];
for (const request of requests) {
	const { id, dateStart, dateEnd } = request;
	const age = now - changed(request);
	for (const person of request.contacts ?? []) {
		const email = emailOf(person);
		if (!email) continue;
		const before = known.get(`${id} ${email.toLowerCase()}`) ?? '';
		const done = before.replace(MISSED, '');
		if (done === '' && age > settings.sinceDays * 24 * HOUR) continue;
		const event = eventOf(request, done);
		const isTimed = event === 'booked' || event === 'moved';
		const stamp = isTimed ? `${event} ${dateStart}` : event;
		const isSame =
			done === stamp || (isTimed && /^(booked|moved) /.test(done) && done.endsWith(dateStart));
		if (isSame && done === before) continue;
		const subject = request.info ?? request.subject ?? 'Meeting';
		const times = { from: at(dateStart), to: at(dateEnd) };
		const name = person.contactName ?? '';
		records.push(record(event, { id, email, name, subject, ...times, stamp, isOld: age > HOUR }));
	}
}
// While the list is read, a request that moves from one page to another may escape: once missing counts for nothing yet.
const there = new Set(requests.map(({ id }) => id));
for (const { key, done, subject } of rows) {
	const [id, email] = key.split(' ');
	if (there.has(id) || !/^(missing )?(asked$|booked |moved )/.test(done)) continue;
	const what = { id, email, name: '', subject: subject || 'Meeting', isOld: true };
	if (MISSED.test(done)) records.push(record('gone', { ...what, stamp: 'gone' }));
	else
		records.push({ ...record('gone', { ...what, stamp: `missing ${done}` }), note: '', drop: [] });
}
for (const { contactId: id, email, name } of all('Get New Contacts')) {
	if (!id || !email || known.has(`${id} ${email.toLowerCase()}`)) continue;
	records.push(record('link', { id, email, name, subject: name || email, stamp: 'link' }));
}
return records.map((json) => ({ json }));
