/** What a tool's answer says. */
import { isObject } from '../shared/json';
import type { JsonObject } from '../shared/json';

export type Outcome =
	/** The tool did it, and answered with these records. */
	| { kind: 'done'; records: JsonObject[] }
	/** There is no such thing. */
	| { kind: 'nothing'; text: string }
	/** It was refused, and the text says why. */
	| { kind: 'refused'; text: string }
	/** It may have been done. */
	| { kind: 'unknown'; text: string }
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
	if (parsed === undefined && answer.trim() !== '') return { kind: 'refused', text: answer };
	if (typeof parsed === 'string' && parsed !== '') return { kind: 'refused', text: parsed };
	const records = recordsIn(parsed);
	const [first] = records;
	if (first === undefined) {
		return Array.isArray(parsed) ? { kind: 'nothing', text: '' } : { kind: 'silent' };
	}
	const text = textsOf(first);
	if (/rejected the tool call|provided feedback/.test(text)) return { kind: 'rejected', text };
	if (first.outcome === 'unknown') return { kind: 'unknown', text };
	const isNothing = first.found === 0 || first.found === false;
	if (isNothing && first.ok !== false) return { kind: 'nothing', text };
	if (first.ok === false || first.booked === false || typeof first.error === 'string') {
		return text === '' ? { kind: 'silent' } : { kind: 'refused', text };
	}
	return { kind: 'done', records };
}
