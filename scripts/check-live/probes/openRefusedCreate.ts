// Probes whether a contact whose creation is refused exists all the same (API docs issue 64).

import type { JsonObject } from '../../../test/standins/shared/json';
import type { Api, Reply } from '../api';
import { messageOf, objectIn, textIn } from '../body';
import type { Created } from '../created';
import { answered } from '../observe';
import type { Observation } from '../observe';
import type { Probe } from './probe';
import { deleteContact, testContact } from './testContact';

/** What is wrong with a contact that HighLevel refuses. */
const FLAWS: Array<[string, JsonObject]> = [
	['an unknown key', { notAKey: 'x' }],
	['a country that is none', { country: 'Nowhere' }],
];

/** Creates contacts that must be refused, and looks for them. */
export const REFUSED_CREATE: Probe = {
	title: 'open: may a refused create have created',
	run: async (api, _found, created) => {
		const observations: Observation[] = [];
		for (const [flaw, more] of FLAWS) {
			const seen = await createRefused(api, created, more);
			observations.push(...seen.map((one) => ({ ...one, fact: `${flaw}: ${one.fact}` })));
		}
		return observations;
	},
};

async function createRefused(api: Api, created: Created, flaw: JsonObject): Promise<Observation[]> {
	const contact = testContact(api);
	const ids = new Set<string>();
	const remember = (id: string) => {
		if (id === '' || ids.has(id)) return;
		ids.add(id);
		created.add('contact', id);
	};
	try {
		const refused = await api.call('create-contact', { body: { ...contact, ...flaw } });
		remember(idIn(refused));
		const { email, locationId } = contact;
		const found = await api.call('get-duplicate-contact', { query: { locationId, email } });
		remember(idIn(found));
		// The author noticed it this way: the sub-account refused the correct contact as a duplicate.
		const correct = await api.call('create-contact', { body: contact });
		remember(idIn(correct));
		remember(textIn(objectIn(correct.body, 'meta'), 'contactId'));
		return [
			answered('status', refused.status),
			answered('message', messageOf(refused.body) || 'none'),
			answered('the duplicate check finds it', idIn(found) === '' ? 'no' : 'yes'),
			answered('creating it correctly gives', correct.status),
		];
	} finally {
		for (const id of ids) await deleteContact(api, created, id);
	}
}

const idIn = ({ body }: Reply): string => textIn(objectIn(body, 'contact'), 'id');
