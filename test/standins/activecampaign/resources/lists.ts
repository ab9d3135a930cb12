/** Lists and the membership of contacts. */
import type { Handlers } from '../call';
import { neededText, wrapped } from '../call';
import { metaOf, page, passes } from '../listing';
import { invalid, notFound } from '../refusal';

export const lists: Handlers = {
	'GET /lists': (call) => {
		const found = call.state.lists.where(({ name }) => passes(call, 'name', name));
		const listed = page(call, found);
		return {
			body: { lists: listed.rows.map((list) => call.shapes.list(list)), meta: metaOf(listed) },
		};
	},
	'POST /lists': (call) => {
		const given = wrapped(call, 'list');
		const list = call.state.lists.add({
			name: neededText(given, 'name'),
			stringid: neededText(given, 'stringid'),
			sender_url: neededText(given, 'sender_url'),
			sender_reminder: neededText(given, 'sender_reminder'),
			...call.changes.dated(),
		});
		call.effect('list.create', list.id);
		return { body: { list: call.shapes.list(list) } };
	},
	'POST /contactLists': (call) => {
		const given = wrapped(call, 'contactList');
		const listId = neededText(given, 'list');
		const contactId = neededText(given, 'contact');
		const status = Number(neededText(given, 'status'));
		if (status !== 1 && status !== 2) {
			throw invalid('The status must be 1 or 2', 'invalid', 'status');
		}
		const contact = call.state.contacts.get(contactId);
		if (contact === undefined) throw notFound('Contact');
		if (call.state.lists.get(listId) === undefined) throw notFound('List');
		const { membership, revived } = call.changes.setMembership('api', contact, listId, status);
		const done = status === 1 ? 'subscribe' : 'unsubscribe';
		call.effect(revived ? 'contactList.revive' : `contactList.${done}`, membership.id);
		return {
			body: {
				contacts: [call.shapes.contact(contact)],
				contactList: call.shapes.contactList(membership, status),
			},
		};
	},
};
