/** What contacts are members of: tags, followers, campaigns and workflows. */
import { flag, text, texts } from '../../shared/json';
import type { JsonObject } from '../../shared/json';
import type { Call, Handlers } from '../call';
import type { Contact } from '../contactStore';
import { badRequest, unknownRecord, unprocessable } from '../refusal';

import { BOTH_FLAGS, contactOf, plainTags } from './contactWrites';
import { requireUser } from './users';

function replace(call: Call, contact: Contact, patch: Partial<Contact>, kind: string): Contact {
	const changed = call.state.contacts.put({
		...contact,
		...patch,
		dateUpdated: call.clock.now(),
	});
	call.effect(kind, contact.id);
	return changed;
}

function changeTags(call: Call, contact: Contact, adds: boolean, removeAll = false) {
	const tags = plainTags(texts(call.body, 'tags'));
	const before = contact.tags;
	const tagsAdded = adds ? tags.filter((tag) => !before.includes(tag)) : [];
	const tagsRemoved = adds ? [] : before.filter((tag) => removeAll || tags.includes(tag));
	for (const tag of tagsAdded) call.state.addTag(contact.locationId, tag);
	const after = before.filter((tag) => !tagsRemoved.includes(tag)).concat(tagsAdded);
	return { before, after, tagsAdded, tagsRemoved };
}

function bulkTags(call: Call) {
	const adds = call.params.type === 'add';
	const removeAll = flag(call.body, 'removeAllTags') === true;
	if (adds && removeAll) throw unprocessable(['removeAllTags should not be true when adding tags']);
	const responses: JsonObject[] = [];
	const changed: string[] = [];
	for (const contactId of texts(call.body, 'contacts')) {
		const contact = call.state.contacts.get(contactId);
		if (contact === undefined || contact.locationId !== call.location?.id) {
			responses.push({
				contactId,
				message: `Contact with id ${contactId} not found`,
				type: 'error',
				oldTags: [],
				tagsAdded: [],
				tagsRemoved: [],
			});
			continue;
		}
		const { before, after, tagsAdded, tagsRemoved } = changeTags(call, contact, adds, removeAll);
		if (tagsAdded.length + tagsRemoved.length > 0) {
			call.state.contacts.put({ ...contact, tags: after, dateUpdated: call.clock.now() });
		}
		changed.push(contactId);
		responses.push({
			contactId,
			message: adds ? 'Tags added' : 'Tags removed',
			type: 'success',
			oldTags: before,
			tagsAdded,
			tagsRemoved,
		});
	}
	if (changed.length > 0)
		call.effect(adds ? 'contact.tags.add' : 'contact.tags.remove', ...changed);
	const errorCount = responses.length - changed.length;
	return { body: { ...BOTH_FLAGS, errorCount, responses } };
}

function enrol(call: Call, kind: 'campaign' | 'workflow') {
	const contact = contactOf(call, call.params.contactId ?? '');
	const targetId = call.params[`${kind}Id`] ?? '';
	const target = call.state[kind === 'campaign' ? 'campaigns' : 'workflows'].get(targetId);
	if (target === undefined || target.locationId !== contact.locationId) {
		throw unknownRecord(kind === 'campaign' ? 'Campaign' : 'Workflow', targetId);
	}
	if (target.status !== 'published') throw badRequest(`The ${kind} is not published.`);
	const row = call.state.enrolments.put({
		id: call.state.newId(),
		kind,
		contactId: contact.id,
		targetId,
		eventStartTime: text(call.body, 'eventStartTime') ?? null,
	});
	call.effect(`${kind}.add`, row.id);
	return { body: BOTH_FLAGS };
}

function unenrol(call: Call, kind: 'campaign' | 'workflow', targetId?: string) {
	const contact = contactOf(call, call.params.contactId ?? '');
	const rows = call.state.enrolments.where(
		(one) =>
			one.kind === kind &&
			one.contactId === contact.id &&
			(targetId === undefined || one.targetId === targetId),
	);
	for (const row of rows) call.state.enrolments.delete(row.id);
	if (rows.length > 0) call.effect(`${kind}.remove`, ...rows.map((row) => row.id));
	return { body: BOTH_FLAGS };
}

const unenrolFromAllCampaigns = (call: Call) => unenrol(call, 'campaign');

export const membership: Handlers = {
	'POST /contacts/{contactId}/tags': (call) => {
		const contact = contactOf(call, call.params.contactId ?? '');
		const { after, tagsAdded } = changeTags(call, contact, true);
		if (tagsAdded.length > 0) replace(call, contact, { tags: after }, 'contact.tags.add');
		return { body: { tags: after, tagsAdded } };
	},
	'DELETE /contacts/{contactId}/tags': (call) => {
		const contact = contactOf(call, call.params.contactId ?? '');
		const { after, tagsRemoved } = changeTags(call, contact, false);
		if (tagsRemoved.length > 0) replace(call, contact, { tags: after }, 'contact.tags.remove');
		return { body: { tags: after, tagsRemoved } };
	},
	'POST /contacts/bulk/tags/update/{type}': bulkTags,
	'POST /contacts/{contactId}/followers': (call) => {
		const contact = contactOf(call, call.params.contactId ?? '');
		const followersAdded = texts(call.body, 'followers').filter(
			(id) => !contact.followers.includes(id),
		);
		for (const id of followersAdded) requireUser(call, id);
		const followers = [...contact.followers, ...followersAdded];
		replace(call, contact, { followers }, 'contact.followers.add');
		return { body: { followers, followersAdded } };
	},
	'DELETE /contacts/{contactId}/followers': (call) => {
		const contact = contactOf(call, call.params.contactId ?? '');
		const wanted = texts(call.body, 'followers');
		const followersRemoved = contact.followers.filter((id) => wanted.includes(id));
		const followers = contact.followers.filter((id) => !wanted.includes(id));
		replace(call, contact, { followers }, 'contact.followers.remove');
		return { body: { followers, followersRemoved } };
	},
	'POST /contacts/{contactId}/campaigns/{campaignId}': (call) => enrol(call, 'campaign'),
	'DELETE /contacts/{contactId}/campaigns/{campaignId}': (call) =>
		unenrol(call, 'campaign', call.params.campaignId),
	'DELETE /contacts/{contactId}/campaigns/removeAll': unenrolFromAllCampaigns,
	'DELETE /contacts/{contactId}/campaigns/remove-all': unenrolFromAllCampaigns,
	'POST /contacts/{contactId}/workflow/{workflowId}': (call) => enrol(call, 'workflow'),
	'DELETE /contacts/{contactId}/workflow/{workflowId}': (call) =>
		unenrol(call, 'workflow', call.params.workflowId),
};
