// What is gone now. Whatever is still there is deleted by the next run.
const toDelete = $('What to Delete').all();
const refused = $('What Is There').first().json;
if (refused.error) return [{ json: refused }];
const answers = $('Delete').isExecuted ? $('Delete').all() : [];

return answers.map(({ json, pairedItem }) => {
	const { name } = toDelete[pairedItem.item].json;
	const { error } = json;
	// Somebody else has deleted it meanwhile.
	const wasGone = String(error?.status ?? error?.httpCode) === '404';
	return error && !wasGone
		? { json: { name, result: 'not deleted', error: error.message ?? error } }
		: { json: { name, result: 'deleted' } };
});
