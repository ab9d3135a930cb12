// What ActiveCampaign has of it, and what it lacks.
const pages = $input.all().map(({ json }) => json);
const refused = pages.find(({ error }) => error);
if (refused) {
	const error = refused.error.message ?? refused.error;
	return [{ json: { name: 'The fields and tags could not be read', error } }];
}
const [{ fields }, ...tags] = $('What to Make')
	.all()
	.map(({ json }) => json);
const found = {
	fields: pages.flatMap((page) => page.fields ?? []),
	tags: pages.flatMap((page) => page.tags ?? []),
};

return [
	...fields.map((field) => {
		const known = found.fields.find(({ perstag }) => perstag === field.perstag);
		return {
			name: field.title,
			path: known ? `/fields/${known.id}` : '/fields',
			isThere: known !== undefined,
			fieldId: known?.id,
			// A run that was ended may have left a field that no list shows.
			isShown: (known?.relations ?? []).length > 0,
			body: { field: { ...field, visible: 1 } },
		};
	}),
	...tags.map(({ tag, description }) => {
		const known = found.tags.find((one) => one.tag.toLowerCase() === tag.toLowerCase());
		return {
			name: tag,
			path: known ? `/tags/${known.id}` : '/tags',
			isThere: known !== undefined,
			isShown: true,
			body: { tag: { tag, tagType: 'contact', description } },
		};
	}),
].map((json) => ({ json }));
