/** What OpenAI's two protocols have in common. */
import { isObject, text } from '../shared/json';
import type { JsonObject } from '../shared/json';

/** The text of a message, which is a text or a list of parts. */
export function contentText(content: unknown): string {
	if (typeof content === 'string') return content;
	if (!Array.isArray(content)) return '';
	return content.map((part) => (isObject(part) ? (text(part, 'text') ?? '') : '')).join('');
}

/** The arguments of a call, which come as JSON in a text. */
export function parseArguments(value: unknown): JsonObject {
	try {
		const parsed: unknown = JSON.parse(typeof value === 'string' ? value : '{}');
		return isObject(parsed) ? parsed : {};
	} catch {
		return {};
	}
}

/** Server-sent events, in the order in which they are given. */
export function serverEvents(events: Array<{ event?: string; data: unknown }>): string {
	return events
		.map(({ event, data }) => {
			const line = `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
			return event === undefined ? line : `event: ${event}\n${line}`;
		})
		.join('');
}
