import type { IDataObject } from 'n8n-workflow';

import { messageOf, RefusedRecord } from '../../../shared/errors';
import type { Field, ItemContext, RequestParts, Resource } from '../../../shared/operation';
import { isRecord } from '../../../shared/values';
import { tagsOfNew } from '../../fields/contact';
import { contactIds } from '../../fields/contactIds';
import { contactId } from '../../fields/locators';
import type { Results } from './batches';
import { idsOf, inBatches } from './batches';
import { tagNames } from './contact';
import { withIds } from './outcome';

const WRITE = 'contacts.write';
/** HighLevel names no bound; a call with more would run into its time-out. */
const IDS_A_CALL = 500;

const change: Field = {
	displayName: 'Action',
	name: 'type',
	type: 'options',
	default: 'add',
	options: [
		{ name: 'Add Tags', value: 'add', description: 'Keep the tags that the contacts have' },
		{ name: 'Remove Tags', value: 'remove', description: 'Take tags off the contacts' },
	],
};

const removeAllTags: Field = {
	displayName: 'Remove All Tags',
	name: 'removeAllTags',
	type: 'boolean',
	default: false,
	description: 'Whether to take off every tag that the contacts have, whatever it is',
	show: { type: ['remove'] },
	send: { in: 'values' },
};

function withTags(request: RequestParts, item: ItemContext): RequestParts {
	const body: IDataObject = { ...(isRecord(request.body) ? request.body : {}) };
	return { ...request, body: { ...body, tags: tagNames(item.values) } };
}

function refuseNoTags(item: ItemContext): void {
	if (tagNames(item.values).length === 0) throw item.refuse('No tag is given');
}

function checkMany(item: ItemContext): void {
	const { type, removeAllTags: all } = item.values;
	if (all !== true) refuseNoTags(item);
	else if (type !== 'remove') throw item.refuse("'Remove All Tags' cannot go with adding tags");
}

/** The answer's `responses`, by contact; it arrives with 201 even when single contacts failed (OpenAPI: UpdateTagsResponseDTO). */
function tagResults(ids: string[], { responses, errorCount }: IDataObject): Results {
	const list: unknown[] = Array.isArray(responses) ? responses : [];
	const byContact = new Map(list.filter(isRecord).map((one) => [one.contactId, one]));
	return ids.map((id) => {
		const response = byContact.get(id);
		if (!response) {
			return Number(errorCount) > 0
				? new RefusedRecord({ contactId: id }, 'HighLevel does not say what became of this contact')
				: { contactId: id };
		}
		const { type, message, oldTags, tagsAdded, tagsRemoved } = response;
		return type === 'error'
			? new RefusedRecord({ contactId: id }, messageOf({ message }) ?? 'Refused without a reason')
			: { contactId: id, message, oldTags, tagsAdded, tagsRemoved };
	});
}

/** Tags of contacts (OpenAPI: contacts-v3.json, tags and bulk). */
export const contactTag: Resource = {
	name: 'Tag',
	value: 'tag',
	description: 'Tags of one contact or of many',
	operations: [
		{
			name: 'Add',
			value: 'add',
			action: 'Add tags to a contact',
			description: 'Add tags to a contact; the tags that it has are kept',
			request: 'POST /contacts/{contactId}/tags',
			scope: WRITE,
			fields: [contactId, ...tagsOfNew],
			repeatable: true,
			check: refuseNoTags,
			prepare: withTags,
			output: withIds('contactId'),
		},
		{
			name: 'Remove',
			value: 'remove',
			action: 'Remove tags from a contact',
			description: 'Take tags off a contact; its other tags are kept',
			request: 'DELETE /contacts/{contactId}/tags',
			scope: WRITE,
			sends: 'body',
			fields: [contactId, ...tagsOfNew.slice(0, 1)],
			repeatable: true,
			check: refuseNoTags,
			prepare: withTags,
			output: withIds('contactId'),
		},
		{
			name: 'Update Many Contacts',
			value: 'updateMany',
			action: 'Add tags to or remove tags from many contacts',
			description:
				'Add tags to or remove tags from many contacts in one call for 500 of them; gives one result for each contact',
			request: 'POST /contacts/bulk/tags/update/{type}',
			scope: WRITE,
			location: 'body',
			fields: [contactIds, change, removeAllTags, ...tagsOfNew],
			repeatable: true,
			orderedBy: ['contactIds'],
			check: checkMany,
			prepare: (request, item) => {
				const { body, ...rest } = withTags(request, item);
				const all = item.values.removeAllTags === true ? { removeAllTags: true } : {};
				return { ...rest, body: { ...(isRecord(body) ? body : {}), ...all } };
			},
			run: async (item) => {
				const { body, ...rest } = item.request;
				return await inBatches(item, idsOf(item), {
					size: IDS_A_CALL,
					request: (ids) => ({
						...rest,
						body: { ...(isRecord(body) ? body : {}), contacts: ids },
					}),
					results: tagResults,
				});
			},
		},
	],
};
