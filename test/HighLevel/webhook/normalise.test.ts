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

	it('the data are the fields without the envelope', () => {
		const fields = { id: 'x1', contactId: CONTACT, name: 'Ada' };
		expect(sent('InvoicePaid', fields).event?.data).toEqual(fields);
	});

	it('only events of contacts and locations are named by their own ID', () => {
		const idsOf = (type: string) => {
			const { event } = sent(type, { id: 'x1', locationId: undefined });
			return [event?.contactId, event?.locationId];
		};
		expect(idsOf('ContactCreate')).toEqual(['x1', null]);
		expect(idsOf('LocationUpdate')).toEqual([null, 'x1']);
		for (const type of ['Contacts', 'MyContactCreate', 'Locations', 'MyLocationCreate', 'Task']) {
			expect(idsOf(type)).toEqual([null, null]);
		}
	});

	it('values that are no text, or blank, count as missing', () => {
		const body = {
			...{ type: ' Custom ', locationId: ' ', appId: 7, companyId: ' c1 ', webhookId: null },
			...{ timestamp: {}, contactId: ['c'], appointment: 'none' },
		};
		expect(normaliseAppWebhook(body)).toMatchObject({
			...{ event: 'Custom', locationId: null, appId: null, companyId: 'c1', webhookId: null },
			...{ timestamp: null, contactId: null },
			data: { companyId: ' c1 ', contactId: ['c'], appointment: 'none' },
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

	it('give the contact every fixed field under the name that the API has for it', () => {
		const { contact, customFields } = normaliseWorkflowWebhook(workflowContact as never, '').data;
		expect(contact).toEqual({
			id: CONTACT,
			firstName: 'Ada',
			lastName: 'Example',
			name: 'Ada Example',
			email: 'ada@example.com',
			phone: '+15550100001',
			tags: ['new lead', 'webinar'],
			address1: '1 Example St',
			city: 'Springfield',
			state: 'IL',
			country: 'US',
			timezone: 'America/Chicago',
			dateAdded: workflowContact.date_created,
			postalCode: '62701',
			companyName: 'Example Co',
			website: 'https://example.com',
			dateOfBirth: '1990-01-05T00:00:00.000Z',
			source: 'website form',
			fullAddress: '1 Example St, Springfield IL 62701',
			type: 'lead',
		});
		expect(customFields).toEqual({
			'Preferred Doctor': 'Dr. Example',
			'Insurance Plan': 'Basic',
		});
	});

	it('keep the other parts beside the contact, and none of them is a custom field', () => {
		const parts = {
			...{ location: { id: 'l1' }, user: 1, workflow: 2, triggerData: 3, customData: 4 },
			...{ calendar: 5, payment: 6, order: 7, opportunity: 8, note: 9, task: 10, message: 11 },
			...{ invoice: 12, campaign: 13, appointment: 14, event: 'e', contactId: 'c1' },
			...{ locationId: 'l1', location_id: 'l1' },
		};
		const wrappers = { contact: { medium: 'manual' }, attributionSource: { medium: 'form' } };
		const { data } = normaliseWorkflowWebhook({ ...parts, ...wrappers, Color: 'red' }, '');
		expect(data).toEqual({
			contact: {},
			customFields: { Color: 'red' },
			attribution: { medium: 'manual' },
			...parts,
		});
	});

	it('have no attribution where the contact is none', () => {
		expect(normaliseWorkflowWebhook({ contact: 'Ada' }, '').data).toEqual({
			contact: {},
			customFields: {},
		});
	});

	it.each([
		[{ location: { id: 'l1' }, locationId: 'l2', location_id: 'l3' }, 'l1'],
		[{ location: { id: ' ' }, locationId: ' l2 ', location_id: 'l3' }, 'l2'],
		[{ location: 'l1', location_id: 'l3' }, 'l3'],
		[{ location: { id: 7 } }, null],
	])('with %j are of the sub-account %s', (body, locationId) => {
		expect(normaliseWorkflowWebhook(body, '').locationId).toBe(locationId);
	});

	it.each([
		[{ customData: { event: 'a' }, event: 'b' }, 'a'],
		[{ customData: { event: ' ' }, event: ' b ' }, 'b'],
		[{ customData: 'a', event: 'b' }, 'b'],
		[{ event: 7 }, 'WorkflowWebhook'],
	])('with %j are the event %s', (body, event) => {
		expect(normaliseWorkflowWebhook(body, '').event).toBe(event);
	});

	it('take the contact from either key', () => {
		const contactOf = (body: IDataObject) => normaliseWorkflowWebhook(body, '').contactId;
		expect(contactOf({ contact_id: 'a', contactId: 'b' })).toBe('a');
		expect(contactOf({ contact_id: '', contactId: 'b' })).toBe('b');
	});

	it.each([
		['a, b ,,', ['a', 'b']],
		[
			['a', ' b ', '', 7],
			['a', 'b', '7'],
		],
		[null, []],
		[7, []],
	])('make a list of the tags %j', (tags, list) => {
		expect(normaliseWorkflowWebhook({ tags }, '').data.contact).toEqual({ tags: list });
	});

	it('keep a status of the appointment that is spelled correctly', () => {
		const calendarOf = (calendar: IDataObject) =>
			normaliseWorkflowWebhook({ calendar }, '').data.calendar;
		for (const calendar of [
			{ appoinmentStatus: 'new', appointmentStatus: 'confirmed' },
			{ title: 'Call' },
		]) {
			expect(calendarOf(calendar)).toBe(calendar);
		}
		// Only a calendar has it.
		const order = { appoinmentStatus: 'new' };
		expect(normaliseWorkflowWebhook({ order }, '').data.order).toEqual(order);
	});

	it('say nothing about apps and agencies', () => {
		expect(normaliseWorkflowWebhook({ companyId: 'a', appId: 'b', webhookId: 'c' }, '')).toEqual(
			expect.objectContaining({
				companyId: null,
				appId: null,
				webhookId: null,
				timestamp: null,
				source: 'workflow',
			}),
		);
	});

	it('lose only the secret', () => {
		const body = { token: 's', customData: { token: 's', event: 'e' }, other: { token: 1 } };
		expect(normaliseWorkflowWebhook(body, 'token').raw).toEqual({
			customData: { event: 'e' },
			other: { token: 1 },
		});
		expect(normaliseWorkflowWebhook({ token: 's', customData: 'x' }, 'token').raw).toEqual({
			customData: 'x',
		});
		expect(normaliseWorkflowWebhook({ '': 1 }, '').raw).toEqual({ '': 1 });
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
