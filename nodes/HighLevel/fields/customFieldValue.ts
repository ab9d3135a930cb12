// Converts the value of a custom field.

import type { ValueContext } from '../../shared/convert';
import { requireFinite, toList, toNumber, toText } from '../../shared/convert';
import { toDay } from '../../shared/convertTime';
import { isRecord } from '../../shared/values';

/**
 * A value in the form that HighLevel accepts for a custom field: numbers as numbers, dates as YYYY-MM-DD, multiple options as
 * a list. Fields whose type is unknown accept anything, as does version 1 of the node for text.
 *
 * @param field the field's entry in the mapper's stored `schema`; undefined where it has none, then as text
 * @throws ValueError
 */
export function toCustomFieldValue(field: unknown, value: unknown, context: ValueContext): unknown {
	requireFinite(value);
	if (!isRecord(field)) return value;
	if (field.type === 'number') return toNumber(value);
	if (field.type === 'dateTime') return toDay(value, context);
	if (field.type === 'string' && Array.isArray(field.options)) {
		const options = field.options.map((option: unknown) =>
			isRecord(option) ? option.value : option,
		);
		return toOptions(value, options);
	}
	const isText = field.type !== undefined && context.nodeVersion > 1;
	return !isText && (Array.isArray(value) || isRecord(value)) ? value : toText(value);
}

/**
 * Multiple options: a list, a JSON list, or comma-separated text.
 *
 * @throws ValueError
 */
export function toOptions(value: unknown, options: unknown[]): string[] {
	if (typeof value !== 'string') return toList(value);
	const text = value.trim();
	// An option may contain a comma.
	if (options.includes(text)) return [text];
	return toList(parseList(text) ?? text);
}

function parseList(text: string): unknown[] | undefined {
	if (!text.startsWith('[')) return undefined;
	try {
		const parsed: unknown = JSON.parse(text);
		return Array.isArray(parsed) ? parsed : undefined;
	} catch {
		return undefined;
	}
}
