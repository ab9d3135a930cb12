/** The contact search: its filters, its sort order and its cursor. */
import type { Answer } from '../../shared/answer';
import { isObject, number, objects, text } from '../../shared/json';
import type { JsonObject } from '../../shared/json';
import { isoUtc } from '../../shared/times';
import type { Call, Handlers } from '../call';
import type { Contact } from '../contactStore';
import {
	SEARCH_CUSTOM_FIELD,
	SEARCH_FIELDS,
	SEARCH_OPERATORS,
	SEARCH_SORT_FIELDS,
} from '../deviations';
import type { VersionSet } from '../digest';
import { badRequest, unprocessable } from '../refusal';

import { showChannels } from './contactShapes';

type Test = (contact: Contact) => boolean;

interface SortEntry {
	field: string;
	descending: boolean;
}

interface CachedSearch {
	key: string;
	version: number;
	rows: Contact[];
}

const MAX_CACHED_SEARCHES = 24;
const MAX_PAGED_CONTACTS = 10_000;
const MAX_VALUE_LENGTH = 75;

/** Results of recent searches, so that a page of the same search need not search again. */
const searchCache = new WeakMap<object, CachedSearch[]>();

function nameOf(contact: Contact): string {
	return [contact.firstName, contact.lastName]
		.filter((part) => part !== null)
		.join(' ')
		.toLowerCase();
}

function fieldValue(contact: Contact, field: string): unknown {
	if (field.startsWith('customFields.')) {
		const id = field.slice('customFields.'.length);
		return contact.customFields.find((one) => one.id === id)?.value;
	}
	switch (field) {
		case 'id':
			return contact.id;
		case 'contactName':
			return nameOf(contact);
		case 'firstNameLowerCase':
			return contact.firstName?.toLowerCase();
		case 'lastNameLowerCase':
			return contact.lastName?.toLowerCase();
		case 'address':
			return contact.address1;
		case 'businessName':
		case 'companyName':
			return contact.companyName;
		case 'assignedTo':
			return contact.assignedTo;
		case 'followers':
			return contact.followers;
		case 'source':
			return contact.source;
		case 'country':
			return contact.country;
		case 'state':
			return contact.state;
		case 'city':
			return contact.city;
		case 'postalCode':
			return contact.postalCode;
		case 'email':
			return contact.email;
		case 'phone':
			return contact.phone;
		case 'tags':
			return contact.tags;
		case 'dnd':
			return contact.dnd;
		case 'dateAdded':
			return contact.dateAdded;
		case 'dateUpdated':
			return contact.dateUpdated;
		default:
			return undefined;
	}
}

function exists(value: unknown): boolean {
	return (
		value !== undefined &&
		value !== null &&
		value !== '' &&
		!(Array.isArray(value) && value.length === 0)
	);
}

/** Tags and IDs are case-sensitive; other text is not. */
function comparable(field: string): (value: unknown) => unknown {
	const exact = ['id', 'tags', 'assignedTo', 'followers'].includes(field);
	return (value) => (typeof value === 'string' && !exact ? value.toLowerCase() : value);
}

function values(value: unknown): unknown[] {
	return Array.isArray(value) ? (value as unknown[]) : [value];
}

function toMilliseconds(value: unknown, field: string): number {
	const time = typeof value === 'number' ? value : Date.parse(String(value));
	const plain = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : time;
	if (Number.isNaN(plain)) throw unprocessable([`Invalid value passed for field ${field}`]);
	return plain;
}

function rangeTest(field: string, value: unknown): Test {
	if (!isObject(value)) throw unprocessable([`Invalid range passed for field ${field}`]);
	const bounds = Object.entries(value);
	if (bounds.length === 0) throw unprocessable([`Invalid range passed for field ${field}`]);
	const tests = bounds.map(([operator, bound]): ((one: number) => boolean) => {
		const limit = toMilliseconds(bound, field);
		switch (operator) {
			case 'gt':
				return (one) => one > limit;
			case 'gte':
				return (one) => one >= limit;
			case 'lt':
				return (one) => one < limit;
			case 'lte':
				return (one) => one <= limit;
			default:
				throw unprocessable([`Invalid range (${operator}) passed for field ${field}`]);
		}
	});
	return (contact) => {
		const given = fieldValue(contact, field);
		if (!exists(given)) return false;
		const one =
			typeof given === 'number'
				? given
				: /^[\d.]+$/.test(String(given))
					? Number(given)
					: Date.parse(String(given));
		return tests.every((test) => test(one));
	};
}

function filterTest(filter: JsonObject): Test {
	if (filter.group !== undefined) return groupTest(filter);
	const field = text(filter, 'field');
	const operator = text(filter, 'operator');
	for (const key of Object.keys(filter)) {
		if (!['field', 'operator', 'value'].includes(key)) {
			throw unprocessable([`filters.property ${key} should not exist`]);
		}
	}
	if (field === undefined) throw unprocessable(['filters.field should not be empty']);
	if (operator === undefined || !SEARCH_OPERATORS.includes(operator)) {
		throw unprocessable([
			`filters.operator must be one of the following values: ${SEARCH_OPERATORS.join(', ')}`,
		]);
	}
	const allowed = field.startsWith('customFields.') ? SEARCH_CUSTOM_FIELD : SEARCH_FIELDS[field];
	if (allowed === undefined) throw badRequest(`Invalid field ${field}`);
	if (!allowed.includes(operator)) {
		throw badRequest(`Invalid Operator (${operator}) passed for field ${field}`);
	}
	return operatorTest(field, operator, filter.value);
}

