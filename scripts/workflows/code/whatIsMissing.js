return $input.all().filter(({ json }) => !json.isThere);
