/**
 * Asks the real HighLevel API whether it still behaves as the stand-in, the official files and the rows assume. Opt-in:
 *
 *   HIGHLEVEL_TOKEN=pit-… HIGHLEVEL_LOCATION_ID=… npm run check:live
 *   … npm run check:live -- --write --calendar <ID>     also writes: one contact and one appointment, deleted again
 *
 * HIGHLEVEL_API_URL and HIGHLEVEL_API_VERSION (v3 or 2021) are optional. Each probe runs twice, once against the stand-in and
 * once against the API; what the first gives is expected of the second. Prints keys, types, statuses and headers, no values
 * of records. Exit code 1 when something differs, 2 when it could not run.
 */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';

import { calendarResources } from '../nodes/HighLevel/resources/calendars';
import { contactResources } from '../nodes/HighLevel/resources/contacts';
import { requestLine } from '../nodes/shared/operation';
import { SEED, startHighLevelStandIn } from '../test/standins/highlevel';
import { applyDeviations, DEVIATIONS } from '../test/standins/highlevel/deviations';
import { readDigest } from '../test/standins/highlevel/digest';
import type { Operation, Schema, VersionSet } from '../test/standins/highlevel/digest';
import { isObject } from '../test/standins/highlevel/json';
import type { JsonObject } from '../test/standins/highlevel/json';

/** The account to look at. */
export interface Account {
	url: string;
	token: string;
	locationId: string;
	/** Calendar for free slots and the test booking; by default the first active one. */
	calendarId?: string;
}

export interface CheckOptions {
	account: Account;
	set: VersionSet;
	write: boolean;
	/** Told before each probe. */
	progress?: (title: string) => void;
}

/** `more`: keys that nobody names; `unclear`: the account holds nothing to compare, or the token may not look. */
export type Verdict = 'same' | 'differs' | 'more' | 'unclear';

export interface Finding {
	probe: string;
	fact: string;
	expected: string;
	seen: string;
	verdict: Verdict;
}

export interface Report {
	findings: Finding[];
	/** Deviations that were looked at, by id. */
	deviations: string[];
	/** What could not be deleted again. */
	left: string[];
}

type Query = Record<string, string | number>;

interface CallOptions {
	path?: Record<string, string>;
	query?: Query;
	body?: JsonObject;
	/** null sends no Version. */
	version?: string | null;
}

interface Reply {
	operation: Operation;
	status: number;
	headers: Headers;
	body: unknown;
}

/** A path into an answer (`contacts[].tags[]`) with the types seen there. */
type Shape = Map<string, Set<string>>;

/** What one probe found out about one side. */
interface Observation {
	fact: string;
	value: string;
	/** Types below an answer, held against the official file and the other side key by key. */
	shape?: { operation: Operation; seen: Shape };
	/** Nothing to learn here on this side. */
	unclear?: true;
	/** The row in `deviations.ts` that says so. */
	deviation?: string;
}

const MASKED = '…';
const TRIES = 4;
/** Characters of a cell of the printed table. */
const WIDEST = 70;

/** A text without what could be a secret or a person: tokens, IDs, e-mails and phone numbers. */
export function redact(text: string, secrets: string[] = []): string {
	return secrets
		.filter((secret) => secret !== '')
		.reduce((left, secret) => left.split(secret).join(MASKED), text)
		.replace(/pit-[\w-]+/g, MASKED)
		.replace(/eyJ[\w.-]+/g, MASKED)
		.replace(/[^\s@"]+@[^\s@"]+/g, MASKED)
		.replace(/\+?\d[\d ().-]{7,}\d/g, MASKED)
		.replace(/\b(?=\w*\d)\w{16,}\b/g, MASKED)
		.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, MASKED);
}

/** Keys that are data (dates, IDs) are one key to us. */
function keyName(key: string): string {
	if (/^\d{4}-\d{2}-\d{2}$/.test(key)) return '<date>';
	return redact(key) === key ? key : '<id>';
}

function typeOf(value: unknown): string {
	if (value === null) return 'null';
	return Array.isArray(value) ? 'array' : typeof value;
}

