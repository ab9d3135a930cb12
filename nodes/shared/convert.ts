// Converters: turn the user's input into what an endpoint expects, or throw a `ValueError`.

import { ValueError } from './valueErrors';
import { isRecord } from './values';

/** What a converter can know about its item. */
export interface ValueContext {
	/** IANA zone in which a time without an offset is read: the one the user chose, else the workflow's. */
	zone: string;
	/** Version of the node that the workflow was saved with: n8n's `typeVersion`. */
	nodeVersion: number;
	/** Whether the node is a tool of an AI agent, so that a model may have written the value. */
	isTool?: boolean;
}

/**
 * Turns the user's input into what the endpoint expects.
 *
 * @throws ValueError
 */
export type Convert = (value: unknown, context: ValueContext) => unknown;

/** @throws ValueError for a lone surrogate, which neither a URL nor the service can represent */
function requireEncodable(text: string): string {
	if (/\p{Cs}/u.test(text)) throw new ValueError('contains characters that cannot be sent');
	return text;
}

/** @throws ValueError for whole numbers beyond 2^53: JavaScript has already lost some of their digits */
function digitsOf(value: number): string {
	if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
		throw new ValueError(
			'is a number with too many digits to be exact',
			'Enter the number as text.',
		);
	}
	return String(value);
}

/** Text; numbers and booleans become text. */
export function toText(value: unknown): string {
	if (typeof value === 'string') return requireEncodable(value);
	if (typeof value === 'number' && Number.isFinite(value)) return digitsOf(value);
	if (typeof value === 'boolean') return String(value);
	throw new ValueError('is not text');
}

/** No ID is longer; longer text would only produce a URL that servers reject. */
const MAX_ID_LENGTH = 200;

/** An ID: text or a whole number, without surrounding whitespace. */
export function toId(value: unknown): string {
	if (typeof value !== 'string' && !(Number.isInteger(value) && Number(value) >= 0)) {
		throw new ValueError('is not an ID');
	}
	const id = requireEncodable(typeof value === 'number' ? digitsOf(value) : String(value).trim());
	if (id.length > MAX_ID_LENGTH) throw new ValueError('is too long for an ID');
	return id;
}

/** A finite number, given as a number or as text. */
export function toNumber(value: unknown): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof number !== 'number' || !Number.isFinite(number)) {
		throw new ValueError('is not a number');
	}
	return number;
}

/** A whole number within inclusive bounds. */
export const toWholeNumber =
	(minimum: number, maximum = Number.MAX_SAFE_INTEGER) =>
	(value: unknown): number => {
		const number = toNumber(value);
		if (!Number.isInteger(number)) throw new ValueError('is not a whole number');
		if (number < minimum || number > maximum) {
			throw new ValueError(
				maximum === Number.MAX_SAFE_INTEGER
					? `must be at least ${minimum}`
					: `must be from ${minimum} to ${maximum}`,
			);
		}
		return number;
	};

/** A boolean, given as such or as the text "true" or "false". */
export function toBoolean(value: unknown): boolean {
	if (typeof value === 'boolean') return value;
	if (value === 'true') return true;
	if (value === 'false') return false;
	throw new ValueError('is neither true nor false');
}

/** A list of strings, from an array or comma-separated text; surrounding whitespace and empty entries are dropped. */
export function toList(value: unknown): string[] {
	const entries: unknown[] = Array.isArray(value)
		? value
		: typeof value === 'string'
			? value.split(',')
			: [value];
	return entries
		.map((entry) => {
			if (typeof entry !== 'string' && !(typeof entry === 'number' && Number.isFinite(entry))) {
				throw new ValueError('is neither a list nor comma-separated text');
			}
			return requireEncodable(typeof entry === 'number' ? digitsOf(entry) : entry.trim());
		})
		.filter((entry) => entry !== '');
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		throw notJson(error);
	}
}

function notJson(error: unknown): ValueError {
	const reason = error instanceof Error ? error.message : 'unreadable';
	return new ValueError(`is not valid JSON (${reason})`);
}

/** @throws ValueError if a value contains NaN or Infinity, which JSON would silently turn into null */
export function requireFinite(value: unknown): void {
	if (typeof value === 'number' && !Number.isFinite(value)) {
		throw new ValueError('contains the result of a calculation that is not a number');
	}
	const isPlain = isRecord(value) && Object.getPrototypeOf(value) === Object.prototype;
	if (Array.isArray(value) || isPlain) Object.values(value).forEach(requireFinite);
}

/** An object or array, given as such or as JSON text. */
export function toJson(value: unknown): object {
	if (typeof value !== 'string') {
		if (typeof value !== 'object' || value === null) throw new ValueError('is not JSON');
		requireFinite(value);
		return value;
	}
	const parsed = parseJson(value);
	if (typeof parsed !== 'object' || parsed === null) {
		throw new ValueError('is not a JSON object or array');
	}
	return parsed;
}
