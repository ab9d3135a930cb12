/** Each rule of .dependency-cruiser.mjs rejects what it is meant to, and nothing that is allowed. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { removeFolder, ROOT, run, temporaryFolder } from '../package/tools';

const CONFIG = join(ROOT, '.dependency-cruiser.mjs');
const DEPCRUISE = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

/** The modules that the imports below resolve to. */
const TARGETS = [
	'bench/measure.ts',
	'credentials/Key.credentials.ts',
	'dist/nodes/shared/client.ts',
	'nodes/CalendarHero/api.ts',
	'nodes/HighLevel/Contacts.node.ts',
	'nodes/HighLevel/api.ts',
	'nodes/HighLevel/polling/contacts/task.ts',
	'nodes/HighLevel/polling/event.ts',
	'nodes/HighLevel/resources/calendars/slot.ts',
	'nodes/HighLevel/resources/contacts/note.ts',
	'nodes/HighLevel/webhook/receive.ts',
	'nodes/shared/client.ts',
	'scripts/schemas.ts',
	'test/standins/server.ts',
];

/** File, its import, and the rule that rejects it. */
const REFUSED = [
	['nodes/shared/toService.ts', '../HighLevel/api', 'shared-knows-no-service'],
	['nodes/HighLevel/toOther.ts', '../CalendarHero/api', 'services-apart'],
	['nodes/CalendarHero/toOther.ts', '../HighLevel/api', 'services-apart'],
	['nodes/shared/toPackage.ts', 'axios', 'only-what-n8n-provides'],
	['credentials/toPackage.ts', 'axios', 'only-what-n8n-provides'],
	['nodes/shared/toFiles.ts', 'node:fs', 'only-crypto-of-node'],
	['nodes/shared/toNowhere.ts', './missing', 'nothing-unknown'],
	['nodes/shared/toTests.ts', '../../test/standins/server', 'shipped-code-stands-alone'],
	['nodes/shared/toScripts.ts', '../../scripts/schemas', 'shipped-code-stands-alone'],
	['credentials/toBench.ts', '../bench/measure', 'shipped-code-stands-alone'],
	['nodes/HighLevel/toKey.ts', '../../credentials/Key.credentials', 'nodes-and-credentials-apart'],
	['credentials/toNodes.ts', '../nodes/shared/client', 'nodes-and-credentials-apart'],
	['nodes/HighLevel/toNode.ts', './Contacts.node', 'node-files-on-top'],
	['nodes/HighLevel/resources/contacts/toEvent.ts', '../../polling/event', 'parts-of-nodes-apart'],
	['nodes/HighLevel/polling/toWebhook.ts', '../webhook/receive', 'parts-of-nodes-apart'],
	['nodes/HighLevel/resources/contacts/toSlot.ts', '../calendars/slot', 'apis-apart'],
	['nodes/HighLevel/polling/calendars/toTask.ts', '../contacts/task', 'apis-apart'],
	['nodes/HighLevel/fields/toNote.ts', '../resources/contacts/note', 'building-blocks-below'],
	['nodes/HighLevel/search.ts', './polling/event', 'building-blocks-below'],
	['test/standins/toNodes.ts', '../../nodes/shared/client', 'stand-ins-share-nothing'],
	['test/standins/toKey.ts', '../../credentials/Key.credentials', 'stand-ins-share-nothing'],
	['test/standins/circle.ts', './circleEnd', 'no-circles'],
] as const;

const ALLOWED = [
	['nodes/HighLevel/toShared.ts', '../shared/client'],
	['nodes/HighLevel/fine.node.ts', './resources/contacts/note'],
	['nodes/HighLevel/polling/contacts/fine.ts', '../event'],
	['nodes/HighLevel/resources/contacts/fine.ts', '../../api'],
	['nodes/shared/fine.ts', './client'],
	['nodes/shared/toWorkflow.ts', 'n8n-workflow'],
	['nodes/shared/toLuxon.ts', 'luxon'],
	['nodes/shared/toCrypto.ts', 'node:crypto'],
	['credentials/fine.ts', 'n8n-workflow'],
	['test/standins/fine.ts', './server'],
	['scripts/toNodes.ts', '../nodes/shared/client'],
] as const;

interface Report {
	summary: {
		violations: Array<{ from: string; rule: { name: string } }>;
		ruleSetUsed: { forbidden: Array<{ name: string }> };
	};
}

let folder: string;
let summary: Report['summary'];

beforeAll(() => {
	folder = temporaryFolder();
	const write = (path: string, content: string) => {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), content);
	};
	for (const target of TARGETS) write(target, 'export type X = string;\n');
	for (const [file, imported] of [...REFUSED, ...ALLOWED]) {
		write(file, `import type { X } from '${imported}';\nexport type { X };\n`);
	}
	write('test/standins/circleEnd.ts', "export type { X } from './circle';\n");
	for (const name of ['axios', 'luxon', 'n8n-workflow']) {
		write(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
		write(`node_modules/${name}/index.js`, '');
	}
	const report: Report = JSON.parse(
		run(
			process.execPath,
			[
				DEPCRUISE,
				...['bench', 'credentials', 'nodes', 'scripts', 'test'],
				'-c',
				CONFIG,
				'-T',
				'json',
			],
			folder,
		),
	);
	summary = report.summary;
});

afterAll(() => removeFolder(folder));

test('every import that breaks a rule is found, and no other', () => {
	const found = summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`);
	expect(found.sort()).toEqual(REFUSED.map(([file, , rule]) => `${file}: ${rule}`).sort());
});

test('every rule has an import that breaks it', () => {
	const tried = new Set<string>(REFUSED.map(([, , rule]) => rule));
	const rules = summary.ruleSetUsed.forbidden.map(({ name }) => name);
	expect(rules.filter((name) => !tried.has(name))).toEqual([]);
});
