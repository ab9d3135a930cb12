// Builds resource locators.

import type { INodePropertyMode } from 'n8n-workflow';

import type { Finder } from './finder';
import type { Field } from './operation';

/** What a resource locator needs to know about a kind of record. */
interface LocatorSource {
	displayName: string;
	name: string;
	/** Method of the node's `listSearch`. */
	searchListMethod: string;
	/** Example of an ID. */
	placeholder: string;
	/** What is chosen, where the display name says something else about it: 'user' for 'Assigned To'. */
	kind?: string;
	description?: string;
	/**
	 * For records with pages of their own: an example URL, and a regular expression whose first group is the ID. n8n compares
	 * it with the whole URL.
	 */
	url?: { placeholder: string; regex: string };
	/** How a record is found by something other than its ID; adds a mode for each. */
	find?: Partial<Record<'email' | 'phone' | 'name', Finder>>;
	/** For a model: the operation that returns such IDs. */
	idsFrom?: string;
	/** Example of a name. */
	example?: string;
	send?: Field['send'];
	required?: boolean;
}

const named = (displayName: string, name: string) => ({ displayName, name });

/** The modes in which a record is named by something other than its ID. */
function namingModes(find: LocatorSource['find'] = {}, example: string): INodePropertyMode[] {
	const text = (title: string, name: string, sample: string): INodePropertyMode => ({
		...named(title, name),
		type: 'string',
		placeholder: `e.g. ${sample}`,
	});
	return [
		...(find.email ? [text('By Email', 'email', 'name@email.com')] : []),
		...(find.phone ? [text('By Phone', 'phone', '+15551234567')] : []),
		...(find.name ? [text('By Name', 'name', example)] : []),
	];
}

/** A resource locator: the record is chosen from a list, or given by its ID, its name or the URL of its page. */
export function locator(source: LocatorSource): Field {
	const { searchListMethod, placeholder, url, displayName, example = '', ...others } = source;
	const { kind = displayName.replace(/ ID$/, '').toLowerCase(), ...rest } = others;
	const modes: INodePropertyMode[] = [
		{
			...named('From List', 'list'),
			type: 'list',
			placeholder: `Choose ${kind}...`,
			typeOptions: { searchListMethod, searchable: true },
		},
		...namingModes(source.find, example),
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
					properties: {
						regex: url.regex,
						errorMessage: 'The URL does not contain the ID of a record',
					},
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
