// The probe that writes: contacts and appointments, deleted afterwards.

import { isObject } from '../../../test/standins/shared/json';
import type { Api } from '../api';
import { messageOf, objectIn, textIn } from '../body';
import type { Created } from '../created';
import { nothing, observe, observed } from '../observe';
import type { Observation } from '../observe';
import { typeOf } from '../shape';
import { deleteAppointment } from './appointment';
import { freeSlots, slotStarts } from './calendars';
import type { Probe } from './probe';
import { testContact } from './testContact';

/** Collects the observations of a probe's steps, each fact prefixed with its step's name. */
type AddStep = (step: string, seen: Observation[]) => void;

/** The probe that writes: creates, changes and books, and deletes whatever it created, even if a step fails. */
export const BOOKING: Probe[] = [
	{
		title: 'write: contact and appointment',
		run: async (api, { calendarId }, created) => {
			const observations: Observation[] = [];
			const add: AddStep = (step, seen) =>
				observations.push(...seen.map((one) => ({ ...one, fact: `${step}: ${one.fact}` })));
			const reply = await api.call('create-contact', { body: testContact(api) });
			add('create contact', observe(reply));
			const contactId = textIn(objectIn(reply.body, 'contact'), 'id');
			if (contactId === '') return observations;
			created.add('contact', contactId);
			try {
				add('update contact', await updateContact(api, contactId));
				if (calendarId === '') add('book', [nothing()]);
				else await book(api, { calendarId, contactId }, add, created);
			} finally {
				const { status, body } = await api.call('delete-contact', { path: { contactId } });
				created.deleted('contact', contactId, status);
				add('delete contact', [observed('status', status), successFlags(body)]);
			}
			return observations;
		},
	},
];

/** The keys by which HighLevel reports that a write succeeded; it spells some of them "succeded". */
function successFlags(body: unknown): Observation {
	const keys = isObject(body) ? Object.keys(body).filter((key) => /^succe/.test(key)) : [];
	return observed('success flags', keys.sort().join(', '), 'contact-success-flags');
}

async function updateContact(api: Api, contactId: string): Promise<Observation[]> {
	const path = { contactId };
	const reply = await api.call('update-contact', { path, body: { city: 'Checktown' } });
	const refused = await api.call('update-contact', { path, body: { notAKey: 'x' } });
	const message = isObject(refused.body) ? refused.body.message : undefined;
	return [
		observed('status', reply.status),
		successFlags(reply.body),
		...observe(reply).filter(({ shape }) => shape !== undefined),
		observed('unknown key gives', `${refused.status}, message is ${typeOf(message)}`),
	];
}

/** Books the last free slot, reads the appointment, tries the slot again, then updates and deletes the appointment. */
async function book(
	api: Api,
	ids: { calendarId: string; contactId: string },
	add: AddStep,
	created: Created,
): Promise<void> {
	const startTime = slotStarts(await freeSlots(api, ids.calendarId)).at(-1);
	if (startTime === undefined) {
		add('book', [nothing('free slot')]);
		return;
	}
	// Without `toNotify: false` HighLevel would run the sub-account's automations.
	const body = { ...api.location, ...ids, startTime, title: 'Check live', toNotify: false };
	const booked = await api.call('create-appointment', { body });
	const hasStart = isObject(booked.body) && 'startTime' in booked.body;
	add('book', [
		...observe(booked),
		observed('the answer has startTime', hasStart, 'appointment-answers'),
	]);
	const eventId = textIn(booked.body, 'id');
	if (eventId === '') return;
	created.add('appointment', eventId);
	const path = { eventId };
	try {
		add('read appointment', await readAppointment(api, eventId, startTime));
		const again = await api.call('create-appointment', { body });
		add('book the same slot again', [
			observed('status', again.status),
			observed('message', again.status < 300 ? 'booked' : messageOf(again.body)),
		]);
		const secondId = textIn(again.body, 'id');
		if (secondId !== '') {
			created.add('appointment', secondId);
			await deleteAppointment(api, secondId, created);
		}
		const changed = await api.call('edit-appointment', { path, body: { title: 'Check' } });
		add('update appointment', observe(changed));
	} finally {
		add('delete appointment', observe(await deleteAppointment(api, eventId, created)));
	}
	const after = await api.call('get-appointment', { path });
	const { deleted } = objectIn(after.body, 'appointment');
	add('read the deleted appointment', [
		observed('status', after.status),
		observed('deleted', String(deleted), 'appointment-wrapper'),
	]);
}

async function readAppointment(
	api: Api,
	eventId: string,
	startTime: string,
): Promise<Observation[]> {
	const reply = await api.call('get-appointment', { path: { eventId } });
	const wrapper = isObject(reply.body) && 'appointment' in reply.body ? 'appointment' : 'event';
	const start = textIn(objectIn(reply.body, wrapper), 'startTime');
	const isSameInstant = Date.parse(start) === Date.parse(startTime);
	return [
		...observe(reply),
		observed('wrapper', wrapper, 'appointment-wrapper'),
		observed('starts at the booked instant', isSameInstant, 'appointment-offset'),
	];
}