function shapeOf(value: unknown, path = '', shape: Shape = new Map()): Shape {
	const types = shape.get(path) ?? new Set<string>();
	shape.set(path, types.add(typeOf(value)));
	if (Array.isArray(value)) {
		for (const one of value) shapeOf(one, `${path}[]`, shape);
	} else if (isObject(value)) {
		for (const [key, child] of Object.entries(value)) {
			shapeOf(child, path === '' ? keyName(key) : `${path}.${keyName(key)}`, shape);
		}
	}
	return shape;
}

/** The types that a schema of the digest allows, by path. A bare "object" there stands for values of any type. */
function schemaShape(schema: Schema, path = '', shape: Shape = new Map()): Shape {
	const types = shape.get(path) ?? new Set<string>();
	shape.set(path, types);
	for (const one of schema.anyOf ?? []) schemaShape(one, path, shape);
	const bare = schema.type === 'object' && !schema.keys && !schema.anyKey;
	if (schema.type === undefined || bare) {
		if (!schema.anyOf && !schema.keys) types.add('any');
	} else types.add(schema.type === 'integer' ? 'number' : schema.type);
	if (schema.items) schemaShape(schema.items, `${path}[]`, shape);
	for (const [key, child] of Object.entries(schema.keys ?? {})) {
		schemaShape(child, path === '' ? key : `${path}.${key}`, shape);
	}
	if (schema.anyKey) schemaShape(schema.anyKey, path === '' ? '<date>' : `${path}.<id>`, shape);
	return shape;
}

const UNSCOPED = /not authorized for this scope/i;

function messageOf(body: unknown): string {
	if (!isObject(body)) return typeof body === 'string' ? body : '';
	const { message } = body;
	if (Array.isArray(message)) return message.map(String).join('; ');
	return typeof message === 'string' ? message : '';
}

/** The token was made without the scope of a call: nothing is learned about the API. */
class Unscoped extends Error {
	constructor(operation: Operation) {
		const scopes = new Set(operation.security.flatMap((one) => one.scopes));
		super(`401: the token lacks ${[...scopes].join(' or ')}`);
	}
}

async function ask(probe: Probe, side: Side, found: Found, left: string[]): Promise<Observation[]> {
	try {
		return await probe.run(side, found, left);
	} catch (error) {
		if (!(error instanceof Unscoped)) throw error;
		return [{ fact: 'status', value: error.message, unclear: true }];
	}
}

/** One side: the stand-in or the API. */
class Side {
	private readonly byId: Map<string, Operation>;

	constructor(
		readonly account: Account,
		readonly set: VersionSet,
	) {
		this.byId = new Map(
			applyDeviations(readDigest())
				.filter((operation) => operation.set === set)
				.map((operation) => [operation.operationId, operation]),
		);
	}

	/** @throws Error when this version has no such operation */
	operation(operationId: string): Operation {
		const operation = this.byId.get(operationId);
		if (!operation) throw new Error(`${this.set} has no operation ${operationId}`);
		return operation;
	}

	/** @throws Unscoped when the token may not make the call */
	async call(operationId: string, options: CallOptions = {}): Promise<Reply> {
		const operation = this.operation(operationId);
		const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
			encodeURIComponent(options.path?.[name] ?? ''),
		);
		const query = new URLSearchParams(
			Object.entries(options.query ?? {}).map(([key, value]) => [key, String(value)]),
		).toString();
		const dated = path.startsWith('/calendars') ? '2021-04-15' : '2021-07-28';
		const version =
			options.version === undefined ? (this.set === 'v3' ? 'v3' : dated) : options.version;
		const headers: Record<string, string> = {
			Accept: 'application/json',
			Authorization: `Bearer ${this.account.token}`,
			...(version === null ? {} : { Version: version }),
			...(options.body === undefined ? {} : { 'Content-Type': 'application/json' }),
		};
		const url = `${this.account.url}${path}${query === '' ? '' : `?${query}`}`;
		for (let attempt = 1; ; attempt++) {
			const response = await fetch(url, {
				method: operation.method,
				headers,
				body: options.body === undefined ? undefined : JSON.stringify(options.body),
			});
			const text = await response.text();
			if (response.status === 429 && attempt < TRIES) {
				const wait = Number(response.headers.get('x-ratelimit-interval-milliseconds')) || 10_000;
				await new Promise((resolve) => setTimeout(resolve, wait));
				continue;
			}
			let body: unknown;
			try {
				body = JSON.parse(text);
			} catch {
				body = text;
			}
			if (response.status === 401 && UNSCOPED.test(messageOf(body))) throw new Unscoped(operation);
			return { operation, status: response.status, headers: response.headers, body };
		}
	}
}

