// Two requests for each contact: its custom fields, and the links to its tags.
return $('Contacts Who Ask')
	.all()
	.flatMap(({ json: { id, email } }) =>
		['fieldValues', 'contactTags'].map((list) => ({
			json: { contactId: id, email, list, path: `/contacts/${id}/${list}?limit=100` },
		})),
	);
