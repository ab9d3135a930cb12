/** The common shape of all webhook events. */
import type { IDataObject } from 'n8n-workflow';

import { appEvents, eventOptions, otherEventTypes } from '../../../nodes/HighLevel/webhook/events';
import {
	normaliseAppWebhook,
	normaliseWorkflowWebhook,
	WORKFLOW_EVENT,
} from '../../../nodes/HighLevel/webhook/normalise';
import { WebhookSender } from '../../standins/highlevel/webhooks';
import {
	appEventSamples,
	workflowAppointment,
	workflowContact,
} from '../../standins/highlevel/webhookSamples';
import { expectNone } from '../../support/expectNone';

const CONTACT = 'nmFmQEsNgz6AVpgLVUJ0';
const LOCATION = 've9EPM428h8vShlRW1KT';
const sender = new WebhookSender('66b1f0c2a9d4e80012ab34ce', LOCATION);

function sent(type: string, fields: Record<string, unknown>) {
	const body: IDataObject = JSON.parse(sender.appWebhook(type, fields).body.toString());
	return { body, event: normaliseAppWebhook(body) };
}

describe('events of an app', () => {
	it('there is a sample of every event that the menu offers', () => {
		const sampled = new Set(appEventSamples.map(({ type }) => type));
		const offered = new Set(appEvents.map(({ type }) => type));
		expectNone(
			[...offered].filter((type) => !sampled.has(type)),
			'These events have no sample. Add one to test/standins/highlevel/webhookSamples.ts.',
		);
		expectNone(
			[...sampled].filter((type) => !offered.has(type)),
			'The menu does not offer these samples. Add the events to nodes/HighLevel/webhook/events.ts.',
		);
	});

	it.each(appEventSamples)('$name has the common shape', ({ type, fields }) => {
		const { body, event } = sent(type, fields);
		expect(event).toMatchObject({
			event: type,
			appId: sender.appId,
			webhookId: body.webhookId,
			timestamp: body.timestamp,
			source: 'app',
			raw: body,
		});
		expect(event?.companyId).toBe(fields.companyId ?? null);
		expect(Object.keys(event?.data ?? {})).not.toEqual(
			expect.arrayContaining(['webhookId', 'versionId']),
		);
	});

	it.each([
		['ContactCreate', CONTACT],
		['ContactDndUpdate', CONTACT],
		['NoteDelete', CONTACT],
		['TaskComplete', CONTACT],
		['AppointmentUpdate', CONTACT],
		['CampaignStatusUpdate', CONTACT],
		['LocationCreate', null],
		['INSTALL', null],
	])('%s belongs to the contact %s', (type, contactId) => {
		const { fields = {} } = appEventSamples.find((sample) => sample.type === type) ?? {};
		expect(sent(type, fields).event?.contactId).toBe(contactId);
	});

	it('a task may arrive without its contact', () => {
		const sample = appEventSamples.find(({ name }) => name === 'TaskCreate as it arrives');
		expect(sent('TaskCreate', sample?.fields ?? {}).event).toMatchObject({
			contactId: null,
			data: { title: 'Call Ada' },
		});
	});

	it('the data of an appointment are its fields without the wrapper', () => {
		const sample = appEventSamples.find(({ type }) => type === 'AppointmentCreate');
		expect(sent('AppointmentCreate', sample?.fields ?? {}).event?.data).toEqual(
			sample?.fields.appointment,
		);
	});

	it('the sub-account of a location event is its own ID, and an agency has none', () => {
		const location = appEventSamples.find(({ type }) => type === 'LocationUpdate');
		const agency = appEventSamples.find(({ name }) => name === 'INSTALL in an agency');
		expect(sent('LocationUpdate', location?.fields ?? {}).event?.locationId).toBe(LOCATION);
		expect(sent('INSTALL', agency?.fields ?? {}).event?.locationId).toBeNull();
	});

	it.each(otherEventTypes)('%s is accepted by name', (type) => {
		const { event } = sent(type, { id: 'x1', contactId: CONTACT, anything: { nested: true } });
		expect(event).toMatchObject({
			event: type,
			locationId: LOCATION,
			contactId: CONTACT,
			data: { id: 'x1', contactId: CONTACT, anything: { nested: true } },
		});
	});

	it('a body without a type is not an event', () => {
		for (const type of [undefined, '', ' ', 7, null, {}, ['ContactCreate']]) {
			const given = type === undefined ? {} : { type };
			expect(normaliseAppWebhook(given)).toBeUndefined();
		}
	});
});

