/** Writes the importable workflows of the folder `workflows` from their templates, and the pages about them (`npm run workflows`). */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';

import { updatePages } from './docs/generated';
import { RECIPE_PAGES } from './docs/recipes';
import { TEMPLATE_PAGES } from './docs/templates';
import { recipes } from './workflows/recipes';
import { toWorkflow } from './workflows/template';
import { templates } from './workflows/templates';
import { convertFromN8n } from './workflows/tools/convertFromN8n';

const FORMAT = { parser: 'json', useTabs: true, printWidth: 100 };

async function main(): Promise<void> {
	const all = [...templates, ...recipes, convertFromN8n];
	for (const template of all) {
		const path = join(__dirname, '..', 'workflows', `${template.file}.json`);
		writeFileSync(path, await format(JSON.stringify(toWorkflow(template)), FORMAT));
	}
	console.log(`${all.length} workflows written`);
	updatePages([...TEMPLATE_PAGES, ...RECIPE_PAGES], 'workflows', []);
}

void main();
