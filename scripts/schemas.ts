/**
 * Writes the output schemas that n8n's editor shows before a node has run: what each row gives with its options as they are
 * at first. n8n serves `__schema__/v<version>/<resource>/<operation>.json` beside the node's file.
 *
 *   npm run schemas              writes nodes/HighLevel/__schema__
 *   npm run schemas -- --check   writes nothing; exit code 1 when a file is missing, left over or not current
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

import { calendarResources } from '../nodes/HighLevel/resources/calendars';
import { contactResources } from '../nodes/HighLevel/resources/contacts';
import type { Operation, Resource } from '../nodes/shared/operation';
import { requestLine } from '../nodes/shared/operation';
import { readDigest } from '../test/standins/highlevel/digest';
import type { Operation as Official, Schema } from '../test/standins/highlevel/digest';

/** Where the schemas lie: beside both HighLevel node files, which therefore share them. */
export const FOLDER = join(__dirname, '..', 'nodes', 'HighLevel', '__schema__', 'v1.0.0');

/** JSON Schema as the editor reads it. */
export interface JsonSchema {
	type: 'object' | 'array' | 'string' | 'number' | 'boolean';
	properties?: Record<string, JsonSchema>;
	items?: JsonSchema;
	/** Of the file, counted by n8n's own schemas too. */
	version?: number;
}

type Keys = Record<string, JsonSchema>;

/** A row with the node that has it. */
export interface Row {
	node: 'contacts' | 'calendars';
	resource: Resource;
	operation: Operation;
}

/** All rows of both nodes. */
export const ROWS: Row[] = [
	...rowsOf('contacts', contactResources),
	...rowsOf('calendars', calendarResources),
];

function rowsOf(node: Row['node'], resources: Resource[]): Row[] {
	return resources.flatMap((resource) =>
		resource.operations.map((operation) => ({ node, resource, operation })),
	);
}

const text: JsonSchema = { type: 'string' };
const flag: JsonSchema = { type: 'boolean' };
const number: JsonSchema = { type: 'number' };
const texts: JsonSchema = { type: 'array', items: text };
const named = (schema: JsonSchema, ...names: string[]): Keys =>
	Object.fromEntries(names.map((name) => [name, schema]));

/** What the official files do not say of a row's record, since the row or the API gives something else. */
interface Change {
	/** The operation of the official files whose record this is. */
	from?: string;
	/** Everything that the row gives, in place of the official record. */
	all?: Keys;
	/** Stands before the record: the IDs that the row puts there. */
	first?: Keys;
	add?: Keys;
	omit?: string[];
}

/** HighLevel spells it so beside the right spelling, and both stay in the raw record. */
const MISSPELT_STATUS = named(text, 'appoinmentStatus');
/** Answers of appointment writes lack their times (deviation appointment-answers). */
const WRITTEN: Change = {
	omit: ['startTime', 'endTime'],
	add: { ...MISSPELT_STATUS, ...named(text, 'status', 'address'), ...named(flag, 'isRecurring') },
};
const SLOT: Change = { all: named(text, 'date', 'start', 'end', 'calendarId') };
const CONTACT: Change = { from: 'get-contact' };
const WITH_NEW: Change = { from: 'get-contact', add: { new: flag } };
/** The keys of one result of a bulk call. */
const ASSIGNED: Change = { all: named(text, 'contactId', 'businessId') };
const enrolled = (...ids: string[]): Change => ({
	all: { ...named(text, ...ids), succeeded: flag },
});
/** HighLevel gives the body of a note as HTML and as text (deviation note-html). */
const NOTE: Change = { add: { bodyText: text } };
/** Rows put the ID of HighLevel's storage (`_id`) where all others have it. */
const STORED: Change = { first: { id: text }, add: { _id: text } };
/** Events of all kinds carry their status in three ways. */
const EVENTS: Change = { add: named(text, 'status', 'appoinmentStatus') };
const WITH_CONTACT: Change = { first: { contactId: text } };

