// The contact that probes write to, and delete afterwards.

import { randomUUID } from 'node:crypto';

import type { Api } from '../api';
import { objectIn, textIn } from '../body';
import type { Created } from '../created';
import { nothing } from '../observe';
import type { Observation } from '../observe';

/** @returns the body of a new contact whose e-mail address nobody has */
export function testContact(api: Api) {
	const email = `check-live-${randomUUID()}@example.com`;
	return { ...api.location, firstName: 'Check', lastName: 'Live', email };
}

/**
 * Creates a contact, hands it to `use`, and deletes it, even if `use` fails.
 *
 * @returns what `use` observed
 */
export async function withContact(
	api: Api,
	created: Created,
	use: (contactId: string) => Promise<Observation[]>,
): Promise<Observation[]> {
	const { body } = await api.call('create-contact', { body: testContact(api) });
	const contactId = textIn(objectIn(body, 'contact'), 'id');
	if (contactId === '') return [nothing('contact')];
	created.add('contact', contactId);
	try {
		return await use(contactId);
	} finally {
		await deleteContact(api, created, contactId);
	}
}

/** Deletes a contact that a probe created. */
export async function deleteContact(api: Api, created: Created, contactId: string): Promise<void> {
	const { status } = await api.call('delete-contact', { path: { contactId } });
	created.deleted('contact', contactId, status);
}
