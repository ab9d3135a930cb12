import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { outdatedPages, withPart } from '../../scripts/docs/generated';
import {
	endpointsIn,
	NODES,
	OPERATION_PAGES,
	operationsIn,
	operationsMarkdown,
	withOperations,
} from '../../scripts/docs/operations';
import { readDigest } from '../standins/highlevel/digest';
import { expectNone } from '../support/expectNone';

const ROOT = join(__dirname, '..', '..');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const page = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');

/** The front page is read in one sitting. */
const README_BYTES = [12_000, 15_500] as const;

describe('the pages about operations', () => {
	it('list the operations of the rows', () => {
		expectNone(outdatedPages(OPERATION_PAGES), 'Not current. Run: npm run docs:operations');
	});

	it('are reported as outdated when a row is removed, renamed or sent elsewhere', () => {
		const [first, ...others] = NODES;
		const [resource, ...rest] = first?.resources ?? [];
		if (!first || !resource) throw new Error('There are no rows');
		const changed = (operations: typeof resource.operations) =>
			withOperations(page, [
				{ ...first, resources: [{ ...resource, operations }, ...rest] },
				...others,
			]);
		const { operations } = resource;
		const current = withOperations(page);
		expect(changed(operations)).toBe(current);
		for (const other of [
			operations.slice(1),
			operations.map((one) => ({ ...one, name: `${one.name} Now` })),
			operations.map((one) => ({ ...one, request: 'GET /elsewhere' as const })),
		]) {
			expect(changed(other)).not.toBe(current);
		}
	});

	it('state for every operation its name, its endpoint and its scope', () => {
		const lines = operationsMarkdown().split('\n');
		const missing = operationsIn(NODES).filter(
			({ name, request, scope }) =>
				!lines.some(
					(line) =>
						line.startsWith(`| ${name} `) &&
						line.includes(`\`${request}\``) &&
						line.includes(`\`${scope}\``),
				),
		);
		expect(missing).toEqual([]);
	});

	it('list every endpoint of the two APIs', () => {
		const listed = endpointsIn(NODES);
		const missing = readDigest()
			.filter(({ set, family }) => set === 'v3' && /^(contacts|calendars)$/.test(family))
			.map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`)
			.filter((endpoint) => !listed.has(endpoint));
		expectNone(missing, 'No row has these endpoints. CONTRIBUTING.md, "Add an endpoint", step 2.');
	});

	it('are rejected without the marks for the operations', () => {
		expect(() => withOperations('# No marks')).toThrow(
			/docs\/operations\.md lacks the marks "<!-- operations: made by npm run docs:operations -->"/,
		);
		const part = { file: 'a.md', name: 'x', command: 'y' };
		expect(withPart('<!-- x: made by npm run y -->old<!-- x end -->', part, 'new')).toBe(
			'<!-- x: made by npm run y -->\n\nnew\n\n<!-- x end -->',
		);
	});
});

describe('README', () => {
	it('has the size of a front page', () => {
		const [least, most] = README_BYTES;
		expect(readme.length).toBeGreaterThan(least);
		expect(readme.length).toBeLessThan(most);
	});

	it('names both commands', () => {
		expect(readme).toContain('`npm run demo`');
		expect(readme).toContain('`npm test`');
	});
});