/** Keys: node resource.operation. */
const CHANGES: Record<string, Change> = {
	'contacts contact.create': WITH_NEW,
	'contacts contact.upsert': WITH_NEW,
	'contacts contact.findOrCreate': WITH_NEW,
	'contacts contact.findDuplicate': {
		from: 'get-contact',
		add: { found: flag, matchingField: text },
	},
	'contacts contact.get': CONTACT,
	'contacts contact.getAll': { from: 'get-contact' },
	'contacts contact.getAllLegacy': CONTACT,
	'contacts contact.lookup': CONTACT,
	'contacts contact.update': CONTACT,
	'contacts business.getContacts': CONTACT,
	'contacts business.addContacts': ASSIGNED,
	'contacts business.removeContacts': ASSIGNED,
	'contacts campaign.add': enrolled('contactId', 'campaignId'),
	'contacts campaign.remove': enrolled('contactId', 'campaignId'),
	'contacts campaign.removeFromAll': enrolled('contactId'),
	'contacts workflow.add': enrolled('contactId', 'workflowId'),
	'contacts workflow.remove': enrolled('contactId', 'workflowId'),
	'contacts follower.add': WITH_CONTACT,
	'contacts follower.remove': WITH_CONTACT,
	'contacts note.create': NOTE,
	'contacts note.get': NOTE,
	'contacts note.getAll': NOTE,
	'contacts note.update': NOTE,
	'contacts tag.add': { ...WITH_CONTACT, add: { tagsAdded: texts } },
	'contacts tag.remove': { ...WITH_CONTACT, add: { tagsRemoved: texts } },
	'contacts tag.updateMany': {
		all: {
			...named(text, 'contactId', 'message'),
			...named(texts, 'oldTags', 'tagsAdded', 'tagsRemoved'),
		},
	},
	'contacts appointment.getAll': { add: named(text, 'startTimeLocal', 'endTimeLocal') },
	'calendars appointment.bookFirst': {
		...WRITTEN,
		omit: [],
		add: { booked: flag, ...WRITTEN.add },
	},
	'calendars appointment.cancel': WRITTEN,
	'calendars appointment.create': WRITTEN,
	'calendars appointment.update': WRITTEN,
	'calendars freeSlot.getAll': SLOT,
	'calendars freeSlot.getNext': SLOT,
	'calendars event.getAll': EVENTS,
	'calendars blockSlot.getAll': EVENTS,
	'calendars notification.update': { first: { id: text } },
	'calendars resource.create': STORED,
	'calendars resource.get': STORED,
	'calendars resource.getAll': STORED,
	'calendars resource.update': { ...STORED, add: { ...STORED.add, calendarIds: texts } },
	'calendars schedule.addCalendar': { first: named(text, 'scheduleId', 'calendarId') },
	'calendars schedule.removeCalendar': { first: named(text, 'scheduleId', 'calendarId') },
	'calendars calendarGroup.validateSlug': { first: { slug: text } },
	'calendars calendarGroup.setStatus': { first: { id: text, isActive: flag } },
};

/** Types of keys that the official record does not name, or calls a bare object, as it does with times. */
const KNOWN: Keys = {
	...named(text, 'startTime', 'endTime', 'dateAdded', 'dateUpdated', 'masterEventId', 'address'),
	...named(flag, 'isRecurring', 'deleted'),
	...named(number, 'appointmentPerSlot', 'appointmentPerDay'),
	messages: texts,
};

function toJson(schema: Schema): JsonSchema {
	const [first] = schema.anyOf ?? [];
	if (first && !schema.type) return toJson(first);
	switch (schema.type) {
		case 'array':
			return { type: 'array', items: schema.items ? toJson(schema.items) : text };
		case 'number':
		case 'integer':
			return number;
		case 'boolean':
			return flag;
		case 'string':
			return text;
		default:
			return schema.keys
				? { type: 'object', properties: keysOf(schema) }
				: { type: schema.type === 'object' ? 'object' : 'string' };
	}
}

/** The official files say "object", and no more, of values of any type. */
const isBare = ({ type, keys }: Schema) => type === 'object' && !keys;

function keysOf(schema: Schema): Keys {
	return Object.fromEntries(
		Object.entries(schema.keys ?? {})
			.filter(([key]) => key !== 'traceId')
			.map(([key, child]) => [key, isBare(child) ? (KNOWN[key] ?? toJson(child)) : toJson(child)]),
	);
}

const shape = (path: string) => path.replace(/\{\w+\}/g, '{}');

