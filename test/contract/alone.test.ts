import type { INodeParameters } from 'n8n-workflow';

import type { Field } from '../../nodes/shared/operation';
import type { Engine } from '../engine/harness';
import { loadEngine } from '../engine/harness';
import { peculiarities } from './peculiarities';
import type { Recorded } from './recorder';
import { Recorder } from './recorder';
import type { Row } from './rows';
import { rows, runAgainst } from './rows';
import type { Leaf } from './samples';
import { parameterSets } from './samples';

let engine: Engine;
const recorder = Recorder.forTests();

beforeAll(async () => {
	engine = await loadEngine();
});

const isEmpty = (value: unknown) =>
	typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** Every value in some requests by its path, such as `PUT body.openHours[0].hours[0].openHour`: 9. */
function placed(requests: Recorded[]): Map<string, unknown> {
	const found = new Map<string, unknown>();
	const walk = (value: unknown, path: string): void => {
		if (Array.isArray(value)) value.forEach((one, index) => walk(one, `${path}[${index}]`));
		else if (typeof value === 'object' && value !== null) {
			for (const [key, child] of Object.entries(value)) walk(child, `${path}.${key}`);
		} else found.set(path, value);
		if (/body/.test(path) && isEmpty(value)) {
			found.set(path, JSON.stringify(value));
		}
	};
	for (const { method, params, query, body } of requests) {
		walk(params, `${method} path`);
		walk(query, `${method} query`);
		if (body !== undefined) walk(body, `${method} body`);
	}
	return found;
}

/** The key of a value, without list indexes. */
const keyOf = (path: string) => path.replace(/(\[\d+\])+$/, '').replace(/^.*[.\]]/, '');

/** How a field arrives that is not sent unchanged under its own key. */
interface Exception {
	field: RegExp;
	because: string;
	/** The paths where it arrives; none if omitted. */
	at?: RegExp;
	/** Whether it is allowed not to arrive at all. */
	optional?: true;
	/** Checks the value that arrives; any value is accepted if omitted. */
	as?: (value: unknown, received: unknown, path: string) => boolean;
}

const listed = (value: unknown, received: unknown) =>
	String(value)
		.split(',')
		.some((one) => one.trim() === received);
const PRIORITIES: Record<string, number> = { low: 0, medium: 0.5, high: 1 };

