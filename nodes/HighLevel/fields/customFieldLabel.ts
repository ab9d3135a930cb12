// The label of a custom field in n8n's resource mapper.

import type { choicesOf } from './customFieldDefinitions';

/** The editor cuts labels off; these many characters of choices are readable in the menu of fields. */
const MAX_LENGTH = 60;

function listed(options: string[], isOpen: boolean): string {
	const shown: string[] = [];
	for (const option of options) {
		if (shown.length > 0 && [...shown, option].join(', ').length > MAX_LENGTH) break;
		shown.push(option);
	}
	const isCut = shown.length < options.length;
	return [...shown, ...(isCut ? ['…'] : []), ...(isOpen ? ['or others'] : [])].join(', ');
}

/**
 * The mapper has no input for several choices, nor for one choice or another value, and shows no description: the label
 * is the only place that can say what to choose from.
 *
 * @param choices undefined if the mapper shows them as a menu, or there are none
 */
export function labelOf(name: string, choices: ReturnType<typeof choicesOf>): string {
	if (!choices) return name;
	const { options, isMultiple, isOpen } = choices;
	if (options.length === 0) return isMultiple ? `${name}: any of several` : name;
	return `${name}: ${isMultiple ? 'any of' : 'one of'} ${listed(options, isOpen)}`;
}

/** The name within a label, also within those that former versions of the package made. */
export function nameIn(label: string): string {
	return label.replace(/( \(Several, Comma-Separated\)|: (any|one) of [^]*)$/, '');
}
