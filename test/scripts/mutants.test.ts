import { AREAS, count, MUTANT_PAGES, share, survivors } from '../../scripts/docs/mutants';
import { outdatedPages } from '../../scripts/docs/generated';
import { MUTANT_GROUPS } from '../../scripts/mutate/groups';
import { reasonFor } from '../../scripts/mutate/reasons';
import { expectNone } from '../support/expectNone';

test('the page of mutants is current', () => {
	expectNone(outdatedPages(MUTANT_PAGES), 'Not current. Run: npm run mutate -- --report');
});

test.each(AREAS.filter(({ groups }) => count(groups).mutants > 0))(
	'at least 85 % of the mutants of $folder are killed',
	({ groups }) => expect(share(count(groups))).toBeGreaterThanOrEqual(85),
);

test('every mutant that survives has a reason', () => {
	const without = survivors().filter(
		({ file, line, mutant: { replacement } }) => !reasonFor({ file, line, replacement }),
	);
	expectNone(
		without.map(
			({ file, mutant }) => `${file}:${mutant.location.start.line} ${mutant.replacement}`,
		),
		'Add a test that fails for these, or a reason to scripts/mutate/.',
	);
});

test('a file belongs to one group', () => {
	const files = MUTANT_GROUPS.flatMap(({ mutate }) => mutate);
	expect(new Set(files).size).toBe(files.length);
});
