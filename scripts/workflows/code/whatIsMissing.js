return $input.all().filter(({ json }) => json.path && !json.isThere);
