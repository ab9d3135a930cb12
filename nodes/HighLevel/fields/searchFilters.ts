// Turns the user's input for the contact search into its `filters`.

import type { IDataObject } from 'n8n-workflow';

import type { Convert } from '../../shared/convert';
import { toJson } from '../../shared/convert';
import { ValueError } from '../../shared/valueErrors';
import { isAbsent, isRecord, recordsOf, textOf } from '../../shared/values';
import { MAX_SEARCH_LENGTH } from '../searchLength';
import { CONDITION_GROUPS } from './searchConditions';

/** Fields that HighLevel stores in lower case for the search. */
const LOWER_CASE_FIELDS = new Set(['firstNameLowerCase', 'lastNameLowerCase', 'contactName']);

/** Turns the editor's conditions, by group, into a list of filters. */
export const toFilters: Convert = (groups) => {
	if (!isRecord(groups)) throw new ValueError('is not a list of conditions');
	return CONDITION_GROUPS.flatMap(({ name }) =>
		recordsOf(groups[name]).map((condition) =>
			toFilter(name === 'tag' ? { field: 'tags', ...condition } : condition),
		),
	);
};

function toFilter(condition: IDataObject): IDataObject {
	const { field, operator, value } = condition;
	if (isAbsent(field)) throw new ValueError('contains a condition without a field');
	if (operator === 'exists' || operator === 'not_exists') return { field, operator };
	if (field === 'email' && (operator === 'contains' || operator === 'not_contains')) {
		throw new ValueError(
			"asks whether an email contains something, which HighLevel's search does not support",
		);
	}
	if (operator === 'range') return { field, operator, value: toRange(condition) };
	if (isAbsent(value)) throw new ValueError('contains a condition without a value');
	if (typeof value === 'string' && value.length > MAX_SEARCH_LENGTH) {
		throw new ValueError(`contains a value of more than ${MAX_SEARCH_LENGTH} characters`);
	}
	const isLowerCase = LOWER_CASE_FIELDS.has(textOf(field)) && typeof value === 'string';
	return { field, operator, value: isLowerCase ? value.toLowerCase() : value };
}

function toRange({ from, to }: IDataObject): IDataObject {
	if (isAbsent(from) && isAbsent(to)) {
		throw new ValueError("contains a range without 'From' and without 'To'");
	}
	if (typeof from === 'string' && typeof to === 'string' && from > to && /T/.test(from)) {
		throw new ValueError("contains a range whose 'From' is after its 'To'");
	}
	return { ...(isAbsent(from) ? {} : { gte: from }), ...(isAbsent(to) ? {} : { lte: to }) };
}

/** Filters in HighLevel's own syntax, from JSON. */
export const toFilterList: Convert = (value) => {
	const parsed = toJson(value);
	return (Array.isArray(parsed) ? parsed : [parsed]).map(checkFilter);
};

function checkFilter(filter: unknown): IDataObject {
	if (!isRecord(filter)) throw new ValueError('contains something that is not an object');
	if ('group' in filter) {
		if (filter.group !== 'AND' && filter.group !== 'OR') {
			throw new ValueError('contains a group that is neither "AND" nor "OR"');
		}
		if (!Array.isArray(filter.filters) || filter.filters.length === 0) {
			throw new ValueError('contains a group without "filters"');
		}
		return { ...filter, filters: filter.filters.map(checkFilter) };
	}
	if (typeof filter.field !== 'string' || typeof filter.operator !== 'string') {
		throw new ValueError('contains a filter without "field" or "operator"');
	}
	return filter;
}

/** The search's `filters`: the conditions, combined according to `match`, and all JSON filters. */
export function combineFilters(values: IDataObject): IDataObject[] {
	const conditions = recordsOf(values.conditions);
	const matchesAny = values.match === 'OR' && conditions.length > 1;
	return [
		...(matchesAny ? [{ group: 'OR', filters: conditions }] : conditions),
		...recordsOf(values.filtersJson),
	];
}