/** What is learned from any answer: status, wrapper, types, and whether the rows find their record in it. */
function look(reply: Reply): Observation[] {
	const { operation, status, body } = reply;
	const observations: Observation[] = [{ fact: 'status', value: String(status) }];
	if (status >= 300) {
		observations.push({ fact: 'message', value: messageOf(body) });
		return observations;
	}
	const keys = isObject(body)
		? [...new Set(Object.keys(body).map(keyName))].sort().join(', ')
		: typeOf(body);
	observations.push({ fact: 'keys of the answer', value: keys });
	const wanted = wrappersOf(operation);
	if (wanted.length > 0) {
		const found = wanted.filter((key) => isObject(body) && body[key] !== undefined);
		observations.push({
			fact: `the node finds its record under ${wanted.join(' or ')}`,
			value: found.length > 0 ? 'yes' : 'no',
		});
	}
	observations.push({ fact: 'types', value: '', shape: { operation, seen: shapeOf(body) } });
	return observations;
}

/** Where the rows of an operation look for the record. */
function wrappersOf({ method, path }: Operation): string[] {
	const shape = (template: string) => template.replace(/\{\w+\}/g, '{}');
	const rows = [...contactResources, ...calendarResources].flatMap(({ operations }) => operations);
	const wrappers = rows
		.filter((row) => {
			const line = requestLine(row);
			return !row.run && line.method === method && shape(line.template) === shape(path);
		})
		.flatMap((row) => row.unwrap ?? []);
	return [...new Set(wrappers)];
}

const listIn = (body: unknown, key: string): JsonObject[] => {
	const list = isObject(body) ? body[key] : undefined;
	return Array.isArray(list) ? list.filter(isObject) : [];
};
const textIn = (record: JsonObject | undefined, key: string): string => {
	const value = record?.[key];
	return typeof value === 'string' ? value : '';
};
const objectIn = (body: unknown, key: string): JsonObject => {
	const value = isObject(body) ? body[key] : undefined;
	return isObject(value) ? value : {};
};

const NOTHING: Observation[] = [{ fact: 'record', value: 'none', unclear: true }];
const DAY_MS = 86_400_000;

/** What later probes need from earlier ones. */
interface Found {
	contactId: string;
	email: string;
	calendarId: string;
	companyId: string;
}

interface Probe {
	title: string;
	writes?: true;
	run: (side: Side, found: Found, left: string[]) => Promise<Observation[]>;
}

