// Probes searching, reading and looking up contacts.

import { randomUUID } from 'node:crypto';

import { isObject } from '../../../test/standins/shared/json';
import { listIn, messageOf, objectIn, textIn } from '../body';
import { nothing, observe, observed } from '../observe';
import { typeOf } from '../shape';
import type { Probe } from './probe';

const UNKNOWN_CONTACT = 'nobody00000000000000';

/** Searching, reading and looking up contacts. */
export const CONTACTS: Probe[] = [
	{
		title: 'contacts: search',
		run: async (api, found) => {
			const reply = await api.call('search-contacts-advanced', {
				body: { ...api.location, pageLimit: 20 },
			});
			const contacts = listIn(reply.body, 'contacts');
			found.contactId = textIn(contacts[0], 'id');
			found.email = contacts.map((contact) => textIn(contact, 'email')).find(Boolean) ?? '';
			const fact = 'each contact carries its cursor (searchAfter)';
			const haveCursor = contacts.every(({ searchAfter }) => Array.isArray(searchAfter));
			return [
				...observe(reply),
				contacts.length === 0 ? nothing(fact) : observed(fact, haveCursor),
			];
		},
	},
	{
		title: 'contacts: search without pageLimit',
		run: async (api) => {
			const { status, body } = await api.call('search-contacts-advanced', { body: api.location });
			const message = isObject(body) ? body.message : undefined;
			return [
				observed('status', status, 'search-grammar'),
				observed('message is', typeOf(message)),
			];
		},
	},
	{
		title: 'contacts: get',
		needs: ['contactId'],
		run: async (api, { contactId }) =>
			observe(await api.call('get-contact', { path: { contactId } })),
	},
	{
		title: 'contacts: get one that does not exist',
		run: async (api) => {
			const { status, body } = await api.call('get-contact', {
				path: { contactId: UNKNOWN_CONTACT },
			});
			const message = messageOf(body).replace(UNKNOWN_CONTACT, '<id>');
			return [observed('status', status), observed('message', message)];
		},
	},
	{
		title: 'contacts: duplicate, found',
		needs: ['email'],
		run: async (api, { email }) =>
			observe(await api.call('get-duplicate-contact', { query: { ...api.location, email } })),
	},
	{
		title: 'contacts: duplicate, not found',
		run: async (api) => {
			const email = `nobody-${randomUUID()}@example.com`;
			const { status, body } = await api.call('get-duplicate-contact', {
				query: { ...api.location, email },
			});
			const isEmpty = Object.keys(objectIn(body, 'contact')).length === 0;
			return [observed('status', status), observed('contact', isEmpty ? 'empty' : 'filled')];
		},
	},
	{
		title: 'contacts: look up',
		needs: ['email'],
		run: async (api, { email }) => {
			// The stand-in is called with a private integration token; an app's token gets a different response.
			if (api.set !== 'v3' || !api.account.token.startsWith('pit-')) return [nothing()];
			const reply = await api.call('lookup-contacts', { query: { ...api.location, email } });
			return observe(reply).map((one) => ({ ...one, deviation: 'contact-lookup' }));
		},
	},
	{
		title: 'contacts: appointments',
		needs: ['contactId'],
		run: async (api, { contactId }) => {
			const reply = await api.call('get-appointments-for-contact', { path: { contactId } });
			const [event] = listIn(reply.body, 'events');
			if (!event) return observe(reply);
			const hasOffset = /(Z|[+-]\d{2}:?\d{2})$/.test(textIn(event, 'startTime'));
			return [
				...observe(reply),
				observed('startTime has an offset', hasOffset, 'contact-appointments-wall-clock'),
			];
		},
	},
];
