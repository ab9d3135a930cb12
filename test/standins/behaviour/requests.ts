/*
 * Requests that the tests of this folder share. The folder states what the API does, checked as raw HTTP. Each test's name
 * ends with how certain the fact is, as in the HighLevel API notes, whose sections the describe blocks name: live = seen in
 * recorded answers; spec = official files; portal = the newer documentation site; report = told in public issues; noted =
 * stated in the notes without a mark; assumed = the stand-in's own reading where the notes are silent.
 */
import { SEED } from '../highlevel';
import type { JsonObject } from '../shared/json';
import type { CallOptions, Reply } from '../support/http';
import { useStandIn } from '../support/standIn';

export const DAY = 86_400_000;
/** A winter Monday at midnight in New York, far enough ahead to be bookable. */
export const MONDAY = Date.parse('2030-01-07T00:00:00-05:00');
/** Ten o'clock on that Monday. */
export const TEN = '2030-01-07T10:00:00-05:00';

type Query = NonNullable<CallOptions['query']>;

/** A stand-in for the tests of a file, with the requests that several files send. */
export function useAccount() {
	const account = useStandIn();
	const { send } = account;
	return {
		get standIn() {
			return account.standIn;
		},
		send,

		put: (path: string, body: JsonObject, version?: string): Promise<Reply> =>
			send(path, { method: 'PUT', body, ...(version === undefined ? {} : { version }) }),

		/** Free slots of that Monday. */
		slots: (calendarId: string, query: Query = {}): Promise<Reply> =>
			send(`/calendars/${calendarId}/free-slots`, {
				query: { startDate: MONDAY, endDate: MONDAY + DAY, ...query },
			}),

		/** Books ten o'clock for Maria. */
		book: (body: JsonObject = {}): Promise<Reply> =>
			send('/calendars/events/appointments', {
				body: {
					calendarId: SEED.calendars.discovery,
					locationId: SEED.locationId,
					contactId: SEED.contacts.maria,
					startTime: TEN,
					...body,
				},
			}),

		/** The events of the discovery calendar. */
		events: (query: Query = {}): Promise<Reply> =>
			send('/calendars/events', {
				query: {
					locationId: SEED.locationId,
					calendarId: SEED.calendars.discovery,
					startTime: '0',
					endTime: '4102444800000',
					...query,
				},
			}),
	};
}
