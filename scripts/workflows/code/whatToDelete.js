return $input
	.all()
	.filter(({ json }) => json.isThere)
	.map(({ json: { name, path } }) => ({ json: { name, path } }));
