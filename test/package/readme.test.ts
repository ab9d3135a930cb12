import { existsSync, readFileSync } from 'node:fs';
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

/** Anchors of the headings, as GitHub generates them. */
function anchors(markdown: string): string[] {
	return [...markdown.matchAll(/^#{1,6} (.+)$/gm)].map(([, title = '']) =>
		title
			.toLowerCase()
			.replace(/[^\w\s-]/g, '')
			.trim()
			.replace(/\s/g, '-'),
	);
}

describe('README', () => {
	it('lists the operations of the rows', () => {
		expectNone(outdatedPages(OPERATION_PAGES), 'Not current. Run: npm run docs:operations');
	});

	it('is reported as outdated when a row is removed, renamed or sent elsewhere', () => {
		const [first, ...others] = NODES;
		const [resource, ...rest] = first?.resources ?? [];
		if (!first || !resource) throw new Error('There are no rows');
		const changed = (operations: typeof resource.operations) =>
			withOperations(readme, [
				{ ...first, resources: [{ ...resource, operations }, ...rest] },
				...others,
			]);
		const { operations } = resource;
		const current = withOperations(readme);
		expect(changed(operations)).toBe(current);
		for (const other of [
			operations.slice(1),
			operations.map((one) => ({ ...one, name: `${one.name} Now` })),
			operations.map((one) => ({ ...one, request: 'GET /elsewhere' as const })),
		]) {
			expect(changed(other)).not.toBe(current);
		}
	});

	it('states for every operation its name, its endpoint and its scope', () => {
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

	it('lists every endpoint of the two APIs', () => {
		const listed = endpointsIn(NODES);
		const missing = readDigest()
			.filter(({ set, family }) => set === 'v3' && /^(contacts|calendars)$/.test(family))
			.map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, '{}')}`)
			.filter((endpoint) => !listed.has(endpoint));
		expectNone(missing, 'No row has these endpoints. CONTRIBUTING.md, "Add an endpoint", step 2.');
	});

	it('is rejected without the marks for the operations', () => {
		expect(() => withOperations('# No marks')).toThrow(
			/README\.md lacks the marks "<!-- operations: made by npm run docs:operations -->"/,
		);
		const part = { file: 'a.md', name: 'x', command: 'y' };
		expect(withPart('<!-- x: made by npm run y -->old<!-- x end -->', part, 'new')).toBe(
			'<!-- x: made by npm run y -->\n\nnew\n\n<!-- x end -->',
		);
	});

	it('has every heading and file that links point to', () => {
		const pointers = [
			'nodes/HighLevel/HighLevelContacts.node.json',
			'nodes/HighLevel/HighLevelCalendars.node.json',
			'credentials/HighLevelPrivateIntegrationApi.credentials.ts',
			'credentials/HighLevelAppOAuth2Api.credentials.ts',
		].map((file) => readFileSync(join(ROOT, file), 'utf8'));
		const fromFiles = pointers.flatMap((text) => [
			...text.matchAll(/n8n-nodes-gohighlevel#([\w-]+)/g),
		]);
		const fromReadme = [...readme.matchAll(/\]\(#([\w-]+)\)/g)];
		const wanted = [...fromFiles, ...fromReadme].map(([, anchor]) => anchor);
		expect(wanted.length).toBeGreaterThan(8);
		expect(wanted.filter((anchor) => !anchors(readme).includes(String(anchor)))).toEqual([]);

		const files = [...readme.matchAll(/\]\((?!https?:|#)([^)]+)\)/g)].map(([, file = '']) => file);
		expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
	});
});
