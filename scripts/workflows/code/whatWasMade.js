// What there is now. Whatever was not made, or not shown, is made or shown by the next run.
const rows = (name) => ($(name).isExecuted ? $(name).all() : []);
const textOf = (error) => error?.message ?? error;
const missing = rows('What Is Missing');
const answers = new Map(
	rows('Make').map(({ json, pairedItem }) => [missing[pairedItem.item]?.json.name, json]),
);
const toShow = rows('Fields to Show');
const notShown = new Map(
	rows('Show')
		.filter(({ json }) => json.error)
		.map(({ json, pairedItem }) => [toShow[pairedItem.item]?.json.name, json]),
);

return rows('What Is There').map(({ json: { name, isThere, error } }) => {
	const refused = error ?? textOf(answers.get(name)?.error ?? notShown.get(name)?.error);
	const result = isThere ? 'was there' : 'made';
	return { json: refused ? { name, result: 'not done', error: refused } : { name, result } };
});
