import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** A project with only the two scripts, next to a folder like that of the official files. */
let project: string;
let official: string;

function write(file: string, content: unknown): void {
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
}

function run(script: 'api-digest' | 'api-drift', ...args: string[]) {
	const { HIGHLEVEL_OPENAPI_DIR: _, ...env } = process.env;
	const file = join(project, 'scripts', `${script}.mjs`);
	const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], {
		encoding: 'utf8',
		env,
	});
	return { status, printed: `${stdout}${stderr}` };
}

const digest = (...more: string[]) => run('api-digest', '--from', official, ...more);
const drift = () => run('api-drift', '--against', official);

/** An official file with one operation. */
const fileWith = (path: string, operation: object, method = 'get') => ({
	paths: { [path]: { [method]: { responses: {}, ...operation } } },
});

const FOLLOW = {
	operationId: 'follow',
	parameters: [
		{ in: 'path', name: 'contactId', required: true, schema: { type: 'string' } },
		{ in: 'header', name: 'Version', schema: { type: 'string', enum: ['v3'] } },
	],
	requestBody: {
		content: {
			'application/json': {
				schema: {
					type: 'object',
					description: 'Prose, which the digest omits',
					required: ['level'],
					properties: {
						level: { $ref: '../common/common-schemas.json#/components/schemas/Level' },
						either: {
							oneOf: [
								{ type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
								{ type: 'object', properties: { b: { type: 'number' } } },
							],
						},
					},
				},
			},
		},
	},
};

beforeEach(() => {
	const folder = mkdtempSync(join(tmpdir(), 'digest-'));
	project = join(folder, 'project');
	official = join(folder, 'apps');
	for (const name of ['api-digest', 'api-digest.mjs', 'api-drift.mjs']) {
		cpSync(join(ROOT, 'scripts', name), join(project, 'scripts', name), { recursive: true });
	}
	write(join(project, 'test/contract/api-overlay.json'), { sets: { v3: {}, '2021': {} } });
	write(join(official, 'contacts.json'), fileWith('/contacts/{id}', { operationId: 'get' }));
	write(join(official, 'calendars.json'), { paths: {} });
	write(
		join(official, 'v3/contacts-v3.json'),
		fileWith('/contacts/{contactId}/follow', FOLLOW, 'post'),
	);
	write(join(official, 'v3/calendars-v3.json'), { paths: {} });
	write(join(official, 'v3/common/common-schemas.json'), {
		components: { schemas: { Level: { type: 'string', enum: ['high', 'low'] } } },
	});
});
afterEach(() => rmSync(dirname(project), { recursive: true, force: true }));

const committed = () =>
	JSON.parse(readFileSync(join(project, 'test/contract/api-digest.json'), 'utf8')) as {
		sets: Record<string, Record<string, object[]>>;
	};

test('the digest contains the facts of the official files, with references resolved and alternatives merged', () => {
	expect(digest()).toMatchObject({
		status: 0,
		printed: expect.stringMatching(/2021: 1 operations, v3: 1 operations\nNext: npm run schemas/),
	});
	expect(committed().sets.v3?.contacts).toEqual([
		{
			operationId: 'follow',
			method: 'POST',
			path: '/contacts/{contactId}/follow',
			security: [],
			versions: ['v3'],
			pathParameters: [{ name: 'contactId', required: true, type: 'string' }],
			contentTypes: ['application/json'],
			body: {
				type: 'object',
				required: ['level'],
				keys: {
					either: { type: 'object', keys: { a: { type: 'string' }, b: { type: 'number' } } },
					level: { type: 'string', enum: ['high', 'low'] },
				},
			},
			responses: {},
		},
	]);
	expect(digest('--check')).toMatchObject({ status: 0 });
	expect(drift()).toEqual({ status: 0, printed: 'The official files say what the digest says.\n' });
});

test('differences from newer files are reported fact by fact, with the command that updates the digest', () => {
	digest();
	write(
		join(official, 'contacts.json'),
		fileWith('/contacts/{id}', { operationId: 'get', deprecated: true }),
	);
	write(join(official, 'v3/contacts-v3.json'), fileWith('/contacts/watch', FOLLOW, 'post'));
	const { status, printed } = drift();
	expect(status).toBe(1);
	expect(printed).toContain('DROPPED v3 POST /contacts/{contactId}/follow');
	expect(printed).toContain('ADDED v3 POST /contacts/watch');
	expect(printed).toContain('2021 GET /contacts/{id}\n  + deprecated = true');
	expect(printed).toContain('2 added, 1 dropped, 0 changed');
	expect(printed).toContain('npm run api:digest');
	expect(digest('--check')).toMatchObject({
		status: 1,
		printed: expect.stringContaining('npm run api:drift'),
	});
});

test('an overlay entry that the official files now have must be removed, whatever the names of its parameters', () => {
	const entry = { method: 'POST', path: '/contacts/{id}/follow' };
	write(join(project, 'test/contract/api-overlay.json'), { sets: { v3: { contacts: [entry] } } });
	const advice = 'Remove it from the overlay, test/contract/api-overlay.json';
	for (const { status, printed } of [digest(), digest('--check'), drift()]) {
		expect(printed).toContain('v3 POST /contacts/{id}/follow');
		expect(printed).toContain(advice);
		expect(status).toBe(1);
	}
});

describe('a mistake', () => {
	test.each([
		['without a folder', () => run('api-digest'), 'git clone --depth 1'],
		['without a folder after the option', () => run('api-drift', '--against'), 'git clone'],
		[
			'with a path that is not a folder',
			() => run('api-drift', '--against', '/none'),
			'not a folder',
		],
		[
			'with another folder',
			() => run('api-digest', '--from', project),
			'contacts.json is missing. Pass the folder that holds contacts.json and v3/.',
		],
		[
			'with a file that is not JSON',
			() => {
				write(join(official, 'contacts.json'), '<html>');
				return digest();
			},
			'contacts.json is not valid JSON',
		],
		[
			'with a file that is not an OpenAPI file',
			() => {
				write(join(official, 'contacts.json'), []);
				return digest();
			},
			'contacts.json is not an OpenAPI file',
		],
		[
			'with a reference whose target does not exist',
			() => {
				write(join(official, 'v3/common/common-schemas.json'), {});
				return digest();
			},
			'fetch them again',
		],
		['before there is a digest', drift, 'api-digest.json does not exist'],
	])('%s ends with advice, not with a stack trace', (_, mistake, message) => {
		const { status, printed } = mistake();
		expect(printed).toContain(message);
		expect(printed).not.toMatch(/^\s+at /m);
		expect(status).toBe(2);
	});
});
