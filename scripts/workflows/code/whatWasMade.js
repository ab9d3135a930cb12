const state = ({ isThere }) => (isThere ? 'was there' : 'made');
return $('What Is There')
	.all()
	.map(({ json }) => ({ json: { name: json.name, result: state(json) } }));
