return $input.first().json.searches.map((json) => ({ json }));
