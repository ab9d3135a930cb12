// The request that is about to be made, if CalendarHero has it: a run may have been ended before it could remember it.
const { send } = $('What to Send').first().json;
const lists = ['Look for It: Active', 'Look for It: Upcoming', 'Find the Invitee'];
const [active, upcoming, contacts] = lists.map((name) => {
	const items = $(name)
		.all()
		.map(({ json }) => json);
	const { error } = items.find((one) => one.error) ?? {};
	if (error) throw new Error(`CalendarHero could not be asked: ${error.message ?? error}`);
	return items.filter(({ id }) => id !== undefined);
});
const same = (one, other) =>
	String(one).trim().toLowerCase() === String(other).trim().toLowerCase();
const seconds = (time) => Math.floor(Date.parse(time) / 1000);
const emailsOf = ({ contacts: people = [] }) =>
	people.flatMap(({ contactEmails, email }) => [contactEmails ?? [], email ?? []].flat(2));

const isSame = (request) =>
	!(send.others ?? []).includes(request.id) &&
	same(request.info ?? request.subject, send.subject) &&
	emailsOf(request).some((email) => same(email, send.email));
const found =
	active.find((one) => isSame(one) && seconds(one.dateEnd) === seconds(send.dateEnd)) ??
	// A booked one has the time of the meeting in place of the window.
	upcoming.find((one) => isSame(one) && seconds(one.dateEnd) <= seconds(send.dateEnd));
const isKnown = contacts.some(({ email, defaultEmail }) =>
	[email ?? [], defaultEmail ?? []].flat().some((one) => same(one, send.email)),
);

return [{ json: { id: found?.id ?? null, isKnown } }];
