// What ActiveCampaign gets: calendars that are new or changed in HighLevel, and those that are gone.
const settings = $('Settings').first().json;
const read = $('Read Fields and Tags')
	.all()
	.map(({ json }) => json);
const tags = read.flatMap((page) => page.tags ?? []);
const lists = read.flatMap((page) => page.lists ?? []);
const choice = read
	.flatMap((page) => page.fields ?? [])
	.find(({ perstag }) => perstag === 'HL_CALENDAR');
const options = read
	.flatMap((page) => page.fieldOptions ?? [])
	.filter(({ field }) => String(field) === String(choice?.id))
	.map(({ value }) => value);
const same = (one, other) =>
	String(one).trim().toLowerCase() === String(other).trim().toLowerCase();
const tagNamed = (name) => tags.find(({ tag }) => same(tag, name));
const mapped = (calendar) => settings.calendars.find((row) => same(row.calendar, calendar)) ?? {};
const tagOf = (calendar) => mapped(calendar).tag || `${settings.tagPrefix}${calendar}`;

/** The value to write to a field: HighLevel's, if it changed there. Undefined leaves ActiveCampaign's as it is. */
const valueOf = (key, highLevel, activeCampaign, pair) => {
	if (highLevel[key] === activeCampaign?.[key]) return undefined;
	if (!activeCampaign || !pair) return highLevel[key];
	const changedHere = highLevel[key] !== pair[key];
	const changedThere = activeCampaign[key] !== pair[key];
	if (changedHere && changedThere)
		return settings.whoWins === 'ActiveCampaign' ? undefined : highLevel[key];
	return changedHere ? highLevel[key] : undefined;
};

const made = new Set();
const changes = [];
for (const { json } of $input.all()) {
	const { calendarId, highLevel, activeCampaign, pair } = json;
	if (!highLevel || !highLevel.isActive) {
		if (activeCampaign && pair && !pair.gone) {
			changes.push({
				calendarId,
				calendar: pair.name,
				contactId: activeCampaign.contactId,
				gone: true,
				tagId: tagNamed(pair.tag)?.id,
			});
		}
		continue;
	}
	const name = valueOf('name', highLevel, activeCampaign, pair);
	const timezone = valueOf('timezone', highLevel, activeCampaign, pair);
	// What changed in ActiveCampaign alone is not agreed on before HighLevel has it.
	const agreedOn = (key) =>
		highLevel[key] === activeCampaign[key] ? activeCampaign[key] : pair[key];
	const agreed = {
		name: name ?? agreedOn('name'),
		timezone: timezone ?? agreedOn('timezone'),
	};
	const tag = tagOf(agreed.name);
	const list = mapped(agreed.name).list;
	const listId = list ? lists.find((one) => same(one.name, list))?.id : null;
	const change = {
		calendarId,
		calendar: highLevel.name,
		contactId: activeCampaign?.contactId ?? null,
		email: `${calendarId.toLowerCase()}@${settings.recordDomain}`,
		name: name ?? activeCampaign.name,
		timezone: timezone ?? activeCampaign.timezone,
		agreed,
		isWritten: name === undefined && timezone === undefined,
		tag,
		tagId: tagNamed(tag)?.id ?? null,
		oldTagId:
			pair && !same(pair.tag, tag) && !tagNamed(tag) ? (tagNamed(pair.tag)?.id ?? null) : null,
		isTagged: Boolean(pair) && !pair.gone && same(pair.tag, tag) && tagNamed(tag) !== undefined,
		isOption: options.includes(calendarId),
		optionBody: choice
			? {
					fieldOptions: [
						{
							field: choice.id,
							value: calendarId,
							label: agreed.name,
							orderid: options.length + 1,
							isdefault: false,
						},
					],
				}
			: null,
		listId: pair?.list === (list ?? '') ? null : listId,
		list: list ?? '',
	};
	if (list && listId === undefined) change.error = `ActiveCampaign has no list "${list}"`;
	// Both sides may have been changed to the same value, which is then only remembered.
	const isRemembered =
		pair && !pair.gone && pair.name === agreed.name && pair.timezone === agreed.timezone;
	if (
		change.isWritten &&
		change.isTagged &&
		change.isOption &&
		change.listId === null &&
		isRemembered &&
		!change.error
	)
		continue;
	// Calendars of one name share a tag: the second waits for the run after the one that makes it.
	if (!change.tagId && made.has(tag.toLowerCase())) continue;
	made.add(tag.toLowerCase());
	changes.push(change);
}
return changes.map((json) => ({ json }));