describe('the Events menu', () => {
	const options = eventOptions();

	it('lists each event once, as a sentence without a full stop', () => {
		const actions = options.map(({ action = '' }) => action);
		expect(new Set(actions).size).toBe(actions.length);
		for (const action of actions) expect(action).toMatch(/^When [a-z].*[^.]$/);
		expect(new Set(options.map(({ value }) => value)).size).toBe(options.length);
	});

	it('keeps groups of events together', () => {
		const groups = appEvents.map(({ group }) => group);
		const changes = groups.filter((group, index) => group !== groups[index - 1]);
		expect(changes).toEqual([...new Set(groups)]);
	});

	it('keeps them together alphabetically, which n8n requires', () => {
		const names = options.map(({ name }) => name);
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
		const groups = options.flatMap(
			({ value }) => appEvents.find(({ type }) => type === value)?.group ?? [],
		);
		expect(groups).toHaveLength(appEvents.length);
		const changes = groups.filter((group, index) => group !== groups[index - 1]);
		expect(changes).toEqual([...new Set(groups)]);
	});
});

describe('webhooks of a workflow', () => {
	it("rename the contact's fields as in the API and put custom fields in one place", () => {
		const event = normaliseWorkflowWebhook(workflowContact as never, '');
		expect(event).toMatchObject({
			event: 'contact_created',
			locationId: LOCATION,
			contactId: CONTACT,
			webhookId: null,
			source: 'workflow',
			data: {
				contact: {
					id: CONTACT,
					firstName: 'Ada',
					name: 'Ada Example',
					tags: ['new lead', 'webinar'],
					postalCode: '62701',
					dateOfBirth: '1990-01-05T00:00:00.000Z',
				},
				customFields: { 'Preferred Doctor': 'Dr. Example', 'Insurance Plan': 'Basic' },
				workflow: { name: 'Send to n8n' },
				user: { firstName: 'Sam' },
			},
			raw: workflowContact,
		});
		expect(Object.keys(event.data.customFields ?? {})).toHaveLength(2);
	});

	it('add the correctly spelled status of the appointment', () => {
		const { data, raw } = normaliseWorkflowWebhook(workflowAppointment as never, '');
		expect(data.calendar).toMatchObject({
			appointmentStatus: 'confirmed',
			appoinmentStatus: 'confirmed',
			startTime: '2026-09-16T10:00:00',
		});
		expect(raw.calendar).not.toHaveProperty('appointmentStatus');
	});

	it('leave the secret out, wherever it was', () => {
		const body = { ...workflowContact, secret: 'choose-your-own' };
		const event = normaliseWorkflowWebhook(body as never, 'secret');
		expect(JSON.stringify(event)).not.toContain('choose-your-own');
		expect(event.event).toBe('contact_created');
		expect(JSON.stringify(body)).toContain('choose-your-own');
	});

	it('accept a Custom Webhook with any body', () => {
		expect(
			normaliseWorkflowWebhook(
				{ event: 'paid', contactId: 'c1', locationId: 'l1', amount: 7, tags: ['a', ' b '] },
				'',
			),
		).toMatchObject({
			event: 'paid',
			contactId: 'c1',
			locationId: 'l1',
			data: { contact: { tags: ['a', 'b'] }, customFields: { amount: 7 } },
		});
		expect(normaliseWorkflowWebhook({}, '')).toMatchObject({
			event: WORKFLOW_EVENT,
			locationId: null,
			contactId: null,
		});
	});
});
