// The custom fields by name, so that nothing here depends on the IDs of one sub-account.
const { milestoneField, requestField, sentField, showOnly } = $('Settings').first().json;
const { locationId } = $('Account').first().json;
const fields = [
	...($('Read Custom Fields').first().json.customFields ?? []),
	...($('Make the Fields').isExecuted ? $('Make the Fields').all() : []).map(
		({ json }) => json.customField ?? json,
	),
];
const idOf = (name) =>
	fields.find((one) => one.name.trim().toLowerCase() === name.trim().toLowerCase())?.id;

const milestone = idOf(milestoneField);
if (!milestone) {
	throw new Error(
		`HighLevel has no custom field "${milestoneField}". Write the name of your date field into Settings.`,
	);
}
const ids = { milestone, request: idOf(requestField), sent: idOf(sentField) };
const missing = [requestField, sentField]
	.filter((name) => !idOf(name))
	.map((name) => ({
		path: `/locations/${locationId}/customFields`,
		body: { name, dataType: 'TEXT', model: 'contact' },
	}));
const filters = Object.values(ids)
	.filter((id) => id !== undefined)
	.map((id) => ({ field: `customFields.${id}`, operator: 'exists' }));

if (missing.length > 0 && $('Make the Fields').isExecuted) {
	throw new Error(
		`HighLevel made no custom field "${missing[0].body.name}". Create it by hand, as a text field of contacts.`,
	);
}

const makes = missing.length > 0 && !showOnly;
return [{ json: { ids, filters: [{ group: 'OR', filters }], missing, makes } }];
