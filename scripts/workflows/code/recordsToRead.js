// ActiveCampaign's fields, and the tags and lists that the settings name.
const { tagPrefix, missingTag, calendars = [] } = $('Settings').first().json;
const searches = [tagPrefix, missingTag, ...calendars.map(({ tag }) => tag)].filter((tag) => tag);
const lists = calendars.filter(({ list }) => list);

return [
	{ path: '/fields?limit=100', list: 'fields' },
	...[...new Set(searches)].map((tag) => ({
		path: `/tags?limit=100&search=${encodeURIComponent(tag.trim())}`,
		list: 'tags',
	})),
	...(lists.length > 0 ? [{ path: '/lists?limit=100', list: 'lists' }] : []),
].map((json) => ({ json }));
