/**
 * Checks that n8n loads the packed package, installed as a community package, with everything that package.json
 * declares.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import type { JsonObject } from '../lib/json';
import { at, listAt } from '../lib/json';
import { signInAsOwner, startN8n } from '../lib/n8n';
import type { N8n } from '../lib/n8n';
import { setup } from '../lib/setup';

const PACKAGE: unknown = JSON.parse(readFileSync(join(__dirname, '../../../package.json'), 'utf8'));
const PREFIX = 'n8n-nodes-gohighlevel.';

/** `dist/nodes/HighLevel/HighLevelContacts.node.js` -> `highLevelContacts`, the naming rule that n8n applies to files. */
function typeOf(file: string, suffix: string): string {
	const name = file.slice(file.lastIndexOf('/') + 1, -suffix.length);
	return name.charAt(0).toLowerCase() + name.slice(1);
}

function declared(kind: 'nodes' | 'credentials', suffix: string): string[] {
	return listAt(PACKAGE, 'n8n', kind).map((file) => typeOf(String(file), suffix));
}

void suite('the packed package in a real n8n', () => {
	let n8n: N8n;
	let nodes: Map<string, JsonObject>;

	before(async () => {
		const { node, n8n: program, tarball } = setup();
		n8n = await startN8n({ node, n8n: program, packages: [tarball] });
		await signInAsOwner(n8n.client);
		nodes = await n8n.client.nodeTypes();
	});

	after(async () => await n8n?.stop());

	test('every node in package.json is available under its full name', () => {
		const names = declared('nodes', '.node.js');
		assert.ok(names.length > 0, 'package.json has no node');
		assert.deepEqual(
			[...nodes.keys()].filter((name) => name.startsWith(PREFIX) && !name.endsWith('Tool')).sort(),
			names.map((name) => PREFIX + name).sort(),
		);
	});

	test('every action node is offered to AI agents as a tool', () => {
		for (const name of declared('nodes', '.node.js')) {
			const isTrigger = name.endsWith('Trigger');
			assert.equal(nodes.has(`${PREFIX}${name}Tool`), !isTrigger, name);
		}
	});

	test('n8n serves a light and a dark icon for every node', async () => {
		for (const name of declared('nodes', '.node.js')) {
			for (const theme of ['light', 'dark']) {
				const path = at(nodes.get(PREFIX + name), 'iconUrl', theme);
				assert.equal(typeof path, 'string', `${name} has no ${theme} icon`);
				const response = await fetch(`${n8n.url}/${String(path)}`);
				assert.equal(response.status, 200, `${name} ${theme}`);
				assert.match(await response.text(), /<svg/);
			}
		}
	});

	test('every credential in package.json is available', async () => {
		const types = await n8n.client.credentialTypes();
		const names = declared('credentials', '.credentials.js');
		assert.ok(names.length > 0, 'package.json has no credential');
		for (const name of names) assert.ok(types.has(name), name);
	});

	test('n8n logged no error while loading the package', () => {
		const complaints = n8n
			.output()
			.split('\n')
			.filter((line) => /gohighlevel|highLevel/i.test(line) && /error|fail|could not/i.test(line));
		assert.deepEqual(complaints, []);
	});
});
