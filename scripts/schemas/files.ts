// Where the output schemas are stored, and how they are written or checked.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

import { readDigest } from '../../test/standins/highlevel/digest';
import { calendarHeroFiles } from './calendarHero';
import type { JsonSchema, Keys } from './jsonSchema';
import { outputOf } from './output';
import type { Row } from './rows';
import { ROWS } from './rows';

const NODES = join(__dirname, '..', '..', 'nodes');
/** The schemas' folder, next to both HighLevel node files, which therefore share it. */
const FOLDER = join(NODES, 'HighLevel', '__schema__');
const CALENDAR_HERO = join(NODES, 'CalendarHero', '__schema__');

/** A folder for each version of the nodes: older n8n versions look in that of the node's own version alone. */
const VERSIONS = ['v1.0.0', 'v1.1.0'];

/** The keys that two nodes have in common under the same resource and operation, for which n8n has a single file. */
function common(one: Keys, other: Keys): Keys {
	return Object.fromEntries(
		Object.entries(one).filter(
			([key, type]) => JSON.stringify(other[key]) === JSON.stringify(type),
		),
	);
}

/**
 * The schemas of all rows.
 *
 * @returns the files by path relative to the folder of a version, with slashes, and the paths that both nodes use
 * @throws Mistake when the output of a row is not known
 */
export function schemas(rows: Row[] = ROWS): { files: Map<string, JsonSchema>; shared: string[] } {
	const official = readDigest();
	const files = new Map<string, JsonSchema>();
	const shared: string[] = [];
	for (const row of rows) {
		const path = `${row.resource.value}/${row.operation.value}.json`;
		const keys = outputOf(row, official);
		const other = files.get(path)?.properties;
		if (other) shared.push(path);
		files.set(path, {
			type: 'object',
			properties: other ? common(other, keys) : keys,
			version: 1,
		});
	}
	return { files, shared };
}

/** The files of all versions, whose output has the same keys, by path relative to the folder. */
function allFiles(rows: Row[]): Map<string, JsonSchema> {
	const { files } = schemas(rows);
	return new Map(
		VERSIONS.flatMap((version) =>
			[...files].map(([path, schema]): [string, JsonSchema] => [`${version}/${path}`, schema]),
		),
	);
}

const textOf = (schema: JsonSchema) => `${JSON.stringify(schema, null, '\t')}\n`;

function filesIn(folder: string): string[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

function outdatedIn(folder: string, files: Map<string, JsonSchema>): string[] {
	const missing = [...files].filter(([path, schema]) => {
		const file = join(folder, path);
		return !existsSync(file) || readFileSync(file, 'utf8') !== textOf(schema);
	});
	const extra = filesIn(folder).filter((path) => !files.has(path));
	return [...missing.map(([path]) => path), ...extra].sort();
}

function writeIn(folder: string, files: Map<string, JsonSchema>): void {
	rmSync(folder, { recursive: true, force: true });
	for (const [path, schema] of files) {
		const file = join(folder, path);
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, textOf(schema));
	}
}

/** The files of HighLevel's nodes that are missing, left over or outdated. */
export function outdated(folder: string = FOLDER, rows: Row[] = ROWS): string[] {
	return outdatedIn(folder, allFiles(rows));
}

/** Writes all schemas of HighLevel's nodes, and removes those that no longer have a row. */
export function writeSchemas(folder: string = FOLDER, rows: Row[] = ROWS): void {
	writeIn(folder, allFiles(rows));
}

/** The same for CalendarHero's node. */
export const outdatedCalendarHero = (): string[] => outdatedIn(CALENDAR_HERO, calendarHeroFiles());
export const writeCalendarHero = (): void => writeIn(CALENDAR_HERO, calendarHeroFiles());
