/** What the fault campaign rests on, apart from its cells. */
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';

import type { CellResult } from './cell';
import { cellsOf, SAMPLE_OF } from './cell';
import { areEqual, difference, sum } from './difference';
import { FAULTS, OTHER_STATUSES } from './faults';
import { normal } from './normal';
import { startUntrusted } from './places';
import { PLANTS } from './plants';
import { emptyCells, pageTable } from './table';
import type { Target } from './targets/target';

const target = (name: string): Target => ({
	name,
	row: 'Contacts: Contact',
	way: 'read',
	prepare: async () => await Promise.resolve(),
	run: async () => await Promise.resolve([]),
});

const result = (column: string, problems: string[] = []): CellResult => ({
	target: 'contact.get',
	row: 'Contacts: Contact',
	fault: column,
	column,
	times: 'once',
	problems,
	ms: 1,
});

const columns = [...new Set([...FAULTS, ...OTHER_STATUSES].map(({ column }) => column))];

test.each(PLANTS)('the break in $name can be planted', ({ file, find, replace }) => {
	const source = readFileSync(join(__dirname, '..', '..', 'nodes', file), 'utf8');
	expect(source.split(find)).toHaveLength(2);
	expect(replace).not.toBe(find);
});

test('there is a break in each part of the engine', () => {
	expect(PLANTS.map(({ name }) => name)).toEqual([
		...['client', 'errors', 'believing', 'pagination', 'bundles'],
		...['pacing', 'item', 'polling', 'webhook', 'exchange'],
	]);
});

test('every status from 400 to 599 is a fault', () => {
	const statuses = [...FAULTS, ...OTHER_STATUSES].flatMap(({ action }) =>
		action?.kind === 'status' ? [action.status] : [],
	);
	for (let status = 400; status < 600; status += 1) expect(statuses).toContain(status);
});

test('the samples of eight days in a row are all cells', () => {
	const targets = [target('a'), target('b')];
	const all = cellsOf(targets, { only: [], faults: [] });
	const days = Array.from({ length: SAMPLE_OF }, (_, at) => `2026-11-${10 + at}`);
	const sampled = days.flatMap((sample) => cellsOf(targets, { only: [], faults: [], sample }));
	expect(
		new Set(sampled.map(({ target: { name }, fault, times }) => `${name} ${fault.name} ${times}`))
			.size,
	).toBe(all.length);
	expect(sampled).toHaveLength(all.length);
});

test('an empty cell is found', () => {
	const full = columns.map((column) => result(column));
	expect(emptyCells(full)).toEqual([]);
	expect(emptyCells(full.filter(({ column }) => column !== '204'))).toEqual([
		'contact.get has no cell for 204',
	]);
});

test('the table counts what failed', () => {
	const table = pageTable([result('404'), result('404', ['it lies'])]);
	expect(table).toContain('1 of 2 cells pass');
	expect(table).toContain('1/2');
});

test('changes add up, whatever their order', () => {
	const first = difference('a\nb', 'a\nc');
	const second = difference('a\nb', 'a\nb\nd');
	expect(areEqual(sum([first, second]), difference('a\nb', 'd\nc\na'))).toBe(true);
	expect(areEqual(sum([second, second]), second)).toBe(false);
});

test('times of the run and new IDs are not compared, others are', () => {
	const id = 'A'.repeat(20);
	const record = { id, at: new Date().toISOString(), due: '2020-01-01T00:00:00Z' };
	expect(normal(record, () => false)).toEqual({ id: '<new>', at: '<now>', due: record.due });
	expect(normal(record, () => true)).toEqual({ id, at: '<now>', due: record.due });
});

test('nobody trusts the certificate that was made for the run', async () => {
	const { url, received } = await startUntrusted();
	const code = await new Promise((resolve) => {
		request(url)
			.on('error', (error) => resolve('code' in error ? error.code : ''))
			.end();
	});
	expect(code).toMatch(/SELF_SIGNED/);
	expect(received).toEqual([]);
});
