// Schedules have the time zone of a calendar; HighLevel lists them for a user.
const users = $('Get Calendars')
	.all()
	.flatMap(({ json }) => (json.teamMembers ?? []).map(({ userId }) => userId));
return [...new Set(users)].map((userId) => ({ json: { userId } }));
