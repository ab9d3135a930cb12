// The notice above times: in which zone they are read.

import type { Field, Operation, Resource } from './operation';
import { childFields, childGroups } from './parameters';

const timesNotice: Field = {
	displayName:
		"Times without an offset from UTC are read in the workflow's time zone. To use another one, add <b>Time Zone</b> below.",
	name: 'timesNotice',
	type: 'notice',
	default: '',
	send: false,
};

const hasTime = (field: Field): boolean =>
	field.type === 'dateTime' ||
	childFields(field).some(hasTime) ||
	childGroups(field).some(({ values }) => values.some(hasTime));

/** The operation with the notice above its first time, if it takes times in a zone that the user can choose. */
function withNotice(operation: Operation): Operation {
	const { fields = [], optional = [], options = [] } = operation;
	const all = [...fields, ...optional, ...options];
	if (!all.some(({ zone }) => zone) || !all.some(hasTime)) return operation;
	const first = fields.findIndex(hasTime);
	// Times in a collection follow all other fields.
	const at = first < 0 ? fields.length : first;
	return { ...operation, fields: [...fields.slice(0, at), timesNotice, ...fields.slice(at)] };
}

/** Adds the notice to the panel of every operation that takes times. */
export function withTimesNotice(resources: Resource[]): Resource[] {
	return resources.map((resource) => ({
		...resource,
		operations: resource.operations.map(withNotice),
	}));
}
