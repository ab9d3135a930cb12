return $input.first().json.missing.map((json) => ({ json }));
