// Fields and tags are found by name, so that nothing here depends on the IDs of one account.
const { askTag, readyTag, noTimesTag } = $('Settings').first().json;

return [
	{ path: '/fields?limit=100', list: 'fields' },
	...[askTag, readyTag, noTimesTag].map((tag) => ({
		path: `/tags?limit=100&search=${encodeURIComponent(tag)}`,
		list: 'tags',
	})),
].map((json) => ({ json }));