/** The first exception that matches a field applies. */
const EXCEPTIONS: Exception[] = [
	{
		field: / (customFields|.*customFieldsJson)$/,
		at: /body\.customFields\[\d+\]\.|^GET (path\.locationId|query\.model)$/,
		because:
			'the mapper and the JSON field both fill the list of {id or key, fieldValue}; what is mapped is compared with the definitions',
	},
	{
		field: /contact\.(upsert|update) (tagAction|newTags|tags)$/,
		at: /(body\.tags(\[\d+\])?|(POST|DELETE) path\.contactId)$/,
		optional: true,
		because: 'adding and removing tags requires a separate call; only a replacement is in the body',
	},
	{
		field: /\bnewTags$/,
		at: /body\.tags\[\d+\]$/,
		as: listed,
		because: 'typed tags are added to the chosen ones',
	},
	{
		field: /\bcontactIds$/,
		at: /body\.(contacts|ids)\[\d+\]$/,
		as: listed,
		because: 'a list, named `contacts` for tags and `ids` for businesses',
	},
	{
		field: /(additionalEmailIds|additionalPhoneNumbers)$/,
		at: /\.(additionalEmailIds|additionalPhoneNumbers)\[\d+\]$/,
		as: listed,
		because: 'a comma-separated list',
	},
	{
		field: /includeAdmin$/,
		at: /\.selectedUsers\[\d+\]$/,
		as: (_, received) => received === 'sub_account_admin',
		because: 'the admin is one of the users',
	},
	{
		field: /clearCustomFields$/,
		at: /body\.customFields\[\d+\]\./,
		because: 'an empty value clears a custom field',
	},
	{
		field: /\.clear\w*$/,
		at: /^PUT body\.\w+$/,
		as: (value, received, path) =>
			path.endsWith(`.${String(value)}`) && (received === '' || received === null),
		because: 'the listed fields are sent empty',
	},
	{
		field: /removeAllVariations$/,
		at: /body\.variations$/,
		as: (_, received) => received === '[]',
		because: 'an empty list removes all variations',
	},
	{
		field: / eventsOf$/,
		at: /query\.(calendarId|groupId|userId)$/,
		because: 'it determines which of the three is sent',
	},
	{
		field: / lookUpBy$/,
		at: /query\.(email|phone)$/,
		because: 'it determines which of the two is sent',
	},
	{
		field: / blockFor$/,
		at: /body\.(calendarId|assignedUserId)$/,
		because: 'it determines which of the two is sent',
	},
	{
		field: /findOrCreate phone$/,
		at: /(query\.number|body\.phone)$/,
		because: 'the contact is searched for first',
	},
	{
		field: /bookFirst additionalFields\.assignedUserId$/,
		at: /(query\.userId|body\.assignedUserId)$/,
		because: 'the free slots of this user are read first',
	},
	{
		field: /freeSlot\.getAll endDate$/,
		at: /query\.(startDate|endDate)$/,
		because: 'the end determines how many windows of 31 days are read',
	},
	{
		field: /daysAhead$/,
		at: /query\.endDate$/,
		because: 'it sets the end of the search',
	},
	{
		field: /conditions\.customField\.field$/,
		at: /body\.filters\[0\]\.field$/,
		as: (value, received) => received === `customFields.${String(value)}`,
		because: 'the name of a custom field in a search',
	},
	{
		field: /conditions\.\w+\.(from|to)$/,
		at: /body\.filters\[0\]\.value\.(gte|lte)$/,
		because: 'the two ends of a range',
	},
	{
		field: /conditions\.\w+\.operator$/,
		at: /body\.filters\[0\]\.(operator|value(\.[gl]te)?)$/,
		because: 'the operator determines which value is sent',
	},
	{
		field: /conditions\.\w+\.value$/,
		at: /body\.filters\[0\]\.value$/,
		optional: true,
		because: "the panel's first operator takes no value; the test of conditions below uses another",
	},
	{
		field: /filtersJson$/,
		at: /body\.filters\[\d+\]/,
		because: 'they are added to the conditions',
	},
	{ field: /contact\.getAll match$/, because: 'it needs two or more conditions', optional: true },
	{
		field: /\.priority$/,
		at: /\.priority$/,
		as: (value, received) => received === PRIORITIES[String(value)],
		because: 'HighLevel expects priorities as 0, 0.5 and 1',
	},
	{
		field: /(daysOfTheWeek|availabilityType)$/,
		at: /\.(daysOfTheWeek\[\d+\]|availabilityType)$/,
		as: (value, received) => received === Number(value),
		because: 'HighLevel expects numbers',
	},
	{
		field: /(openHours\.entry|availabilities\.day)\.(from|to)$/,
		at: /\.(open|close)(Hour|Minute)$/,
		because: 'a time of day is sent as hour and minute',
	},
	{
		field: /availabilities\.day\.date$/,
		at: /\.date$/,
		as: (_, received) => received === '2026-09-14T00:00:00.000Z',
		because: 'the day is sent as midnight UTC in every time zone',
	},
	{
		field: /(availabilities\.day|rules\.(weekdays|dates))\.availability$/,
		at: /\.(hours|intervals|deleted)(\[0\]\.\w+)?$/,
		because: 'a day without hours is closed, and one that is marked as deleted is removed',
	},
	{
		field: /rules\.weekdays\.days$/,
		at: /body\.rules\[\d+\]\.(day|type)$/,
		because: 'one rule for each day',
	},
	{
		field: /calendarIds\.calendars\.calendar$/,
		at: /body\.calendarIds\[\d+\]$/,
		because: 'a list of IDs',
	},
	{
		field: /options\.addFieldNames$/,
		at: /^GET (path\.locationId|query\.model)$/,
		optional: true,
		because: 'if a record has custom fields, their definitions are also read',
	},
	{ field: /options\.readBack$/, at: /^GET path\.eventId$/, because: 'the record is read again' },
	{
		field: /options\.applyTo$/,
		at: /path\.eventId$/,
		because: 'the series is read and changed instead of the instance',
	},
	{
		field: /(ifExists|ifSlotTaken|attempts|includeDeleted|rawOutput|getNext count)$/,
		optional: true,
		because: 'it determines what is done with the response',
	},
	{
		field: /options\.(inputTimeZone|locationTimeZone)$/,
		optional: true,
		because: 'it is the time zone of times without an offset',
	},
];

function isAt(parameters: unknown, at: Leaf['at']): unknown {
	return at.reduce<unknown>(
		(value, step) =>
			typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined,
		parameters,
	);
}

/** The same parameters without the value: reset to its default, or not added. */
function without(parameters: INodeParameters, { at, field }: Leaf): INodeParameters {
	const copy = structuredClone(parameters);
	const parent = isAt(copy, at.slice(0, -1));
	const last = at.at(-1);
	if (typeof parent !== 'object' || parent === null || last === undefined) return copy;
	const inGroup = typeof at.at(-2) === 'number' || at.length > 2;
	if (at.length === 1 || inGroup) Reflect.set(parent, last, field.default);
	else Reflect.deleteProperty(parent, last);
	return copy;
}

/** Whether a value arrived as entered, by the rules of the field's type. */
function arrived(field: Field, given: unknown, received: unknown): boolean {
	const value =
		typeof given === 'object' && given !== null && 'value' in given ? given.value : given;
	if (Array.isArray(value)) return value.some((one) => arrived(field, one, received));
	if (field.type === 'dateTime') {
		const instant = Date.parse(String(value));
		const text = String(received);
		const other = /^\d{11,}$/.test(text) ? Number(text) : Date.parse(text);
		return instant === other || /^2026-09-(14|21)$/.test(text);
	}
	if (typeof value === 'number' || typeof value === 'boolean') {
		return received === value || received === String(value);
	}
	return received === value;
}

