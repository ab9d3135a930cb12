// One-line builders for fields of this service, beside those that all services share.

import type { Field } from '../../shared/operation';

export {
	choiceField,
	countField,
	dateTimeField,
	offSwitch,
	onSwitch,
	optionalTimeZoneField,
	textField,
	timeZoneField,
} from '../../shared/builders';

/** A collection whose fields are sent at the top level of the body, next to the other fields. */
export const panelField = (displayName: string, name: string, options: Field[]): Field => ({
	displayName,
	name,
	type: 'collection',
	default: {},
	placeholder: 'Add field',
	options,
	send: { key: '' },
});
