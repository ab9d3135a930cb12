// One item for each field with what ActiveCampaign knows of a calendar, to read its values in all contacts.
const fields = $input.all().flatMap(({ json }) => json.fields ?? []);

return ['ID', 'NAME', 'TIMEZONE'].map((key) => {
	const perstag = `HL_CALENDAR_${key}`;
	const field = fields.find((one) => one.perstag === perstag);
	if (!field) {
		throw new Error(
			`ActiveCampaign has no field with the personalization tag ${perstag}. Run the workflow "Set Up ActiveCampaign", or create the field.`,
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
