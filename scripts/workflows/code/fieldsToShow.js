// Contacts have a new field only after it is related to lists; 0 stands for all of them.
const made = $('Make').isExecuted
	? $('Make')
			.all()
			.map(({ json }) => json)
	: [];
const ids = [
	...made.map((answer) => (answer.field ?? answer.fields)?.id),
	...$('What Is There')
		.all()
		.map(({ json }) => (json.isShown ? undefined : json.fieldId)),
];
return ids
	.filter((id) => id !== undefined)
	.map((field) => ({ json: { path: '/fieldRels', body: { fieldRel: { field, relid: 0 } } } }));
