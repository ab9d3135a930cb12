// Changes the tags of a contact.

import type { IDataObject } from 'n8n-workflow';

import { toList } from '../../../shared/convert';
import type { ItemContext } from '../../../shared/operation';
import { isAbsent, isRecord, textOf } from '../../../shared/values';
import { TAGS } from '../../expected';

/** How an item changes a contact's tags. */
interface TagChange {
	mode: 'add' | 'remove' | 'replace';
	tags: string[];
}

const namesIn = (value: unknown): string[] => (isAbsent(value) ? [] : toList(value));

/** @returns the tags in the fields 'Tag Names or IDs' and 'New Tags', without duplicates */
export function tagsIn({ tags, newTags }: IDataObject): string[] {
	return [...new Set([...namesIn(tags), ...namesIn(newTags)])];
}

/**
 * @returns how the item changes tags: version 1 of the node has one group for it, later ones three fields; undefined if it
 * does not
 * @throws NodeOperationError if it is to remove tags, or in version 1 to add some, but names none
 */
export function tagChangeOf(item: ItemContext): TagChange | undefined {
	const { tagChange: group, tagAction: action = 'add' } = item.values;
	const tags = tagsIn(isRecord(group) ? group : item.values);
	const mode = isRecord(group) ? group.mode : action;
	if (mode === 'replace') return { mode, tags };
	if (mode !== 'add' && mode !== 'remove') return undefined;
	if (tags.length > 0) return { mode, tags };
	if (isRecord(group)) throw item.refuse(`'Tags' says to ${mode} tags but names none`);
	if (mode === 'remove') throw item.refuse("'Tag Action' says to remove tags, but none is given");
	return undefined;
}

/**
 * Adds or removes tags after a contact was written, with one more call. Replacing needs none, since the written body contains
 * the tags.
 *
 * @returns the contact with its resulting tags
 */
export async function withTagChange(
	item: ItemContext,
	contact: IDataObject,
	change = tagChangeOf(item),
): Promise<IDataObject> {
	if (!change || change.mode === 'replace') return contact;
	const isAdding = change.mode === 'add';
	const response = await item.send(
		{
			method: isAdding ? 'POST' : 'DELETE',
			path: `/contacts/${encodeURIComponent(textOf(contact.id))}/tags`,
			query: {},
			body: { tags: change.tags },
		},
		{
			repeatable: true,
			label: `${isAdding ? 'Add' : 'Remove'} tags of contact`,
			expects: TAGS,
		},
	);
	const tags = isRecord(response) ? response.tags : undefined;
	return Array.isArray(tags) ? { ...contact, tags } : contact;
}
