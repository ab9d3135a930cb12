import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';

import type { Manifest } from './tools';
import { removeFolder, ROOT, run, scan, temporaryFolder } from './tools';

/** What the packed folder may contain: code, types, icons, codex, schemas and the four text files. */
const SHIPPED = [
	/^(package\.json|README\.md|LICENSE\.md|CHANGELOG\.md)$/,
	/^dist\/(nodes|credentials)\/.+\.(js|d\.ts|svg|png)$/,
	/^dist\/nodes\/.+\.node\.json$/,
	/^dist\/nodes\/.+\/__schema__\/.+\.json$/,
];

/** Modules that n8n itself ships and its linter allows; anything else would be missing on a user's machine. */
const PROVIDED = ['n8n-workflow', 'luxon', 'crypto', 'node:crypto'];

const REGISTRIES = [
	['registry', 'npmjs', 'org'],
	['registry', 'yarnpkg', 'com'],
	['npmjs', 'cf'],
].map((parts) => parts.join('.'));

const MACHINE_PATH = /(?:^|[\s"'`(=:])\/(?:root|work|Users|home\/(?!node\/)\w+)\//m;

interface Loaded {
	file: string;
	name: string;
	properties: number;
	codex: boolean;
	icons: Array<{ name: string; bytes: string | null }>;
}

let folder: string;
/** The unpacked tarball. */
let unpacked: string;
let manifest: Manifest;

beforeAll(() => {
	if (!existsSync(join(ROOT, 'dist'))) throw new Error('No dist folder: run `npm run build` first');
	folder = temporaryFolder();
	run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder]);
	const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
	if (tarball === undefined) throw new Error('npm pack created no tarball');
	run('tar', ['-xzf', tarball], folder);
	unpacked = join(folder, 'package');
	const parsed: Manifest = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'));
	manifest = parsed;
});

afterAll(() => {
	removeFolder(folder);
});

