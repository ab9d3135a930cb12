import { allErrors, ERROR_PAGES, errorsMarkdown } from '../../scripts/docs/errors';
import { outdatedPages } from '../../scripts/docs/generated';
import { expectNone } from '../support/expectNone';

test('the page of errors is current', () => {
	expectNone(outdatedPages(ERROR_PAGES), 'Not current. Run: npm run docs:errors');
});

describe('the list of errors', () => {
	const errors = allErrors();

	test('has every fact and every piece of advice', () => {
		const markdown = errorsMarkdown(errors);
		const missing = errors
			.flatMap(({ texts }) => texts)
			.filter(({ kind, text }) => kind !== 'phrase' && !markdown.includes(text));
		expect(missing).toEqual([]);
	});

	test('changes with a text', () => {
		const [first, ...rest] = errors;
		if (!first) throw new Error('There are no errors');
		const texts = first.texts.map((one) => ({ ...one, text: 'Another text' }));
		expect(errorsMarkdown([{ ...first, texts }, ...rest])).not.toBe(errorsMarkdown(errors));
	});
});
