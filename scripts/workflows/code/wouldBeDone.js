// Everything that this run would have done if showOnly were off.
return $input
	.all()
	.filter(({ json }) => json.wouldDo)
	.map(({ json }) => ({ json: json.wouldDo }));
