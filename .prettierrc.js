'use strict';

module.exports = {
	semi: true,
	trailingComma: 'all',
	bracketSpacing: true,
	useTabs: true,
	tabWidth: 2,
	arrowParens: 'always',
	singleQuote: true,
	quoteProps: 'as-needed',
	endOfLine: 'lf',
	printWidth: 100,
	// Tables that are wider than a line are not padded, which keeps the front page small.
	overrides: [{ files: 'README.md', options: { proseWrap: 'never' } }],
};