const READS: Probe[] = [
	{
		title: 'rate limit headers',
		run: async (side) => {
			const { headers } = await side.call('get-calendars', { query: at(side) });
			return [
				'x-ratelimit-max',
				'x-ratelimit-remaining',
				'x-ratelimit-interval-milliseconds',
				'x-ratelimit-limit-daily',
				'x-ratelimit-daily-remaining',
				'x-ratelimit-daily-reset',
			].map((name) => {
				const value = headers.get(name);
				const kind = value === null ? 'absent' : /^\d+$/.test(value) ? 'a number' : 'no number';
				return { fact: name, value: kind };
			});
		},
	},
	{
		title: 'no Version header',
		run: async (side) => look(await side.call('get-calendars', { query: at(side), version: null })),
	},
	{
		title: 'another sub-account',
		run: async (side) =>
			look(await side.call('get-calendars', { query: { locationId: 'nobodysLocation00000' } })),
	},
	{
		title: 'location',
		run: async (side, found) => {
			const { locationId } = side.account;
			const reply = await side.call('get-location', { path: { locationId } });
			found.companyId = textIn(objectIn(reply.body, 'location'), 'companyId');
			return look(reply);
		},
	},
	{
		title: 'contacts: search',
		run: async (side, found) => {
			const reply = await side.call('search-contacts-advanced', {
				body: { ...at(side), pageLimit: 20 },
			});
			const contacts = listIn(reply.body, 'contacts');
			found.contactId = textIn(contacts[0], 'id');
			found.email = textIn(
				contacts.find((contact) => textIn(contact, 'email') !== ''),
				'email',
			);
			return [
				...look(reply),
				{
					fact: 'each contact carries its cursor (searchAfter)',
					value: contacts.every(({ searchAfter }) => Array.isArray(searchAfter)) ? 'yes' : 'no',
					...(contacts.length === 0 ? { unclear: true as const } : {}),
				},
			];
		},
	},
	{
		title: 'contacts: search without pageLimit',
		run: async (side) => {
			const reply = await side.call('search-contacts-advanced', { body: at(side) });
			const { message } = isObject(reply.body) ? reply.body : {};
			return [
				{ fact: 'status', value: String(reply.status), deviation: 'search-grammar' },
				{ fact: 'message is', value: typeOf(message) },
			];
		},
	},
	{
		title: 'contacts: get',
		run: async (side, { contactId }) =>
			contactId === '' ? NOTHING : look(await side.call('get-contact', { path: { contactId } })),
	},
	{
		title: 'contacts: get one that does not exist',
		run: async (side) => {
			const reply = await side.call('get-contact', { path: { contactId: 'nobody00000000000000' } });
			const said = messageOf(reply.body).replace('nobody00000000000000', '<id>');
			return [
				{ fact: 'status', value: String(reply.status) },
				{ fact: 'message', value: said },
			];
		},
	},
	{
		title: 'contacts: duplicate, found',
		run: async (side, { email }) =>
			email === ''
				? NOTHING
				: look(await side.call('get-duplicate-contact', { query: { ...at(side), email } })),
	},
	{
		title: 'contacts: duplicate, not found',
		run: async (side) => {
			const email = `nobody-${randomUUID()}@example.com`;
			const reply = await side.call('get-duplicate-contact', { query: { ...at(side), email } });
			const contact = isObject(reply.body) ? reply.body.contact : undefined;
			const empty = !isObject(contact) || Object.keys(contact).length === 0;
			return [
				{ fact: 'status', value: String(reply.status) },
				{ fact: 'contact', value: empty ? 'empty' : 'filled' },
			];
		},
	},
	{
		title: 'contacts: look up',
		run: async (side, { email }) => {
			// An app's token gets an answer; the stand-in is asked with a private integration.
			const comparable = side.set === 'v3' && side.account.token.startsWith('pit-');
			if (!comparable || email === '') return NOTHING;
			const reply = await side.call('lookup-contacts', { query: { ...at(side), email } });
			return look(reply).map((one) => ({ ...one, deviation: 'contact-lookup' }));
		},
	},
	{
		title: 'contacts: appointments',
		run: async (side, { contactId }) => {
			if (contactId === '') return NOTHING;
			const reply = await side.call('get-appointments-for-contact', { path: { contactId } });
			const [event] = listIn(reply.body, 'events');
			if (!event) return look(reply);
			const offset = /(Z|[+-]\d{2}:?\d{2})$/.test(textIn(event, 'startTime'));
			return [
				...look(reply),
				{
					fact: 'startTime has an offset',
					value: offset ? 'yes' : 'no',
					deviation: 'contact-appointments-wall-clock',
				},
			];
		},
	},
	{
		title: 'users',
		run: async (side, { companyId }) => {
			if (side.set === '2021') {
				return look(await side.call('get-user-by-location', { query: at(side) }));
			}
			return companyId === ''
				? NOTHING
				: look(await side.call('search-users', { query: { ...at(side), companyId } }));
		},
	},
	{
		title: 'custom fields',
		run: async (side) => look(await side.call('get-custom-fields', { path: at(side) })),
	},
	{
		title: 'tags',
		run: async (side) => look(await side.call('get-location-tags', { path: at(side) })),
	},
	{
		title: 'calendars: list',
		run: async (side, found) => {
			const reply = await side.call('get-calendars', { query: at(side) });
			const active = listIn(reply.body, 'calendars').find(({ isActive }) => isActive !== false);
			found.calendarId = side.account.calendarId ?? textIn(active, 'id');
			return look(reply);
		},
	},
	{
		title: 'calendars: get',
		run: async (side, { calendarId }) =>
			calendarId === '' ? NOTHING : look(await side.call('get-calendar', { path: { calendarId } })),
	},
	{
		title: 'free slots',
		run: async (side, { calendarId }) => {
			if (calendarId === '') return NOTHING;
			const reply = await slots(side, calendarId);
			const days = isObject(reply.body) ? Object.keys(reply.body) : [];
			return [
				{ fact: 'status', value: String(reply.status) },
				{
					fact: 'traceId stands among the dates',
					value: days.includes('traceId') ? 'yes' : 'no',
					deviation: 'free-slots-trace',
				},
				...startsOf(reply.body)
					.slice(0, 1)
					.map((start) => ({
						fact: 'a slot is ISO with an offset',
						value: /T.*[+-]\d{2}:\d{2}$/.test(start) ? 'yes' : 'no',
					})),
				{
					fact: 'types',
					value: '',
					shape: { operation: reply.operation, seen: shapeOf(reply.body) },
				},
			];
		},
	},
	{
		title: 'free slots over more than 31 days',
		run: async (side, { calendarId }) => {
			if (calendarId === '') return NOTHING;
			const { status } = await slots(side, calendarId, 40);
			return [{ fact: 'status', value: String(status) }];
		},
	},
	{
		title: 'events',
		run: async (side, { calendarId }) => {
			if (calendarId === '') return NOTHING;
			const reply = await events(side, calendarId, String);
			const observations = look(reply);
			if (listIn(reply.body, 'events').length === 0) return observations;
			const iso = await events(side, calendarId, (time) => new Date(time).toISOString());
			return [
				...observations,
				{
					fact: 'ISO times in the query give',
					value: `${iso.status}, ${listIn(iso.body, 'events').length > 0 ? 'events' : 'no events'}`,
					deviation: 'events-iso-times',
				},
			];
		},
	},
];

