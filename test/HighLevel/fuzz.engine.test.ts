import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { peculiarities } from '../contract/peculiarities';
import { problemsWith } from '../contract/official';
import { Recorder } from '../contract/recorder';
import type { Row } from '../contract/rows';
import { rows, runAgainst } from '../contract/rows';
import { parameterSets } from '../contract/samples';
import type { Engine } from '../engine/harness';
import { loadEngine } from '../engine/harness';

/** Values for every field, set by an expression; each has caused trouble in some integration. */
const HOSTILE: unknown[] = [
	undefined,
	null,
	'',
	' \t\n',
	-1,
	1.5,
	1e300,
	Number.NaN,
	true,
	[],
	[null],
	[[1], { a: 1 }],
	{},
	{ a: { b: [1] } },
	{ mode: 'list', value: { a: 1 } },
	{ __rl: true, mode: 'url', value: '../../users' },
	'..',
	'.',
	'%2e%2e',
	'../../locations/other',
	'a/b?c=d&e#f',
	'search',
	'groups',
	'remove-all',
	'__proto__',
	'\u0000',
	'a\r\nX-Injected: 1',
	'\ud800',
	'e\u0301 \u6f22\u5b57 \u202e \u{1f600}',
	'2026-02-30T25:61:00',
	'{"a":',
	'x'.repeat(100_000),
	...fc.sample(
		fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 2 }), fc.double()),
		{ numRuns: 4, seed: 20_260_914 },
	),
];

/** Values for collections and groups as a whole. */
const MISSHAPEN: unknown[] = [
	undefined,
	null,
	7,
	'text',
	'["a"]',
	[],
	[null],
	[[1], { a: 1 }],
	{ a: { b: [1] } },
	{ __proto__: null, constructor: 1 },
];

/**
 * The values to try. The newest engine gets all of them, but only every third one, in turns, for fields inside
 * groups; the older one, which reads parameters in the same way, gets every eighth.
 */
function valuesFor({ container, depth }: Target, turn: number): unknown[] {
	const all = container ? MISSHAPEN : HOSTILE;
	const step = engine.version.startsWith('1.') ? 8 : depth > 2 && !container ? 3 : 1;
	return all.filter((_, index) => (index + turn) % step === 0);
}

/** Messages about an item as a whole: nothing of it is left, or the recorder's answer does not contain its record. */
const OF_THE_ITEM =
	/nothing to update|contact has neither|No tag is given|no free slot|did not change this contact|reported no result for this contact/;

/** Texts of programming errors, which no user should ever see. */
const CRASH =
	/TypeError|RangeError|URIError|malformed|Cannot (read|convert|access|use)|is not (a function|iterable)|undefined|\[object|NaN|Invalid array length|circular|Maximum call/;

// Each test makes many runs, possibly on a busy machine.
jest.setTimeout(300_000);

let engine: Engine;
const recorder = Recorder.forTests();
const counts = { fields: 0, values: 0, requests: 0, refused: 0, byN8n: 0 };

/**
 * n8n's own messages before the node runs: a required field is empty, in the words of both engines; or, in the older
 * one, text was given where a group of fields belongs.
 */
const REFUSED_BY_N8N =
	/Parameter "[^"]+" is required|^The workflow has issues and cannot be executed|^Could not find property option$/;

beforeAll(async () => {
	engine = await loadEngine();
});
afterAll(() => {
	process.stdout.write(
		`Fuzz: ${counts.fields} fields and containers, ${counts.values} values, ${counts.refused} refused, ${counts.byN8n} refused by n8n, ${counts.requests} requests\n`,
	);
});

interface Target {
	title: string;
	/** The field is named if the message contains any of these. */
	names: string[];
	parameters: INodeParameters;
	/** A collection or group, whose parts may be named. */
	container: boolean;
	/** The path from the panel to the field. */
	depth: number;
}

const HERE = '={{ $json.value }}';

function replaced(parameters: INodeParameters, at: Array<string | number>, value: unknown) {
	const copy = structuredClone(parameters);
	const parent = at
		.slice(0, -1)
		.reduce<unknown>(
			(node, step) => (typeof node === 'object' && node !== null ? Reflect.get(node, step) : {}),
			copy,
		);
	if (typeof parent === 'object' && parent !== null) {
		Reflect.set(parent, at.at(-1) ?? '', value);
	}
	return copy;
}

