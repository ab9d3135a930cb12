/** What happens to meeting requests, whoever does it: the API, an invitee, the user in the app, or the clock. */
import type { Clock } from '../shared/clock';
import type { JsonObject } from '../shared/json';
import { isoUtc } from '../shared/times';

import type { Deliveries, Delivery } from './deliveries';
import type { EventName } from './events';
import type { Contact, MailKind, MeetingRequest } from './records';
import type { Settings } from './settings';
import type { State } from './state';

const MINUTE = 60_000;

/** What a new meeting request holds; times in milliseconds. */
export interface NewRequest {
	subject: string;
	description: string;
	type: string;
	/** Minutes. */
	meetingLength: number;
	windowStart: number;
	windowEnd: number;
	/** Addresses; those of nobody known become contacts. */
	addresses: string[];
	details: JsonObject;
}

/** The life of meeting requests: changes the records, writes the mails and announces the events. */
export class RequestLife {
	constructor(
		private readonly state: State,
		private readonly clock: Clock,
		private readonly settings: Settings,
		private readonly deliveries: Deliveries,
	) {}

	/** Makes a request and invites everybody; a window as long as the meeting may be booked at once. */
	create(values: NewRequest): MeetingRequest {
		const now = this.clock.now();
		const { addresses, ...rest } = values;
		const request = this.state.requests.put({
			...rest,
			id: this.state.newId(),
			start: null,
			end: null,
			state: 'active',
			status: 'pending',
			started: false,
			invitees: addresses.map((address) => {
				const contact = this.contactFor(address);
				contact.invitations += 1;
				contact.lastUsed = now;
				return { contactId: contact.id, name: contact.name, emails: [address], answer: 'none' };
			}),
			meetingId: null,
			dateAdded: now,
			dateUpdated: now,
		});
		this.mail(request, 'invitation', `Invitation: ${request.subject}`, request.description);
		void this.announce('new_meeting_request', request);
		const exact = request.windowEnd - request.windowStart === request.meetingLength * MINUTE;
		if (exact && this.settings.exactWindow === 'books')
			void this.book(request, request.windowStart);
		return request;
	}

	/**
	 * An invitee picks a time: the meeting is in the calendar.
	 *
	 * @param address whose pick it is (default: the first invitee's)
	 * @throws {Error} if the request is not active, or the time is not in its window
	 */
	pick(id: string, start: number | undefined, address?: string): Promise<Delivery> {
		const request = this.requestIn(id, 'active');
		const time = start ?? request.windowStart;
		const end = time + request.meetingLength * MINUTE;
		if (time < request.windowStart || end > request.windowEnd) {
			throw new Error(`${isoUtc(time)} is not in the window of request ${id}`);
		}
		this.inviteeOf(request, address).answer = 'picked';
		const booked = this.book(request, time);
		this.mail(request, 'confirmation', `Confirmed: ${request.subject}`, isoUtc(time));
		return booked;
	}

	/** An invitee declines; there is no event for that. */
	decline(id: string, address: string): void {
		this.inviteeOf(this.requestIn(id, 'active'), address).answer = 'declined';
	}

	/** The window passes without a booking. */
	expire(id: string): Promise<Delivery> {
		const request = this.requestIn(id, 'active');
		this.change(request, { state: 'closed', status: 'expired' });
		return this.announce('meeting_request_expired', request);
	}

	/** The user moves a booked meeting in the app. */
	reschedule(id: string, start: number): Promise<Delivery> {
		const request = this.requestIn(id, 'upcoming');
		const end = start + request.meetingLength * MINUTE;
		this.change(request, { start, end, status: 'rescheduled', started: false });
		const meeting = this.state.meetings.get(request.meetingId ?? '');
		if (meeting !== undefined) {
			this.state.meetings.put({ ...meeting, start, end, dateUpdated: this.clock.now() });
		}
		this.mail(request, 'update', `New time: ${request.subject}`, isoUtc(start));
		return this.announce('meeting_rescheduled', request);
	}

	/** The start of a booked meeting comes. */
	start(id: string): Promise<Delivery> {
		const request = this.requestIn(id, 'upcoming');
		this.change(request, { started: true });
		return this.announce('meeting_started', request);
	}

	/** The end of a booked meeting comes. */
	complete(id: string): Promise<Delivery> {
		const request = this.requestIn(id, 'upcoming');
		this.change(request, { state: 'closed', status: 'completed' });
		return this.announce('meeting_completed', request);
	}

