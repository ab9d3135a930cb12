/** CalendarHero on the start page. */
import type { CalendarHeroStandIn } from '../../../test/standins/calendarhero';
import { choice, given } from './service';
import type { Action, Field, Section, Service } from './service';
import { shownMoment } from './shown';

type Request = ReturnType<CalendarHeroStandIn['state']['requests']['all']>[number];

function sectionsOf({ state, deliveries }: CalendarHeroStandIn): Section[] {
	return [
		{
			title: 'Contacts',
			rows: state.contacts.all().map(({ id, name, email }) => ({
				id,
				title: name,
				lines: [email.join(', ')],
			})),
		},
		{
			title: 'Meeting requests',
			rows: state.requests.all().map((one) => ({
				id: one.id,
				title: one.subject,
				lines: [
					one.invitees.map(({ emails }) => emails.join(', ')).join(', '),
					one.start === null
						? `waits for the invitee, from ${shownMoment(one.windowStart)}`
						: shownMoment(one.start),
					`${one.state}, ${one.status}`,
				],
			})),
		},
		{
			title: 'Meetings',
			rows: state.meetings.all().map(({ id, description, start, contacts }) => ({
				id,
				title: description,
				lines: [shownMoment(start), contacts.map(({ name }) => name).join(', ')],
			})),
		},
		{
			title: 'Meeting types',
			rows: state.meetingTypes.all().map(({ id }) => ({ id, title: id })),
		},
		{
			title: 'Emails sent',
			rows: state.mails.map(({ kind, to, subject }, index) => ({
				id: String(index),
				title: subject,
				lines: [`${kind} to ${to}`],
			})),
		},
		{
			title: 'Webhooks',
			rows: state.hooks.all().map(({ id, event, hookUrl }) => {
				const sent = deliveries.filter((one) => one.event === event && one.url === hookUrl);
				const last = sent.at(-1);
				return {
					id,
					title: event,
					lines: [
						last === undefined
							? 'nothing sent yet'
							: `${sent.length} sent, the last was answered ${last.status ?? 'not yet'}`,
					],
				};
			}),
		},
	];
}

function actionsOf(standIn: CalendarHeroStandIn): Action[] {
	const { state } = standIn;
	const request = (label: string, ...states: Array<Request['state']>): Field =>
		choice(
			'request',
			label,
			() => state.requests.where((one) => states.includes(one.state)),
			({ id, subject }) => ({ value: id, label: subject }),
		);
	/** Chooses a request and does something with it. */
	const onRequest = (
		name: string,
		title: string,
		field: Field,
		did: string,
		run: (id: string, input: Record<string, string>) => unknown,
		more: Field[] = [],
	): Action => ({
		name,
		title,
		fields: [field, ...more],
		run: async (input) => {
			const id = input['request'] ?? '';
			const found = state.requests.get(id);
			if (found === undefined) {
				throw new Error('There is no meeting request of this kind. Make one first.');
			}
			await run(id, input);
			return `${did} ${found.subject}.`;
		},
	});
	const waiting = request('Waiting request', 'active');
	const booked = request('Booked request', 'upcoming');
	const time = (input: Record<string, string>) =>
		input['start'] ? new Date(input['start']) : undefined;
	return [
		{
			name: 'request',
			title: 'Invite somebody',
			fields: [
				{ name: 'subject', label: 'Subject', value: 'Coffee' },
				{ name: 'email', label: 'Email of the invitee', kind: 'email' },
			],
			run: (input) => {
				const subject = given(input, 'subject', 'Subject');
				const email = given(input, 'email', 'Email');
				standIn.requestAsUser({ subject, emails: [email] });
				return `Invited ${email} to ${subject}.`;
			},
		},
		onRequest(
			'pick',
			'Pick a time, as the invitee',
			waiting,
			'Picked a time for',
			(id, input) => standIn.invitee.pick(id, time(input)),
			[
				{
					name: 'start',
					label: 'Time (empty: the earliest)',
					kind: 'datetime-local',
					optional: true,
				},
			],
		),
		onRequest('decline', 'Decline, as the invitee', waiting, 'Declined', (id) => {
			const [invitee] = state.requests.get(id)?.invitees ?? [];
			standIn.invitee.decline(id, invitee?.emails[0] ?? '');
		}),
		onRequest(
			'reschedule',
			'Move a meeting',
			booked,
			'Moved',
			(id, input) => standIn.reschedule(id, new Date(given(input, 'start', 'New time'))),
			[{ name: 'start', label: 'New time', kind: 'datetime-local' }],
		),
		onRequest('start', 'Let a meeting start', booked, 'Started', (id) => standIn.start(id)),
		onRequest('complete', 'Let a meeting end', booked, 'Completed', (id) => standIn.complete(id)),
		onRequest('expire', 'Let a request expire', waiting, 'Expired', (id) => standIn.expire(id)),
		onRequest(
			'cancel',
			'Cancel a request',
			request('Request', 'active', 'upcoming'),
			'Cancelled',
			(id) => standIn.cancelAsUser(id),
		),
		{
			name: 'addContact',
			title: 'Add a contact by the scheduling link',
			fields: [
				{ name: 'name', label: 'Name' },
				{ name: 'email', label: 'Email', kind: 'email' },
			],
			run: async (input) => {
				const name = given(input, 'name', 'Name');
				await standIn.addContactByLink({ name, email: [given(input, 'email', 'Email')] });
				return `Added the contact ${name}.`;
			},
		},
	];
}

/** CalendarHero as the page shows it. */
export function calendarHeroService(standIn: CalendarHeroStandIn): Service {
	return {
		key: 'calendarhero',
		name: 'CalendarHero',
		url: standIn.url,
		calls: () => standIn.log.length,
		sections: () => sectionsOf(standIn),
		actions: actionsOf(standIn),
	};
}