function at({ account }: Side): { locationId: string } {
	return { locationId: account.locationId };
}

async function slots(side: Side, calendarId: string, days = 28): Promise<Reply> {
	const startDate = Date.now();
	return await side.call('get-slots', {
		path: { calendarId },
		query: { startDate, endDate: startDate + days * DAY_MS },
	});
}

function startsOf(body: unknown): string[] {
	if (!isObject(body)) return [];
	return Object.values(body).flatMap((day) =>
		isObject(day) && Array.isArray(day.slots) ? day.slots.map(String) : [],
	);
}

async function events(
	side: Side,
	calendarId: string,
	as: (time: number) => string,
): Promise<Reply> {
	const now = Date.now();
	return await side.call('get-calendar-events', {
		query: {
			...at(side),
			calendarId,
			startTime: as(now - 365 * DAY_MS),
			endTime: as(now + 365 * DAY_MS),
		},
	});
}

const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

const WRITES: Probe[] = [
	{
		title: 'write: contact and appointment',
		writes: true,
		run: async (side, { calendarId }, left) => {
			const observations: Observation[] = [];
			const add = (step: string, seen: Observation[]) =>
				observations.push(...seen.map((one) => ({ ...one, fact: `${step}: ${one.fact}` })));
			const made = await side.call('create-contact', {
				body: {
					...at(side),
					firstName: 'Check',
					lastName: 'Live',
					email: `check-live-${randomUUID()}@example.com`,
				},
			});
			add('create contact', look(made));
			const contactId = textIn(objectIn(made.body, 'contact'), 'id');
			if (contactId === '') return observations;
			left.push(`contact ${contactId}`);
			try {
				add('update contact', await updateContact(side, contactId));
				if (calendarId === '') add('book', NOTHING);
				else await book(side, { calendarId, contactId }, add, left);
			} finally {
				const gone = await side.call('delete-contact', { path: { contactId } });
				if (gone.status < 300) left.splice(left.indexOf(`contact ${contactId}`), 1);
				add('delete contact', flags(gone));
			}
			return observations;
		},
	},
];

