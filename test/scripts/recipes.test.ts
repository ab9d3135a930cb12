import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { outdatedPages } from '../../scripts/docs/generated';
import { RECIPE_PAGES } from '../../scripts/docs/recipes';
import { recipes } from '../../scripts/workflows/recipes';
import type { Template } from '../../scripts/workflows/template';
import { toWorkflow } from '../../scripts/workflows/template';
import { convertFromN8n } from '../../scripts/workflows/tools/convertFromN8n';
import { expectNone } from '../support/expectNone';

const FOLDER = join(__dirname, '..', '..', 'workflows');
const all: Template[] = [...recipes, convertFromN8n];

const filesOf = (folder: string) =>
	readdirSync(join(FOLDER, folder)).map((file) => `${folder}/${file.replace(/\.json$/, '')}`);

test('the page about the recipes is current', () => {
	expectNone(outdatedPages(RECIPE_PAGES), 'Not current. Run: npm run workflows');
});

test('the folders have nothing else', () => {
	const wanted = all.map(({ file }) => file).sort();
	expect([...filesOf('recipes'), ...filesOf('tools')].sort()).toEqual(wanted);
});

test('there are twelve recipes', () => {
	expect(recipes).toHaveLength(12);
});

describe.each(all)('$file', (template) => {
	const workflow = JSON.parse(JSON.stringify(toWorkflow(template))) as unknown;

	test('is as the generator has it', () => {
		const path = join(FOLDER, `${template.file}.json`);
		const file: unknown = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : 'no file';
		expect(file).toEqual(workflow);
	});

	test('has nothing that belongs to one account', () => {
		const text = JSON.stringify(workflow);
		expect(text).not.toMatch(/"(credentials|webhookId|pinData)":/);
		expect(text).not.toMatch(/"value":"[A-Za-z0-9]{20,24}"/);
	});
});

test.each(recipes)('$file has two to five nodes', ({ nodes }) => {
	expect(nodes.length).toBeGreaterThanOrEqual(2);
	expect(nodes.length).toBeLessThanOrEqual(5);
});
