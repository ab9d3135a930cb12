// Builds resource locators.

import type { INodePropertyMode } from 'n8n-workflow';

import type { Field } from './operation';

/** What a resource locator needs to know about a kind of record. */
interface LocatorSource {
	displayName: string;
	name: string;
	/** Method of the node's `listSearch`. */
	searchListMethod: string;
	/** Example of an ID. */
	placeholder: string;
	description?: string;
	/** For records with pages of their own: an example URL, and a regular expression whose first group is the ID. */
	url?: { placeholder: string; regex: string };
	send?: Field['send'];
	required?: boolean;
}

const named = (displayName: string, name: string) => ({ displayName, name });

/** A resource locator: the record is chosen from a list, or given by its ID or the URL of its page. */
export function locator(source: LocatorSource): Field {
	const { searchListMethod, placeholder, url, displayName, ...rest } = source;
	const modes: INodePropertyMode[] = [
		{
			...named('From List', 'list'),
			type: 'list',
			placeholder: `Choose ${displayName.replace(/ ID$/, '').toLowerCase()}...`,
			typeOptions: { searchListMethod, searchable: true },
		},
		{
			...named('By ID', 'id'),
			type: 'string',
			placeholder: `e.g. ${placeholder}`,
		},
	];
	if (url) {
		modes.push({
			...named('By URL', 'url'),
			type: 'string',
			placeholder: `e.g. ${url.placeholder}`,
			extractValue: { type: 'regex', regex: url.regex },
			validation: [
				{
					type: 'regex',
					properties: { regex: url.regex, errorMessage: 'This is not the URL of such a record' },
				},
			],
		});
	}
	return {
		...rest,
		displayName,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		modes,
	};
}
