import type { Field, FieldGroup, Operation } from '../../nodes/shared/operation';
import { isField } from '../../nodes/shared/parameters';

/** The version of a node that was just added to a workflow. */
export const NEWEST_NODE = 1.1;

function fieldsOf(fields: Field[], version: number): Field[] {
	return fields.flatMap((field) => {
		const { show, options, ...rest } = field;
		const { '@version': versions, '@tool': tool, ...others } = show ?? {};
		if (versions && !versions.includes(version)) return [];
		if (tool && !tool.includes(false)) return [];
		return [
			{
				...rest,
				...(Object.keys(others).length > 0 ? { show: others } : {}),
				...(options ? { options: optionsOf(options, version) } : {}),
			},
		];
	});
}

function optionsOf(options: NonNullable<Field['options']>, version: number): Field['options'] {
	return options.flatMap((option): NonNullable<Field['options']> => {
		if ('values' in option) return [groupOf(option, version)];
		return isField(option) ? fieldsOf([option], version) : [option];
	});
}

function groupOf(group: FieldGroup, version: number): FieldGroup {
	return { ...group, values: fieldsOf(group.values, version) };
}

/** An operation with only those fields, at any depth, that one version of the node shows where it is no tool. */
export function ofVersion(operation: Operation, version = NEWEST_NODE): Operation {
	const { fields, optional, options, ...rest } = operation;
	return {
		...rest,
		...(fields ? { fields: fieldsOf(fields, version) } : {}),
		...(optional ? { optional: fieldsOf(optional, version) } : {}),
		...(options ? { options: fieldsOf(options, version) } : {}),
	};
}