/** Whether a path contains the current time: the search for the next free slots starts now. */
const isClock = (field: string, path: string) =>
	field.startsWith('freeSlot.getNext') &&
	(field.endsWith('daysAhead') ? /startDate$/ : /(start|end)Date$/).test(path);

const used = new Set<Exception>();
const counts = { exact: 0, loose: 0 };

/** The values that a node sends for some parameters; undefined if they are rejected. */
async function send(row: Row, parameters: INodeParameters) {
	const { failedItems } = peculiarities[`${row.resource.value}.${row.operation.value}`] ?? {};
	try {
		const run = await runAgainst({
			...row,
			engine,
			recorder,
			parameters,
			version: 'v3',
			timezone: 'Europe/Berlin',
			onError: failedItems ? 'continueRegularOutput' : 'stopWorkflow',
		});
		const requests = recorder.take();
		return run.error || requests.length === 0 ? undefined : placed(requests);
	} catch (error) {
		// n8n itself rejects a required field that is empty.
		if (error instanceof Error && error.constructor.name === 'WorkflowHasIssuesError') {
			return undefined;
		}
		throw error;
	}
}

describe.each(rows)('$resource.name > $operation.name', (row) => {
	test('sends each value alone, under its own key and with its own type', async () => {
		const { resource, operation } = row;
		const problems: string[] = [];
		const sets = parameterSets(
			resource,
			operation,
			peculiarities[`${resource.value}.${operation.value}`],
		);
		for (const { title, parameters, leaf } of sets) {
			if (!leaf) continue;
			const { field, at, value } = leaf;
			const place = at.filter((step) => typeof step === 'string').join('.');
			const full = `${resource.value}.${operation.value} ${place}`;
			const sent = await send(row, parameters);
			// The contract test checks what must be rejected.
			if (!sent) continue;
			const before = await send(row, without(parameters, leaf));
			const atDefault = JSON.stringify(value) === JSON.stringify(field.default);
			const exact = before !== undefined && !atDefault;
			const changed = [...sent].filter(
				([path, one]) => (!exact || before.get(path) !== one) && !isClock(full, path),
			);
			counts[exact ? 'exact' : 'loose'] += 1;
			const key = field.send === false ? undefined : field.send?.key?.split('.').at(-1);
			const exception = EXCEPTIONS.find((one) => one.field.test(full));
			if (exception) used.add(exception);
			const isOwn = ([path]: [string, unknown]) =>
				exception ? exception.at?.test(path) === true : keyOf(path) === (key || field.name);
			const own = changed.filter(isOwn);
			const others = changed.filter((one) => !isOwn(one));
			const what = `${full} (${title})`;
			if (exact && others.length > 0) {
				problems.push(`${what}: also sends ${JSON.stringify(others)}`);
			}
			if (own.length === 0) {
				if (!exception?.optional) {
					problems.push(`${what}: does not arrive; ${JSON.stringify(changed)}`);
				}
				continue;
			}
			const right = ([path, one]: [string, unknown]) =>
				exception ? (exception.as?.(value, one, path) ?? true) : arrived(field, value, one);
			if (!own.some(right)) {
				problems.push(`${what}: ${JSON.stringify(value)} arrives as ${JSON.stringify(own)}`);
			}
		}
		expect(problems).toEqual([]);
	});
});

test.each([
	['text', { field: 'city', operator: 'contains', value: 'Berlin' }],
	['user', { field: 'assignedTo', operator: 'eq', value: 'user1' }],
	['yesNo', { field: 'dnd', operator: 'not_eq', value: false }],
	['customField', { field: 'abc', operator: 'eq', value: 'Rex' }],
	['tag', { operator: 'contains', value: 'vip' }],
])('a condition of the group %s sends its value', async (group, condition) => {
	const run = await runAgainst({
		engine,
		recorder,
		family: 'contacts',
		version: 'v3',
		parameters: {
			resource: 'contact',
			operation: 'getAll',
			conditions: { [group]: [condition] },
		},
	});
	expect(run.error).toBeUndefined();
	const [request] = recorder.take();
	expect(placed(request ? [request] : []).get('POST body.filters[0].value')).toBe(condition.value);
});

test('most fields are compared against the same panel without them, and every exception is needed', () => {
	process.stdout.write(
		`Values sent alone: ${counts.exact} compared against the same panel without them, ${counts.loose} that the panel always has\nExceptions:\n${EXCEPTIONS.map(({ field, because }) => `  ${field.source}: ${because}\n`).join('')}`,
	);
	expect(counts.exact).toBeGreaterThan(counts.loose);
	expect(EXCEPTIONS.filter((one) => !used.has(one))).toEqual([]);
});
