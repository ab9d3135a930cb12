/** The digest of the official files, and that the stand-in covers it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expectNone } from '../support/expectNone';
import { DEVIATIONS, startHighLevelStandIn } from './highlevel';
import type { HighLevelStandIn, Operation, Schema } from './highlevel';
import { DIGEST_PATH, readDigest } from './highlevel/digest';
import { HANDLERS } from './highlevel/resources';
import { call } from './support/http';

const root = join(__dirname, '..', '..');
const official = process.env.HIGHLEVEL_OPENAPI_DIR;

function of(operations: readonly Operation[], set: string, family: string): Operation[] {
	return operations.filter((one) => one.set === set && one.family === family);
}

/** A schema and all schemas below it. */
function* walk(schema: Schema): Generator<Schema> {
	yield schema;
	const children = [...Object.values(schema.keys ?? {}), ...(schema.anyOf ?? [])];
	if (schema.items !== undefined) children.push(schema.items);
	for (const child of children) yield* walk(child);
}

describe('the digest', () => {
	const digest = readDigest();

	it.each([
		['2021', 'contacts'],
		['2021', 'calendars'],
		['v3', 'contacts'],
		['v3', 'calendars'],
	])('holds the operations of %s %s', (set, family) => {
		expect(of(digest, set, family).length).toBeGreaterThan(30);
	});

	it('is small and holds no prose', () => {
		const text = readFileSync(DIGEST_PATH, 'utf8');
		expect(text.length).toBeLessThan(600 * 1024);
		expect(text).not.toMatch(/"(description|example|examples|summary)":"/);
	});

	it('has every reference resolved and the kinds of custom fields merged', () => {
		const create = digest.find((one) => one.set === 'v3' && one.operationId === 'create-contact');
		const item = create?.body?.keys?.customFields?.items;
		expect(Object.keys(item?.keys ?? {})).toEqual(['fieldValue', 'field_value', 'id', 'key']);
		expect(item?.required).toEqual(['id']);
		const schemas = digest.flatMap((one) => (one.body ? [...walk(one.body)] : []));
		expect(schemas.length).toBeGreaterThan(800);
		expect(schemas.filter((one) => one.type === undefined && one.anyOf === undefined)).toEqual([]);
	});

	it('declares the version of each family', () => {
		const versions = (set: string, family: string): string[] => [
			...new Set(of(digest, set, family).flatMap((one) => one.versions)),
		];
		expect(versions('2021', 'contacts')).toEqual(['2021-07-28']);
		expect(versions('2021', 'calendars')).toEqual(['2021-04-15']);
		expect(versions('v3', 'calendars')).toEqual(['v3']);
	});

	// Without the official files there is nothing to compare with.
	if (official === undefined) return;

	it('matches the official files', () => {
		const check = spawnSync(process.execPath, [
			join(root, 'scripts', 'api-digest.mjs'),
			'--from',
			official ?? '',
			'--check',
		]);
		expect(check.stdout.toString()).toContain('is current');
		expect(check.status).toBe(0);
	});

	it('can be compared with newer files: what they add, drop and change', () => {
		const folder = mkdtempSync(join(tmpdir(), 'openapi-'));
		try {
			cpSync(join(official ?? '', '..'), folder, { recursive: true });
			const file = join(folder, 'apps', 'contacts.json');
			const text = readFileSync(file, 'utf8')
				.replaceAll('/contacts/{contactId}/followers', '/contacts/{contactId}/watchers')
				.replaceAll('"removeAllTags"', '"clearTags"');
			execFileSync('chmod', ['-R', 'u+w', folder]);
			writeFileSync(file, text);
			const drift = spawnSync(process.execPath, [
				join(root, 'scripts', 'api-drift.mjs'),
				'--against',
				join(folder, 'apps'),
			]);
			const printed = drift.stdout.toString();
			expect(drift.status).toBe(1);
			expect(printed).toContain('DROPPED 2021 POST /contacts/{contactId}/followers');
			expect(printed).toContain('ADDED 2021 POST /contacts/{contactId}/watchers');
			expect(printed).toContain('+ body: clearTags.type = "boolean"');
			expect(printed).toContain('- body: removeAllTags.type (was "boolean")');
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	});
});

describe('the stand-in, by the digest', () => {
	let standIn: HighLevelStandIn;

	beforeAll(async () => {
		standIn = await startHighLevelStandIn({ limiter: { max: 1_000_000 } });
	});
	afterAll(() => standIn.close());

	it('has a handler for every operation of contacts and calendars, in both sets', () => {
		const wanted = standIn.operations
			.filter(({ family }) => family === 'contacts' || family === 'calendars')
			.map(({ method, path }) => `${method} ${path}`);
		expect(wanted.length).toBeGreaterThan(150);
		expectNone(
			[...new Set(wanted)].filter((name) => HANDLERS[name] === undefined),
			'The stand-in has no handler for these endpoints. Add one to test/standins/highlevel/resources/; CONTRIBUTING.md, "Add an endpoint".',
		);
	});

	it('has no handler without an operation', () => {
		const known = new Set(standIn.operations.map(({ method, path }) => `${method} ${path}`));
		expect(Object.keys(HANDLERS).filter((name) => !known.has(name))).toEqual([]);
	});

	it('names the source of every deviation', () => {
		for (const { id, fact, source } of DEVIATIONS) {
			expect(`${id}: ${source}`).toMatch(/: HighLevel API notes, sections? \d/);
			expect(fact.length).toBeGreaterThan(30);
		}
		expect(new Set(DEVIATIONS.map(({ id }) => id)).size).toBe(DEVIATIONS.length);
	});

	it('refuses an unknown key in every body that names its keys, in both sets', async () => {
		const failures: string[] = [];
		let tried = 0;
		for (const operation of standIn.operations) {
			const { keys } = operation.body ?? {};
			if (keys === undefined || operation.family === 'oauth') continue;
			if (!operation.contentTypes.includes('application/json')) continue;
			const agencyOnly = operation.security.every(({ token }) => token.startsWith('Agency'));
			if (operation.security.length > 0 && agencyOnly) continue;
			const path = operation.path
				.replace('{locationId}', standIn.locationId)
				.replace('{type}', 'add')
				.replace('{resourceType}', 'rooms')
				.replace(/\{\w+\}/g, 'AAAAAAAAAAAAAAAAAAAA');
			const location = keys.locationId === undefined ? {} : { locationId: standIn.locationId };
			const token = standIn.issuePrivateIntegration({
				scopes: operation.security.flatMap(({ scopes }) => scopes),
			});
			const reply = await call(standIn, path, {
				method: operation.method,
				version: operation.set === 'v3' ? 'v3' : (operation.versions[0] ?? '2021-07-28'),
				token: token.value,
				body: { ...location, surelyNotAKey: 1 },
			});
			tried += 1;
			const messages = Array.isArray(reply.body.message) ? reply.body.message : [];
			if (reply.status !== 422 || !messages.includes('property surelyNotAKey should not exist')) {
				failures.push(`${operation.set} ${operation.method} ${operation.path}: ${reply.text}`);
			}
		}
		expect(failures).toEqual([]);
		expect(tried).toBeGreaterThan(80);
	});

	it('answers an operation without a handler from its response schema, after every check', async () => {
		const path = `/locations/${standIn.locationId}/customValues`;
		const { value } = standIn.issuePrivateIntegration({ scopes: ['locations/customValues.write'] });
		const wrong = await call(standIn, path, { token: value, body: { name: 'Only a name' } });
		expect([wrong.status, wrong.body.message]).toEqual([
			422,
			expect.arrayContaining(['value should not be empty']),
		]);
		const right = await call(standIn, path, {
			token: value,
			body: { name: 'Motto', value: 'Hello' },
		});
		expect([201, 200]).toContain(right.status);
		expect(right.body.customValue).toMatchObject({ name: 'Motto', value: 'Hello' });
	});
});
