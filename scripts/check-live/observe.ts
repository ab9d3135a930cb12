// Observations: the facts that probes report, free of personal data.

import { calendarResources } from '../../nodes/HighLevel/resources/calendars';
import { contactResources } from '../../nodes/HighLevel/resources/contacts';
import { requestLine } from '../../nodes/shared/operation';
import type { Operation } from '../../test/standins/highlevel/digest';
import { isObject } from '../../test/standins/shared/json';
import type { Reply } from './api';
import { messageOf } from './body';
import { keyName } from './redact';
import { shapeOf, typeOf } from './shape';
import type { Shape } from './shape';

/** A fact about an API that a probe observed. */
export interface Observation {
	fact: string;
	value: string;
	/** The types in a response, compared key by key with the official file and the stand-in. */
	shape?: { operation: Operation; seen: Shape };
	/** There was nothing to observe. */
	unclear?: true;
	/** It answers an open question, so nothing is expected of it. */
	open?: true;
	/** The ID of the row in `deviations.ts` that states this fact. */
	deviation?: string;
}

/** @returns an observation; booleans become yes or no */
export function observed(
	fact: string,
	value: string | number | boolean,
	deviation?: string,
): Observation {
	const text = typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
	return { fact, value: text, ...(deviation === undefined ? {} : { deviation }) };
}

/** @returns an observation that answers an open question: it is printed, and compared with nothing */
export function answered(fact: string, value: string | number): Observation {
	return { fact, value: String(value), open: true };
}

/** @returns the observation of a probe that found nothing to look at */
export function nothing(fact = 'record'): Observation {
	return { fact, value: 'none', unclear: true };
}

/** @returns the types in a response */
export function typesIn({ operation, body }: Reply): Observation {
	return { fact: 'types', value: '', shape: { operation, seen: shapeOf(body) } };
}

/** Observes what every response shows: its status, its keys and types, and whether the node finds its record in it. */
export function observe(reply: Reply): Observation[] {
	const { operation, status, body } = reply;
	if (status >= 300) return [observed('status', status), observed('message', messageOf(body))];
	const keys = isObject(body)
		? [...new Set(Object.keys(body).map(keyName))].sort().join(', ')
		: typeOf(body);
	const observations = [observed('status', status), observed('keys of the answer', keys)];
	const wrappers = wrappersOf(operation);
	if (wrappers.length > 0) {
		const isFound = wrappers.some((key) => isObject(body) && body[key] !== undefined);
		observations.push(
			observed(`the node finds its record under ${wrappers.join(' or ')}`, isFound),
		);
	}
	return [...observations, typesIn(reply)];
}

/** The keys under which the node's operations look for the record in this endpoint's response. */
function wrappersOf({ method, path }: Operation): string[] {
	const withoutNames = (template: string) => template.replace(/\{\w+\}/g, '{}');
	const rows = [...contactResources, ...calendarResources].flatMap(({ operations }) => operations);
	const wrappers = rows
		.filter((row) => {
			const line = requestLine(row);
			const isSamePath = withoutNames(line.template) === withoutNames(path);
			return !row.run && line.method === method && isSamePath;
		})
		.flatMap((row) => row.unwrap ?? []);
	return [...new Set(wrappers)];
}