function operatorTest(field: string, operator: string, value: unknown): Test {
	if (operator === 'exists') return (contact) => exists(fieldValue(contact, field));
	if (operator === 'not_exists') return (contact) => !exists(fieldValue(contact, field));
	if (value === undefined) throw unprocessable(['filters.value should not be empty']);
	if (operator === 'range') return rangeTest(field, value);
	for (const one of values(value)) {
		if (typeof one === 'string' && one.length > MAX_VALUE_LENGTH) {
			throw unprocessable([
				`filters.value must be shorter than or equal to ${MAX_VALUE_LENGTH} characters`,
			]);
		}
	}
	const same = comparable(field);
	if (operator === 'eq') return equalsTest(field, values(value));
	if (operator === 'not_eq') {
		const test = equalsTest(field, values(value));
		return (contact) => !test(contact);
	}
	if (typeof value !== 'string' || value === '') {
		throw unprocessable(['filters.value must be longer than or equal to 1 characters']);
	}
	const part = String(same(value));
	const test: Test = (contact) =>
		values(fieldValue(contact, field)).some((one) => {
			const given = same(one);
			return typeof given === 'string' && given.includes(part);
		});
	return operator === 'contains' ? test : (contact) => !test(contact);
}

function equalsTest(field: string, wanted: unknown[]): Test {
	const same = comparable(field);
	const set = new Set(wanted.map(same));
	return (contact) => {
		const given = fieldValue(contact, field);
		return Array.isArray(given) ? given.some((one) => set.has(same(one))) : set.has(same(given));
	};
}

/** One test for all values that a field may equal, as a list of 100 IDs would otherwise be tried on every contact. */
function anyTest(filters: JsonObject[]): Test {
	const tests: Test[] = [];
	const equals = new Map<string, unknown[]>();
	for (const filter of filters) {
		const test = filterTest(filter);
		const { field, operator, value } = filter;
		if (operator !== 'eq' || typeof field !== 'string') tests.push(test);
		else equals.set(field, [...(equals.get(field) ?? []), ...values(value)]);
	}
	for (const [field, wanted] of equals) tests.push(equalsTest(field, wanted));
	return (contact) => tests.some((test) => test(contact));
}

function groupTest(group: JsonObject): Test {
	const kind = text(group, 'group');
	if (kind !== 'AND' && kind !== 'OR') {
		throw unprocessable(['filters.group must be one of the following values: AND, OR']);
	}
	if (!Array.isArray(group.filters)) throw unprocessable(['filters.filters must be an array']);
	const filters = objects(group, 'filters');
	if (kind === 'OR') return anyTest(filters);
	const tests = filters.map(filterTest);
	return (contact) => tests.every((test) => test(contact));
}

function queryTest(query: string): Test {
	const words = query
		.trim()
		.toLowerCase()
		.split(/\s+/)
		.filter((word) => word !== '');
	return (contact) => {
		const searched = [
			nameOf(contact),
			contact.email ?? '',
			contact.phone ?? '',
			contact.companyName?.toLowerCase() ?? '',
		].join(' ');
		return words.every((word) => searched.includes(word));
	};
}

function sortOf(body: JsonObject): SortEntry[] {
	const entries = objects(body, 'sort').map((entry) => ({
		field: text(entry, 'field') ?? '',
		descending: entry.direction === 'desc',
	}));
	for (const { field } of entries) {
		if (!SEARCH_SORT_FIELDS.includes(field)) throw badRequest(`Invalid field ${field}`);
	}
	return entries.length > 0 ? entries : [{ field: 'dateAdded', descending: true }];
}

type SortValue = string | number | null;

function sortValues(contact: Contact, sort: SortEntry[]): SortValue[] {
	const found = sort.map(({ field }): SortValue => {
		const value = fieldValue(contact, field);
		if (typeof value === 'boolean') return value ? 1 : 0;
		return typeof value === 'string' || typeof value === 'number' ? value : null;
	});
	return [...found, contact.id];
}

/** Negative if `left` comes first. Missing values come last in both directions; the ID decides between equal ones. */
function compare(left: SortValue[], right: SortValue[], sort: SortEntry[]): number {
	for (const [at, one] of left.entries()) {
		const other = right[at] ?? null;
		if (one === other) continue;
		if (one === null) return 1;
		if (other === null) return -1;
		const order = one < other ? -1 : 1;
		return sort[at]?.descending === true || (at === sort.length && sort[0]?.descending === true)
			? -order
			: order;
	}
	return 0;
}