function officialOf({ operation }: Row, from: string | undefined, all: Official[]): Official {
	const { method, template } = requestLine(operation);
	const sets = [operation.versions?.[0] ?? 'v3', 'v3'];
	const found = all.find((one) =>
		from === undefined
			? sets.includes(one.set) && one.method === method && shape(one.path) === shape(template)
			: one.set === 'v3' && one.operationId === from,
	);
	if (!found) throw new Error(`No official operation for ${from ?? operation.request}`);
	return found;
}

/** The record inside an answer: under the first wrapper that the official file knows, one of a list where it is one. */
function recordOf({ responses, success }: Official, unwrap: string[]): Keys {
	const answer = responses[String(success)] ?? {};
	const wrapped = unwrap.map((key) => answer.keys?.[key]).find((one) => one !== undefined);
	const held = wrapped ?? answer;
	return keysOf(held.type === 'array' ? (held.items ?? {}) : held);
}

const nameOf = ({ node, resource, operation }: Row) =>
	`${node} ${resource.value}.${operation.value}`;

/**
 * The keys that a row gives, most important first where the row says so.
 *
 * @throws Error when a row keeps a key whose type nobody states
 */
function keysOfRow(row: Row, official: Official[]): Keys {
	const { operation } = row;
	const change = CHANGES[nameOf(row)] ?? {};
	if (change.all) return change.all;
	if (requestLine(operation).method === 'DELETE' && operation.value === 'delete') {
		return { deleted: flag, id: text };
	}
	const unwrap = change.from === undefined ? (operation.unwrap ?? []) : ['contact'];
	const record = recordOf(officialOf(row, change.from, official), unwrap);
	for (const key of change.omit ?? []) delete record[key];
	// Rows put the ID where HighLevel's storage calls it otherwise.
	const id: Keys = record.id || record._id || record.bookingId ? { id: text } : {};
	const keys: Keys = { ...id, ...change.first, ...record, ...change.add };
	if (!operation.simple) return keys;
	const simple = Object.entries(change.add ?? {}).filter(
		([key]) => !operation.simple?.includes(key),
	);
	return {
		...Object.fromEntries(
			operation.simple.map((key) => {
				const type = keys[key] ?? KNOWN[key];
				if (!type) throw new Error(`${nameOf(row)}: the type of ${key} is stated nowhere`);
				return [key, type];
			}),
		),
		...id,
		...Object.fromEntries(simple),
	};
}

/** What two nodes give under the same name of resource and operation: the keys that both have. */
function common(one: Keys, other: Keys): Keys {
	return Object.fromEntries(
		Object.entries(one).filter(
			([key, type]) => JSON.stringify(other[key]) === JSON.stringify(type),
		),
	);
}

/** The schemas of all rows by the path below `FOLDER`, with slashes, and the paths that both nodes use. */
export function schemas(rows: Row[] = ROWS): { files: Map<string, JsonSchema>; shared: string[] } {
	const official = readDigest();
	const files = new Map<string, JsonSchema>();
	const shared: string[] = [];
	for (const row of rows) {
		const path = `${row.resource.value}/${row.operation.value}.json`;
		const keys = keysOfRow(row, official);
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

const written = (schema: JsonSchema) => `${JSON.stringify(schema, null, '\t')}\n`;

function filesIn(folder: string): string[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/** The files that are missing, left over or not current; none when all is well. */
export function outdated(folder: string = FOLDER, rows: Row[] = ROWS): string[] {
	const { files } = schemas(rows);
	const missing = [...files].filter(([path, schema]) => {
		const file = join(folder, path);
		return !existsSync(file) || readFileSync(file, 'utf8') !== written(schema);
	});
	const extra = filesIn(folder).filter((path) => !files.has(path));
	return [...missing.map(([path]) => path), ...extra].sort();
}

/** Writes all schemas and removes what no row has any more. */
export function writeSchemas(folder: string = FOLDER, rows: Row[] = ROWS): void {
	rmSync(folder, { recursive: true, force: true });
	for (const [path, schema] of schemas(rows).files) {
		const file = join(folder, path);
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, written(schema));
	}
}

function main(): void {
	const changed = outdated();
	if (changed.length === 0) {
		console.log('The output schemas are those of the rows.');
	} else if (process.argv.includes('--check')) {
		console.error(`Not current: ${changed.join(', ')}. Run: npm run schemas`);
		process.exitCode = 1;
	} else {
		writeSchemas();
		console.log(`${changed.length} output schemas written.`);
	}
}

if (require.main === module) main();