/** Status and the flags that say whether a write worked. */
function flags({ status, body }: Reply): Observation[] {
	const keys = isObject(body) ? Object.keys(body) : [];
	return [
		{ fact: 'status', value: String(status) },
		{
			fact: 'success flags',
			value: keys
				.filter((key) => /^succe/.test(key))
				.sort()
				.join(', '),
			deviation: 'contact-success-flags',
		},
	];
}

async function updateContact(side: Side, contactId: string): Promise<Observation[]> {
	const path = { contactId };
	const good = await side.call('update-contact', { path, body: { city: 'Checktown' } });
	const refused = await side.call('update-contact', { path, body: { notAKey: 'x' } });
	const { message } = isObject(refused.body) ? refused.body : {};
	return [
		...flags(good),
		...look(good).filter(({ shape }) => shape !== undefined),
		{ fact: 'unknown key gives', value: `${refused.status}, message is ${typeOf(message)}` },
	];
}

async function book(
	side: Side,
	ids: { calendarId: string; contactId: string },
	add: (step: string, seen: Observation[]) => void,
	left: string[],
): Promise<void> {
	const [startTime] = startsOf((await slots(side, ids.calendarId)).body).reverse();
	if (startTime === undefined) {
		add('book', [{ fact: 'free slot', value: 'none', unclear: true }]);
		return;
	}
	// Without it HighLevel would run the automations of the sub-account.
	const body = { ...at(side), ...ids, startTime, title: 'Check live', toNotify: false };
	const booked = await side.call('create-appointment', { body });
	const eventId = isObject(booked.body) ? textIn(booked.body, 'id') : '';
	add('book', [
		...look(booked),
		{
			fact: 'the answer has startTime',
			value: yesNo(isObject(booked.body) && 'startTime' in booked.body),
			deviation: 'appointment-answers',
		},
	]);
	if (eventId === '') return;
	left.push(`appointment ${eventId}`);
	const path = { eventId };
	try {
		const read = await side.call('get-appointment', { path });
		const wrapper = isObject(read.body) && 'appointment' in read.body ? 'appointment' : 'event';
		const record = objectIn(read.body, wrapper);
		add('read appointment', [
			...look(read),
			{ fact: 'wrapper', value: wrapper, deviation: 'appointment-wrapper' },
			{
				fact: 'starts at the booked instant',
				value: yesNo(Date.parse(textIn(record, 'startTime')) === Date.parse(startTime)),
				deviation: 'appointment-offset',
			},
		]);
		const again = await side.call('create-appointment', { body });
		const second = isObject(again.body) ? textIn(again.body, 'id') : '';
		if (second !== '') left.push(`appointment ${second}`);
		add('book the same slot again', [
			{ fact: 'status', value: String(again.status) },
			{ fact: 'message', value: again.status < 300 ? 'booked' : messageOf(again.body) },
		]);
		if (second !== '') await removeEvent(side, second, left);
		const changed = await side.call('edit-appointment', { path, body: { title: 'Check' } });
		add('update appointment', look(changed));
	} finally {
		add('delete appointment', look(await removeEvent(side, eventId, left)));
	}
	const after = await side.call('get-appointment', { path });
	add('read the deleted appointment', [
		{ fact: 'status', value: String(after.status) },
		{
			fact: 'deleted',
			value: String(objectIn(after.body, 'appointment').deleted),
			deviation: 'appointment-wrapper',
		},
	]);
}

