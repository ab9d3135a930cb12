// A run that was cut short may have made the note already.
const { reference } = $('The Lead').first().json;
const { taskFor } = $('Settings').first().json;
const has = (node, key) =>
	$(node)
		.all()
		.some(({ json }) => String(json[key] ?? '').includes(reference));

return [
	{
		json: {
			note: !has('Get Notes', 'body') && !has('Get Notes', 'bodyText'),
			task: taskFor !== '' && !has('Get Tasks', 'body'),
		},
	},
];
