// Deletes the appointments that probes booked.

import type { Api, Reply } from '../api';
import type { Created } from '../created';

/** Deletes an appointment that a probe booked. */
export async function deleteAppointment(
	api: Api,
	eventId: string,
	created: Created,
): Promise<Reply> {
	const reply = await api.call('delete-event', { path: { eventId }, body: {} });
	created.deleted('appointment', eventId, reply.status);
	return reply;
}
