/** The nodes and credentials as users see them: n8n's editor in a real Chromium. */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { SEED } from '../../standins/highlevel';
import { openEditor } from '../lib/browser';
import type { Editor } from '../lib/browser';
import { outputOf, until } from '../lib/client';
import { atConsentPage } from '../lib/consent';
import type { JsonObject } from '../lib/json';
import { at, listAt, textAt } from '../lib/json';
import { OWNER } from '../lib/n8n';
import { setup } from '../lib/setup';
import type { Login, World } from '../lib/world';
import {
	CALENDARS,
	CONTACTS,
	oAuth2,
	oneNodeWorkflow,
	ourNode,
	privateIntegration,
	startWorld,
	template,
} from '../lib/world';

const SAVED_WITHIN_MS = 30_000;
/** The window size of pictures for documents, at which everything is large enough to read. */
const PICTURE = { width: 1280, height: 720 };
const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const emptyList = { __rl: true, mode: 'list', value: '' };

void suite("the nodes in n8n's editor", () => {
	let world: World;
	let editor: Editor;
	let token: Login;
	let app: Login;

	before(async () => {
		const { chromium, artifacts } = setup();
		assert.ok(chromium, 'CHROMIUM_PATH is not set');
		world = await startWorld();
		token = await privateIntegration(world, 'My sub-account');
		app = await oAuth2(world, 'My app', { userType: 'Location' });
		await world.client.connectOAuth2(
			app.reference.id,
			atConsentPage({ locationId: world.standIn.locationId }),
		);
		editor = await openEditor({ url: world.n8n.url, chromium, artifacts });
		await editor.signIn(OWNER);
	});

	after(async () => {
		await editor?.close();
		await world?.stop();
	});

	/** Stores a workflow with one of our nodes and opens the node. */
	async function open(
		name: string,
		type: string,
		parameters: JsonObject,
		login = token,
		trigger = true,
	): Promise<string> {
		const workflow = oneNodeWorkflow(name, ourNode(name, type, login, parameters));
		const { id } = await world.client.createWorkflow(
			trigger ? workflow : { ...workflow, connections: {}, nodes: workflow.nodes.slice(-1) },
		);
		await editor.openWorkflow(id);
		await editor.openNode(name);
		return id;
	}

	/** Waits until n8n has stored the node with this value, and returns its parameters. */
	async function saved(workflowId: string, node: string, value: string): Promise<unknown> {
		return await until(`${value} to be saved in ${node}`, SAVED_WITHIN_MS, async () => {
			const stored = listAt(await world.client.workflow(workflowId), 'nodes').find(
				(one) => at(one, 'name') === node,
			);
			const parameters = at(stored, 'parameters');
			return JSON.stringify(parameters).includes(value) ? parameters : undefined;
		});
	}

	test('a calendar chosen from the list returns its slots', async () => {
		const id = await open('Get Free Slots', CALENDARS, {
			resource: 'freeSlot',
			operation: 'getNext',
			calendarId: emptyList,
			count: 3,
		});
		await editor.pickFromList('calendarId', 'Team Consultation', 'team');
		assert.match(await editor.pickedText('calendarId'), /Team Consultation/);
		const since = world.standIn.log.length;
		await editor.executeStep();
		await editor.waitForOutput(/3 items/);
		await editor.screenshot('free-slots');

		const asked = world.standIn.log
			.slice(since)
			.find(({ path }) => path === `/calendars/${SEED.calendars.team}/free-slots`);
		assert.equal(asked?.status, 200);
		const parameters = await saved(id, 'Get Free Slots', SEED.calendars.team);
		assert.equal(at(parameters, 'calendarId', 'cachedResultName'), 'Team Consultation');
		const [execution] = await world.client.waitForExecutions(id);
		assert.ok(execution);
		const slots = outputOf(execution, 'Get Free Slots');
		assert.equal(slots.length, 3);
		for (const slot of slots) {
			assert.equal(Date.parse(textAt(slot, 'end')) - Date.parse(textAt(slot, 'start')), 3_600_000);
		}
	});

	test('a custom field added in the mapper is written to the contact', async () => {
		const id = await open('Save Contact', CONTACTS, {
			resource: 'contact',
			operation: 'upsert',
			email: 'colour@example.com',
		});
		await editor.addMapperField('Favourite Colour');
		await editor.fillMapperField('Favourite Colour', 'Teal');
		await saved(id, 'Save Contact', 'Teal');
		await editor.executeStep();
		await editor.waitForOutput(/colour@example\.com/);
		await editor.screenshot('custom-field');

		const contact = world.standIn.state.contacts
			.all()
			.find(({ email }) => email === 'colour@example.com');
		assert.deepEqual(contact?.customFields, [
			{ id: SEED.customFields.favouriteColour, value: 'Teal' },
		]);
	});

	test('a refused request says what to do', async () => {
		await open('Create Contact', CONTACTS, {
			resource: 'contact',
			operation: 'create',
			email: 'maria.lopez@example.com',
		});
		await editor.executeStep();
		await editor.waitForOutput(/already exists/);
		await editor.screenshot('refused');
	});

	test('both credentials show their fields', async () => {
		await open('With Token', CONTACTS, {
			resource: 'contact',
			operation: 'get',
			contactId: byId(SEED.contacts.maria),
		});
		await editor.openCredential();
		for (const field of ['token', 'locationId', 'apiVersion', 'apiUrl']) {
			await editor.credentialField(field).waitFor();
		}
		await editor.screenshot('credential-private-integration');
		await editor.closeCredential();
		await open('With App', CONTACTS, { resource: 'contact', operation: 'get' }, app);
		await editor.openCredential();
		for (const field of ['clientId', 'clientSecret', 'marketplace', 'userType', 'scope']) {
			await editor.credentialField(field).waitFor();
		}
		await editor.screenshot('credential-oauth2');
		await editor.closeCredential();
	});

	test('choosing another credential switches the authentication of the node', async () => {
		const id = await open('Switch', CONTACTS, {
			resource: 'contact',
			operation: 'get',
			contactId: byId(SEED.contacts.maria),
		});
		await editor.selectCredential(app.reference.id);
		const parameters = await saved(id, 'Switch', 'oAuth2');
		assert.equal(at(parameters, 'authentication'), 'oAuth2');
		await editor.executeStep();
		await editor.waitForOutput(/maria\.lopez@example\.com/);
	});

	test('the node panel finds the nodes and lists their actions', async () => {
		const { id } = await world.client.createWorkflow(
			oneNodeWorkflow('Empty', ourNode('One', CONTACTS, token, {})),
		);
		await editor.openWorkflow(id);
		await editor.openNodeCreator();
		await editor.searchNodes('highlevel');
		for (const name of ['HighLevel Contacts', 'HighLevel Calendars']) {
			await editor.creatorItem(name).waitFor();
		}
		await editor.screenshot('panel-search');
		await editor.creatorItem('HighLevel Calendars').click();
		await editor.creatorItem('Book an appointment at a free slot').waitFor();
		await editor.screenshot('panel-actions');
	});

	const oneTime = { time: [{}] };
	/** Name, type, parameters, and the fields that must be shown. */
	const LESS_COMMON: Array<[string, string, JsonObject, string[]]> = [
		[
			'Service Booking',
			CALENDARS,
			{
				resource: 'serviceBooking',
				operation: 'create',
				contactId: emptyList,
				services: { service: [{ more: { addOns: { addOn: [{}] }, position: 0 } }] },
				additionalFields: { title: '', bookingStatus: 'confirmed', serviceLocationId: emptyList },
				options: { overrideAvailability: false },
			},
			['startTime', 'endTime', 'bookingStatus', 'title', 'quantity', 'overrideAvailability'],
		],
		[
			'Event Calendar Schedule',
			CALENDARS,
			{
				resource: 'schedule',
				operation: 'createEventCalendarSchedule',
				calendarId: emptyList,
				rules: { weekdays: [{ intervals: { interval: [{}] } }], dates: [{}] },
			},
			['scheduleTimezone', 'days', 'from', 'to', 'date'],
		],
		[
			'Notification',
			CALENDARS,
			{
				resource: 'notification',
				operation: 'create',
				calendarId: emptyList,
				notificationType: 'reminder',
				additionalFields: {
					beforeTime: oneTime,
					subject: '',
					messageBody: '',
					templateId: '',
					selectedUsers: [],
					includeAdmin: true,
					additionalEmailIds: '',
				},
			},
			['notificationType', 'receiverType', 'channel', 'subject', 'messageBody', 'templateId'],
		],
		[
			'Room',
			CALENDARS,
			{ resource: 'resource', operation: 'create', additionalFields: { calendarIds: {} } },
			['name', 'capacity', 'quantity', 'outOfService'],
		],
		['Business', CONTACTS, { resource: 'business', operation: 'addContacts' }, ['contactIds']],
		[
			'Search',
			CONTACTS,
			{
				resource: 'contact',
				operation: 'getAll',
				filters: {
					conditions: {
						customField: [{ operator: 'range' }],
						date: [{ operator: 'exists' }],
						tag: [{}],
						user: [{}],
					},
				},
			},
			['from', 'to', 'value'],
		],
	];

	test('less common operations show their fields', async () => {
		const nodes = LESS_COMMON.map(([name, type, parameters], index) =>
			ourNode(name, type, token, parameters, { position: [index * 200, 200] }),
		);
		const { id } = await world.client.createWorkflow({ name: 'Many', nodes, connections: {} });
		await editor.openWorkflow(id);
		for (const [name, , , fields] of LESS_COMMON) {
			await editor.openNode(name);
			for (const field of ['operation', ...fields]) await editor.parameter(field).first().waitFor();
			await editor.screenshotParameters(`node-${name.toLowerCase().replaceAll(' ', '-')}`);
			await editor.closeNode();
		}
	});

	test('takes pictures of the booking workflow and of a node', async () => {
		const { chromium = '', artifacts } = setup();
		const sharp = await openEditor({
			url: world.n8n.url,
			chromium,
			artifacts,
			scale: 2,
			size: PICTURE,
		});
		try {
			await sharp.signIn(OWNER);
			const { id } = await world.client.createWorkflow(template('book-first-free-slot', token));
			await sharp.openWorkflow(id);
			await sharp.executeWorkflow('Try It');
			await sharp.successOf('Answer').waitFor();
			await sharp.closeMessages();
			await sharp.zoomToFit();
			await sharp.screenshotWorkflow('booking-workflow');
			await sharp.openNode('Get Free Slots');
			await sharp.waitForOutput(/5 items/);
			await sharp.screenshot('calendars-node', sharp.panel);
		} finally {
			await sharp.close();
		}
		const booked = world.standIn.state.appointments
			.all()
			.filter(({ title }) => title === 'Call with Ana');
		assert.equal(booked.length, 1);
	});

	test("no error occurred in the page's scripts", () => {
		assert.deepEqual(editor.pageErrors, []);
	});
});