function filesBelow(root: string): string[] {
	return readdirSync(root, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

/** Files that match none of the patterns in `SHIPPED`. */
function surplus(files: string[]): string[] {
	return files.filter((file) => !SHIPPED.some((pattern) => pattern.test(file)));
}

/** Modules that a built file loads but that are neither provided by n8n nor files of the package. */
function foreignModules(root: string, file: string, code: string): string[] {
	const names = [...code.matchAll(/\b(?:require|import)\(\s*['"`]([^'"`]+)['"`]/g)].map(
		(match) => match[1] ?? '',
	);
	return names.filter((name) => {
		if (!name.startsWith('.')) return !PROVIDED.includes(name);
		const target = resolve(root, dirname(file), name);
		const inside = target.startsWith(`${root}/`);
		return !inside || ![target, `${target}.js`, join(target, 'index.js')].some(existsSync);
	});
}

/** What a committed file must not contain: where it was created or where packages came from. */
function traces(content: string): string[] {
	const found: string[] = [];
	if (content.includes(`${ROOT}/`)) found.push('the path of this repository');
	if (homedir().length > 1 && content.includes(`${homedir()}/`)) found.push('a home folder');
	const path = MACHINE_PATH.exec(content);
	if (path) found.push(`an absolute path (${path[0].trim()})`);
	if (/"resolved"\s*:/.test(content)) found.push('a resolved address');
	for (const host of REGISTRIES) {
		if (content.includes(host)) found.push(`the registry ${host}`);
	}
	return found;
}

describe('the packed package', () => {
	test('contains what n8n needs and nothing else', () => {
		const files = filesBelow(unpacked);
		expect(surplus(files)).toEqual([]);
		for (const needed of ['README.md', 'LICENSE.md', 'CHANGELOG.md', 'package.json']) {
			expect(files).toContain(needed);
		}
		expect(surplus(['dist/nodes/shared/client.js', 'dist/test/server.js', '.npmrc'])).toEqual([
			'dist/test/server.js',
			'.npmrc',
		]);
	});

	test('contains icons, codex and schema files unchanged from the source', () => {
		const assets = filesBelow(unpacked).filter((file) => /\.(svg|png|json)$/.test(file));
		for (const file of assets.filter((name) => name.startsWith('dist/'))) {
			const source = join(ROOT, file.slice('dist/'.length));
			expect(readFileSync(join(unpacked, file)).equals(readFileSync(source))).toBe(true);
		}
		const kept = (name: string) => /\.(svg|png)$|\.node\.json$|__schema__/.test(name);
		const sources = ['nodes', 'credentials'].flatMap((name) =>
			filesBelow(join(ROOT, name)).map((file) => join('dist', name, file)),
		);
		expect(assets).toEqual(expect.arrayContaining(sources.filter(kept)));
	});

	test('has no dependencies and only n8n-workflow as a peer dependency', () => {
		expect(manifest.dependencies).toBeUndefined();
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		expect(manifest.n8n.n8nNodesApiVersion).toBe(1);
		const forbidden = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish'];
		expect(Object.keys(manifest.scripts).filter((name) => forbidden.includes(name))).toEqual([]);
	});

	test('loads n8n-workflow, luxon, crypto and its own files, nothing else', () => {
		const files = filesBelow(unpacked).filter((file) => file.endsWith('.js'));
		expect(files.length).toBeGreaterThan(0);
		const foreign = files.flatMap((file) =>
			foreignModules(unpacked, file, readFileSync(join(unpacked, file), 'utf8')).map(
				(name) => `${file}: ${name}`,
			),
		);
		expect(foreign).toEqual([]);

		const planted = "require('axios'); require('../../../../test/x'); require('./missing');";
		expect(foreignModules(unpacked, 'dist/nodes/x.js', `${planted} require("luxon");`)).toEqual([
			'axios',
			'../../../../test/x',
			'./missing',
		]);
	});

	test('every node and credential loads and has two different icons', () => {
		const loaded: Loaded[] = JSON.parse(
			run(process.execPath, [join(__dirname, 'load.cjs'), unpacked], folder, {
				...process.env,
				NODE_PATH: join(ROOT, 'node_modules'),
			}),
		);
		expect(loaded.map(({ file }) => file)).toEqual([
			...manifest.n8n.credentials,
			...manifest.n8n.nodes,
		]);
		for (const { file, name, properties, codex, icons } of loaded) {
			const className = basename(file).replace(/\.(node|credentials)\.js$/, '');
			expect(name).toBe(`${className.charAt(0).toLowerCase()}${className.slice(1)}`);
			expect(properties).toBeGreaterThan(0);
			expect({ file, codex }).toEqual({ file, codex: file.endsWith('.node.js') });
			expect({ file, icons: icons.length }).toEqual({ file, icons: 2 });
			const [light, dark] = icons;
			expect(light?.bytes).toBeTruthy();
			expect(dark?.bytes).toBeTruthy();
			expect(light?.bytes).not.toBe(dark?.bytes);
		}
	});

	test('lists every node and credential of the source in its n8n block', () => {
		const built = [
			...filesBelow(join(ROOT, 'credentials')).map((file) => join('credentials', file)),
			...filesBelow(join(ROOT, 'nodes')).map((file) => join('nodes', file)),
		]
			.filter((file) => /\.(node|credentials)\.ts$/.test(file))
			.map((file) => `dist/${file.replace(/\.ts$/, '.js')}`);
		expect([...manifest.n8n.credentials, ...manifest.n8n.nodes].sort()).toEqual(built.sort());
	});
});

describe("n8n's scanner", () => {
	test('finds nothing in the sources', () => {
		const verdict = scan(ROOT, ['package.json', '{nodes,credentials}/**/*.{js,ts,json}']);
		expect(verdict).toEqual({ passed: true });
	});

	test('finds nothing in the packed files', () => {
		expect(scan(unpacked, ['**/*.js', 'package.json'])).toEqual({ passed: true });
	});

	test('finds a planted error, which an inline disable does not hide', () => {
		const copy = join(folder, 'planted');
		cpSync(unpacked, copy, { recursive: true });
		mkdirSync(join(copy, 'dist/nodes'), { recursive: true });
		writeFileSync(
			join(copy, 'dist/nodes/planted.js'),
			'/* eslint-disable */\nmodule.exports = () => process.env.HOME;\n',
		);
		const verdict = scan(copy, ['**/*.js', 'package.json']);
		expect(verdict.passed).toBe(false);
		expect(verdict.details).toContain('planted.js');
		expect(verdict.details).toContain('no-restricted-globals');
	});
});

test('no committed file reveals the machine or registry that it came from', () => {
	const files = run('git', ['ls-files', '-z'])
		.split('\0')
		.filter((file) => file !== '');
	const found = files
		.filter((file) => existsSync(join(ROOT, file)))
		.flatMap((file) =>
			traces(readFileSync(join(ROOT, file), 'utf8')).map((trace) => `${file}: ${trace}`),
		);
	expect(found).toEqual([]);

	expect(traces(`see ${ROOT}/x`)).toContain('the path of this repository');
	expect(traces(['"', 'Users', 'file.txt"'].join('/'))).toEqual([
		expect.stringContaining('an absolute path'),
	]);
	expect(traces(`{"${'resolved'}" : "https://${REGISTRIES[0]}/x"}`)).toHaveLength(2);
	expect(traces('GET /users/ and /home/node/.n8n')).toEqual([]);
});
