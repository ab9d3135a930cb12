const { askTag, readyTag, noTimesTag, timezoneField } = $('Settings').first().json;
const pages = $input.all().map(({ json }) => json);
const fields = pages.flatMap((page) => page.fields ?? []);
const tags = pages.flatMap((page) => page.tags ?? []);

const fieldId = (perstag) => {
	const field = fields.find((one) => one.perstag === perstag.toUpperCase());
	if (!field) {
		throw new Error(
			`ActiveCampaign has no field with the personalization tag ${perstag}. Run the workflow "ActiveCampaign: Set Up the Fields and Tags for HighLevel", or create the field.`,
		);
	}
	return field.id;
};
const tagId = (name) => {
	const tag = tags.find((one) => one.tag.toLowerCase() === name.toLowerCase());
	if (!tag) {
		throw new Error(
			`ActiveCampaign has no tag "${name}". Run the workflow "ActiveCampaign: Set Up the Fields and Tags for HighLevel", or create the tag.`,
		);
	}
	return tag.id;
};

return [
	{
		json: {
			calendarField: fieldId('HL_CALENDAR'),
			slotsField: fieldId('HL_FREE_SLOTS'),
			updatedField: fieldId('HL_SLOTS_UPDATED'),
			timezoneField: timezoneField ? fieldId(timezoneField) : null,
			askTag: tagId(askTag),
			readyTag: tagId(readyTag),
			noTimesTag: tagId(noTimesTag),
		},
	},
];