function searchRow(contact: Contact, sort: SortEntry[], set: VersionSet): JsonObject {
	const name = nameOf(contact);
	return {
		id: contact.id,
		locationId: contact.locationId,
		contactName: name === '' ? null : name,
		firstName: contact.firstName,
		lastName: contact.lastName,
		firstNameLowerCase: contact.firstName?.toLowerCase() ?? null,
		lastNameLowerCase: contact.lastName?.toLowerCase() ?? null,
		companyName: contact.companyName,
		businessName: contact.companyName,
		businessId: contact.businessId,
		email: contact.email,
		phone: contact.phone,
		address: contact.address1,
		city: contact.city,
		state: contact.state,
		postalCode: contact.postalCode,
		country: contact.country,
		website: contact.website,
		timezone: contact.timezone,
		source: contact.source,
		type: 'lead',
		assignedTo: contact.assignedTo,
		dateOfBirth: contact.dateOfBirth,
		dnd: contact.dnd,
		dndSettings: showChannels(contact, set),
		tags: contact.tags,
		customFields: contact.customFields,
		followers: contact.followers,
		additionalEmails: contact.additionalEmails.map((email) => ({ email })),
		additionalPhones: contact.additionalPhones.map((phone) => ({ phone })),
		opportunities: [],
		validEmail: null,
		dateAdded: contact.dateAdded === null ? null : isoUtc(contact.dateAdded),
		dateUpdated: isoUtc(contact.dateUpdated),
		searchAfter: sortValues(contact, sort),
	};
}

/** All matching contacts, sorted; cached until one of the location's contacts changes. */
function matching(call: Call, sort: SortEntry[]): Contact[] {
	const { body, state } = call;
	const locationId = text(body, 'locationId') ?? '';
	const first = sort[0];
	const byDate =
		sort.length === 1 && (first?.field === 'dateAdded' || first?.field === 'dateUpdated');
	const view = state.contacts.view(
		locationId,
		first?.field === 'dateUpdated' ? 'dateUpdated' : 'dateAdded',
	);
	const query = text(body, 'query') ?? '';
	const tests = objects(body, 'filters').map(filterTest);
	if (query !== '') tests.push(queryTest(query));

	const key = JSON.stringify([locationId, query, body.filters, sort]);
	const results = searchCache.get(state) ?? [];
	searchCache.set(state, results);
	const known = results.find((one) => one.key === key && one.version === view.version);
	if (known !== undefined) return known.rows;

	const test: Test = (contact) => tests.every((one) => one(contact));
	const all = view.without.length > 0 ? view.rows.concat(view.without) : view.rows;
	const rows = tests.length > 0 ? all.filter(test) : [...all];
	if (!byDate || view.without.length > 0) {
		const values = new Map(rows.map((contact) => [contact, sortValues(contact, sort)]));
		rows.sort((one, other) => compare(values.get(one) ?? [], values.get(other) ?? [], sort));
	} else if (first?.descending === true) {
		rows.reverse();
	}
	const stale = results.findIndex((one) => one.key === key);
	if (stale >= 0) results.splice(stale, 1);
	results.unshift({ key, version: view.version, rows });
	results.length = Math.min(results.length, MAX_CACHED_SEARCHES);
	return rows;
}

/** The index of the first row after a cursor. */
function indexAfter(rows: Contact[], cursor: SortValue[], sort: SortEntry[]): number {
	let low = 0;
	let high = rows.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		const row = rows[middle];
		if (row !== undefined && compare(sortValues(row, sort), cursor, sort) <= 0) low = middle + 1;
		else high = middle;
	}
	return low;
}

function cursorOf(body: JsonObject, sort: SortEntry[]): SortValue[] | undefined {
	if (!Array.isArray(body.searchAfter)) return undefined;
	const given: unknown[] = body.searchAfter;
	const cursor = given.filter(
		(one): one is SortValue => one === null || typeof one === 'string' || typeof one === 'number',
	);
	if (cursor.length !== sort.length + 1 || given.length !== cursor.length) {
		throw badRequest('searchAfter does not fit the sort of this search');
	}
	return cursor;
}

function search(call: Call): Answer {
	const { body } = call;
	const pageLimit = number(body, 'pageLimit') ?? 0;
	const page = number(body, 'page');
	const sort = sortOf(body);
	const cursor = cursorOf(body, sort);
	if (page !== undefined && cursor !== undefined) {
		throw unprocessable(['page should not be sent together with searchAfter']);
	}
	if ((page ?? 1) * pageLimit > MAX_PAGED_CONTACTS) {
		throw badRequest(
			`page * pageLimit must not be greater than ${MAX_PAGED_CONTACTS}, use searchAfter beyond`,
		);
	}
	const rows = matching(call, sort);
	const start =
		cursor === undefined ? ((page ?? 1) - 1) * pageLimit : indexAfter(rows, cursor, sort);
	const shown = rows.slice(start, start + pageLimit);
	return {
		body: {
			contacts: shown.map((contact) => searchRow(contact, sort, call.operation.set)),
			total: rows.length,
		},
	};
}

export const contactSearch: Handlers = { 'POST /contacts/search': search };
