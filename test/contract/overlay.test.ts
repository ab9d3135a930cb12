import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DIGEST_PATH, operationKey, readDigest } from '../standins/highlevel/digest';
import { OVERLAY_PATH, readOverlay } from '../standins/highlevel/overlay';
import { expectNone } from '../support/expectNone';

const ARCHIVE = {
	handWritten: { source: 'a test' },
	operationId: 'archive-contact',
	method: 'POST',
	path: '/contacts/{contactId}/archive',
	security: [{ token: 'bearer', scopes: ['contacts.write'] }],
	versions: ['v3'],
	pathParameters: [{ name: 'contactId', required: true, type: 'string' }],
	responses: { '200': { type: 'object', keys: { succeeded: { type: 'boolean' } } } },
};

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'overlay-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** An overlay file with these entries for contacts in v3. */
function overlayOf(...entries: object[]): string {
	const file = join(folder, 'overlay.json');
	writeFileSync(
		file,
		JSON.stringify({ format: 1, sets: { v3: { contacts: entries }, '2021': {} } }),
	);
	return file;
}

test('the committed overlay holds only what the official files lack', () => {
	const official = new Set(readDigest(DIGEST_PATH, join(folder, 'none')).map(operationKey));
	const both = readOverlay(OVERLAY_PATH).filter(({ set, value }) =>
		official.has(operationKey({ set, method: String(value.method), path: String(value.path) })),
	);
	expectNone(
		both.map(({ set, value }) => `${set} ${String(value.method)} ${String(value.path)}`),
		'The official files have these endpoints now. Remove them from test/contract/api-overlay.json.',
	);
});

test('an entry is an operation like those of the digest, with its source', () => {
	const added = readDigest(DIGEST_PATH, overlayOf(ARCHIVE)).at(-1);
	expect(added).toMatchObject({
		set: 'v3',
		family: 'contacts',
		operationId: 'archive-contact',
		pathParameters: [{ name: 'contactId', needed: true, type: 'string' }],
		handWritten: 'a test',
	});
});

test('the digest takes precedence if both have an endpoint, whatever the names of its parameters', () => {
	const path = '/contacts/{id}';
	const pathParameters = [{ name: 'id', required: true, type: 'string' }];
	const overlay = overlayOf({ ...ARCHIVE, method: 'GET', path, pathParameters });
	const found = readDigest(DIGEST_PATH, overlay).filter(
		(one) => operationKey(one) === operationKey({ set: 'v3', method: 'GET', path }),
	);
	expect(found.map(({ operationId }) => operationId)).toEqual(['get-contact']);
});

test.each(Object.keys(ARCHIVE))('an entry without %s is rejected, naming the key', (key) => {
	const { [key as keyof typeof ARCHIVE]: _, ...rest } = ARCHIVE;
	expect(() => readOverlay(overlayOf(rest))).toThrow(new RegExp(`v3 contacts: .+ lacks "${key}"`));
});

test.each([
	['{', 'is not valid JSON'],
	['{"sets": 1}', 'must hold'],
	['{"sets": {"v4": {}}}', 'there is no set "v4"'],
])('the file %s is rejected', (content, message) => {
	const file = join(folder, 'overlay.json');
	writeFileSync(file, content);
	expect(() => readOverlay(file)).toThrow(message);
});
