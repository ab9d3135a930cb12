/** What people do in the real product; tests and the demo do it with these functions. */
import type { Clock } from '../shared/clock';
import type { JsonObject } from '../shared/json';
import { number, text, texts } from '../shared/json';
import { wrongControl } from '../shared/control';
import type { Control } from '../shared/parts';

import type { Delivery } from './deliveries';
import type { Contact } from './records';
import type { NewRequest, RequestLife } from './requestLife';
import type { Settings } from './settings';
import type { State } from './state';
import { momentOf } from './times';
import type { Moment } from './times';

const HOUR = 3_600_000;

/** Somebody who came through the scheduling link. */
export type Newcomer = Partial<Pick<Contact, 'name' | 'title' | 'organization' | 'telephone'>> & {
	email: string[];
};

/** What the user fills in to invite somebody in the app. */
export interface Invitation {
	subject: string;
	/** The invitees' addresses. */
	emails: string[];
	description?: string;
	/** A meeting type; default: call. */
	type?: string;
	/** Minutes; default: 30. */
	meetingLength?: number;
	/** The window; default: the 24 hours from an hour from now. */
	dateStart?: Moment;
	dateEnd?: Moment;
}

/** What invitees do. */
export interface InviteeActions {
	/**
	 * Picks a time of an active request, by default the start of its window: the request becomes upcoming, a meeting is in
	 * the calendar, and `meeting_request_success` is delivered.
	 *
	 * @param address whose pick it is (default: the first invitee's)
	 * @throws {Error} if the request is not active, or the time is not in its window
	 */
	pick(requestId: string, start?: Moment, address?: string): Promise<Delivery>;
	/** Declines an active request; there is no event for that, and no reminder for this invitee. */
	decline(requestId: string, address: string): void;
}

/**
 * What the user does in the app, and what time brings. Each is resolved with the delivery of its event once the receiver
 * answered, and throws if the request is in the wrong state.
 */
export interface PeopleActions {
	readonly invitee: InviteeActions;
	/** The user invites somebody in the app: `new_meeting_request`. Returns the request's ID. */
	requestAsUser(invitation: Invitation): string;
	/** The window of an active request passes: `meeting_request_expired`. */
	expire(requestId: string): Promise<Delivery>;
	/** The user moves a booked meeting: `meeting_rescheduled`. */
	reschedule(requestId: string, start: Moment): Promise<Delivery>;
	/** A booked meeting starts: `meeting_started`. */
	start(requestId: string): Promise<Delivery>;
	/** A booked meeting ends: `meeting_completed`. */
	complete(requestId: string): Promise<Delivery>;
	/** The user cancels in the app: `meeting_request_cancelled`. */
	cancelAsUser(requestId: string): Promise<Delivery>;
	/** Somebody new books through the scheduling link: `new_contact_added`; undefined if the address is known. */
	addContactByLink(values: Newcomer): Promise<Delivery | undefined>;
	/** Expires, starts and completes what has become due by the clock. */
	tick(): Promise<Delivery[]>;
}

/** The functions for what people do. */
export function peopleActions(life: RequestLife, clock: Clock): PeopleActions {
	return {
		requestAsUser: (invitation) => life.create(newRequestFrom(invitation, clock)).id,
		invitee: {
			pick: async (id, start, address) =>
				await life.pick(id, start === undefined ? undefined : momentOf(start), address),
			decline: (id, address) => life.decline(id, address),
		},
		expire: async (id) => await life.expire(id),
		reschedule: async (id, start) => await life.reschedule(id, momentOf(start)),
		start: async (id) => await life.start(id),
		complete: async (id) => await life.complete(id),
		cancelAsUser: async (id) => await life.cancel(id),
		addContactByLink: async (values) => await life.addContactByLink(values),
		tick: () => life.tick(),
	};
}

function newRequestFrom(invitation: Invitation, clock: Clock): NewRequest {
	const { dateStart, dateEnd } = invitation;
	const windowStart = dateStart === undefined ? clock.now() + HOUR : momentOf(dateStart);
	return {
		subject: invitation.subject,
		description: invitation.description ?? '',
		type: invitation.type ?? 'call',
		meetingLength: invitation.meetingLength ?? 30,
		windowStart,
		windowEnd: dateEnd === undefined ? windowStart + 24 * HOUR : momentOf(dateEnd),
		addresses: invitation.emails,
		details: {},
	};
}

function momentIn(body: JsonObject): Moment | undefined {
	return text(body, 'start') ?? number(body, 'start');
}

/**
 * The same for other processes, under `/__control`: POST request (`subject`, `emails`), pick, decline, expire, reschedule, start, complete, cancel, each
 * with `requestId`; POST contact-by-link, tick, settings; GET mails, deliveries. They do not wait for the deliveries.
 */
export function peopleControls(
	life: RequestLife,
	clock: Clock,
	{ state, settings, deliveries }: { state: State; settings: Settings; deliveries: Delivery[] },
): Record<string, Control> {
	const onRequest =
		(run: (id: string, body: JsonObject) => unknown): Control =>
		(body) => {
			try {
				const id = text(body, 'requestId') ?? '';
				run(id, body);
				return state.requests.get(id);
			} catch (error) {
				throw wrongControl(error instanceof Error ? error.message : String(error));
			}
		};
	return {
		'POST request': (body) => {
			const subject = text(body, 'subject') ?? 'Meeting';
			return life.create(newRequestFrom({ subject, emails: texts(body, 'emails') }, clock));
		},
		'POST pick': onRequest((id, body) => {
			const start = momentIn(body);
			return life.pick(
				id,
				start === undefined ? undefined : momentOf(start),
				text(body, 'address'),
			);
		}),
		'POST decline': onRequest((id, body) => life.decline(id, text(body, 'address') ?? '')),
		'POST expire': onRequest((id) => life.expire(id)),
		'POST reschedule': onRequest((id, body) => life.reschedule(id, momentOf(momentIn(body) ?? ''))),
		'POST start': onRequest((id) => life.start(id)),
		'POST complete': onRequest((id) => life.complete(id)),
		'POST cancel': onRequest((id) => life.cancel(id)),
		'POST contact-by-link': (body) => {
			void life.addContactByLink({ name: text(body, 'name') ?? '', email: texts(body, 'email') });
			return {};
		},
		'POST tick': () => {
			void life.tick();
			return {};
		},
		'POST settings': (body) => Object.assign(settings, body),
		'GET mails': () => state.mails,
		'GET deliveries': () => deliveries,
	};
}
