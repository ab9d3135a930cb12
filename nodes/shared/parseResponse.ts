// Parses a response and rejects one that did not come from the service.

import type { Expectation } from './expectation';
import { UnusableResponse } from './failure';
import { withoutTags } from './html';
import type { Body } from './http';
import type { Mask } from './mask';
import type { RawResponse } from './readResponse';
import { shorten } from './shorten';
import { isRecord } from './values';

/**
 * Parses a response and rejects one that does not contain what the call expects: even with a status of 200, a proxy or a
 * login page may have answered in the service's place.
 *
 * @param service the service's name, for the message
 * @throws UnusableResponse saying what arrived instead
 */
export function parseResponse(
	{ body }: RawResponse,
	expected: Expectation,
	service: string,
	mask: Mask,
): Body {
	const parsed = parse(body);
	const data = 'data' in parsed && isBody(parsed.data) ? parsed.data : readPlain(parsed, expected);
	if (data && expected.isMet(data)) return data;
	const came = 'data' in parsed ? describeData(parsed.data, mask) : describeText(parsed.text, mask);
	throw new UnusableResponse(`Expected ${expected.what} from ${service}, but received ${came}`);
}

function isBody(data: unknown): data is Body {
	return isRecord(data) || Array.isArray(data);
}

type Parsed = { data: unknown } | { text: string };

function readPlain(parsed: Parsed, expected: Expectation): Body | undefined {
	const plain = 'data' in parsed ? parsed.data : parsed.text.trim();
	if (isBody(plain)) return undefined;
	return expected.readPlain?.(plain === '' || plain === null ? undefined : plain);
}

function parse(body: unknown): Parsed {
	const text = Buffer.isBuffer(body) ? body.toString('utf8') : body;
	if (typeof text !== 'string') return { data: text };
	// A byte order mark is not part of JSON.
	const json = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
	try {
		return { data: JSON.parse(json) };
	} catch {
		return { text: json };
	}
}

/** Longest excerpt of a response that a message quotes, in characters. */
const MAX_QUOTE_LENGTH = 120;

function quote(text: string, mask: Mask): string {
	const shown = shorten(mask.show(text), MAX_QUOTE_LENGTH);
	return shown === '' ? '' : ` ("${shown}")`;
}

const EMPTY = 'an empty response';

function describeText(text: string, mask: Mask): string {
	const start = text.slice(0, MAX_QUOTE_LENGTH * 10).trimStart();
	if (start === '' && text.length < MAX_QUOTE_LENGTH) return EMPTY;
	if (/^<(!doctype|html|head|body|\w)/i.test(start)) {
		return `an HTML page${quote(withoutTags(text), mask)}`;
	}
	if (/^[[{"]/.test(start)) {
		return `a response cut off after ${text.length.toLocaleString('en-US')} characters`;
	}
	return `text${quote(start, mask)}`;
}

function describeData(data: unknown, mask: Mask): string {
	if (data === undefined || data === null || data === '') return EMPTY;
	if (Array.isArray(data)) return data.length === 0 ? 'an empty list' : 'a list';
	if (typeof data === 'string') return `text${quote(data, mask)}`;
	if (!isRecord(data)) return typeof data === 'number' ? 'a number' : 'true or false';
	const keys = Object.keys(data);
	if (keys.length === 0) return 'an empty object';
	for (const key of ['message', 'error']) {
		const said = data[key];
		const quoted = typeof said === 'string' ? quote(said, mask) : '';
		if (quoted !== '') return `an object with the message${quoted}`;
	}
	return `an object with the keys${quote(keys.slice(0, 5).join(', '), mask)}`;
}
