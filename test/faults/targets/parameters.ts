/** Parameters of an operation that name the records of the account: those of the contract tests, filled from the items. */
import type { IDataObject, INodeParameters, NodeParameterValueType } from 'n8n-workflow';

import { peculiarities } from '../../contract/peculiarities';
import type { Row } from '../../contract/rows';
import { parameterSets } from '../../contract/samples';

const fromItem = (name: string) => `={{ $json.${name} }}`;

/** Puts the item's value of that name in place of every sample value. */
function filled(value: NodeParameterValueType, name: string, items: IDataObject[]): unknown {
	const isKnown = items.some((item) => name in item);
	if (Array.isArray(value)) {
		return isKnown
			? [fromItem(name)]
			: value.map((one) => filled(one as NodeParameterValueType, name, items));
	}
	if (typeof value === 'object' && value !== null) {
		if ('__rl' in value) {
			return isKnown ? { __rl: true, mode: 'id', value: fromItem(name) } : value;
		}
		return filledIn(value as INodeParameters, items);
	}
	return isKnown && typeof value === 'string' ? fromItem(name) : value;
}

/** Parameters with every value that the items have taken from them. */
function filledIn(parameters: INodeParameters, items: IDataObject[]): INodeParameters {
	return Object.fromEntries(
		Object.entries(parameters).map(([name, value]) => [name, filled(value, name, items)]),
	) as INodeParameters;
}

/** The smallest set of parameters that the contract tests accept, with all pages of lists. */
export function sampleOf({ resource, operation }: Row, items: IDataObject[]): INodeParameters {
	const name = `${resource.value}.${operation.value}`;
	const sets = parameterSets(resource, operation, peculiarities[name]);
	const smallest = sets.find(({ title }) => title === 'minimal')?.parameters ?? {};
	return {
		...filledIn(smallest, items),
		...(operation.paginate ? { returnAll: true } : {}),
		resource: resource.value,
		operation: operation.value,
	};
}
