// The operations of the resource 'Tag' of contacts.

import type { IDataObject } from 'n8n-workflow';

import { either, listUnder, textsUnder } from '../../../shared/expectation';
import { messageOf } from '../../../shared/failure';
import type { RequestParts } from '../../../shared/http';
import type { Bundle, Field, ItemContext, Resource } from '../../../shared/operation';
import type { Results } from '../../../shared/refusedRecord';
import { RefusedRecord } from '../../../shared/refusedRecord';
import { isRecord, textOf } from '../../../shared/values';
import { TAGS } from '../../expected';
import { contactIds, idsOf, refusedContact } from '../../fields/contactIds';
import { contactId } from '../../fields/locators';
import { tagNames, tagsToAdd } from '../../fields/tags';
import { tagsIn } from './contactTags';
import { withIds } from './outcome';

const WRITE = 'contacts.write';
/** HighLevel documents no limit, but a call with more would time out. */
const IDS_PER_CALL = 500;

/** The bulk endpoint's result for each contact: objects in the real API, strings in the official files. */
const RESPONSES = either(listUnder('responses'), textsUnder('responses'));
const ONE_OR_MANY = either(TAGS, RESPONSES);

const change: Field = {
	displayName: 'Tag Action',
	name: 'type',
	type: 'options',
	default: 'add',
	options: [
		{ name: 'Add Tags', value: 'add', description: 'Keep the tags that the contacts have' },
		{ name: 'Remove Tags', value: 'remove', description: 'Remove tags from the contacts' },
	],
};

const removeAllTags: Field = {
	displayName: 'Remove All Tags',
	name: 'removeAllTags',
	type: 'boolean',
	default: false,
	description: 'Whether to remove every tag that the contacts have',
	show: { type: ['remove'] },
	send: { in: 'values' },
};

function withTags(request: RequestParts, item: ItemContext): RequestParts {
	const body: IDataObject = { ...(isRecord(request.body) ? request.body : {}) };
	return { ...request, body: { ...body, tags: tagsIn(item.values) } };
}

function refuseNoTags(item: ItemContext): void {
	if (tagsIn(item.values).length === 0) throw item.refuse('No tag is given');
}

function checkMany(item: ItemContext): void {
	const { type, removeAllTags: all } = item.values;
	if (all !== true) refuseNoTags(item);
	else if (type !== 'remove')
		throw item.refuse("'Remove All Tags' cannot be combined with adding tags");
}

/** Reads the bulk endpoint's `responses`. Its status is 201 even if single contacts failed (OpenAPI: UpdateTagsResponseDTO). */
function tagResults(ids: string[], { responses, errorCount }: IDataObject): Results {
	const list: unknown[] = Array.isArray(responses) ? responses : [];
	const byContact = new Map(list.filter(isRecord).map((one) => [one.contactId, one]));
	return ids.map((id) => {
		const response = byContact.get(id);
		if (!response) {
			return Number(errorCount) > 0
				? refusedContact(id, 'HighLevel reported no result for this contact')
				: { contactId: id };
		}
		const { type, message, oldTags, tagsAdded, tagsRemoved } = response;
		return type === 'error'
			? refusedContact(id, messageOf({ message }) ?? 'Refused without a reason')
			: { contactId: id, message, oldTags, tagsAdded, tagsRemoved };
	});
}

/** After a retry that changed nothing, the old tags may be those that the first attempt left: unknown. */
function withoutLateTags(result: Results[number]): Results[number] {
	if (result instanceof RefusedRecord) return result;
	const { tagsAdded, tagsRemoved } = result;
	return tagsAdded === null && tagsRemoved === null ? { ...result, oldTags: null } : result;
}

function namesIn(value: unknown): string[] {
	return Array.isArray(value) ? value.map(textOf) : [];
}

/** A bulk result in the single endpoint's form: the contact's current tags, and what changed. */
function toSingleResult(
	result: Results[number],
	change: 'tagsAdded' | 'tagsRemoved',
): Results[number] {
	if (result instanceof RefusedRecord) return result;
	const { oldTags, tagsAdded, tagsRemoved } = result;
	const gone = namesIn(tagsRemoved);
	const kept = namesIn(oldTags).filter((tag) => !gone.includes(tag));
	const record: IDataObject = { [change]: result[change] ?? null };
	if (!Array.isArray(oldTags)) return record;
	return { tags: [...new Set([...kept, ...namesIn(tagsAdded)])], ...record };
}

/** Sends a single contact to the single-contact endpoint, several to the bulk endpoint. */
function manyContacts(type: 'add' | 'remove'): Bundle {
	const change = type === 'add' ? 'tagsAdded' : 'tagsRemoved';
	return {
		size: IDS_PER_CALL,
		ids: ({ values }) => [textOf(values.contactId)],
		request: (ids, item) => {
			const [only] = ids;
			const tags = tagsIn(item.values);
			return ids.length === 1 && only !== undefined
				? { ...item.request, path: `/contacts/${encodeURIComponent(only)}/tags` }
				: {
						method: 'POST',
						path: `/contacts/bulk/tags/update/${type}`,
						query: {},
						body: { contacts: ids, tags, locationId: item.location },
					};
		},
		results: (ids, response) => {
			if (ids.length > 1)
				return tagResults(ids, response).map((one) => toSingleResult(one, change));
			const { traceId: _, ...result } = response;
			return [result];
		},
		refused: refusedContact,
	};
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
			description: 'Add tags to a contact and keep its other tags',
			request: 'POST /contacts/{contactId}/tags',
			scope: WRITE,
			fields: [contactId, ...tagsToAdd],
			repeatable: true,
			changes: ['tagsAdded'],
			expects: ONE_OR_MANY,
			bundle: manyContacts('add'),
			check: refuseNoTags,
			prepare: withTags,
			output: withIds('contactId'),
		},
		{
			name: 'Remove',
			value: 'remove',
			action: 'Remove tags from a contact',
			description: 'Remove tags from a contact and keep its other tags',
			request: 'DELETE /contacts/{contactId}/tags',
			scope: WRITE,
			sends: 'body',
			fields: [contactId, tagNames],
			repeatable: true,
			changes: ['tagsRemoved'],
			expects: ONE_OR_MANY,
			bundle: manyContacts('remove'),
			check: refuseNoTags,
			prepare: withTags,
			output: withIds('contactId'),
		},
		{
			name: 'Update Many Contacts',
			value: 'updateMany',
			action: 'Add tags to or remove tags from many contacts',
			description:
				'Add tags to or remove tags from many contacts, up to 500 per call, with one result for each contact',
			request: 'POST /contacts/bulk/tags/update/{type}',
			scope: WRITE,
			location: 'body',
			fields: [contactIds, change, removeAllTags, ...tagsToAdd],
			repeatable: true,
			changes: ['tagsAdded', 'tagsRemoved'],
			expects: RESPONSES,
			check: checkMany,
			prepare: (request, item) => {
				const { body, ...rest } = withTags(request, item);
				const all = item.values.removeAllTags === true ? { removeAllTags: true } : {};
				return { ...rest, body: { ...(isRecord(body) ? body : {}), ...all } };
			},
			bundle: {
				size: IDS_PER_CALL,
				ids: idsOf,
				request: (ids, { request: { body, ...rest } }) => ({
					...rest,
					body: { ...(isRecord(body) ? body : {}), contacts: ids },
				}),
				results: (ids, response) => tagResults(ids, response).map(withoutLateTags),
				refused: refusedContact,
			},
		},
	],
};
