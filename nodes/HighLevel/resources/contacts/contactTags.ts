// Changes the tags of a contact.

import type { IDataObject } from 'n8n-workflow';

import { toList } from '../../../shared/convert';
import type { ItemContext } from '../../../shared/operation';
import { isAbsent, isRecord, textOf } from '../../../shared/values';
import { TAGS } from '../../expected';

/** How the field 'Tags' changes a contact's tags. */
interface TagChange {
	mode: 'add' | 'remove' | 'replace';
	tags: string[];
}

const namesIn = (value: unknown): string[] => (isAbsent(value) ? [] : toList(value));

/** @returns the tags in the fields 'Tag Names or IDs' and 'New Tags', without duplicates */
export function tagNames({ tags, newTags }: IDataObject): string[] {
	return [...new Set([...namesIn(tags), ...namesIn(newTags)])];
}

/**
 * @returns the change in the item's field 'Tags'; undefined if it is not filled in
 * @throws NodeOperationError if it is to add or remove tags but names none
 */
export function tagChangeOf(item: ItemContext): TagChange | undefined {
	const { tagChange: change } = item.values;
	if (!isRecord(change)) return undefined;
	const tags = tagNames(change);
	const { mode } = change;
	if (mode === 'replace') return { mode, tags };
	if (mode !== 'add' && mode !== 'remove') return undefined;
	if (tags.length === 0) throw item.refuse(`'Tags' says to ${mode} tags but names none`);
	return { mode, tags };
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
