import type { INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { simple } from '../../nodes/shared/standardFields';
import type { Manifest, Verdict } from '../package/tools';
import { removeFolder, ROOT, scan, temporaryFolder } from '../package/tools';
import { printNode } from './description';

const manifest: Manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

let folder: string;

beforeEach(() => {
	folder = temporaryFolder();
	cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
	cpSync(join(ROOT, 'credentials'), join(folder, 'credentials'), { recursive: true });
});

afterEach(() => {
	removeFolder(folder);
});

/** Writes the nodes as source files next to their icons and codex files, and scans them. */
function lintWritten(nodes: Array<{ file: string; node: INodeType }>): Verdict {
	for (const { file, node } of nodes) {
		const target = join(folder, dirname(file));
		mkdirSync(target, { recursive: true });
		for (const asset of readdirSync(join(ROOT, dirname(file)))) {
			if (/\.(svg|png)$|\.node\.json$/.test(asset)) {
				cpSync(join(ROOT, dirname(file), asset), join(target, asset));
			}
		}
		const className = basename(file, '.node.ts');
		writeFileSync(join(folder, file), printNode(className, node));
	}
	return scan(folder, ['nodes/**/*.ts']);
}

function isNodeType(value: unknown): value is INodeType {
	return typeof value === 'object' && value !== null && 'description' in value;
}

async function builtNodes() {
	return await Promise.all(
		manifest.n8n.nodes.map(async (built) => {
			const exported: unknown = await import(join(ROOT, built));
			const className = basename(built, '.node.js');
			const nodeClass: unknown =
				typeof exported === 'object' && exported !== null
					? Reflect.get(exported, className)
					: undefined;
			if (typeof nodeClass !== 'function') throw new Error(`${built} has no class ${className}`);
			const node: unknown = Reflect.construct(nodeClass, []);
			if (!isNodeType(node)) throw new Error(`${className} has no description`);
			return { file: built.replace(/^dist\//, '').replace(/\.js$/, '.ts'), node };
		}),
	);
}

test('the derived description of every node passes the rules as if it were written out', async () => {
	const nodes = await builtNodes();
	expect(nodes.length).toBeGreaterThan(0);
	expect(lintWritten(nodes)).toEqual({ passed: true });
});

test('errors in a derived description are found', () => {
	const description: INodeTypeDescription = {
		displayName: 'HighLevel Contacts',
		name: 'highLevelContacts',
		icon: { light: 'file:highLevelContacts.svg', dark: 'file:highLevelContacts.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] }}',
		description: "Work with a sub-account's contacts",
		defaults: { name: 'HighLevel Contacts' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [{ name: 'Contact', value: 'contact' }],
				default: 'contact',
			},
			{
				displayName: 'Limit',
				name: 'limit',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 50,
				description: 'Max number of results to return',
			},
		],
	};
	const file = 'nodes/HighLevel/HighLevelContacts.node.ts';
	expect(lintWritten([{ file, node: { description } }])).toEqual({ passed: true });

	const faulty: INodeTypeDescription = {
		...description,
		properties: [
			...description.properties,
			{
				displayName: 'Do not disturb',
				name: 'dnd',
				type: 'boolean',
				default: false,
				description: 'Silence.',
			},
			{ displayName: 'Limit', name: 'limit', type: 'number', default: 7 },
			{
				displayName: 'Simplify',
				name: 'simple',
				type: 'boolean',
				default: false,
				description: simple.description,
				displayOptions: { show: { '@version': [1.1] } },
			},
		],
	};
	const verdict = lintWritten([{ file, node: { description: faulty } }]);
	expect(verdict.passed).toBe(false);
	for (const rule of [
		'node-param-display-name-miscased',
		'node-param-description-boolean-without-whether',
		'node-param-default-wrong-for-limit',
		'node-param-default-wrong-for-simplify',
	]) {
		expect(verdict.details).toContain(rule);
	}
});
