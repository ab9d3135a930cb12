/** The output schemas beside the nodes. */
import { mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { JsonSchema } from '../../scripts/schemas';
import { outdated, ROWS, schemas, writeSchemas } from '../../scripts/schemas';
import { expectNone } from '../support/expectNone';

const { files, shared } = schemas();

it('the schemas beside the nodes are those of the rows', () => {
	expectNone(outdated(), 'These output schemas are not current. Run: npm run schemas');
});

it('every operation has a schema with fields', () => {
	const without = ROWS.filter(({ resource, operation }) => {
		const schema = files.get(`${resource.value}/${operation.value}.json`);
		// The editor treats a schema without properties as none.
		return Object.keys(schema?.properties ?? {}).length === 0;
	});
	expect(without).toEqual([]);
	expect(files.size + shared.length).toBe(ROWS.length);
});

/**
 * n8n finds schemas by the names of resource and operation in the folder that both nodes share, so equal names have
 * one file.
 */
it('a schema that both nodes share has the keys that both return', () => {
	expect(shared).toEqual(['appointment/getAll.json', 'account/getStatus.json']);
	expect(Object.keys(files.get('appointment/getAll.json')?.properties ?? {})).toEqual([
		'id',
		'title',
		'appointmentStatus',
		'startTime',
		'endTime',
		'calendarId',
		'assignedUserId',
		'contactId',
	]);
});

it('the schemas are small and state every type', () => {
	const untyped = (schema: JsonSchema, path: string): string[] => [
		...(schema.type ? [] : [path]),
		...(schema.type === 'array' && !schema.items ? [`${path}[]`] : []),
		...Object.entries(schema.properties ?? {}).flatMap(([key, child]) =>
			untyped(child, `${path}.${key}`),
		),
		...(schema.items ? untyped(schema.items, `${path}[]`) : []),
	];
	expect([...files].flatMap(([path, schema]) => untyped(schema, path))).toEqual([]);
	const bytes = [...files.values()].map((schema) => JSON.stringify(schema).length);
	expect(Math.max(...bytes)).toBeLessThan(10_000);
});

describe('the check', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'schemas-'));
		writeSchemas(folder);
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	it('finds files that are missing, changed or obsolete', () => {
		expect(outdated(folder)).toEqual([]);
		unlinkSync(join(folder, 'v1.0.0/contact/get.json'));
		writeFileSync(join(folder, 'v1.0.0/contact/getAll.json'), '{}');
		writeFileSync(join(folder, 'v1.0.0/contact/juggle.json'), '{}');
		expect(outdated(folder)).toEqual([
			'v1.0.0/contact/get.json',
			'v1.0.0/contact/getAll.json',
			'v1.0.0/contact/juggle.json',
		]);
	});

	it('finds operations that were added, removed or changed', () => {
		const [first, ...others] = ROWS;
		if (!first) throw new Error('There are no rows');
		const { operation } = first;
		const simple = ['id', 'name'];
		const both = ['v1.0.0/contact/create.json', 'v1.1.0/contact/create.json'];
		expect(outdated(folder, others)).toEqual(both);
		expect(
			outdated(folder, [{ ...first, operation: { ...operation, simple } }, ...others]),
		).toEqual(both);
	});

	it('refuses a key without a type', () => {
		const [first] = ROWS;
		if (!first) throw new Error('There are no rows');
		const operation = { ...first.operation, simple: ['id', 'shoeSize'] };
		expect(() => schemas([{ ...first, operation }])).toThrow(/type of shoeSize/);
	});
});
