/** What a tool's answer says. */
import { isObject } from '../shared/json';
import type { JsonObject } from '../shared/json';

export type Outcome =
	/** The tool did it, and answered with these records. */
	| { kind: 'done'; records: JsonObject[] }
	/** There is no such thing. */
	| { kind: 'nothing'; text: string }
	/** It was refused; the text says why, and the advice what to do next. */
	| { kind: 'refused'; text: string; advice: string }
	/** It may have been done. */
	| { kind: 'unknown'; text: string; advice: string }
	/** A person did not allow it. */
	| { kind: 'rejected'; text: string }
	/** The tool answered without a word. */
	| { kind: 'silent' };

function recordsIn(value: unknown): JsonObject[] {
	if (Array.isArray(value)) return value.flatMap(recordsIn);
	if (!isObject(value)) return [];
	return 'response' in value ? recordsIn(value.response) : [value];
}

function parse(answer: string): unknown {
	try {
		return JSON.parse(answer);
	} catch {
		return undefined;
	}
}

/** Every text of a record, such as its message and its error. */
function textsOf(record: JsonObject): string {
	return ['error', 'reason', 'message', 'output']
		.map((key) => record[key])
		.filter((one): one is string => typeof one === 'string')
		.join(' ');
}

/** Reads a tool's answer. */
export function readOutcome(answer: string): Outcome {
	const parsed = parse(answer);
	const plain = parsed === undefined ? answer.trim() : parsed;
	if (typeof plain === 'string' && plain !== '') {
		return { kind: 'refused', text: plain, advice: plain };
	}
	const records = recordsIn(parsed);
	const [first] = records;
	if (first === undefined) {
		return Array.isArray(parsed) ? { kind: 'nothing', text: '' } : { kind: 'silent' };
	}
	const text = textsOf(first);
	const advice = typeof first.message === 'string' ? first.message : '';
	if (/rejected the tool call|provided feedback/.test(text)) return { kind: 'rejected', text };
	if (first.outcome === 'unknown') return { kind: 'unknown', text, advice };
	const isNothing = first.found === 0 || first.found === false;
	if (isNothing && first.ok !== false) return { kind: 'nothing', text };
	if (first.ok === false || first.booked === false || typeof first.error === 'string') {
		return text === '' ? { kind: 'silent' } : { kind: 'refused', text, advice };
	}
	return { kind: 'done', records };
}
