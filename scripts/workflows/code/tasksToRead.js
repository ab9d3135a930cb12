// Tasks with a pair that are no longer among the open ones: completed, or deleted.
const open = new Set(
	$('Get Open Tasks')
		.all()
		.flatMap(({ json }) => json.tasks ?? [])
		.map(({ id }) => id),
);
return $('Get Pairs')
	.all()
	.filter(({ json }) => json.taskId && !json.ended && !open.has(json.taskId))
	.map(({ json: { taskId, contactId } }) => ({
		json: { taskId, contactId, path: `/contacts/${contactId}/tasks/${taskId}` },
	}));
