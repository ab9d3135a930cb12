// Contacts have a new field only after it is related to lists; 0 stands for all of them.
const rows = (name) => ($(name).isExecuted ? $(name).all() : []);
const missing = rows('What Is Missing');
const made = rows('Make').map(({ json, pairedItem }) => ({
	name: missing[pairedItem.item]?.json.name,
	field: (json.field ?? json.fields)?.id,
}));
const hidden = rows('What Is There')
	.filter(({ json }) => !json.isShown)
	.map(({ json: { name, fieldId } }) => ({ name, field: fieldId }));

return [...made, ...hidden]
	.filter(({ field }) => field !== undefined)
	.map(({ name, field }) => ({
		json: { name, path: '/fieldRels', body: { fieldRel: { field, relid: 0 } } },
	}));
