// One item for each field with what ActiveCampaign knows of a calendar, to read its values in all contacts.
const fields = $input.all().flatMap(({ json }) => json.fields ?? []);
const tags = $input.all().flatMap(({ json }) => json.tags ?? []);
const { missingTag } = $('Settings').first().json;
const missingTagId = tags.find(({ tag }) => tag.toLowerCase() === missingTag?.toLowerCase())?.id;
if (missingTag && !missingTagId) {
	throw new Error(
		`ActiveCampaign has no tag "${missingTag}". Run the workflow "ActiveCampaign: Set Up the Fields and Tags for HighLevel", or create the tag.`,
	);
}

return ['ID', 'NAME', 'TIMEZONE'].map((key) => {
	const perstag = `HL_CALENDAR_${key}`;
	const field = fields.find((one) => one.perstag === perstag);
	if (!field) {
		throw new Error(
			`ActiveCampaign has no field with the personalization tag ${perstag}. Run the workflow "ActiveCampaign: Set Up the Fields and Tags for HighLevel", or create the field.`,
		);
	}
	return {
		json: {
			key,
			fieldId: field.id,
			list: 'fieldValues',
			path: `/fieldValues?limit=100&filters[fieldid]=${field.id}`,
		},
	};
});
