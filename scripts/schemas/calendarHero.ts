// The output schemas of the CalendarHero node. No official file describes its responses, so their keys are stated here.

import { calendarHeroResources } from '../../nodes/CalendarHero/resources';
import { isDelete } from '../../nodes/shared/operation';
import type { Operation } from '../../nodes/shared/operation';
import { Mistake } from '../lib/command';
import type { JsonSchema, Keys } from './jsonSchema';
import { flag, named, text, texts } from './jsonSchema';

const number: JsonSchema = { type: 'number' };
const object = (properties?: Keys): JsonSchema => ({ type: 'object', properties });
const listOf = (properties: Keys): JsonSchema => ({ type: 'array', items: object(properties) });

/** Types of keys wherever they occur; the others are text. */
const TYPES: Keys = {
	...named(texts, 'email', 'telephone', 'categoryType', 'contactEmails'),
	...named(flag, 'new', 'isDefault', 'estimate', 'cancelled', 'reminded'),
	...named(number, 'meetingLength', 'count'),
	...named(object(), 'days', 'availabilityWindows'),
	meetingTypes: listOf(named(text, 'name', 'userId')),
};

/** Keys that have another type in one resource. */
const OWN_TYPES: Record<string, Keys> = {
	'meeting contacts': { contacts: listOf({ name: text, email: texts }) },
	'meetingRequest contacts': { contacts: listOf({ contactName: text, contactEmails: texts }) },
	'user email': { email: text },
};

const REQUEST = ['id', 'subject', 'dateStart', 'dateEnd', 'type', 'contactEmails'];

/** The keys of rows without Simplify. */
const KEYS: Record<string, string[]> = {
	'availability.getAll': [
		'start',
		'end',
		'dateStart',
		'dateEnd',
		'timezone',
		'meetingType',
		'meetingLength',
		'estimate',
	],
	'contact.count': ['count'],
	'contact.create': ['id', 'name', 'email'],
	'directory.create': ['id', 'directoryName', 'meetingTypes'],
	'meetingRequest.cancel': ['cancelled', 'id'],
	'meetingRequest.create': REQUEST,
	'meetingRequest.remind': ['reminded', 'id'],
	'meetingRequest.reschedule': [...REQUEST, 'previousId'],
};

function keysOf(resource: string, operation: Operation): Keys {
	if (isDelete(operation)) return { deleted: flag, id: text };
	const keys = operation.simple ?? KEYS[`${resource}.${operation.value}`];
	if (!keys) {
		throw new Mistake(
			`${resource}.${operation.value}: state the keys of its output in scripts/schemas/calendarHero.ts.`,
		);
	}
	const typeOf = (key: string) => OWN_TYPES[`${resource} ${key}`]?.[key] ?? TYPES[key] ?? text;
	return Object.fromEntries(keys.map((key) => [key, typeOf(key)]));
}

/** The schemas by path relative to the folder. */
export function calendarHeroFiles(): Map<string, JsonSchema> {
	return new Map(
		calendarHeroResources.flatMap(({ value: resource, operations }) =>
			operations.map((operation): [string, JsonSchema] => [
				`v1.0.0/${resource}/${operation.value}.json`,
				{ type: 'object', properties: keysOf(resource, operation), version: 1 },
			]),
		),
	);
}
