/** How lists are filtered, sorted and cut into pages. */
import { parseIso } from '../shared/times';
import type { Call } from './call';

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

/** One page of a list, and the size of the whole. */
export interface Listed<T> {
	rows: T[];
	total: number;
}

/** A query parameter that is not a list. */
export function asked(call: Call, name: string): string | undefined {
	const value = call.query[name];
	const one = Array.isArray(value) ? value[0] : value;
	return one === '' ? undefined : one;
}

/** A query parameter that may be repeated or hold several values between commas. */
export function askedList(call: Call, name: string): string[] | undefined {
	const value = call.query[name];
	if (value === undefined) return undefined;
	return (Array.isArray(value) ? value : value.split(',')).map((one) => one.trim());
}

/** `filters[<name>]`. */
export function filter(call: Call, name: string): string | undefined {
	return asked(call, `filters[${name}]`);
}

/** The time of a filter in milliseconds; a date without an offset is in the account's zone. */
export function timeFilter(call: Call, name: string): number | undefined {
	const value = filter(call, name);
	return value === undefined ? undefined : parseIso(value, call.shapes.zone);
}

function wholeNumber(value: string | undefined, otherwise: number): number {
	const number = Number(value);
	return value === undefined || !Number.isInteger(number) || number < 0 ? otherwise : number;
}

/** The limit and offset of a request: at most 100 rows, 20 if it asks for none. */
export function pageOf(call: Call): { limit: number; offset: number } {
	const limit = Math.min(MAX_LIMIT, wholeNumber(asked(call, 'limit'), DEFAULT_LIMIT));
	return { limit, offset: wholeNumber(asked(call, 'offset'), 0) };
}

/** Cuts the page that was asked for. */
export function page<T>(call: Call, rows: T[]): Listed<T> {
	const { limit, offset } = pageOf(call);
	return { rows: rows.slice(offset, offset + limit), total: rows.length };
}

/** The totals of a list, as a string. */
export function metaOf({ total }: Listed<unknown>): { total: string } {
	return { total: String(total) };
}

type Order<T> = (row: T) => string | number;

/** Sorts by every `orders[<name>]` that is known, the first one first; any value but DESC ascends. */
export function sorted<T>(call: Call, rows: T[], orders: Record<string, Order<T>>): T[] {
	const keys = Object.keys(call.query).flatMap((key) => {
		const name = /^orders\[(\w+)\]$/.exec(key)?.[1];
		const order = name === undefined ? undefined : orders[name];
		const direction = asked(call, key)?.toUpperCase() === 'DESC' ? -1 : 1;
		return order === undefined ? [] : [{ order, direction }];
	});
	return [...rows].sort((left, right) => {
		for (const { order, direction } of keys) {
			const [one, other] = [order(left), order(right)];
			if (one !== other) return one < other ? -direction : direction;
		}
		return 0;
	});
}

const OPERATORS: Record<string, (text: string, wanted: string) => boolean> = {
	eq: (text, wanted) => text === wanted,
	neq: (text, wanted) => text !== wanted,
	lt: (text, wanted) => text < wanted,
	lte: (text, wanted) => text <= wanted,
	gt: (text, wanted) => text > wanted,
	gte: (text, wanted) => text >= wanted,
	contains: (text, wanted) => text.includes(wanted),
	starts_with: (text, wanted) => text.startsWith(wanted),
};

/** Whether a text passes `filters[<name>]` and every `filters[<name>][<operator>]`; case does not count. */
export function passes(call: Call, name: string, text: string): boolean {
	const lower = text.toLowerCase();
	const plain = filter(call, name);
	if (plain !== undefined && !lower.includes(plain.toLowerCase())) return false;
	return Object.entries(OPERATORS).every(([operator, test]) => {
		const wanted = asked(call, `filters[${name}][${operator}]`);
		return wanted === undefined || test(lower, wanted.toLowerCase());
	});
}
