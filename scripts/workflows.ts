/** Writes the importable workflows of the folder `workflows` from their templates, and the page about them (`npm run workflows`). */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';

import { updatePages } from './docs/generated';
import { TEMPLATE_PAGES } from './docs/templates';
import { toWorkflow } from './workflows/template';
import { templates } from './workflows/templates';

const FORMAT = { parser: 'json', useTabs: true, printWidth: 100 };

async function main(): Promise<void> {
	for (const template of templates) {
		const path = join(__dirname, '..', 'workflows', `${template.file}.json`);
		writeFileSync(path, await format(JSON.stringify(toWorkflow(template)), FORMAT));
	}
	console.log(`${templates.length} workflows written`);
	updatePages(TEMPLATE_PAGES, 'workflows', []);
}

void main();
