// Probes whether an `active` DND setting means that Do Not Disturb is on (API docs issue 264).

import { isObject } from '../../../test/standins/shared/json';
import type { JsonObject } from '../../../test/standins/shared/json';
import type { Api } from '../api';
import { listIn, objectIn } from '../body';
import { answered, nothing } from '../observe';
import type { Observation } from '../observe';
import type { Probe } from './probe';
import { withContact } from './testContact';

const QUESTION = 'does an active DND setting mean that DND is on';

const SAMPLE_SIZE = 100;

/** The part of the question that the contacts of the account answer. */
export const DND_READ: Probe = {
	title: `open: ${QUESTION}, in the contacts of the account`,
	run: async (api) => {
		const { body } = await api.call('search-contacts-advanced', {
			body: { ...api.location, pageLimit: SAMPLE_SIZE },
		});
		const contacts = listIn(body, 'contacts').filter((contact) => channelsOf(contact).length > 0);
		if (contacts.length === 0) return [nothing('contact with DND settings')];
		return [true, false].map((dnd) => {
			const chosen = contacts.filter((contact) => (contact.dnd === true) === dnd);
			const active = chosen.filter((contact) =>
				channelsOf(contact).some(([, status]) => status === 'active'),
			);
			return answered(
				`contacts with DND settings and dnd ${String(dnd)}`,
				`${active.length} with an active channel, ${chosen.length - active.length} without`,
			);
		});
	},
};

/** The part that a contact of the check's own answers. */
export const DND_WRITE: Probe = {
	title: `open: ${QUESTION}, in a contact of its own`,
	run: async (api, _found, created) =>
		await withContact(api, created, async (contactId) => {
			const channel = api.set === 'v3' ? 'email' : 'Email';
			const changes: Array<[string, JsonObject]> = [
				['e-mail set to active', { dndSettings: { [channel]: { status: 'active' } } }],
				['e-mail set to inactive', { dndSettings: { [channel]: { status: 'inactive' } } }],
				['dnd set to true', { dnd: true }],
				['dnd set to false', { dnd: false }],
			];
			const observations: Observation[] = [];
			for (const [step, body] of changes) {
				observations.push(...(await change(api, contactId, step, body)));
			}
			return observations;
		}),
};

async function change(
	api: Api,
	contactId: string,
	step: string,
	body: JsonObject,
): Promise<Observation[]> {
	const path = { contactId };
	const { status } = await api.call('update-contact', { path, body });
	const after = await api.call('get-contact', { path });
	const contact = objectIn(after.body, 'contact');
	const channels = channelsOf(contact).map((pair) => pair.join(' '));
	return [
		answered(`${step}: status`, status),
		answered(`${step}: dnd`, String(contact.dnd)),
		answered(`${step}: channels`, channels.join(', ') || 'none'),
	];
}

/** The channels that a contact has settings for, each with its status. */
function channelsOf(contact: JsonObject): Array<[string, string]> {
	return Object.entries(objectIn(contact, 'dndSettings'))
		.flatMap(
			([channel, setting]): Array<[string, string]> =>
				isObject(setting) ? [[channel, String(setting.status)]] : [],
		)
		.sort();
}
