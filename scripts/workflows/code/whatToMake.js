// Fields that the other workflows use. They find them by their personalization tags.
const fields = [
	{ title: 'HL Calendar ID', type: 'text', perstag: 'HL_CALENDAR_ID' },
	{ title: 'HL Calendar Name', type: 'text', perstag: 'HL_CALENDAR_NAME' },
	{ title: 'HL Calendar Timezone', type: 'text', perstag: 'HL_CALENDAR_TIMEZONE' },
	{ title: 'HL Calendar', type: 'dropdown', perstag: 'HL_CALENDAR' },
	{ title: 'HL Free Slots', type: 'textarea', perstag: 'HL_FREE_SLOTS' },
	{ title: 'HL Slots Updated', type: 'datetime', perstag: 'HL_SLOTS_UPDATED' },
];
const { tags } = $('Settings').first().json;

return [
	{ path: '/fields?limit=100', list: 'fields', fields },
	...tags.map(({ tag, description }) => ({
		path: `/tags?limit=100&search=${encodeURIComponent(tag)}`,
		list: 'tags',
		tag,
		description,
	})),
].map((json) => ({ json }));