/** Every field of an operation, and every collection or group that contains fields, each replaced by an expression once. */
function targets({ resource, operation }: Row): Target[] {
	const known = new Set<string>();
	const found: Target[] = [];
	const peculiarity = peculiarities[`${resource.value}.${operation.value}`];
	for (const { title, parameters, leaf } of parameterSets(resource, operation, peculiarity)) {
		if (!leaf || peculiarity?.refused?.includes(title)) continue;
		const titles = title.replace(/ = .*$/, '').split(' > ');
		const add = (at: Array<string | number>, value: unknown, more = '') => {
			const key = `${at.join('.')}${more}`;
			if (known.has(key)) return;
			known.add(key);
			found.push({
				title: `${key} (${titles.join(' > ')})`,
				names: [...titles, ...PARENTS],
				parameters: replaced(parameters, at, value),
				// A value chosen from the list is read in the same way as an ID.
				container: at.length < leaf.at.length || more === ' list',
				depth: at.length,
			});
		};
		const { field, at } = leaf;
		if (field.type === 'resourceLocator') {
			add(at, { __rl: true, mode: 'id', value: HERE }, ' id');
			add(at, { __rl: true, mode: 'list', value: HERE }, ' list');
			if (field.modes?.some(({ name }) => name === 'url')) {
				add(at, { __rl: true, mode: 'url', value: HERE }, ' url');
			}
		}
		if (field.type === 'resourceMapper') {
			add(at, { mappingMode: 'defineBelow', value: { someField: HERE }, schema: [] }, ' value');
		}
		for (let depth = at.length; depth > 0; depth--) add(at.slice(0, depth), HERE);
	}
	return found;
}

/** The titles of the collections that contain optional fields. */
const PARENTS = ['Additional Fields', 'Update Fields', 'Filters', 'Options'];

const brief = (value: unknown) => {
	const text = JSON.stringify(value) ?? 'undefined';
	return text.length > 160 ? `${text.slice(0, 160)}...` : text;
};

/** Undefined if n8n itself refuses to run the node. */
async function send(row: Row, parameters: INodeParameters, values: unknown[]) {
	const { options } = parameters;
	try {
		const run = await runAgainst({
			...row,
			engine,
			recorder,
			version: 'v3',
			onError: 'continueRegularOutput',
			parameters: { ...parameters, options: options ?? {} },
			items: values.map((value) => ({ value }) as IDataObject),
		});
		return { run, requests: recorder.take() };
	} catch (error) {
		if (error instanceof Error && REFUSED_BY_N8N.test(error.message)) {
			counts.byN8n += 1;
			return undefined;
		}
		throw error;
	}
}

describe.each(rows)('$resource.name > $operation.name', (row) => {
	test("sends a correct request or names the field, whatever the field's value", async () => {
		const problems: string[] = [];
		recorder.take();
		// The operation may also send look-ups.
		const allowed = new Set(OWN_LOOKUPS.concat(row.operation.request.replace(/\{\w+\}/g, '{}')));
		for (const target of targets(row)) {
			counts.fields += 1;
			const values = valuesFor(target, counts.fields);
			counts.values += values.length;
			const sent = await send(row, target.parameters, values);
			if (!sent) continue;
			const { run, requests } = sent;
			if (run.error) problems.push(`${target.title}: stops the run: ${run.error.message}`);
			counts.requests += requests.length;
			for (const request of requests) {
				const { operation, method } = request;
				const line = `${method} ${(operation?.path ?? request.path).replace(/\{\w+\}/g, '{}')}`;
				const wrong = problemsWith(request);
				if (!allowed.has(line)) wrong.push(`goes to ${line}`);
				if (wrong.length > 0) {
					problems.push(`${target.title}: ${brief(wrong)} ${brief(request.body)}`);
				}
			}
			for (const { json, pairedItem } of run.items) {
				const { error, message } = json;
				// For a record that the recorder's answer does not contain, the item fails with its ID.
				if (typeof error !== 'string' || typeof message === 'object') continue;
				counts.refused += 1;
				const index = typeof pairedItem === 'object' && 'item' in pairedItem ? pairedItem.item : -1;
				const given = brief(values[index]);
				const named = target.container
					? /'[^']+'/.test(error)
					: target.names.some((name) => error.includes(`'${name}`) || error.includes(`${name}'`));
				if (!named && !OF_THE_ITEM.test(error))
					problems.push(`${target.title} = ${given}: names no field: ${brief(error)}`);
				if (CRASH.test(error)) problems.push(`${target.title} = ${given}: ${brief(error)}`);
			}
		}
		expect([...new Set(problems)]).toEqual([]);
	});
});

/** Look-ups that operations send besides their own request. */
const OWN_LOOKUPS = [
	'GET /locations/{}',
	'GET /locations/{}/customFields',
	'GET /calendars/{}',
	'GET /calendars/{}/free-slots',
	'GET /calendars/events/appointments/{}',
	'GET /contacts/{}',
	'GET /contacts/search/duplicate',
	'POST /contacts/{}/tags',
	'DELETE /contacts/{}/tags',
	'POST /contacts/bulk/tags/update/{}',
];

test('all fields were fuzzed', () => {
	expect(rows.length).toBeGreaterThan(90);
	expect(counts.fields).toBeGreaterThan(700);
	expect(counts.requests).toBeGreaterThan(1000);
	expect(counts.refused).toBeGreaterThan(1000);
	expect(counts.byN8n).toBeLessThan(counts.fields / 10);
});