async function removeEvent(side: Side, eventId: string, left: string[]): Promise<Reply> {
	const gone = await side.call('delete-event', { path: { eventId }, body: {} });
	const entry = left.indexOf(`appointment ${eventId}`);
	if (gone.status < 300 && entry >= 0) left.splice(entry, 1);
	return gone;
}

/** A seen type is fine where the official file or the stand-in has it, or where it is null. */
function compareShapes(
	expected: Shape,
	seen: Shape,
	operation: Operation,
): Omit<Finding, 'probe'>[] {
	const official = schemaShape(operation.responses[String(operation.success)] ?? {});
	const findings: Omit<Finding, 'probe'>[] = [];
	const more: string[] = [];
	let agreed = 0;
	for (const [path, types] of seen) {
		const known = new Set([...(official.get(path) ?? []), ...(expected.get(path) ?? [])]);
		const parent = path.replace(/(\.[^.]+|\[\]|^[^.[]+)$/, '');
		if (known.size === 0) {
			// Below a key that nobody describes there is nothing to compare; the key itself is named once.
			if (official.has(parent) || expected.has(parent) || parent === '') more.push(path);
			continue;
		}
		const strange = [...types].filter((type) => type !== 'null' && !known.has(type));
		const open = known.has('any') || [...known].every((type) => type === 'null');
		if (strange.length === 0 || open) agreed += 1;
		else {
			findings.push({
				fact: `type of ${path}`,
				expected: [...known].join(' or '),
				seen: [...types].join(' or '),
				verdict: 'differs',
			});
		}
	}
	findings.push({
		fact: 'types of known keys',
		expected: 'as in the official file or the stand-in',
		seen: `${agreed} agree`,
		verdict: 'same',
	});
	if (more.length > 0) {
		const named = more.slice(0, 20).join(', ');
		const rest = more.length > 20 ? ` and ${more.length - 20} more` : '';
		findings.push({
			fact: 'keys that nobody names',
			expected: 'none',
			seen: `${named}${rest}`,
			verdict: 'more',
		});
	}
	return findings;
}

function compare(expected: Observation[], seen: Observation[]): Omit<Finding, 'probe'>[] {
	const findings: Omit<Finding, 'probe'>[] = [];
	for (const one of seen) {
		const other = expected.find(({ fact }) => fact === one.fact);
		if (one.unclear || other?.unclear) {
			const wanted = other?.value ?? '';
			findings.push({ fact: one.fact, expected: wanted, seen: one.value, verdict: 'unclear' });
		} else if (one.shape) {
			const prefix = one.fact === 'types' ? '' : one.fact.replace(/types$/, '');
			const reference = other?.shape?.seen ?? new Map<string, Set<string>>();
			for (const finding of compareShapes(reference, one.shape.seen, one.shape.operation)) {
				findings.push({ ...finding, fact: `${prefix}${finding.fact}` });
			}
		} else if (other) {
			const verdict = other.value === one.value ? 'same' : 'differs';
			findings.push({ fact: one.fact, expected: other.value, seen: one.value, verdict });
		} else {
			findings.push({ fact: one.fact, expected: '', seen: one.value, verdict: 'unclear' });
		}
	}
	for (const { fact, value, unclear } of expected) {
		if (!unclear && !seen.some((one) => one.fact === fact)) {
			const known = fact.endsWith('types') ? 'types' : value;
			findings.push({ fact, expected: known, seen: 'not seen', verdict: 'unclear' });
		}
	}
	return findings;
}

/**
 * Runs every probe against the stand-in and against the account and compares. Sends reads only unless `write` is set.
 *
 * @throws TypeError when the account's address cannot be reached
 */
export async function checkLive(options: CheckOptions): Promise<Report> {
	const standIn = await startHighLevelStandIn();
	try {
		const reference = new Side(
			{
				url: standIn.url,
				token: standIn.tokens.privateIntegration,
				locationId: standIn.locationId,
				calendarId: SEED.calendars.discovery,
			},
			options.set,
		);
		const live = new Side(options.account, options.set);
		const none = (): Found => ({ contactId: '', email: '', calendarId: '', companyId: '' });
		const found = { reference: none(), live: none() };
		const findings: Finding[] = [];
		const deviations = new Set<string>();
		const left: string[] = [];
		const secrets = [options.account.token, options.account.locationId];
		for (const probe of options.write ? [...READS, ...WRITES] : READS) {
			options.progress?.(probe.title);
			const expected = await ask(probe, reference, found.reference, []);
			const seen = await ask(probe, live, found.live, left);
			for (const { deviation, unclear } of seen) {
				if (deviation !== undefined && !unclear) deviations.add(deviation);
			}
			for (const finding of compare(expected, seen)) {
				findings.push({
					probe: probe.title,
					fact: finding.fact,
					expected: redact(finding.expected),
					seen: redact(finding.seen, secrets),
					verdict: finding.verdict,
				});
			}
		}
		return { findings, deviations: [...deviations].sort(), left };
	} finally {
		await standIn.close();
	}
}

/** The report as text: every difference, and what agrees in short. */
export function reportText({ findings, deviations, left }: Report): string {
	const rows = [
		['Fact', 'Expected', 'Seen', 'Verdict'],
		...findings.map(({ probe, fact, expected, seen, verdict }) => [
			`${probe}: ${fact}`,
			expected,
			seen,
			verdict,
		]),
	].map((row) =>
		row.map((text) => (text.length > WIDEST ? `${text.slice(0, WIDEST - 1)}…` : text)),
	);
	const widths = [0, 1, 2].map((column) =>
		Math.max(...rows.map((row) => row[column]?.length ?? 0)),
	);
	const lines = rows.map((row) =>
		row
			.map((text, column) => text.padEnd(widths[column] ?? 0))
			.join('  ')
			.trimEnd(),
	);
	const count = (verdict: Verdict) => findings.filter((one) => one.verdict === verdict).length;
	lines.push(
		'',
		`${count('same')} the same, ${count('differs')} different, ${count('more')} with more keys, ${count('unclear')} unclear`,
		`Deviations looked at: ${deviations.length} of ${DEVIATIONS.length} (${deviations.join(', ')})`,
	);
	if (left.length > 0) lines.push(`NOT DELETED, remove by hand: ${left.join(', ')}`);
	return lines.join('\n');
}

/** Whether a report calls for a look: a difference, something left behind, or nothing learned at all. */
export function isBad({ findings, left }: Report): boolean {
	return (
		left.length > 0 ||
		findings.some(({ verdict }) => verdict === 'differs') ||
		!findings.some(({ verdict }) => verdict === 'same')
	);
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: { write: { type: 'boolean', default: false }, calendar: { type: 'string' } },
	});
	const { HIGHLEVEL_TOKEN: token = '', HIGHLEVEL_LOCATION_ID: locationId = '' } = process.env;
	const { HIGHLEVEL_API_URL: url, HIGHLEVEL_API_VERSION: version = 'v3' } = process.env;
	if (token === '' || locationId === '') {
		throw new Error('HIGHLEVEL_TOKEN and HIGHLEVEL_LOCATION_ID must be set in the environment.');
	}
	if (version !== 'v3' && version !== '2021') {
		throw new Error('HIGHLEVEL_API_VERSION is v3 or 2021.');
	}
	if (values.write && values.calendar === undefined) {
		throw new Error('--write needs --calendar <ID>: the calendar to book on.');
	}
	const report = await checkLive({
		account: {
			url: (url ?? 'https://services.leadconnectorhq.com').replace(/\/+$/, ''),
			token,
			locationId,
			...(values.calendar === undefined ? {} : { calendarId: values.calendar }),
		},
		set: version,
		write: values.write,
		progress: (title) => console.error(`> ${title}`),
	});
	console.log(reportText(report));
	process.exitCode = isBad(report) ? 1 : 0;
}

if (require.main === module) {
	main().catch((error: unknown) => {
		const said = error instanceof Error ? error.message : String(error);
		console.error(redact(said, [process.env.HIGHLEVEL_TOKEN ?? '']));
		process.exitCode = 2;
	});
}