	/** The user cancels, in the app or through the API: all invitees are told, and the meeting leaves the calendar. */
	cancel(id: string): Promise<Delivery> {
		const request = this.requestIn(id, 'active', 'upcoming');
		if (request.meetingId !== null) this.state.meetings.delete(request.meetingId);
		this.change(request, { state: 'closed', status: 'cancelled', meetingId: null });
		this.mail(request, 'cancellation', `Cancelled: ${request.subject}`, '');
		return this.announce('meeting_request_cancelled', request);
	}

	/** Sends the invitation again to those who have not answered. */
	remind(id: string): void {
		const request = this.requestIn(id, 'active');
		const silent = request.invitees.filter((one) => one.answer === 'none');
		const { subject, description } = request;
		this.mail({ ...request, invitees: silent }, 'reminder', `Reminder: ${subject}`, description);
	}

	/** Somebody becomes a contact through the scheduling link; a known address changes nothing. */
	addContactByLink(values: Partial<Contact> & { email: string[] }): Promise<Delivery> | undefined {
		if (values.email.some((one) => this.state.contactWith(one) !== undefined)) return undefined;
		const contact = this.state.addContact(values);
		const { id, name, email } = contact;
		const { contactDelivery } = this.settings;
		const shown = { id, name, email };
		const body = contactDelivery === 'flat' ? shown : { [contactDelivery]: shown };
		return this.send('new_contact_added', id, body);
	}

	/** Does what has become due by the clock, in the order of its times. */
	async tick(): Promise<Delivery[]> {
		const now = this.clock.now();
		const due: Array<{ at: number; run: () => Promise<Delivery> }> = [];
		for (const { id, state, windowEnd, start, end, started } of this.state.requests.all()) {
			if (state === 'active') due.push({ at: windowEnd, run: () => this.expire(id) });
			if (state !== 'upcoming' || start === null || end === null) continue;
			if (!started) due.push({ at: start, run: () => this.start(id) });
			due.push({ at: end, run: () => this.complete(id) });
		}
		const passed = due.filter(({ at }) => at <= now).sort((left, right) => left.at - right.at);
		return await Promise.all(passed.map(({ run }) => run()));
	}

	private book(request: MeetingRequest, start: number): Promise<Delivery> {
		const end = start + request.meetingLength * MINUTE;
		const meeting = this.state.addMeeting({
			description: request.subject,
			start,
			end,
			contacts: request.invitees.map(({ name, emails }) => ({ name, email: emails })),
			type: request.type,
		});
		this.change(request, {
			start,
			end,
			state: 'upcoming',
			status: 'scheduled',
			meetingId: meeting.id,
		});
		return this.announce('meeting_request_success', request);
	}

	private change(request: MeetingRequest, values: Partial<MeetingRequest>): void {
		Object.assign(request, values, { dateUpdated: this.clock.now() });
	}

	private requestIn(id: string, ...states: Array<MeetingRequest['state']>): MeetingRequest {
		const request = this.state.requests.get(id);
		if (request === undefined) throw new Error(`There is no meeting request ${id}`);
		if (!states.includes(request.state)) {
			throw new Error(`Meeting request ${id} is ${request.state}, not ${states.join(' or ')}`);
		}
		return request;
	}

	private inviteeOf(request: MeetingRequest, address: string | undefined) {
		const wanted = address?.toLowerCase();
		const invitee = request.invitees.find(
			({ emails }) => wanted === undefined || emails.some((one) => one.toLowerCase() === wanted),
		);
		if (invitee === undefined) throw new Error(`${address} is not invited to ${request.id}`);
		return invitee;
	}

	private contactFor(address: string): Contact {
		const known = this.state.contactWith(address);
		return known ?? this.state.addContact({ name: address, email: [address] });
	}

	private mail(request: MeetingRequest, kind: MailKind, subject: string, text: string): void {
		for (const to of request.invitees.flatMap(({ emails }) => emails)) {
			const at = this.clock.now();
			this.state.mails.push({ kind, to, subject, text, requestId: request.id, at });
		}
	}

	private announce(event: EventName, request: MeetingRequest): Promise<Delivery> {
		const { start, end, status, meetingId } = request;
		const byMeeting =
			this.settings.startedCarries === 'meetingId' &&
			(event === 'meeting_started' || event === 'meeting_completed');
		return this.send(event, request.id, {
			id: byMeeting ? meetingId : request.id,
			status,
			...(start === null ? {} : { dateScheduledStart: isoUtc(start) }),
			...(end === null ? {} : { dateScheduledEnd: isoUtc(end) }),
		});
	}

	private send(event: EventName, recordId: string, body: JsonObject): Promise<Delivery> {
		const hook = this.state.hooks.find((one) => one.event === event);
		return this.deliveries.announce(event, recordId, body, hook);
	}
}
