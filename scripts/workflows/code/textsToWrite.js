// One item for each contact: what its fields get, and the tag that says so.
const settings = $('Settings').first().json;
const names = $('Known Names').first().json;
const { wishes } = $('Who Wants What').first().json;
const search = $('Get Free Slots');

const found = new Map();
for (const { json, pairedItem } of search.isExecuted ? search.all() : []) {
	const { key } = $('Each Calendar').all()[pairedItem.item].json;
	const starts = Object.values(json).flatMap((day) => day?.slots ?? []);
	found.set(key, json.error ? { error: json.error.message ?? json.error } : { starts });
}

return wishes.map(({ key, ...contact }) => {
	const { starts = [], error = contact.error } = found.get(key) ?? {};
	if (error) return { json: { ...contact, error } };
	const lines = starts
		.slice(0, settings.numberOfTimes)
		.map((start) => DateTime.fromISO(start, { setZone: true }).toFormat(settings.timeFormat));
	return {
		json: {
			...contact,
			times: lines.length > 0 ? lines.join('\n') : settings.noTimesText,
			tag: lines.length > 0 ? settings.readyTag : settings.noTimesTag,
			tagId: lines.length > 0 ? names.readyTag : names.noTimesTag,
		},
	};
});
