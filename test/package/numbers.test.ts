import { outdatedPages } from '../../scripts/docs/generated';
import {
	allNumbersByHand,
	NUMBERED_PAGES,
	NUMBERS,
	numbersByHand,
	withNumbers,
} from '../../scripts/docs/numbers';
import { expectNone } from '../support/expectNone';

test('the numbers in the documentation are current', () => {
	expectNone(outdatedPages(NUMBERED_PAGES), 'Not current. Run: npm run docs:operations');
});

test('no number that the code counts is written by hand', () => {
	expectNone(
		allNumbersByHand(),
		`Mark these numbers, such as <!-- number: pollingEvents -->25<!-- end -->; known are ${Object.keys(NUMBERS).join(', ')}. Then run: npm run docs:operations`,
	);
});

test('an outdated number is replaced', () => {
	const marked = (count: number) => `on <!-- number: pollingEvents -->${count}<!-- end --> events`;
	expect(withNumbers(marked(7), 'README.md')).toBe(marked(NUMBERS.pollingEvents()));
});

test.each(['with 25 events a day', 'over 1,033 endpoints', '12 ready-made templates'])(
	'"%s" is reported as a number written by hand',
	(text) => expect(numbersByHand(text)).toHaveLength(1),
);

test.each([
	'<!-- number: pollingEvents -->25<!-- end --> events',
	'<!-- operations: made by x -->36 operations<!-- operations end -->',
	'at most 20,000 records',
])('"%s" is not reported', (text) => expect(numbersByHand(text)).toEqual([]));

test('an unknown number is rejected, with a list of the known ones', () => {
	expect(() => withNumbers('<!-- number: stars -->5<!-- end -->', 'README.md')).toThrow(
		/README\.md: there is no number "stars"\. Known are operations, endpoints/,
	);
});
