return $input.all().filter(({ json }) => json.action !== '');
