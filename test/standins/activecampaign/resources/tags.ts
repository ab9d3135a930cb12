/** Tags of the account, and tags on contacts. */
import type { Call, Handlers } from '../call';
import { idOf, neededText, textOf, wrapped } from '../call';
import { asked, metaOf, page, passes, sorted } from '../listing';
import type { Tag } from '../records';
import { duplicateTag, invalid, noResult, notFound } from '../refusal';

function tagOf(call: Call): Tag {
	const id = idOf(call);
	const tag = call.state.tags.get(id);
	if (tag === undefined) throw noResult('Tag', id);
	return tag;
}

function refuseTaken(call: Call, tagType: string, name: string, except?: Tag): void {
	const known = call.state.tagByName(name, tagType);
	if (known !== undefined && known !== except) {
		throw duplicateTag(tagType, name, call.settings.duplicateTagStatus);
	}
}

function typeIn(given: Record<string, unknown>, otherwise?: string): string {
	const tagType =
		otherwise === undefined
			? neededText(given, 'tagType')
			: (textOf(given, 'tagType') ?? otherwise);
	if (!['contact', 'template'].includes(tagType)) {
		throw invalid('The tagType must be contact or template', 'invalid', 'tagType');
	}
	return tagType;
}

export const tags: Handlers = {
	'GET /tags': (call) => {
		const search = asked(call, 'search')?.toLowerCase();
		const found = call.state.tags.where(
			({ tag }) =>
				(search === undefined || tag.toLowerCase().includes(search)) && passes(call, 'search', tag),
		);
		const listed = page(call, sorted(call, found, { search: ({ tag }) => tag.toLowerCase() }));
		return {
			body: { tags: listed.rows.map((tag) => call.shapes.tag(tag)), meta: metaOf(listed) },
		};
	},
	'POST /tags': (call) => {
		const given = wrapped(call, 'tag');
		const name = neededText(given, 'tag');
		const tagType = typeIn(given);
		refuseTaken(call, tagType, name);
		const tag = call.changes.addTag(name, tagType, textOf(given, 'description') ?? '');
		call.effect('tag.create', tag.id);
		return { status: 201, body: { tag: call.shapes.tag(tag) } };
	},
	'GET /tags/{id}': (call) => ({ body: { tag: call.shapes.tag(tagOf(call)) } }),
	'PUT /tags/{id}': (call) => {
		const tag = tagOf(call);
		const given = wrapped(call, 'tag');
		const name = textOf(given, 'tag') ?? tag.tag;
		const tagType = typeIn(given, tag.tagType);
		refuseTaken(call, tagType, name, tag);
		const description = textOf(given, 'description') ?? tag.description;
		Object.assign(tag, { tag: name, tagType, description });
		call.effect('tag.update', tag.id);
		return { body: { tag: call.shapes.tag(tag) } };
	},
	'DELETE /tags/{id}': (call) => {
		const tag = tagOf(call);
		call.changes.deleteTag(tag);
		call.effect('tag.delete', tag.id);
		return { body: {} };
	},
	'POST /contactTags': (call) => {
		const given = wrapped(call, 'contactTag');
		const contactId = neededText(given, 'contact');
		const tagId = neededText(given, 'tag');
		const contact = call.state.contacts.get(contactId);
		if (contact === undefined) throw notFound('Contact');
		const tag = call.state.tags.get(tagId);
		if (tag === undefined) throw notFound('Tag');
		const { link, added } = call.changes.tagContact('api', contact, tag);
		call.effect(added ? 'contactTag.create' : 'contactTag.unchanged', link.id);
		return { status: 201, body: { contactTag: call.shapes.contactTag(link) } };
	},
	'DELETE /contactTags/{id}': (call) => {
		const id = idOf(call);
		const link = call.state.contactTags.get(id);
		if (link === undefined) throw noResult('SubscriberTag', id);
		call.changes.untagContact('api', link);
		call.effect('contactTag.delete', id);
		return { body: {} };
	},
};
