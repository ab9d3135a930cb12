return $input.all().filter(({ json }) => json.isChange);
