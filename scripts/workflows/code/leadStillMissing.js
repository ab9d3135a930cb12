// A run that was cut short may have made the note already.
const { reference } = $('The Lead').first().json;
const { taskFor } = $('Settings').first().json;
const [notes, tasks] = ['Get Notes', 'Get Tasks'].map((name) => {
	const items = $(name)
		.all()
		.map(({ json }) => json);
	const { error } = items.find((one) => one.error) ?? {};
	if (error) throw new Error(`${name}: ${error.message ?? error}`);
	return items;
});
const has = (items, key) => items.some((one) => String(one[key] ?? '').includes(reference));

return [
	{
		json: {
			note: !has(notes, 'body') && !has(notes, 'bodyText'),
			task: taskFor !== '' && !has(tasks, 'body'),
		},
	},
];
