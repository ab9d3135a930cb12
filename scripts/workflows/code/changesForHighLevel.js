// What HighLevel gets: names and time zones that were changed in ActiveCampaign.
const { whoWins } = $('Settings').first().json;
const changes = [];

for (const { json } of $input.all()) {
	const { calendarId, highLevel, activeCampaign, pair } = json;
	if (!activeCampaign) continue;
	const change = {
		calendarId,
		contactId: activeCampaign.contactId,
		calendar: activeCampaign.name || calendarId,
	};
	if (!highLevel) {
		// Said once: the pair remembers it.
		if (!pair?.gone)
			changes.push({
				...change,
				isMissing: true,
				note: `HighLevel has no calendar with the ID ${calendarId}.`,
				pair: { gone: true },
			});
		continue;
	}
	// Without a pair, what HighLevel has is where both started from.
	const before = pair ?? { name: highLevel.name, timezone: highLevel.timezone };
	const agreed = { name: before.name, timezone: before.timezone };
	const refused = [];
	const notes = [];

	const wanted = (key) => {
		const value = activeCampaign[key].trim();
		if (value === '' || value === before[key]) return undefined;
		if (value === highLevel[key]) {
			agreed[key] = value;
			return undefined;
		}
		return highLevel[key] !== before[key] && whoWins !== 'ActiveCampaign' ? undefined : value;
	};

	const name = wanted('name');
	if (name !== undefined) {
		change.name = name;
		agreed.name = name;
		notes.push(`The HighLevel calendar is now called "${name}".`);
	}
	const timezone = wanted('timezone');
	if (timezone !== undefined) {
		const reason = !DateTime.local().setZone(timezone).isValid
			? `"${timezone}" is not a time zone such as Europe/Berlin.`
			: !highLevel.scheduleId
				? 'The HighLevel calendar has no schedule of its own, so its time zone cannot be set.'
				: highLevel.calendarsOfSchedule > 1
					? `Its schedule serves ${highLevel.calendarsOfSchedule} calendars, so its time zone was not changed.`
					: undefined;
		if (reason) {
			refused.push(timezone);
			if (pair?.refused !== timezone) notes.push(reason);
		} else {
			change.timezone = timezone;
			change.scheduleId = highLevel.scheduleId;
			agreed.timezone = timezone;
			notes.push(`The HighLevel calendar is now in the time zone ${timezone}.`);
		}
	}
	const isNew =
		!pair || pair.gone || agreed.name !== pair.name || agreed.timezone !== pair.timezone;
	const newlyRefused = (refused[0] ?? '') !== (pair?.refused ?? '');
	if (notes.length === 0 && !isNew && !newlyRefused) continue;
	changes.push({
		...change,
		note: notes.join('\n'),
		pair: { ...agreed, gone: false, refused: refused[0] ?? '' },
	});
}
return changes.map((json) => ({ json }));
