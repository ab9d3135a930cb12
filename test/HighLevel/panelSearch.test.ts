import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { sublimeSearch } from '@n8n/utils/search/sublime-search';
import type { CodexData } from 'n8n-workflow';

const FOLDER = join(__dirname, '..', '..', 'nodes', 'HighLevel');

/** The nodes as n8n's panel searches them: by display name and alias. */
const nodes = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.node.json'))
	.map((file) => {
		const source = readFileSync(join(FOLDER, file.replace(/json$/, 'ts')), 'utf8');
		const [, displayName = ''] = /displayName: '([^']+)'/.exec(source) ?? [];
		const codex = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as CodexData;
		return { properties: { displayName, codex } };
	});

const nameOf = ({ properties }: (typeof nodes)[number]) => properties.displayName;

test.each([
	'highlevel',
	'high level',
	'High Level',
	'gohighlevel',
	'go high level',
	'ghl',
	'leadconnector',
])("n8n's panel finds every node by '%s'", (text) => {
	expect(nodes).toHaveLength(5);
	const found = sublimeSearch(text.toLowerCase(), nodes).map(({ item }) => nameOf(item));
	expect(found.sort()).toEqual(nodes.map(nameOf).sort());
});

test('the search can fail', () => {
	expect(sublimeSearch('stripe', nodes)).toEqual([]);
});
